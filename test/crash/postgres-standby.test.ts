// A primary with a synchronous standby. The primary is killed under load and the standby is promoted; the standby is
// away and nothing can be kept in two places. One round each, or several with `FAULTS=full`.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresMissing, rowsOf } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { finish, startServers } from './servers.ts'
import { startPair } from './standby.ts'
import { startWriters, succeeds } from './writers.ts'

const rounds = process.env.FAULTS === 'full' ? 5 : 1

describe('a synchronous standby', { skip: postgresMissing(), concurrency: true }, () => {
  test('[B-1312] is found when it is promoted, with all that was answered', async () => {
    for (let round = 0; round < rounds; round += 1) {
      await using pair = await startPair()
      await using servers = await startServers(pair.url, pair.url)
      await using writers = await startWriters(servers.clients)
      await writers.more(100)
      // The answer to a commit is lost with the primary: what came of it is asked of the standby.
      if (round % 2 === 0) await pair.relay.loseCommit({ arrives: true, told: false })
      await pair.primary.crash()
      // Longer than a write is tried again for.
      await sleep(3500)
      await pair.promote()
      await writers.more(100)
      for (const client of servers.clients) {
        assert.ok(await succeeds(client.getDomain({ domainId: writers.seeded.domainId })))
      }
      assert.ok(writers.notes.failures > 0, 'nobody noticed')
      const [first] = servers.all
      await finish(writers, first ?? assert.fail(), servers.receiver)
    }
  })

  test('[B-1312] while it is away nothing is answered that is in one place only', async () => {
    for (let round = 0; round < rounds; round += 1) {
      await using pair = await startPair()
      await using servers = await startServers(pair.url, pair.url)
      await using writers = await startWriters(servers.clients)
      await writers.more(50)
      await pair.standby.crash()
      await sleep(500)
      const before = writers.answers()
      // An operator who cuts a wait short makes the commit look done; only the standby makes it safe.
      await until(
        async () => (await cutWaits(pair.primary.url)) > 0,
        () => 'nobody waits for the standby',
      )
      await until(
        () => writers.notes.failures > 0,
        () => 'nobody is told',
      )
      assert.equal(writers.answers(), before)
      const { domainId } = writers.seeded
      for (const client of servers.clients) await client.getDomain({ domainId })
      const [found] = await rowsOf(pair.primary.url, connections)
      assert.ok(Number(found?.count) < 30, `${found?.count} connections`)
      await pair.standby.start()
      await writers.more(50)
      await finish(writers, servers.all[1] ?? assert.fail(), servers.receiver)
    }
  })
})

/** Cuts short whatever waits for a standby; says how many did. */
const cutWaits = async (url: string): Promise<number> => {
  const waiting = `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`
  return (await rowsOf(url, waiting)).length
}

const connections = `select count(*) from pg_stat_activity where backend_type = 'client backend'`
