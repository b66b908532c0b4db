// What happens to servers on PostgreSQL when one of them is killed, when the database is, and when nothing comes
// through any more. One round each, or several with `FAULTS=full`.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { query, type Store } from '../../src/storage/contract.ts'
import { emptyDatabase, postgresMissing, startPostgres } from '../support/postgres.ts'
import { startProgram, temporaryFolder } from '../support/program.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { cableTo } from './stopped.ts'
import { checkWritten, startWriters, succeeds, type Writers } from './writers.ts'

const rounds = process.env.FAULTS === 'full' ? 5 : 1
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

const finish = async (writers: Writers, server: TestServer): Promise<void> => {
  await writers.stop()
  await checkWritten(server.client, writers)
  await checkStore(server)
}

describe('faults', { skip: postgresMissing() }, () => {
  test('[B-1305] a server that is killed takes nothing with it, and the others go on', async () => {
    await using database = await emptyDatabase()
    using folder = temporaryFolder()
    const flags = Object.entries(settings(database.url)).flatMap(([name, text]) => [
      `--${name}`,
      text,
    ])
    const key = '11'.repeat(32)
    const start = (name: string) =>
      startProgram([...flags, '--data', `${folder.path}/${name}`], { env: { OPENCASES_KEY: key } })
    await using witness = await startTestServer({ settings: { ...settings(database.url), key } })
    for (let round = 0; round < rounds; round += 1) {
      const servers = await Promise.all([1, 2, 3].map((number) => start(`${round} ${number}`)))
      const clients = servers.map(({ endpoint }) => clientOf(endpoint))
      try {
        const writers = await startWriters(clients)
        await writers.more(60)
        servers[1]?.child.kill('SIGKILL')
        await writers.more(100)
        await writers.stop()
        await checkWritten(witness.client, writers)
        assert.ok(writers.notes.failures > 0, 'nobody noticed')
        await witness.client.deleteDomain({ domainId: writers.seeded.domainId })
      } finally {
        for (const client of clients) client.destroy()
        for (const server of servers) await server[Symbol.asyncDispose]()
      }
    }
    const { faults } = await witness.server.store.verify(witness.server.key.chain)
    assert.deepEqual(faults, [])
  })

  test('[B-1306] while the database is killed and started, answers say to try again; then all goes on', async () => {
    const postgres = await startPostgres()
    try {
      await using server = await startTestServer({
        settings: settings(postgres.url),
        defectsExpected: true,
      })
      const writers = await startWriters([server.client])
      const read = () => succeeds(server.client.getDomain({ domainId: writers.seeded.domainId }))
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
      await finish(writers, server)
    } finally {
      postgres.kill()
    }
  })

  test('[B-1306] so it is when nothing comes through to the database, and nobody says so', async () => {
    const postgres = await startPostgres()
    try {
      await using cable = await cableTo(`${postgres.folder}/socket/.s.PGSQL.5432`)
      const url = `postgres://postgres@localhost/postgres?host=${cable.folder}`
      await using server = await startTestServer({ settings: settings(url), defectsExpected: true })
      const writers = await startWriters([server.client])
      const read = () => succeeds(server.client.getDomain({ domainId: writers.seeded.domainId }))
      for (let round = 0; round < rounds; round += 1) {
        await writers.more(100)
        cable.pull()
        const reads = await Promise.all([read(), read(), succeeds(late(writers, server))])
        assert.deepEqual(reads, [false, false, false])
        cable.plug()
        await writers.more(100)
        assert.equal(await read(), true)
      }
      assert.ok(writers.notes.failures > 0, 'nobody noticed')
      await finish(writers, server)
    } finally {
      postgres.kill()
    }
  })
})

/** A write that comes when the cable has been out for a while. */
const late = async ({ seeded }: Writers, { client }: TestServer): Promise<void> => {
  await sleep(500)
  const { domainId, templateId, layoutId } = seeded
  await client.updateTemplate({
    domainId,
    templateId,
    layoutConfiguration: { defaultLayout: layoutId },
  })
}

const clientOf = (endpoint: string): ConnectCases =>
  new ConnectCases({ endpoint, region: 'us-east-1', credentials: keys, maxAttempts: 1 })
