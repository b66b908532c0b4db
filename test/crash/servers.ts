// Servers of this process on a PostgreSQL that fails, and what must hold when that is over: what was answered is
// there, histories are whole, outgoing events have positions without gaps, and a receiver has got each of them, in
// the order of each case.
import assert from 'node:assert/strict'
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import { query, type Store } from '../../src/storage/contract.ts'
import { checkOrder, webhook } from '../events/setting.ts'
import { startReceiver } from '../support/receiver.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { checkWritten, type Writers } from './writers.ts'

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

export type Servers = AsyncDisposable & {
  readonly all: readonly TestServer[]
  readonly clients: readonly ConnectCases[]
  readonly receiver: Receiver
}

/** A server for each address, all of them with the same receiver of events. */
export const startServers = async (...urls: readonly string[]): Promise<Servers> => {
  await using starting = new AsyncDisposableStack()
  const receiver = starting.use(await startReceiver())
  const all: TestServer[] = []
  for (const url of urls) {
    const settings = {
      'database-url': url,
      quotas: 'relatedItemsPerCase=100000',
      key: '22'.repeat(32),
      sinks: sinksTo(receiver),
    }
    all.push(starting.use(await startTestServer({ settings, defectsExpected: true })))
  }
  const running = starting.move()
  return {
    all,
    clients: all.map(({ client }) => client),
    receiver,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

export const sinksTo = ({ url }: Receiver): string => JSON.stringify([webhook(url)])

/** End the writers, and see that nothing is missing, wherever one looks. */
export const finish = async (
  writers: Writers,
  server: TestServer,
  receiver: Receiver,
): Promise<void> => {
  await writers.stop()
  await checkWritten(server.client, writers)
  await checkStore(server)
  await checkDelivered(server, receiver)
}

/** Chains are whole, and outgoing events are there once each and in the order of each case's history. */
const checkStore = async ({ server: { store, key } }: TestServer): Promise<void> => {
  const { faults } = await store.verify(key.chain)
  assert.deepEqual(faults, [])
  const last = new Map<string, number>()
  for (const { caseId, sequence } of await allOutgoing(store)) {
    const before = last.get(caseId)
    if (before !== undefined) assert.equal(sequence, before + 1, `events of ${caseId}`)
    last.set(caseId, sequence)
  }
  assert.ok(last.size > 0)
}

const allOutgoing = async (store: Store) => {
  const all = []
  for (let after = 0; ; ) {
    const { page } = await store.load({ page: query('outgoing', { after, limit: 500 }) })
    all.push(...page.rows)
    const last = page.rows.at(-1)
    if (last === undefined) return all
    assert.equal(last.position, after + page.rows.length, 'a position is missing')
    after = last.position
  }
}

/** On a machine that has much else to do. */
const patienceMs = 60_000

const checkDelivered = async (
  { server: { store } }: TestServer,
  receiver: Receiver,
): Promise<void> => {
  const sent = (await allOutgoing(store)).map((row) => ({ ...row, id: JSON.parse(row.event).id }))
  await receiver.hasAccepted(sent.length, patienceMs)
  checkOrder(receiver.received, sent)
}
