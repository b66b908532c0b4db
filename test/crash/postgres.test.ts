// What happens to servers on PostgreSQL when one of them is killed, when the database is, and when ten of them start
// at once. One round each, or several with `FAULTS=full`.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { emptyDatabase, postgresMissing, rowsOf, startPostgres } from '../support/postgres.ts'
import { type Program, startProgram, temporaryFolder } from '../support/program.ts'
import { startReceiver } from '../support/receiver.ts'
import { startTestServer } from '../support/server.ts'
import { until } from '../support/until.ts'
import { finish, type Receiver, sinksTo, startServers } from './servers.ts'
import { startWriters, succeeds } from './writers.ts'

const isFull = process.env.FAULTS === 'full'
const rounds = isFull ? 5 : 1
const keys = {
  accessKeyId: 'AKIAROOTROOTROOTROOT',
  secretAccessKey: 'secret-of-the-root-key-of-all',
}

const settings = (url: string) => ({
  'database-url': url,
  quotas: 'relatedItemsPerCase=100000',
  'root-access-key-id': keys.accessKeyId,
  'root-secret-access-key': keys.secretAccessKey,
})

const key = '11'.repeat(32)

/** Programs on one database, with clients for them: so many at once, then so many more. */
const startPrograms = async (url: string, more: object, ...counts: readonly number[]) => {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(temporaryFolder())
  const given = Object.entries({ ...settings(url), ...more })
  const flags = given.flatMap(([name, text]) => [`--${name}`, String(text)])
  const all: Program[] = []
  const start = async (_: unknown, number: number) => {
    const place = ['--data', `${folder.path}/${all.length} ${number}`]
    const env = { OPENCASES_KEY: key }
    return starting.use(await startProgram([...flags, ...place], { env }))
  }
  for (const count of counts) all.push(...(await Promise.all(Array.from({ length: count }, start))))
  const clients = all.map(({ endpoint }) => {
    const credentials = keys
    const client = new ConnectCases({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
    starting.defer(() => client.destroy())
    return client
  })
  const running = starting.move()
  return { all, clients, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Resolves when something new has arrived; fails after `ms`. */
const somethingNew = async ({ received }: Receiver, ms: number): Promise<void> => {
  const before = received.length
  await until(
    () => received.length > before,
    () => `nothing arrived for ${ms} ms`,
    ms,
  )
}

describe('faults', { skip: postgresMissing(), concurrency: true }, () => {
  test('[B-1304] [B-1305] a server that is killed takes nothing with it, and others do its work', async () => {
    for (let round = 0; round < rounds; round += 1) {
      await using database = await emptyDatabase()
      await using receiver = await startReceiver()
      const own = { settings: { ...settings(database.url), key } }
      await using witness = await startTestServer(own)
      const sinks = sinksTo(receiver)
      await using programs = await startPrograms(database.url, { sinks }, 1, 2)
      await using writers = await startWriters(programs.clients)
      await somethingNew(receiver, 20_000)
      await writers.more(60)
      // The first that began delivers.
      const [first] = programs.all
      assert.ok(first)
      first.child.kill('SIGKILL')
      await first.ended
      await somethingNew(receiver, 20_000)
      await writers.more(100)
      assert.ok(writers.notes.failures > 0, 'nobody noticed')
      await finish(writers, witness, receiver)
    }
  })

  test('[B-1306] while the database is killed and started, answers say to try again; then all goes on', async () => {
    const postgres = await startPostgres()
    try {
      await using servers = await startServers(postgres.url, postgres.url)
      await using writers = await startWriters(servers.clients)
      const [first, second] = servers.all
      assert.ok(first && second)
      const read = () => succeeds(first.client.getDomain({ domainId: writers.seeded.domainId }))
      for (let round = 0; round < rounds; round += 1) {
        await writers.more(100)
        await postgres.crash()
        assert.equal(await read(), false)
        await sleep(1000)
        await postgres.start()
        await writers.more(100)
        assert.equal(await read(), true)
      }
      assert.ok(writers.notes.failures > 0, 'nobody noticed')
      await finish(writers, second, servers.receiver)
    } finally {
      postgres.kill()
    }
  })

  test('[B-1301] ten servers that start on an empty database at once all come up, with the same keys', async () => {
    await using database = await emptyDatabase()
    await using running = new AsyncDisposableStack()
    const start = async () => {
      const server = await startTestServer({ settings: { 'database-url': database.url, key } })
      return running.use(server)
    }
    const servers = await Promise.all(Array.from({ length: 10 }, start))
    const ids = servers.map(({ server }) => server.rootKey.accessKeyId)
    assert.equal(new Set(ids).size, 1, `${ids}`)
    const { domainId } = (await servers[0]?.client.createDomain({ name: 'a' })) ?? assert.fail()
    for (const { client } of servers) await client.getDomain({ domainId })
    const made = await rowsOf(database.url, 'select count(*)::integer from access_keys')
    assert.deepEqual(made, [{ count: 1 }])
  })

  // Ten processes take a machine's time: only in full.
  if (isFull) {
    test('[B-1301] so do ten processes', async () => {
      await using database = await emptyDatabase()
      await using programs = await startPrograms(database.url, {}, 10)
      const [first] = programs.clients
      const { domainId } = (await first?.createDomain({ name: 'a' })) ?? assert.fail()
      for (const client of programs.clients) await client.getDomain({ domainId })
    })
  }
})
