// An attached file of 100 MB: how fast it comes in, flushed and hashed, and how fast it goes out, and how much more
// memory the server holds meanwhile. Part of `npm run bench`; `npm run bench:files` is this alone.
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Connect } from '@aws-sdk/client-connect'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { median } from './measure.ts'
import { type ServerProcess, settled, startProcess } from './server-process.ts'

export type FilesMeasured = {
  readonly uploadMbPerSecond: number
  readonly downloadMbPerSecond: number
  /** The most that the server's resident memory grew by during one upload or download. */
  readonly grownMb: number
}

const size = 104_857_600
const rounds = 5
const accessKeyId = 'AKIABENCHBENCHBENCH0'
const secretAccessKey = 'benchbenchbenchbenchbenchbenchbenchbench'

/** Measure on a server of its own. */
export const measureFiles = async (folder: string): Promise<FilesMeasured> => {
  const data = join(folder, 'files-data')
  const server = await startProcess('bin/opencases.js', ['serve', '--port', '0', '--data', data], {
    OPENCASES_ROOT_ACCESS_KEY_ID: accessKeyId,
    OPENCASES_ROOT_SECRET_ACCESS_KEY: secretAccessKey,
    OPENCASES_LOG: 'warn',
  })
  const endpoint = `http://127.0.0.1:${server.port}`
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } }
  const [cases, connect] = [new ConnectCases(settings), new Connect(settings)]
  try {
    const at = await seed(cases, connect)
    // What the first file of all needs (code that is compiled) is not what a large one needs more.
    await download(connect, await upload(connect, at, 1000))
    await settled(server)
    const measured: { up: Watched<File>; down: Watched<void> }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const up = await watched(server, () => upload(connect, at, size))
      measured.push({ up, down: await watched(server, () => download(connect, up.result)) })
    }
    const speed = (of: 'down' | 'up') =>
      Math.round(median(measured.map((each) => size / each[of].ms / 1000)))
    const grown = measured.flatMap(({ up, down }) => [up.grownMb, down.grownMb])
    return {
      uploadMbPerSecond: speed('up'),
      downloadMbPerSecond: speed('down'),
      grownMb: Math.round(Math.max(...grown)),
    }
  } finally {
    cases.destroy()
    connect.destroy()
    await server.stop()
  }
}

type At = { readonly InstanceId: string; readonly AssociatedResourceArn: string }
type File = At & { readonly FileId: string }

/** A case, and an instance that lets files of the size be attached to it. */
const seed = async (cases: ConnectCases, connect: Connect): Promise<At> => {
  const { domainId, domainArn = '' } = await cases.createDomain({ name: 'bench' })
  const { templateId } = await cases.createTemplate({ domainId, name: 'bench' })
  const title = { id: 'title', value: { stringValue: 'a case' } }
  const { caseArn = '' } = await cases.createCase({ domainId, templateId, fields: [title] })
  const { Id: InstanceId = '' } = await connect.createInstance({
    IdentityManagementType: 'CONNECT_MANAGED',
    InstanceAlias: 'bench',
    InboundCallsEnabled: false,
    OutboundCallsEnabled: false,
  })
  await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn: domainArn,
  })
  await connect.updateAttachedFilesConfiguration({
    InstanceId,
    AttachmentScope: 'CASE',
    MaximumSizeLimitInBytes: size,
  })
  return { InstanceId, AssociatedResourceArn: caseArn }
}

const upload = async (connect: Connect, at: At, bytes: number): Promise<File> => {
  const { FileId = '', UploadUrlMetadata } = await connect.startAttachedFileUpload({
    ...at,
    FileName: 'bench.txt',
    FileSizeInBytes: bytes,
    FileUseCaseType: 'ATTACHMENT',
  })
  const { Url = '', HeadersToInclude } = UploadUrlMetadata ?? {}
  const headers = { ...HeadersToInclude, 'content-length': bytes }
  const sending = request(Url, { method: 'PUT', headers })
  Readable.from(pieces(bytes)).pipe(sending)
  await ended(sending)
  await connect.completeAttachedFileUpload({ ...at, FileId })
  return { ...at, FileId }
}

const piece = Buffer.alloc(256 * 1024, 'x')

function* pieces(bytes: number) {
  for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, left)
}

const download = async (connect: Connect, file: File): Promise<void> => {
  const { DownloadUrlMetadata } = await connect.getAttachedFile(file)
  const asking = request(DownloadUrlMetadata?.Url ?? '')
  asking.end()
  await ended(asking)
}

const ended = (sending: ReturnType<typeof request>): Promise<void> =>
  new Promise((resolve, reject) => {
    sending.on('error', reject)
    sending.on('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`))
      response.resume()
      response.on('end', resolve)
    })
  })

type Watched<T> = { readonly result: T; readonly ms: number; readonly grownMb: number }

/** What an action takes, and by how much the server's memory grows at most meanwhile. */
const watched = async <T>(server: ServerProcess, act: () => Promise<T>): Promise<Watched<T>> => {
  const before = server.residentMb()
  let peak = before
  const watching = setInterval(() => {
    peak = Math.max(peak, server.residentMb())
  }, 5)
  const from = performance.now()
  try {
    const result = await act()
    return { result, ms: performance.now() - from, grownMb: peak - before }
  } finally {
    clearInterval(watching)
  }
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), 'opencases-bench-'))
  try {
    const { uploadMbPerSecond, downloadMbPerSecond, grownMb } = await measureFiles(folder)
    console.log(`a file of 100 MB: up ${uploadMbPerSecond} MB/s, down ${downloadMbPerSecond} MB/s`)
    console.log(`memory grew by ${grownMb} MB at most; the bar is 32 MB`)
    process.exitCode = grownMb < 32 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
