// Where the program's output goes: files for their owner only, and a standard output or error that cannot be
// written. `/dev/full` is a device that is always full.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'opencases.js')
const skip = !existsSync('/dev/full')

/** Run the program in a shell, so that its output can be sent somewhere. */
const shell = (command: string, ...words: readonly string[]) =>
  spawnSync('sh', ['-c', command, 'sh', process.execPath, program, ...words], { encoding: 'utf8' })

test('[B-806] what cannot be printed is a failure with a sentence', { skip }, async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const policy = join(folder.path, 'policy.json')
  const Statement = { Effect: 'Allow', Action: 'cases:*', Resource: '*' }
  writeFileSync(policy, JSON.stringify({ Version: '2012-10-17', Statement }))
  await using _server = await startProgram(['--data', data])
  for (const words of [
    ['--help'],
    ['keys', 'create', '--name', 'lost', '--policy', policy, '--json', '--data', data],
    ['keys', 'list', '--data', data],
    ['verify', '--data', data],
  ]) {
    const { status, stderr } = shell('"$@" >/dev/full', ...words)
    assert.equal(status, 1, words.join(' '))
    assert.equal(stderr, 'opencases: Standard output cannot be written (ENOSPC).\n')
  }
  const listed = await runProgram(['keys', 'list', '--data', data])
  assert.ok(!listed.stdout.includes('user/lost'), listed.stdout)
})

test('[B-806] a server and its log go on when nothing can be printed', { skip }, async () => {
  using folder = temporaryFolder()
  const child = spawn('sh', [
    '-c',
    'exec "$@" >/dev/full 2>&1',
    'sh',
    ...[process.execPath, program, 'serve', '--port', '0', '--log', 'debug'],
    ...['--data', folder.path],
  ])
  const ended = once(child, 'close')
  const file = join(folder.path, 'credentials')
  while (!existsSync(file)) await new Promise((resolve) => setImmediate(resolve))
  const { stdout } = spawnSync('sh', ['-c', 'grep endpoint_url "$1"', 'sh', file], {
    encoding: 'utf8',
  })
  const endpoint = stdout.split(' = ')[1]?.trim()
  for (let count = 0; count < 3; count += 1) {
    assert.equal((await fetch(`${endpoint}/health`)).status, 200)
  }
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
})

test('[B-807] everything that the program writes is for its owner only', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const backup = join(folder.path, 'backup')
  const copy = join(folder.path, 'copy')
  mkdirSync(data)
  chmodSync(data, 0o755)
  await using _server = await startProgram(['--data', data])
  assert.equal((await runProgram(['backup', backup, '--data', data])).code, 0)
  assert.equal((await runProgram(['restore', backup, '--data', copy])).code, 0)
  const files = [data, copy].flatMap((path) => readdirSync(path).map((name) => join(path, name)))
  assert.ok(files.length >= 7, files.join(' '))
  for (const file of [backup, ...files]) {
    const found = statSync(file)
    assert.equal(found.mode & 0o777, found.isDirectory() ? 0o700 : 0o600, file)
  }
  assert.equal(statSync(copy).mode & 0o777, 0o700)
})
