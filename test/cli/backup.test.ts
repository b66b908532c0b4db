// `opencases verify`, `backup` and `restore`.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { rootKeyIn, runProgram, startProgram, temporaryFolder } from '../support/program.ts'
import { seedCase, seedDomain } from '../support/seed.ts'

const clientOf = (endpoint: string, data: string) =>
  new ConnectCases({ endpoint, region: 'us-east-1', credentials: rootKeyIn(data), maxAttempts: 1 })

test('[B-830] a backup of a running server, restored elsewhere, works with the same keys', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const copy = join(folder.path, 'copy')
  const file = join(folder.path, 'backup')
  const { domainId, caseId } = await (async () => {
    await using server = await startProgram(['--data', data])
    const client = clientOf(server.endpoint, data)
    const domain = await seedDomain(client)
    const { caseId } = await seedCase(client, domain)
    const backup = await runProgram(['backup', file, '--data', data])
    assert.equal(backup.code, 0, backup.stderr)
    client.destroy()
    return { domainId: domain.domainId, caseId }
  })()
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const restored = await runProgram(['restore', file, '--data', copy])
  assert.equal(restored.code, 0, restored.stderr)
  const verified = await runProgram(['verify', '--data', copy])
  assert.equal(verified.code, 0)
  assert.equal(verified.stdout, '1 cases, 1 audit events, 0 faults\n')
  const before = rootKeyIn(data)
  await using server = await startProgram(['--data', copy])
  assert.deepEqual(rootKeyIn(copy), before)
  const client = clientOf(server.endpoint, copy)
  const { fields } = await client.getCase({ domainId, caseId, fields: [{ id: 'title' }] })
  assert.equal(fields?.[0]?.value?.stringValue, 'a case')
  client.destroy()
})

test('[B-831] a backup overwrites nothing, and restore fills only an empty folder', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const file = join(folder.path, 'backup')
  await using _server = await startProgram(['--data', data])
  assert.equal((await runProgram(['backup', file, '--data', data])).code, 0)
  const again = await runProgram(['backup', file, '--data', data])
  assert.equal(again.code, 1)
  assert.match(again.stderr, /exists already; a backup overwrites nothing\.\n$/)
  const nowhere = await runProgram(['backup', join(data, 'no', 'file'), '--data', data])
  assert.equal(nowhere.code, 1)
  assert.match(nowhere.stderr, /^opencases: There is no folder .*no\.\n$/)
  const into = await runProgram(['restore', file, '--data', data])
  assert.equal(into.code, 1)
  assert.match(into.stderr, /is not empty; restore fills only an empty data folder\.\n$/)
})

test('[B-831] what is no backup is not restored, and leaves the folder empty', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'file')
  const data = join(folder.path, 'data')
  const missing = await runProgram(['restore', file, '--data', data])
  assert.equal(missing.code, 1)
  assert.match(missing.stderr, /^opencases: There is no file /)
  writeFileSync(file, 'no database at all')
  const text = await runProgram(['restore', file, '--data', data])
  assert.equal(text.code, 1)
  assert.match(text.stderr, /is not a backup of OpenCases, or not a whole one\.\n$/)
  const db = new DatabaseSync(join(folder.path, 'other.db'))
  db.exec('create table t (a)')
  db.close()
  const other = await runProgram(['restore', join(folder.path, 'other.db'), '--data', data])
  assert.equal(other.code, 1)
  assert.match(other.stderr, /is not a backup of OpenCases, or not a whole one\.\n$/)
  assert.deepEqual(existsSync(data) ? readdirSync(data) : [], [])
})

test('[B-832] verify names what was changed behind the server, and fails', async () => {
  using folder = temporaryFolder()
  {
    await using server = await startProgram(['--data', folder.path])
    const client = clientOf(server.endpoint, folder.path)
    const { caseId } = await seedCase(client, await seedDomain(client))
    client.destroy()
    const clean = await runProgram(['verify', '--data', folder.path])
    assert.equal(clean.stdout, '1 cases, 1 audit events, 0 faults\n')
    assert.ok(caseId)
  }
  const db = new DatabaseSync(join(folder.path, 'opencases.db'))
  const { name } = db
    .prepare("select name from sqlite_schema where type = 'table' and name like '%audit%'")
    .get() as { name: string }
  db.exec(`update ${name} set bytes = cast(replace(cast(bytes as text), 'Case.', 'CASE.') as blob)`)
  db.close()
  const { code, stdout } = await runProgram(['verify', '--data', folder.path])
  assert.equal(code, 1)
  assert.match(stdout, /, 1 faults\n$/)
})
