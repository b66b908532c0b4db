// A network that hangs: nothing comes through to the database, and nobody is told. It goes on after a while, or
// another way is found; and what was revoked meanwhile is let in nowhere. One round each, or several with
// `FAULTS=full`.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { type Relay, relayTo } from '../support/relay.ts'
import { finish, startServers } from './servers.ts'
import { startWriters, succeeds, type Writers } from './writers.ts'

const rounds = process.env.FAULTS === 'full' ? 5 : 1
/** The SDK opens 50 connections at most; what waits in it says nothing of the server. */
const crowd = 40

/** A PostgreSQL, and ways to it. */
const startWays = async (count: number) => {
  const postgres = await startPostgres()
  const relays: Relay[] = []
  for (let made = 0; made < count; made += 1) relays.push(await relayTo(postgres.url))
  return {
    url: postgres.url,
    relays,
    [Symbol.asyncDispose]: async () => {
      for (const relay of relays) await relay[Symbol.asyncDispose]()
      postgres.kill()
    },
  }
}

describe('a network that hangs', { skip: postgresMissing(), concurrency: true }, () => {
  test('[B-1306] while nothing comes through, answers say to try again; then all goes on', async () => {
    await using ways = await startWays(1)
    const [relay] = ways.relays as [Relay]
    await using servers = await startServers(relay.url, ways.url)
    const [cut, server] = servers.all as [(typeof servers.all)[0], (typeof servers.all)[0]]
    await using writers = await startWriters(servers.clients)
    const read = () => succeeds(cut.client.getDomain({ domainId: writers.seeded.domainId }))
    for (let round = 0; round < rounds; round += 1) {
      await writers.more(100)
      relay.block()
      // More than there are connections, so that some wait for those that hang.
      const reads = Array.from({ length: crowd }, read)
      const answers = await Promise.all([...reads, succeeds(late(writers, cut.client))])
      assert.ok(!answers.includes(true))
      relay.open()
      await writers.more(100)
      assert.equal(await read(), true)
    }
    assert.ok(writers.notes.failures > 0, 'nobody noticed')
    await finish(writers, server, servers.receiver)
  })

  test('[B-1306] another way is found, by servers that go on running', async () => {
    for (let round = 0; round < rounds; round += 1) {
      await using ways = await startWays(2)
      const [first, second] = ways.relays as [Relay, Relay]
      const hosts = [first, second].map(({ url }) => new URL(url).host).join(',')
      const url = `postgres://postgres@${hosts}/postgres`
      await using servers = await startServers(url, url)
      await using writers = await startWriters(servers.clients)
      await writers.more(100)
      first.block()
      await writers.more(100)
      for (const client of servers.clients) {
        assert.ok(await succeeds(client.getDomain({ domainId: writers.seeded.domainId })))
      }
      await finish(writers, servers.all[0] ?? assert.fail(), servers.receiver)
    }
  })

  test('[B-1300] a revoked key is let in nowhere, not even by a server that hears of nothing', async () => {
    await using ways = await startWays(1)
    const [relay] = ways.relays as [Relay]
    await using servers = await startServers(ways.url, relay.url, ways.url)
    const [first, cut, third] = servers.all
    assert.ok(first && cut && third)
    for (let round = 0; round < rounds; round += 1) {
      const allowed = { Statement: [{ Effect: 'Allow', Action: 'cases:*', Resource: '*' }] }
      const keys = await first.keyFor(allowed, { name: `revoked.${round}` })
      const clients = servers.all.map(({ clientWith }) => clientWith(keys))
      for (const client of clients) assert.ok(await succeeds(client.listDomains({})))
      relay.block()
      await first.server.store.write({
        plan: () => ({}),
        decide: () => ({
          answer: undefined,
          changes: [{ change: 'accessKey.delete', id: keys.accessKeyId }],
        }),
      })
      const [at, hearsNothing, other] = clients as [ConnectCases, ConnectCases, ConnectCases]
      for (const client of [at, other]) await assert.rejects(client.listDomains({}), refused)
      assert.equal(await succeeds(hearsNothing.listDomains({})), false)
      relay.open()
      await assert.rejects(hearsNothing.listDomains({}), refused)
      assert.ok(await succeeds(cut.client.listDomains({})))
    }
  })
})

const refused = { name: 'UnrecognizedClientException' }

/** A write that comes when nothing has come through for a while. */
const late = async ({ seeded }: Writers, client: ConnectCases): Promise<void> => {
  await sleep(500)
  const { domainId, templateId, layoutId } = seeded
  await client.updateTemplate({
    domainId,
    templateId,
    layoutConfiguration: { defaultLayout: layoutId },
  })
}
