// What a loss of power would leave cannot be tried here; the order of the system's calls can be seen. The server
// runs under strace: each answer to a write must come after its log was written and flushed.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { rootKeyIn, startProgram, temporaryFolder } from '../support/program.ts'
import { signedFetch } from '../support/send.ts'

const strace = '/usr/bin/strace'

/** Traces from a process of its own, so that what was started keeps its id. */
const tracing = (file: string) =>
  [strace, '-D', '-f', '-y', '-s', '16', '-o', file].concat([
    '-e',
    'trace=pwrite64,fsync,fdatasync,write,writev',
    '-e',
    'signal=none',
  ])

/** False, or the sentence to skip the test with. */
const missing = (): string | false => {
  if (!existsSync(strace)) return 'there is no strace here to watch the server with'
  using folder = temporaryFolder()
  const file = join(folder.path, 'trace')
  const [program = '', ...words] = tracing(file)
  const { status } = spawnSync(program, [...words, '/bin/sh', '-c', 'echo traced'])
  const seen = status === 0 && existsSync(file) && readFileSync(file, 'utf8').includes('traced')
  return seen ? false : 'strace may not watch other processes here'
}

test('[B-700] every answer to a write comes after its log was flushed', {
  skip: missing(),
}, async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const trace = join(folder.path, 'trace')
  const node = join(folder.path, 'node')
  writeFileSync(node, `#!/bin/sh\nexec ${tracing(trace).join(' ')} '${process.execPath}' "$@"\n`)
  chmodSync(node, 0o755)
  await using server = await startProgram(['--data', data], { node })
  const rootKey = rootKeyIn(data)
  const put = async (index: number) => {
    const { status } = await signedFetch({ endpoint: server.endpoint, rootKey }, 'us-east-1', {
      method: 'PUT',
      path: '/_opencases/contacts',
      body: {
        arn: `arn:aws:connect:us-east-1:000000000000:instance/i/contact/${index}`,
        channel: 'VOICE',
        connectedToSystemTime: '2026-11-23T09:00:00Z',
      },
    })
    assert.equal(status, 200)
  }
  const alone = 20
  for (let index = 0; index < alone; index += 1) await put(index)
  const together = 40
  await Promise.all(Array.from({ length: together }, (_, index) => put(alone + index)))
  server.child.kill('SIGTERM')
  await server.ended
  const answers = readAnswers(trace)
  assert.equal(answers.length, alone + together)
  // A commit each where nobody waited, and at least one for all where many did.
  assert.ok(answers.every(({ dirty }) => !dirty))
  assert.ok(answers.slice(1, alone).every(({ flushes }) => flushes > 0))
  assert.ok(answers.slice(alone).some(({ flushes }) => flushes > 0))
})

type Answer = { readonly dirty: boolean; readonly flushes: number }

/** At each answer: whether some of the log was not yet flushed, and the flushes since the answer before. */
const readAnswers = (trace: string): Answer[] => {
  const answers: Answer[] = []
  let written = 0
  let flushed = 0
  let flushes = 0
  // A call that another thread interrupts takes two lines; what is written meanwhile it need not flush.
  const begun = new Map<string, number>()
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const [thread = ''] = line.split(' ', 1)
    if (/ pwrite64\(\d+<[^>]*-wal>/.test(line)) written += 1
    if (/ f(data)?sync\(\d+<[^>]*-wal>/.test(line)) begun.set(thread, written)
    if (/ f(data)?sync(\(| resumed).*\) += 0$/.test(line)) {
      const upTo = begun.get(thread)
      begun.delete(thread)
      if (upTo === undefined) continue
      flushed = Math.max(flushed, upTo)
      flushes += 1
    }
    if (/ writev?\(.*"HTTP\/1\.1 200/.test(line)) {
      answers.push({ dirty: flushed < written, flushes })
      flushes = 0
    }
  }
  return answers
}
