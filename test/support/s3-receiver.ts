// A bucket of S3's protocol on 127.0.0.1, as far as files need it: objects in memory, every request's signature
// checked as S3 would, in its header or its query. What it was asked is noted.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { realClock } from '../../src/clock.ts'
import { readClaim } from '../../src/wire/claim.ts'
import { parseQuery, queryValue } from '../../src/wire/query.ts'
import { createVerifier } from '../../src/wire/sigv4.ts'

export type S3Receiver = AsyncDisposable & {
  readonly endpoint: string
  /** By key, without the bucket. */
  readonly objects: Map<string, Buffer>
  /** Method and key of each request. */
  readonly asked: string[]
  /** Answer with this status from now on; undefined: as one should. */
  failing: number | undefined
}

export const s3Keys = {
  accessKeyId: 'AKIAS3RECEIVER000000',
  secretAccessKey: 's3-secret-of-a-test',
}

export const startS3 = async (bucket: string): Promise<S3Receiver> => {
  const objects = new Map<string, Buffer>()
  const asked: string[] = []
  const receiver = { objects, asked, failing: undefined as number | undefined }
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, headers = {}, body = '' }) => response.writeHead(status, headers).end(body),
      (error) => response.writeHead(403).end(errorOf('SignatureDoesNotMatch', String(error))),
    )
  })
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { method = '', url = '' } = request
    const path = url.split('?')[0] ?? ''
    const body = await bodyOf(request)
    const key = decodeURIComponent(path.slice(bucket.length + 2))
    asked.push(`${method} ${key}`)
    if (receiver.failing !== undefined) return { status: receiver.failing }
    if (!path.startsWith(`/${bucket}/`)) return { status: 404, body: errorOf('NoSuchBucket') }
    await verified(request, body)
    return perform(objects, { request, bucket, key, body })
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(receiver, {
    endpoint: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  })
}

type Answer = { status: number; headers?: Record<string, string>; body?: string | Buffer }

type Asked = { request: IncomingMessage; bucket: string; key: string; body: Buffer }

const perform = (objects: Map<string, Buffer>, { request, bucket, key, body }: Asked): Answer => {
  const { method = '', headers } = request
  const object = objects.get(key)
  const source = headers['x-amz-copy-source']
  if (method === 'PUT' && source !== undefined) {
    const copied = objects.get(decodeURIComponent(String(source)).slice(bucket.length + 1))
    if (copied === undefined) return { status: 404, body: errorOf('NoSuchKey') }
    const condition = headers['x-amz-copy-source-if-match']
    if (condition !== undefined && condition !== tagOf(copied)) return precondition
    objects.set(key, copied)
    const text = `<CopyObjectResult><ETag>${tagOf(copied)}</ETag></CopyObjectResult>`
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: text }
  }
  if (method === 'PUT') {
    objects.set(key, body)
    return { status: 200, headers: { etag: tagOf(body) } }
  }
  if (method === 'DELETE') {
    objects.delete(key)
    return { status: 204 }
  }
  if (object === undefined) return { status: 404, body: errorOf('NoSuchKey') }
  const condition = headers['if-match']
  if (condition !== undefined && condition !== tagOf(object)) return precondition
  const query = parseQuery((request.url ?? '').split('?')[1] ?? '')
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
  const part = first === undefined ? object : object.subarray(Number(first), Number(last) + 1)
  const shown = {
    etag: tagOf(object),
    'content-length': String(part.length),
    'content-type': queryValue(query, 'response-content-type') ?? 'binary/octet-stream',
    'content-disposition': queryValue(query, 'response-content-disposition') ?? '',
  }
  const status = first === undefined ? 200 : 206
  return { status, headers: shown, body: method === 'HEAD' ? '' : part }
}

const precondition: Answer = {
  status: 412,
  body: '<Error><Code>PreconditionFailed</Code></Error>',
}

const errorOf = (code: string, message = '') =>
  `<Error><Code>${code}</Code><Message>${message}</Message></Error>`

const tagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const verify = createVerifier({
  clock: realClock(),
  region: 'eu-central-1',
  lookup: (id) =>
    id === s3Keys.accessKeyId
      ? { accessKeyId: id, secret: s3Keys.secretAccessKey, principal: undefined }
      : undefined,
})

const verified = async (request: IncomingMessage, body: Buffer): Promise<void> => {
  const { method = '', url = '', headers } = request
  const [path = '', search = ''] = url.split('?')
  const query = parseQuery(search)
  const claim = readClaim(headers, query)
  if (claim === undefined || claim instanceof Error) throw claim ?? new Error('unsigned')
  const declared = headers['x-amz-content-sha256'] ?? queryValue(query, 'X-Amz-Content-Sha256')
  const bodyHash = String(declared ?? 'UNSIGNED-PAYLOAD')
  const actual = createHash('sha256').update(body).digest('hex')
  if (!['UNSIGNED-PAYLOAD', actual].includes(bodyHash)) throw new Error('another body')
  await verify(claim, { method, path, headers, bodyHash }, { service: 's3', name: method })
}
