// A server whose data folder takes no more for a while: what it says meanwhile, and what is there afterwards.
import assert from 'node:assert/strict'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { present } from '../support/case-setting.ts'
import { comment } from '../support/item-setting.ts'
import { type Program, rootKeyIn, runProgram, startProgram } from '../support/program.ts'
import { given, seedCase, seedDomain } from '../support/seed.ts'
import { type Sent, signedFetch } from '../support/send.ts'

export type Strain = {
  readonly data: string
  /** Take the room away from a running server. */
  shrink(server: Program): void
  /** Give it back. */
  relieve(server: Program): void
}

/** Fill the folder up, look, make room, look again, kill, and look for all that was answered. */
export const strain = async ({ data, shrink, relieve }: Strain): Promise<void> => {
  const answered = new Set<string>()
  const failures: Sent[] = []
  let place: { domainId: string; caseIds: string[] } | undefined
  {
    await using server = await startProgram(['--data', data])
    using at = connect(data, server)
    place = await setUp(at.client)
    const add = adder(data, server, place, answered)
    for (let index = 0; index < 10; index += 1) assert.equal((await add('x')).status, 200)
    shrink(server)
    for (let tries = 0; failures.length < 20; tries += 1) {
      assert.ok(tries < 200, 'the folder never became full')
      const sent = await Promise.all(Array.from({ length: 8 }, () => add('y'.repeat(15_000))))
      failures.push(...sent.filter(({ status }) => status !== 200))
    }
    failures.forEach(assertTold)
    await assertThere(at.client, place, answered)
    relieve(server)
    for (let index = 0; index < 10; index += 1) assert.equal((await add('z')).status, 200)
    await assertThere(at.client, place, answered)
    server.child.kill('SIGKILL')
    await server.ended
  }
  await using server = await startProgram(['--data', data])
  using at = connect(data, server)
  await assertThere(at.client, place, answered)
  const { code, stdout } = await runProgram(['verify', '--data', data])
  const events = answered.size + place.caseIds.length
  assert.equal(stdout, `${place.caseIds.length} cases, ${events} audit events, 0 faults\n`)
  assert.equal(code, 0)
}

const connect = (data: string, { endpoint }: Program) => {
  const credentials = rootKeyIn(data)
  const client = new ConnectCases({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  return { client, [Symbol.dispose]: () => client.destroy() }
}

/** Enough cases for all comments: each holds 200. */
const setUp = async (client: ConnectCases) => {
  const domain = await seedDomain(client)
  const cases = await Promise.all(Array.from({ length: 10 }, () => seedCase(client, domain)))
  return { domainId: domain.domainId, caseIds: cases.map(({ caseId }) => caseId) }
}

/** Adds comments to the cases in turn, and notes those that were answered. */
const adder = (
  data: string,
  { endpoint }: Program,
  { domainId, caseIds }: { domainId: string; caseIds: readonly string[] },
  answered: Set<string>,
) => {
  const rootKey = rootKeyIn(data)
  let count = 0
  return async (text: string): Promise<Sent> => {
    count += 1
    const sent = await signedFetch({ endpoint, rootKey }, 'us-east-1', {
      method: 'POST',
      path: `/domains/${domainId}/cases/${caseIds[count % caseIds.length]}/related-items/`,
      body: { type: 'Comment', content: comment(text) },
    })
    if (sent.status === 200) answered.add(sent.json.relatedItemId)
    return sent
  }
}

/** A failure that a client may repeat: status, name, sentence, and when. */
const assertTold = ({ status, error, json, headers }: Sent): void => {
  assert.deepEqual([status, error], [500, 'InternalServerException'])
  assert.match(
    json.message,
    /^The store (has no room left on its disk|cannot write to its data folder)\.$/,
  )
  assert.equal(headers.get('retry-after'), '5')
}

/** Reads by id, of lists and of both kinds of search say what was answered, and no more. */
const assertThere = async (
  client: ConnectCases,
  { domainId, caseIds }: { domainId: string; caseIds: readonly string[] },
  answered: ReadonlySet<string>,
): Promise<void> => {
  const ofCases: string[] = []
  for (const caseId of caseIds) {
    await client.getCase({ domainId, caseId, fields: [{ id: 'title' }] })
    const found = await walk(async (nextToken) => {
      const page = await client.searchRelatedItems({ domainId, caseId, nextToken })
      return { items: idsOf(page.relatedItems), nextToken: page.nextToken }
    })
    const events = await walk(async (nextToken) => {
      const page = await client.getCaseAuditEvents({ domainId, caseId, nextToken })
      return { items: present(page.auditEvents), nextToken: page.nextToken }
    })
    assert.equal(events.length, found.length + 1)
    ofCases.push(...found)
  }
  assert.deepEqual(new Set(ofCases), answered)
  const all = await walk(async (nextToken) => {
    const page = await client.searchAllRelatedItems({ domainId, nextToken })
    return { items: idsOf(page.relatedItems), nextToken: page.nextToken }
  })
  assert.deepEqual(new Set(all), answered)
  const { totalCount } = await client.searchCases({ domainId, searchTerm: 'case' })
  assert.equal(totalCount, caseIds.length)
}

type Listed = { readonly relatedItemId?: string | undefined }

const idsOf = (items: readonly (Listed | null)[] | undefined) =>
  present(items).map(({ relatedItemId }) => given(relatedItemId))

type Page<T> = { readonly items: readonly T[]; readonly nextToken: string | undefined }

const walk = async <T>(read: (nextToken: string | undefined) => Promise<Page<T>>): Promise<T[]> => {
  const all: T[] = []
  for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
    const page = await read(nextToken)
    all.push(...page.items)
    nextToken = page.nextToken
  }
  return all
}
