// A server whose time is the test's, in a folder of its own so that it can be stopped and started at another time,
// with a domain that has events enabled.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FieldValueUnion } from '@aws-sdk/client-connectcases'
import { query, type Store } from '../../src/storage/contract.ts'
import { fieldValues, plain, present } from './case-setting.ts'
import { minutesMs, sla } from './item-setting.ts'
import { given, seedCase, seedDomain } from './seed.ts'
import { startTestServer, type TestServer } from './server.ts'

export type TimeSetting = Awaited<ReturnType<typeof timeSetting>>

/** When the clock of `timeSetting` begins. */
export const start = Date.parse('2026-11-23T10:00:00Z')

/** The moment so many minutes, and milliseconds, after the start. */
export const after = (minutes: number, ms = 0) =>
  new Date(start + minutesMs(minutes) + ms).toISOString()

export const timeSetting = async (settings: Record<string, string> = {}) => {
  const data = mkdtempSync(join(tmpdir(), 'opencases-time-'))
  const startAt = (time: string) =>
    startTestServer({ settings: { data, clock: 'virtual', 'clock-start': time, ...settings } })
  let current = await startAt(after(0))
  const seeded = await seedDomain(current.client)
  const { domainId } = seeded
  const client = () => current.client
  await enableEvents(current, domainId)
  return {
    ...seeded,
    server: () => current,
    client,
    newCase: async (place = seeded) => (await seedCase(client(), place)).caseId,
    addSla: async (caseId: string, minutes: number, name = 'Solved', ofDomain = domainId) => {
      const place = { domainId: ofDomain, caseId }
      const input = { ...place, type: 'Sla' as const, content: sla(name, minutes) }
      return given((await client().createRelatedItem(input)).relatedItemId)
    },
    update: async (caseId: string, values: Parameters<typeof fieldValues>[0]) => {
      await client().updateCase({ domainId, caseId, fields: fieldValues(values) })
    },
    /** Let time pass, with all that falls due. */
    pass: (ms: number) => moveClock(current, { advanceMs: ms }),
    /** Stop the server, and start it at another time. */
    restartAt: async (time: string) => {
      await current[Symbol.asyncDispose]()
      current = await startAt(time)
    },
    /** Type, changed values and time of each event of a case, oldest first. */
    history: async (caseId: string) => {
      const { auditEvents } = await client().getCaseAuditEvents({ domainId, caseId })
      return present(auditEvents)
        .map(({ type, fields, performedTime }) => ({
          type,
          at: performedTime?.toISOString(),
          status: statusIn(fields),
        }))
        .reverse()
    },
    statusOf: async (caseId: string) => {
      const { relatedItems } = await client().searchRelatedItems({ domainId, caseId })
      return present(relatedItems).map(({ content }) => content?.sla?.slaConfiguration?.status)
    },
    nextBreach: async (caseId: string) => {
      const fields = [{ id: 'next_sla_breach_datetime' }]
      return plain((await client().getCase({ domainId, caseId, fields })).fields?.[0]?.value)
    },
    events: () => outgoingEvents(current.server.store),
    [Symbol.asyncDispose]: async () => {
      await current[Symbol.asyncDispose]()
      rmSync(data, { recursive: true })
    },
  }
}

/** The time that the clock shows then. */
export const moveClock = async ({ send }: TestServer, input: object): Promise<string> => {
  const { status, text, json } = await send('POST', '/_opencases/clock', input)
  if (status !== 200) throw new Error(text)
  return json.now
}

/** With the content of related items. */
export const enableEvents = ({ client }: TestServer, domainId: string) =>
  client.putCaseEventConfiguration({
    domainId,
    eventBridge: {
      enabled: true,
      includedData: {
        caseData: { fields: [{ id: 'title' }] },
        relatedItemData: { includeContent: true },
      },
    },
  })

/** All outgoing events, in their order. */
export const outgoingEvents = async (store: Store) => {
  const { found } = await store.load({ found: query('outgoing', { after: 0, limit: 10_000 }) })
  return found.rows.map(({ event }) => JSON.parse(event))
}

type AuditField = {
  eventFieldId?: string | undefined
  oldValue?: unknown
  newValue?: unknown
} | null

/** `Active > Overdue` */
const statusIn = (fields: readonly AuditField[] | undefined): string | undefined => {
  const field = fields?.find((each) => each?.eventFieldId === 'sla.status')
  if (field === undefined || field === null) return undefined
  const values = [field.oldValue, field.newValue] as (FieldValueUnion | undefined)[]
  return values.map((value) => value?.stringValue ?? '').join(' > ')
}
