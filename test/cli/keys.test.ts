// `opencases keys`: made, listed and revoked beside a running server.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts'
import { signedFetch } from '../support/send.ts'
import type { Keys } from '../support/server.ts'

const listDomains = (endpoint: string, keys: Keys) =>
  signedFetch({ endpoint, rootKey: keys }, 'us-east-1', {
    method: 'POST',
    path: '/domains-list',
    body: {},
  })

const policyFile = (folder: string, ...actions: readonly string[]): string => {
  const file = join(folder, 'policy.json')
  const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }]
  writeFileSync(file, JSON.stringify({ Version: '2012-10-17', Statement }))
  return file
}

test('[B-820] a key made beside a running server works at once, and stops when revoked', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  await using server = await startProgram(['--data', data])
  const policy = policyFile(folder.path, 'cases:ListDomains')
  const words = ['keys', 'create', '--name', 'desk', '--policy', policy, '--json', '--data', data]
  const { code, stdout, stderr } = await runProgram(words)
  assert.equal(code, 0, stderr)
  const key = JSON.parse(stdout)
  assert.deepEqual(Object.keys(key), ['accessKeyId', 'secretAccessKey', 'principalArn'])
  assert.equal(key.principalArn, 'arn:aws:iam::000000000000:user/desk')
  assert.equal((await listDomains(server.endpoint, key)).status, 200)
  const listed = await runProgram(['keys', 'list', '--data', data])
  assert.ok(listed.stdout.includes(key.accessKeyId) && !listed.stdout.includes(key.secretAccessKey))
  const revoked = await runProgram(['keys', 'revoke', key.accessKeyId, '--data', data])
  assert.equal(revoked.code, 0)
  assert.equal((await listDomains(server.endpoint, key)).error, 'UnrecognizedClientException')
})

test('[B-821] a key that expires has a session token', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  await using server = await startProgram(['--data', data])
  const policy = policyFile(folder.path, 'cases:ListDomains')
  const words = ['keys', 'create', '--name', 'desk', '--policy', policy, '--data', data]
  const { stdout } = await runProgram([...words, '--expires', '1h', '--json'])
  const key = JSON.parse(stdout)
  assert.equal(typeof key.sessionToken, 'string')
  assert.equal((await listDomains(server.endpoint, key)).status, 200)
  const { sessionToken: _, ...without } = key
  assert.equal((await listDomains(server.endpoint, without)).status, 403)
  const plain = await runProgram([...words, '--expires', '30m'])
  assert.match(
    plain.stdout,
    /^aws_access_key_id = ASIA\w{16}\naws_secret_access_key = \S+\naws_session_token = \S+\n/,
  )
})

test('[B-822] a policy or name that cannot be is refused with a sentence, a foreign action warned of', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  await using _server = await startProgram(['--data', data])
  const create = (policy: string, ...more: readonly string[]) =>
    runProgram(['keys', 'create', '--name', 'desk', '--policy', policy, '--data', data, ...more])
  const unknown = await create(policyFile(folder.path, 'cases:CreateCaze'))
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /^opencases: .*did you mean cases:CreateCase\?\n$/)
  const missing = await create(join(folder.path, 'missing.json'))
  assert.equal(missing.code, 1)
  assert.match(missing.stderr, /^opencases: The policy file \S+ cannot be read\.\n$/)
  const life = await create(policyFile(folder.path, 'cases:GetCase'), '--expires', 'soon')
  assert.equal(life.code, 1)
  assert.match(life.stderr, /no time to live/)
  const foreign = await create(policyFile(folder.path, 's3:GetObject', 'cases:GetCase'))
  assert.equal(foreign.code, 0)
  assert.match(foreign.stderr, /^warning: .*s3:GetObject/)
})

test('[B-823] a command on a folder without a database, and an unknown key, fail with a sentence', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  for (const words of [['keys', 'list'], ['verify'], ['backup', join(folder.path, 'b')]]) {
    const { code, stderr } = await runProgram([...words, '--data', data])
    assert.equal(code, 1)
    assert.equal(stderr, `opencases: There is no OpenCases database in ${data}.\n`)
  }
  await using _server = await startProgram(['--data', data])
  const { code, stderr } = await runProgram([
    'keys',
    'revoke',
    'AKIANOSUCHKEY0000000',
    '--data',
    data,
  ])
  assert.equal(code, 1)
  assert.equal(stderr, 'opencases: There is no access key AKIANOSUCHKEY0000000.\n')
})
