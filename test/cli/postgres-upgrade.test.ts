// An upgrade without a pause: servers of this version and of a newer one on the same database. The newer one is this
// one with a migration more, made by the test.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { checkWritten, startWriters, succeeds } from '../crash/writers.ts'
import { additions, newerProgram } from '../support/newer-program.ts'
import { emptyDatabase, postgresMissing, rowsOf } from '../support/postgres.ts'
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts'

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
