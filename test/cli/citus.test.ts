// The program on a PostgreSQL with Citus: its tables are spread, a data folder is copied into them and served.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { additions, newerProgram } from '../support/newer-program.ts'
import { citusMissing, emptyDatabase, rowsOf } from '../support/postgres.ts'
import { rootKeyIn, runProgram, startProgram, temporaryFolder } from '../support/program.ts'
import { seedCase, seedDomain } from '../support/seed.ts'

describe('the program on Citus', { skip: citusMissing() }, () => {
  test('[B-1320] a data folder is copied into a spread database and served from there', async () => {
    await using database = await emptyDatabase(process.env.OPENCASES_TEST_CITUS_URL)
    using folder = temporaryFolder()
    const here = ['--data', folder.path]
    const there = [...here, '--database-url', database.url]
    const clientOf = ({ endpoint }: { readonly endpoint: string }) =>
      new ConnectCases({ endpoint, region: 'us-east-1', credentials: rootKeyIn(folder.path) })
    let caseIds: readonly { readonly domainId: string; readonly caseId: string }[]
    {
      await using server = await startProgram(here)
      const client = clientOf(server)
      const domain = await seedDomain(client, 'support')
      caseIds = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const { caseId } = await seedCase(client, domain)
          return { domainId: domain.domainId, caseId }
        }),
      )
      client.destroy()
    }
    const spread = await runProgram(['distribute', ...there])
    assert.equal(spread.stderr, '')
    assert.match(spread.stdout, /^15 tables spread over \d+ machines, 8 copied to each\n$/)
    assert.match(
      (await runProgram(['distribute', ...there])).stderr,
      /spread over machines already/,
    )
    const copied = await runProgram([
      'copy',
      '--from',
      `sqlite:${folder.path}`,
      '--to',
      database.url,
    ])
    assert.equal(copied.stderr, '')
    assert.match(copied.stdout, /^copied 20 cases with 20 audit events, and compared\n$/)
    await using server = await startProgram(there)
    const client = clientOf(server)
    for (const each of caseIds)
      assert.ok((await client.getCase({ ...each, fields: [{ id: 'status' }] })).templateId)
    client.destroy()
    const verified = await runProgram(['verify', ...there])
    assert.equal(verified.stdout, '20 cases, 20 audit events, 0 faults\n')
    assert.ok((await machinesOf(database.url)) > 1)
    const program = newerProgram(folder.path, '9000-later', additions())
    await using newer = await startProgram(there, { program })
    for (const each of [server, newer]) {
      const beside = clientOf(each)
      const domain = await seedDomain(beside, each === newer ? 'newer' : 'older')
      await seedCase(beside, domain)
      beside.destroy()
    }
    const [later] = await rowsOf(database.url, 'select sum(later) as sum from cases')
    assert.deepEqual(later, { sum: String(22 * 7) })
  })
})

/** On how many machines cases lie. */
const machinesOf = async (url: string): Promise<number> => {
  const [found] = await rowsOf(
    url,
    `select count(distinct (nodename, nodeport))::integer as count from citus_shards
     where table_name = 'cases'::regclass`,
  )
  return Number(found?.count)
}
