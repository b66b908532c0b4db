// A server that publishes the events of its only domain to the sinks that a test sets.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import type { Clock } from '../../src/clock.ts'
import type { RunningServer } from '../../src/server.ts'
import type { Change } from '../../src/storage/contract.ts'
import { databaseFile } from '../../src/storage/index.ts'
import { fieldValues } from '../support/case-setting.ts'
import { temporaryFolder } from '../support/program.ts'
import { secret } from '../support/receiver.ts'
import { given } from '../support/seed.ts'
import { startTestServer, type TestServerOptions } from '../support/server.ts'

/** Delays that a test can wait for. */
export const quick = { firstDelaySeconds: 0.02, longestDelaySeconds: 0.1 }

/** A webhook sink with quick retries. */
export const webhook = (url: string, more: object = {}) => {
  return { name: 'hook', type: 'webhook', url, secret, ...quick, ...more }
}

export const eventSetting = async (sinks: readonly object[], options: TestServerOptions = {}) => {
  const folder = temporaryFolder()
  const settings = { data: folder.path, sinks: JSON.stringify(sinks), ...options.settings }
  const test = await startTestServer({ ...options, settings })
  const place = await domainWithEvents(test.client)
  return {
    ...test,
    ...place,
    folder: folder.path,
    ...actions(test.client, place),
    /** Ids of all outgoing events of the outbox, in order of commit. */
    outbox: () => outboxOf(folder.path),
    [Symbol.asyncDispose]: async () => {
      await test[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

export type Place = Awaited<ReturnType<typeof domainWithEvents>>

export const domainWithEvents = async (client: ConnectCases) => {
  const domainId = given((await client.createDomain({ name: 'support' })).domainId)
  const templateId = given((await client.createTemplate({ domainId, name: 'a' })).templateId)
  const includedData = {
    caseData: { fields: [{ id: 'title' }, { id: 'summary' }] },
    relatedItemData: { includeContent: true },
  }
  await client.putCaseEventConfiguration({ domainId, eventBridge: { enabled: true, includedData } })
  return { domainId, templateId }
}

export const actions = (client: ConnectCases, { domainId, templateId }: Place) => ({
  newCase: async (title = 'Broken lamp'): Promise<string> => {
    const input = { domainId, templateId, fields: fieldValues({ title }) }
    return given((await client.createCase(input)).caseId)
  },
  rename: async (caseId: string, title: string): Promise<void> => {
    await client.updateCase({ domainId, caseId, fields: fieldValues({ title }) })
  },
  comment: async (caseId: string, body: string): Promise<void> => {
    const content = { comment: { body, contentType: 'Text/Plain' as const } }
    await client.createRelatedItem({ domainId, caseId, type: 'Comment', content })
  },
})

export type Outgoing = {
  readonly position: number
  readonly caseId: string
  readonly id: string
  readonly event: string
}

export const outboxOf = (folder: string): Outgoing[] => {
  using db = new DatabaseSync(join(folder, databaseFile), { readOnly: true })
  const rows = db.prepare('select pk, case_id, event from outbox order by pk').all()
  return rows.map(({ pk, case_id, event }) => ({
    position: Number(pk),
    caseId: String(case_id),
    id: JSON.parse(String(event)).id,
    event: String(event),
  }))
}

/** The ids of each case, in their order. */
export const byCase = (events: readonly { caseId: string; id: string }[]) => {
  const cases: Record<string, string[]> = {}
  for (const { caseId, id } of events) {
    cases[caseId] ??= []
    if (!cases[caseId].includes(id)) cases[caseId].push(id)
  }
  return cases
}

/** The same without the requests: so many events of so many cases, in the outbox. */
export const appendEvents = async (
  { server, domainId, clock }: { server: RunningServer; domainId: string; clock: Clock },
  cases: number,
  events: number,
): Promise<void> => {
  const { store } = server
  const scope = store.configs.domain(domainId)?.scope ?? assert.fail('no such domain')
  const changes = Array.from({ length: cases * events }, (_, index): Change => {
    const [caseId, id] = [`case ${index % cases}`, randomUUID()]
    const event = JSON.stringify({ version: '0', id, detail: { case: { caseId } } })
    const row = { scope, caseId, sequence: index, at: clock.now(), event }
    return { change: 'outbox.append', row }
  })
  await store.write({ plan: () => ({}), decide: () => ({ answer: undefined, changes }) })
}

type Changing = ReturnType<typeof actions>

/** So many cases, each with as many changes after its creation. */
export const changeCases = async (
  { newCase, rename }: Changing,
  cases: number,
  changes: number,
): Promise<void> => {
  const change = async () => {
    const caseId = await newCase()
    for (let count = 1; count <= changes; count += 1) await rename(caseId, `${count}`)
  }
  await Promise.all(Array.from({ length: cases }, change))
}

type Arrived = { caseId: string; id: string; body: string; accepted: boolean }

/**
 * All of `sent` was accepted, and of each case one after the other: nothing came before what precedes it was
 * accepted, and what came again was the same.
 */
export const checkOrder = (received: readonly Arrived[], sent: readonly Outgoing[]): void => {
  const accepted = received.filter((got) => got.accepted)
  assert.deepEqual(byCase(accepted), byCase(sent))
  assert.deepEqual(byCase(received), byCase(sent))
  const texts = new Map(sent.map(({ id, event }) => [id, event]))
  for (const { id, body } of received) assert.equal(body, texts.get(id))
  const taken = new Set<string>()
  const before = byCase(sent)
  for (const { id, caseId, accepted: isTaken } of received) {
    const earlier = before[caseId]?.slice(0, before[caseId].indexOf(id)) ?? []
    for (const other of earlier) assert.ok(taken.has(other), `${id} overtook ${other}`)
    if (isTaken) taken.add(id)
  }
}
