// A scanner looks at files before they are approved: a command, or a URL.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { scannerOf } from '../../src/files/scanner.ts'
import { expectError } from '../support/errors.ts'
import { eventually, type FileSetting, fileSetting } from '../support/file-setting.ts'
import { temporaryFolder } from '../support/program.ts'

/** A command of a shell script. */
const scriptIn = (folder: string, text: string): string => {
  const path = join(folder, 'scan')
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o700)
  return path
}

/** What a file comes to when it has been looked at. */
const verdictOn = async ({ attach, statusOf }: FileSetting, name: string, bytes: string) => {
  const file = await attach(name, Buffer.from(bytes))
  await eventually(async () => (await statusOf(file)) !== 'PROCESSING')
  return statusOf(file)
}

test('[B-1036] a command approves with 0, and rejects with anything else', async () => {
  using folder = temporaryFolder()
  const text = 'read -r line; case "$line" in good*) exit 0;; bad*) exit 1;; *) exit 7;; esac'
  const scanner = scriptIn(folder.path, text)
  const settings = { 'files-scanner': `${scanner} --with arguments` }
  await using setting = await fileSetting(settings, { defectsExpected: true })
  assert.equal(await verdictOn(setting, 'a.txt', 'good\n'), 'APPROVED')
  assert.equal(await verdictOn(setting, 'b.txt', 'bad\n'), 'REJECTED')
  assert.equal(await verdictOn(setting, 'c.txt', 'neither\n'), 'REJECTED')
  // It need not read all of a file.
  assert.equal(await verdictOn(setting, 'd.txt', `good\n${'x'.repeat(10_000_000)}`), 'APPROVED')
  await eventually(() => setting.lying().length === 2)
})

test('[B-1036] a command is told of the file, and of nothing else', async () => {
  using folder = temporaryFolder()
  const seen = join(folder.path, 'seen')
  const scanner = scriptIn(folder.path, `{ env; echo "$@"; cat; } > ${seen}`)
  process.env.AWS_SESSION_TOKEN = 'a secret'
  process.env.OPENCASES_TEST_SECRET = 'a secret'
  await using setting = await fileSetting({ 'files-scanner': `${scanner} -x` })
  assert.equal(await verdictOn(setting, 'Ä $(id) "b".txt', 'the bytes'), 'APPROVED')
  const text = readFileSync(seen, 'utf8')
  assert.match(text, /^FILE_NAME=Ä \$\(id\) "b"\.txt$/m)
  assert.match(text, /^FILE_SIZE=9$/m)
  assert.match(text, /^-x\nthe bytes$/m)
  assert.doesNotMatch(text, /secret/)
})

test('[B-1036] until it is looked at a file is PROCESSING, and shown to nobody', async () => {
  using folder = temporaryFolder()
  const go = join(folder.path, 'go')
  const scanner = scriptIn(folder.path, `while [ ! -e ${go} ]; do sleep 0.1; done`)
  await using setting = await fileSetting({ 'files-scanner': scanner })
  const { cases, domainId, caseId, attach, complete, get, connect, at, lying } = setting
  const [file, gone] = [await attach('a.pdf'), await attach('b.png')]
  await complete(file)
  const { FileStatus, DownloadUrlMetadata } = await get(file)
  assert.deepEqual([FileStatus, DownloadUrlMetadata], ['PROCESSING', undefined])
  const content = { file: { fileArn: file.FileArn } }
  const add = () => cases.createRelatedItem({ domainId, caseId, type: 'File', content })
  await expectError(add(), 'ValidationException', /APPROVED/)
  await connect.deleteAttachedFile({ ...at, FileId: gone.FileId })
  writeFileSync(go, '')
  await eventually(async () => (await get(file)).FileStatus === 'APPROVED')
  await add()
  await eventually(() => lying().length === 1)
})

test('[B-1036] a scanner that does not exist, or hangs, rejects', async () => {
  using folder = temporaryFolder()
  const clock = realClock()
  const said: string[] = []
  const log = { error: (_: object, message: string) => said.push(message) }
  const bytes = {
    size: 1,
    read: async () => Buffer.from('x'),
    stream: async function* () {
      yield Buffer.from('x')
    },
  }
  const scan = (scanner: string, signal = new AbortController().signal) => {
    const environment = { PATH: process.env.PATH }
    const ask = scannerOf({ scanner, clock, log, environment, timeoutMs: 3000 })
    return ask({ id: 'f', name: 'a.txt', sizeInBytes: 1 }, bytes, signal)
  }
  assert.equal(await scan('/no/such/command'), false)
  const pid = join(folder.path, 'pid')
  // What it starts is ended with it.
  const hanging = scriptIn(folder.path, `sleep 100 & echo $! > ${pid}; wait`)
  assert.equal(await scan(hanging), false)
  const child = Number(readFileSync(pid, 'utf8'))
  await eventually(() => !isRunning(child))
  assert.equal(await scan('http://127.0.0.1:1/'), false)
  assert.equal(said.length, 3)
  await assert.rejects(scan(hanging, AbortSignal.timeout(300)))
})

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

type Posted = { name: string; type: string | undefined; text: string }

/** A scanner as others write them: answers what the file's text says. */
const startScanner = async () => {
  const posted: Posted[] = []
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const { headers } = request
    const name = decodeURIComponent(String(headers['x-file-name']))
    posted.push({ name, type: headers['content-type'], text })
    const status = text === 'broken' ? 500 : 200
    response.writeHead(status).end(text === 'broken' ? 'approve' : text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/scan`,
    posted,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('[B-1036] a URL approves by answering so, and in no other way', async () => {
  await using scanner = await startScanner()
  await using setting = await fileSetting(
    { 'files-scanner': scanner.url },
    { defectsExpected: true },
  )
  assert.equal(await verdictOn(setting, 'größe.txt', 'approve\n'), 'APPROVED')
  const type = 'application/octet-stream'
  assert.deepEqual(scanner.posted, [{ name: 'größe.txt', type, text: 'approve\n' }])
  for (const answer of ['reject', 'broken', 'approved', '{"approve":true}', 'x'.repeat(100_000)]) {
    assert.equal(await verdictOn(setting, 'a.txt', answer), 'REJECTED', answer)
  }
})
