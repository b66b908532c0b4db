// Attached files and a server that dies or has no room: what was answered is there, and what was not leaves nothing.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { Connect } from '@aws-sdk/client-connect'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { chanceOf } from '../sim/chance.ts'
import { instanceInput } from '../support/connect.ts'
import { eventually, filesBelow, put, tie } from '../support/file-setting.ts'
import { type Program, rootKeyIn, startProgram, temporaryFolder } from '../support/program.ts'
import { given, seedCase, seedDomain } from '../support/seed.ts'

const full = process.env.FAULTS === 'full'
const rounds = full ? 30 : 4
const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

const clientsOf = (data: string, { endpoint }: Program) => {
  const settings = { endpoint, region: 'us-east-1', credentials: rootKeyIn(data), maxAttempts: 1 }
  const [cases, connect] = [new ConnectCases(settings), new Connect(settings)]
  return {
    cases,
    connect,
    [Symbol.dispose]: () => {
      cases.destroy()
      connect.destroy()
    },
  }
}

type At = { readonly InstanceId: string; readonly AssociatedResourceArn: string }

/** A case, and an instance that has its files. */
const setUp = async ({ cases, connect }: ReturnType<typeof clientsOf>): Promise<At> => {
  const domain = await seedDomain(cases)
  const { caseArn } = await seedCase(cases, domain)
  const InstanceId = given((await connect.createInstance(instanceInput())).Id)
  await tie(connect, InstanceId, domain.domainArn)
  return { InstanceId, AssociatedResourceArn: caseArn }
}

const bytesOf = (size: number) =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size - 9, 'x')])

const start = async (connect: Connect, at: At, size: number) => {
  const answer = await connect.startAttachedFileUpload({
    ...at,
    FileName: 'a.pdf',
    FileSizeInBytes: size,
    FileUseCaseType: 'ATTACHMENT',
  })
  const { Url, HeadersToInclude } = given(answer.UploadUrlMetadata)
  return { FileId: given(answer.FileId), url: given(Url), headers: given(HeadersToInclude) }
}

test(`[B-1030] [B-1031] killed at any step of an upload, no answer is lost and no byte is left (seed ${seed})`, async () => {
  const chance = chanceOf(seed)
  using folder = temporaryFolder()
  const data = folder.path
  const serve = ['--data', data]
  let at: At | undefined
  const kept: string[] = []
  let pending: { FileId: string; url: string; headers: Record<string, string> } | undefined
  for (let round = 0; round <= rounds; round += 1) {
    await using server = await startProgram(serve)
    using clients = clientsOf(data, server)
    const { connect } = clients
    at ??= await setUp(clients)
    if (pending !== undefined) {
      // Its upload was answered before the server died.
      await connect.completeAttachedFileUpload({ ...at, FileId: pending.FileId })
      kept.push(pending.FileId)
      pending = undefined
    }
    for (const FileId of kept) {
      const { DownloadUrlMetadata } = await connect.getAttachedFile({ ...at, FileId })
      const download = await fetch(given(DownloadUrlMetadata?.Url))
      assert.equal((await download.arrayBuffer()).byteLength, 100_000 + kept.indexOf(FileId))
    }
    await eventually(() => filesBelow(join(data, 'files')).length === kept.length)
    if (round === rounds) break
    const upload = await start(connect, at, 100_000 + kept.length)
    const bytes = bytesOf(100_000 + kept.length)
    const step = chance.below(4)
    if (step === 0) await cutOff(upload, bytes)
    if (step > 0) assert.equal((await put(upload, bytes)).status, 200)
    if (step === 1) pending = upload
    if (step > 1) {
      const completed = connect.completeAttachedFileUpload({ ...at, FileId: upload.FileId })
      if (step === 2) {
        await completed
        kept.push(upload.FileId)
      } else {
        // Nobody knows whether it was completed; it can be said again.
        completed.catch(() => undefined)
        pending = upload
      }
    }
    server.child.kill('SIGKILL')
    await server.ended
  }
  assert.ok(kept.length > 0 || rounds < 5)
})

/** Send half of the bytes, and wait until they lie there. */
const cutOff = async ({ url, headers }: { url: string; headers: object }, bytes: Buffer) => {
  const { host, pathname, search, port } = new URL(url)
  const lines = Object.entries({ host, ...headers, 'content-length': bytes.length })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const socket = connectSocket(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(`PUT ${pathname}${search} HTTP/1.1\r\n${head}\r\n`)
  await new Promise((resolve) => socket.write(bytes.subarray(0, 50_000), resolve))
}

test('[B-1036] what a scanner was looking at when the server died is looked at again', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const [go, scanner] = [join(folder.path, 'go'), join(folder.path, 'scan')]
  writeFileSync(scanner, `#!/bin/sh\n[ -e ${go} ] || sleep 100\n`)
  chmodSync(scanner, 0o700)
  const serve = ['--data', data, '--files-scanner', scanner]
  let at: At | undefined
  let FileId = ''
  {
    await using server = await startProgram(serve)
    using clients = clientsOf(data, server)
    at = await setUp(clients)
    const upload = await start(clients.connect, at, 1000)
    FileId = upload.FileId
    await put(upload, bytesOf(1000))
    await clients.connect.completeAttachedFileUpload({ ...at, FileId })
    // Ends the scan that runs, without a verdict.
    server.child.kill('SIGTERM')
    assert.equal((await server.ended).code, 0)
  }
  writeFileSync(go, '')
  await using server = await startProgram(serve)
  using clients = clientsOf(data, server)
  const file = { ...at, FileId }
  await eventually(async () => {
    const { FileStatus } = await clients.connect.getAttachedFile(file)
    return FileStatus === 'APPROVED'
  })
})

const prlimit = '/usr/bin/prlimit'
const skip = !existsSync(prlimit) && 'there is no prlimit here to limit the size of files'

test('[B-1024] an upload without room is told so and leaves nothing, and the next one succeeds', {
  skip,
}, async () => {
  using folder = temporaryFolder()
  const data = folder.path
  await using server = await startProgram(['--data', data])
  using clients = clientsOf(data, server)
  const { connect } = clients
  const at = await setUp(clients)
  const limit = (bytes: number | 'unlimited') =>
    execFileSync(prlimit, ['--pid', `${server.child.pid}`, `--fsize=${bytes}:unlimited`])
  const upload = await start(connect, at, 19_000_000)
  limit(10_000_000)
  const { status, error, headers } = await put(upload, bytesOf(19_000_000))
  assert.deepEqual([status, error], [500, 'InternalServerException'])
  assert.equal(headers.get('retry-after'), '5')
  assert.deepEqual(filesBelow(join(data, 'files')), [])
  limit('unlimited')
  assert.equal((await put(upload, bytesOf(19_000_000))).status, 200)
  await connect.completeAttachedFileUpload({ ...at, FileId: upload.FileId })
  assert.doesNotMatch(server.output.stderr, /"level":50/)
})

const residentKb = ({ child }: Program): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1])

test('[B-1035] an upload and a download of 100 MB hold memory flat', {
  skip: !existsSync('/proc/self/status') && 'there is no /proc here to read memory from',
}, async () => {
  using folder = temporaryFolder()
  await using server = await startProgram(['--data', folder.path])
  using clients = clientsOf(folder.path, server)
  const { connect } = clients
  const at = await setUp(clients)
  const size = 104_857_600
  await connect.updateAttachedFilesConfiguration({
    InstanceId: at.InstanceId,
    AttachmentScope: 'CASE',
    MaximumSizeLimitInBytes: size,
  })
  const once = async (size: number) => {
    const bytes = bytesOf(size)
    const upload = await start(connect, at, size)
    assert.equal((await put(upload, bytes)).status, 200)
    const file = { ...at, FileId: upload.FileId }
    await connect.completeAttachedFileUpload(file)
    const { DownloadUrlMetadata } = await connect.getAttachedFile(file)
    let received = 0
    const download = await fetch(given(DownloadUrlMetadata?.Url))
    for await (const chunk of given(download.body ?? undefined)) received += chunk.length
    assert.equal(received, size)
  }
  // One first: what the first of all makes the engine compile and keep is not what each takes.
  await once(size)
  const before = residentKb(server)
  let peak = before
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentKb(server))
  }, 10)
  try {
    await once(size)
  } finally {
    clearInterval(sampling)
  }
  const grownMb = Math.round((peak - before) / 1024)
  assert.ok(grownMb < 32, `${grownMb} MB more than before`)
})
