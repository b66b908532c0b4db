// Two servers on one PostgreSQL, both with the same sink: one of them delivers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { query } from '../../src/storage/contract.ts'
import { emptyDatabase, postgresMissing } from '../support/postgres.ts'
import { startReceiver } from '../support/receiver.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { actions, changeCases, checkOrder, domainWithEvents, webhook } from './setting.ts'

const skip = postgresMissing()

const outboxOf = async ({ server }: TestServer) => {
  const { page } = await server.store.load({ page: query('outgoing', { after: 0, limit: 1000 }) })
  return page.rows.map((row) => ({ ...row, id: JSON.parse(row.event).id as string }))
}

test('[B-1169] of several servers one delivers to a sink, and another when that one is gone', {
  skip,
}, async () => {
  await using database = await emptyDatabase()
  await using receiver = await startReceiver()
  const sinks = JSON.stringify([webhook(receiver.url)])
  const settings = { 'database-url': database.url, sinks, key: '7'.repeat(64) }
  const start = () => startTestServer({ settings })
  const first = await start()
  const place = await domainWithEvents(first.client)
  await using second = await start()
  const both = [first, second].map(({ client }) => actions(client, place))
  await Promise.all(both.map((acting) => changeCases(acting, 5, 4)))
  await receiver.hasAccepted(50)
  checkOrder(receiver.received, await outboxOf(second))
  assert.equal(receiver.received.length, 50)
  const going = changeCases(actions(second.client, place), 5, 9)
  await first[Symbol.asyncDispose]()
  await going
  await receiver.hasAccepted(100)
  checkOrder(receiver.received, await outboxOf(second))
})
