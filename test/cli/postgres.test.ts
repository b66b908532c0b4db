// The program on PostgreSQL: what it prints, what its tools do beside a running server, and what they leave to
// others.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { hostUrls, withoutPassword } from '../../src/storage/postgres/database-url.ts'
import { emptyDatabase, postgresMissing, statement } from '../support/postgres.ts'
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts'

describe('the program on PostgreSQL', { skip: postgresMissing() }, () => {
  test('[B-1307] tools work beside a server, and say what they leave to others', async () => {
    await using database = await emptyDatabase()
    using folder = temporaryFolder()
    const at = ['--database-url', database.url, '--data', folder.path]
    const early = await runProgram(['verify', ...at])
    assert.equal(early.code, 1)
    assert.match(early.stderr, /There is no OpenCases in this database\./)
    await using server = await startProgram(at)
    assert.match(server.output.stdout, /, data in postgres:\/\//)
    const policy = `${folder.path}/policy.json`
    writeFileSync(policy, '{"Statement":[{"Effect":"Allow","Action":"cases:*","Resource":"*"}]}')
    const made = await runProgram(['keys', 'create', '--name', 'a', '--policy', policy, ...at])
    assert.equal(made.code, 0, made.stderr)
    const { stdout } = await runProgram(['keys', 'list', ...at])
    assert.match(stdout, /:user\/a /)
    assert.equal(
      (await runProgram(['verify', ...at])).stdout,
      '0 cases, 0 audit events, 0 faults\n',
    )
    for (const [command, tool] of [
      ['backup', 'pg_dump'],
      ['restore', 'pg_restore'],
    ] as const) {
      const refused = await runProgram([command, `${folder.path}/a`, ...at])
      assert.equal(refused.code, 1)
      assert.match(
        refused.stderr,
        new RegExp(`^opencases: The database is in PostgreSQL: .*${tool}`),
      )
    }
    const newer = `insert into migrations values (9999, 'later', 0, true)`
    await statement(database.url, newer)
    const older = await runProgram(['verify', ...at])
    assert.match(older.stderr, /newer version of OpenCases \(migration 9999, later\)/)
  })

  test('[B-1306] a start without its database ends with a sentence', async () => {
    using folder = temporaryFolder()
    const url = `postgres://postgres:secret@localhost/postgres?host=${folder.path}`
    const ended = await runProgram(['serve', '--database-url', url, '--data', `${folder.path}/d`])
    assert.equal(ended.code, 1)
    assert.match(ended.stderr, /^opencases: The database cannot be reached: /)
    assert.doesNotMatch(ended.stderr, /secret/)
  })
})

test('[B-1307] a password is left out of what is shown', () => {
  const shown = withoutPassword('postgres://u:p%40x@h:5432,i/d?sslmode=require&password=q')
  assert.equal(shown, 'postgres://u:***@h:5432,i/d?sslmode=require&password=***')
  assert.equal(withoutPassword('postgres://u@h/d'), 'postgres://u@h/d')
})

test('[B-1308] an address may name several hosts, each with the rest of it', () => {
  assert.deepEqual(hostUrls('postgresql://u:p@a,b:5433/d?target_session_attrs=read-write&x=1'), [
    'postgres://u:p@a/d?x=1',
    'postgres://u:p@b:5433/d?x=1',
  ])
  assert.deepEqual(hostUrls('postgres:///d?host=/tmp'), ['postgres:///d?host=/tmp'])
  assert.deepEqual(hostUrls('postgres://u@/d?host=/tmp'), ['postgres://u@/d?host=/tmp'])
  for (const text of ['mysql://a/b', 'postgres:a', 'postgres://a b/c']) {
    assert.equal(hostUrls(text), undefined, text)
  }
})
