// A data folder that the server may not write.
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { rootKeyIn, runProgram, startProgram, temporaryFolder } from '../support/program.ts'
import { signedFetch } from '../support/send.ts'
import { unprivilegedMissing, unprivilegedNode } from '../support/unprivileged.ts'

const skip = unprivilegedMissing()

const send = (endpoint: string, data: string, name: string) =>
  signedFetch({ endpoint, rootKey: rootKeyIn(data) }, 'us-east-1', {
    method: 'POST',
    path: '/domains',
    body: { name },
  })

/** A folder with a data folder in it, and a Node that may write only where it is allowed to. */
const setting = () => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  mkdirSync(data, { mode: 0o755 })
  const node = unprivilegedNode(folder.path)
  const serve = ['--data', data]
  return { ...folder, data, node, serve, start: () => startProgram(serve, { node }) }
}

test('[B-712] a folder that may not be written ends the start with a sentence', {
  skip,
}, async () => {
  using at = setting()
  chmodSync(at.data, 0o555)
  const { code, stderr } = await runProgram(['serve', '--port', '0', ...at.serve], at)
  assert.deepEqual(
    [code, stderr],
    [1, `opencases: ${at.data} may not be used: permission denied.\n`],
  )
  assert.deepEqual(readdirSync(at.data), [])
  chmodSync(at.data, 0o755)
  await using server = await at.start()
  assert.equal((await send(server.endpoint, at.data, 'a')).status, 200)
})

test('[B-712] so does a file in it, and when that is repaired all is there', { skip }, async () => {
  using at = setting()
  {
    await using server = await at.start()
    assert.equal((await send(server.endpoint, at.data, 'a')).status, 200)
    // Leaves the log behind.
    server.child.kill('SIGKILL')
    await server.ended
  }
  for (const name of ['opencases.db', 'opencases.db-wal', 'server.lock']) {
    const file = join(at.data, name)
    chmodSync(file, 0o444)
    const { code, stderr } = await runProgram(['serve', '--port', '0', ...at.serve], at)
    assert.deepEqual(
      [code, stderr],
      [1, `opencases: ${file} may not be used: permission denied.\n`],
    )
    chmodSync(file, 0o600)
  }
  await using server = await at.start()
  assert.equal((await send(server.endpoint, at.data, 'a')).error, 'ConflictException')
  assert.equal((await send(server.endpoint, at.data, 'b')).status, 200)
})

test('[B-712] a tool that would have to write says so', { skip }, async () => {
  using at = setting()
  {
    await using server = await at.start()
    server.child.kill('SIGTERM')
    assert.equal((await server.ended).code, 0)
  }
  chmodSync(at.data, 0o555)
  const { code, stderr } = await runProgram(['keys', 'list', ...at.serve], at)
  assert.equal(code, 1)
  assert.equal(stderr, `opencases: The data folder ${at.data} cannot be written.\n`)
})
