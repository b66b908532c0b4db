// Clients that add comments to a few cases, through any of several servers, and note what was answered and what
// was only asked. An answer that is no success must be one that invites to try again, and must come soon.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import { present } from '../support/case-setting.ts'
import { comment } from '../support/item-setting.ts'
import { given, type SeededDomain, seedCase, seedDomain } from '../support/seed.ts'

/** However bad it is, an answer takes no longer. */
const answerMsMax = 10_000

export type Notes = {
  /** Texts of comments, by case: answered with success; asked without one. */
  readonly answered: Map<string, Set<string>>
  readonly asked: Map<string, Set<string>>
  failures: number
}

export type Writers = AsyncDisposable & {
  readonly notes: Notes
  readonly seeded: SeededDomain
  /** How many have been answered with success so far. */
  answers(): number
  /** Resolves when so many more have been. */
  more(count: number): Promise<void>
  stop(): Promise<void>
}

const casesOfAll = 4
const writersAtATime = 8

/** Start writing; `clients` are tried in turn, and may be killed. */
export const startWriters = async (clients: readonly ConnectCases[]): Promise<Writers> => {
  const [first] = clients
  assert.ok(first)
  const seeded = await seedDomain(first)
  const { domainId } = seeded
  await first.putCaseEventConfiguration({ domainId, eventBridge: { enabled: true } })
  const caseIds: string[] = []
  for (let count = 0; count < casesOfAll; count += 1) {
    caseIds.push((await seedCase(first, seeded)).caseId)
  }
  const empty = () => new Map(caseIds.map((id) => [id, new Set<string>()]))
  const notes: Notes = { answered: empty(), asked: empty(), failures: 0 }
  let stopping = false
  let answers = 0
  const write = async (writer: number): Promise<void> => {
    for (let count = 0; !stopping; count += 1) {
      const caseId = caseIds[(writer + count) % casesOfAll] ?? ''
      const client = clients[(writer + count) % clients.length] ?? first
      const text = `comment ${writer} ${count}`
      notes.asked.get(caseId)?.add(text)
      const input = { domainId, caseId, type: 'Comment', content: comment(text) } as const
      if (await succeeds(client.createRelatedItem(input))) {
        notes.answered.get(caseId)?.add(text)
        answers += 1
      } else {
        notes.failures += 1
        await sleep(50)
      }
    }
  }
  const writing = Promise.all(Array.from({ length: writersAtATime }, (_, index) => write(index)))
  const stop = async () => {
    stopping = true
    await writing
  }
  return {
    notes,
    seeded,
    answers: () => answers,
    more: async (count) => {
      const enough = answers + count
      while (answers < enough) await Promise.race([sleep(20), writing])
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Whether a request is answered with success; any other answer must come soon and say to try again. */
export const succeeds = async (request: Promise<unknown>): Promise<boolean> => {
  const from = performance.now()
  try {
    await request
    return true
  } catch (error) {
    const ms = performance.now() - from
    assert.ok(ms < answerMsMax, `an answer after ${Math.round(ms)} ms`)
    const { $metadata, $response } = error as {
      $metadata?: { httpStatusCode?: number }
      $response?: { headers: Record<string, string> }
    }
    const status = $metadata?.httpStatusCode
    // A connection that broke, as of a server that was killed, has no status.
    if (status !== undefined) {
      assert.ok(status >= 500 || status === 429, `${status}: ${error}`)
      assert.match($response?.headers['retry-after'] ?? '', /^\d+$/, `${error}`)
    }
    return false
  }
}

/** All that was answered is there once, and nothing that was not asked; each case's history is as long as it must be. */
export const checkWritten = async (
  client: ConnectCases,
  { notes, seeded: { domainId } }: Writers,
): Promise<void> => {
  for (const [caseId, answered] of notes.answered) {
    const found: string[] = []
    for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
      const page = await client.searchRelatedItems({ domainId, caseId, nextToken, maxResults: 25 })
      for (const { content } of present(page.relatedItems))
        found.push(given(content?.comment?.body))
      nextToken = page.nextToken
    }
    const unique = new Set(found)
    assert.equal(unique.size, found.length, 'a comment is there twice')
    assert.deepEqual(without(answered, unique), [], 'answered and lost')
    assert.deepEqual(without(unique, notes.asked.get(caseId) ?? new Set()), [], 'not asked')
    let events = 0
    for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
      const page = await client.getCaseAuditEvents({ domainId, caseId, nextToken })
      events += present(page.auditEvents).length
      nextToken = page.nextToken
    }
    assert.equal(events, found.length + 1, `history of ${caseId}`)
  }
}

const without = (all: ReadonlySet<string>, some: ReadonlySet<string>): string[] =>
  [...all].filter((each) => !some.has(each))
