// `opencases copy` as its users run it.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { emptyDatabase, postgresMissing } from '../support/postgres.ts'
import { rootKeyIn, runProgram, startProgram, temporaryFolder } from '../support/program.ts'
import { seedCase, seedDomain } from '../support/seed.ts'

describe('moving house', { skip: postgresMissing() }, () => {
  test('[B-1309] a folder is copied into PostgreSQL and into another folder, and served there', async () => {
    await using database = await emptyDatabase()
    using folder = temporaryFolder()
    const [old, other] = [`${folder.path}/old`, `${folder.path}/new`]
    const withClient = async <T>(words: string[], use: (client: ConnectCases) => Promise<T>) => {
      await using server = await startProgram(words)
      const credentials = rootKeyIn(old)
      const client = new ConnectCases({
        endpoint: server.endpoint,
        region: 'us-east-1',
        credentials,
      })
      try {
        return await use(client)
      } finally {
        client.destroy()
      }
    }
    const { domainId, caseId } = await withClient(['--data', old], async (client) => {
      const seeded = await seedDomain(client)
      return { ...seeded, ...(await seedCase(client, seeded)) }
    })
    const read = (client: ConnectCases) =>
      client.getCase({ domainId, caseId, fields: [{ id: 'title' }] })
    const copy = (from: string, to: string) =>
      runProgram(['copy', '--from', from, '--to', to, '--data', old])
    const done = 'copied 1 cases with 1 audit events, and compared\n'
    const there = await copy(`sqlite:${old}`, database.url)
    assert.deepEqual([there.stdout, there.stderr, there.code], [done, '', 0])
    const found = await withClient(['--data', old, '--database-url', database.url], read)
    assert.equal(found.fields?.[0]?.value?.stringValue, 'a case')
    const again = await copy(`sqlite:${old}`, database.url)
    assert.match(again.stderr, /^opencases: The target is not empty/)
    const back = await copy(database.url, `sqlite:${other}`)
    assert.deepEqual([back.stdout, back.code], [done, 0], back.stderr)
    assert.deepEqual((await withClient(['--data', other], read)).fields, found.fields)
    for (const words of [[], ['--from', 'x', '--to', 'y'], ['--from', `sqlite:${old}`]]) {
      assert.equal((await runProgram(['copy', ...words])).code, 2)
    }
    const nowhere = await copy(`sqlite:${folder.path}/none`, `sqlite:${folder.path}/some`)
    assert.match(nowhere.stderr, /There is no OpenCases database in/)
  })
})
