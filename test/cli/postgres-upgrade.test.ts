// An upgrade without a pause: servers of this version and of a newer one on the same database. The newer one is this
// one with a migration more, made by the test.
import assert from 'node:assert/strict'
import {
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { checkWritten, startWriters, succeeds } from '../crash/writers.ts'
import { emptyDatabase, postgresMissing, rowsOf } from '../support/postgres.ts'
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts'

const root = join(import.meta.dirname, '../..')
const migrations = 'src/storage/postgres/migrations'

/** This program with a migration more, in a folder of its own. */
const newerProgram = (folder: string, name: string, sql: string): string => {
  const to = join(folder, name)
  mkdirSync(to)
  for (const part of ['bin', 'src', 'package.json']) {
    cpSync(join(root, part), join(to, part), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'))
  writeFileSync(join(to, migrations, `${name}.sql`), sql)
  return join(to, 'bin/opencases.js')
}

/** Whatever a migration may add: a column to each table, an index, a table. */
const additions = (): string => {
  const texts = globSync(`${migrations}/*.sql`, { cwd: root }).map((file) =>
    readFileSync(join(root, file), 'utf8'),
  )
  const tables = texts.flatMap((text) =>
    [...text.matchAll(/^create table (\w+)/gm)].map(([, name = '']) => name),
  )
  assert.ok(tables.length > 20, `saw ${tables}`)
  return [
    ...tables.map((table) => `alter table ${table} add column later integer default 7;`),
    'create index cases_later on cases (domain, later);',
    'create table later (id integer primary key);',
  ].join('\n')
}

const keys = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'secret-of-the-root-key' }

const startServers = async () => {
  await using starting = new AsyncDisposableStack()
  const database = starting.use(await emptyDatabase())
  const folder = starting.use(temporaryFolder())
  const flags = Object.entries({
    'database-url': database.url,
    quotas: 'relatedItemsPerCase=100000',
    'root-access-key-id': keys.accessKeyId,
    'root-secret-access-key': keys.secretAccessKey,
  }).flatMap(([name, text]) => [`--${name}`, text])
  const env = { OPENCASES_KEY: '33'.repeat(32) }
  const words = () => [...flags, '--data', join(folder.path, `${readdirSync(folder.path).length}`)]
  const options = (program?: string) => ({ env, ...(program === undefined ? {} : { program }) })
  const running = starting.move()
  const start = async (program?: string) => {
    const server = running.use(await startProgram(words(), options(program)))
    const region = 'us-east-1'
    const { endpoint } = server
    const client = new ConnectCases({ endpoint, region, credentials: keys, maxAttempts: 1 })
    running.defer(() => client.destroy())
    return client
  }
  return {
    url: database.url,
    folder: folder.path,
    start,
    startInVain: () => runProgram(['serve', '--port', '0', ...words()], options()),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

describe('an upgrade', { skip: postgresMissing(), concurrency: true }, () => {
  test('[B-1313] a newer server starts beside older ones under load, and all of them go on', async () => {
    await using servers = await startServers()
    const older = await servers.start()
    // Clients turn to the second when it is there.
    const clients = [older]
    await using writers = await startWriters(clients)
    await writers.more(60)
    const newer = await servers.start(newerProgram(servers.folder, '9000-later', additions()))
    clients.push(newer, await servers.start())
    const asOfThen = writers.answers()
    await writers.more(200)
    const domain = { domainId: writers.seeded.domainId }
    const { templateId, layoutId } = writers.seeded
    const layoutConfiguration = { defaultLayout: layoutId }
    for (const client of clients) {
      await client.updateTemplate({ ...domain, templateId, layoutConfiguration, name: 'again' })
      const { cases } = await client.searchCases({ ...domain, searchTerm: 'case' })
      assert.equal(cases?.length, 4)
    }
    await writers.stop()
    assert.equal(writers.notes.failures, 0, `of ${asOfThen} and more`)
    await checkWritten(older, writers)
    await checkWritten(newer, writers)
    const rows = await rowsOf(servers.url, 'select distinct later from related_items')
    assert.deepEqual(rows, [{ later: 7 }])
  })

  test('[B-1313] after a breaking change an older server answers nothing more, and starts no more', async () => {
    await using servers = await startServers()
    const older = await servers.start()
    const { domainId } = await older.createDomain({ name: 'before' })
    const sql = '-- breaking\nalter table related_items rename column document to content;'
    const newer = await servers.start(newerProgram(servers.folder, '9001-renamed', sql))
    const sentence = /newer version of OpenCases \(migration 9001, renamed\)/
    await assert.rejects(older.getDomain({ domainId }), sentence)
    assert.equal(await succeeds(older.createDomain({ name: 'after' })), false)
    await newer.getDomain({ domainId })
    const { code, stderr } = await servers.startInVain()
    assert.equal(code, 1)
    assert.match(stderr, sentence)
  })
})
