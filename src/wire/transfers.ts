// Requests by a signed URL: the bytes of an attached file come or go, as a stream, with the bounds of their own that
// this takes. Everything but the bytes is answered as elsewhere.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.ts'
import { ApiError } from '../errors.ts'
import {
  type Download,
  type TransferClaim,
  type Transfers,
  transferOf,
} from '../model/transfers.ts'
import { createCors } from './cors.ts'
import { errorResponse, type Log, type Response } from './error-response.ts'
import { parseQuery, queryValue } from './query.ts'
import { rangeOf } from './range.ts'
import { requestIds } from './request-id.ts'

export type TransferOptions = {
  readonly transfers: Transfers
  readonly clock: Clock
  readonly log: Log
  readonly corsOrigins?: readonly string[]
  /** Time that a client has for all the bytes of a file. */
  readonly transferTimeoutMs: number
  /** Time in which some bytes must come. */
  readonly idleTimeoutMs: number
  /** Whether the server is closing: connections end with what is sent then. */
  readonly draining: { readonly now: boolean }
  /** Connections on which a request may take longer than others. */
  readonly patient: WeakSet<Duplex>
}

/** Undefined: the request is no transfer. Resolves when it is over, with the answer that is still to be written. */
export type HandleTransfer = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<Response | undefined> | undefined

export const transferHandler = (options: TransferOptions): HandleTransfer => {
  const newRequestId = requestIds(options.clock)
  const cors = createCors(options.corsOrigins ?? [])
  return (request, response) => {
    const { method = '', url = '', headers } = request
    const [path = '', search = ''] = url.split('?', 2)
    const target = transferOf(path)
    if (target === undefined || !methods[target.transfer].includes(method)) return undefined
    const requestId = newRequestId()
    const extra = ['x-amzn-RequestId', requestId, ...cors.headers(headers.origin)]
    const perform = async (): Promise<Response | undefined> => {
      const query = parseQuery(search)
      const claim: TransferClaim = {
        ...target,
        expires: queryValue(query, 'expires'),
        signature: queryValue(query, 'signature'),
      }
      if (target.transfer === 'downloads') {
        const download = await options.transfers.download(claim)
        return send(options, { request, response, extra }, download)
      }
      await receive(options, { request, response, claim })
      return { status: 200, headers: ['Content-Length', '0', ...extra], body: undefined }
    }
    const startedAt = options.clock.monotonicMs()
    const told = perform().catch((error) => {
      const refused = errorResponse(error, { requestId, operation: undefined }, options.log)
      return { ...refused, headers: [...refused.headers, ...cors.headers(headers.origin)] }
    })
    return told.then((answer) => {
      if (options.log.isLevelEnabled('debug')) {
        const status = answer?.status ?? response.statusCode
        const ms = Math.round(options.clock.monotonicMs() - startedAt)
        options.log.debug({ requestId, method, path, status, ms }, 'request')
      }
      return answer
    })
  }
}

const methods: Readonly<Record<TransferClaim['transfer'], readonly string[]>> = {
  downloads: ['GET', 'HEAD'],
  uploads: ['PUT'],
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

const receive = async (
  options: TransferOptions,
  { request, response, claim }: Exchange & { readonly claim: TransferClaim },
): Promise<void> => {
  const { headers } = request
  const length = headers['content-length']
  await options.transfers.upload({
    ...claim,
    contentLength: length === undefined ? undefined : Number(length),
    contentType: headers['content-type'],
    chunks: () => chunksOf(options, { request, response }),
  })
}

/** The bytes as they come; throws when they come too slowly, or no more. */
async function* chunksOf(
  { clock, transferTimeoutMs, idleTimeoutMs, patient }: TransferOptions,
  { request, response }: Exchange,
): AsyncGenerator<Uint8Array> {
  const isHeard = request.headers.expect !== undefined && request.httpVersion === '1.1'
  if (isHeard && /\b100-continue\b/i.test(request.headers.expect ?? '')) response.writeContinue()
  const late = Promise.withResolvers<never>()
  late.promise.catch(() => undefined)
  const tooLate = () =>
    late.reject(new ApiError('RequestTimeoutException', 'The file took too long to arrive'))
  const { socket } = request
  patient.add(socket)
  request.on('timeout', tooLate)
  socket.setTimeout(idleTimeoutMs)
  const done = new AbortController()
  clock.sleep(transferTimeoutMs, done.signal).then(tooLate)
  // An error on our side is answered: the stream, and the connection with it, must outlive it.
  const chunks = request.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const next = await Promise.race([chunks.next().catch(cutOff), late.promise])
      if (next.done) return
      yield next.value
      free(next.value)
    }
  } finally {
    done.abort()
    socket.setTimeout(0)
    patient.delete(socket)
    if (!request.complete) chunks.return?.().catch(() => undefined)
  }
}

/**
 * Give memory back at once. The collector sees that a chunk is small and not what hangs on it: left to it, 100 MB of
 * chunks are 100 MB of memory.
 */
const free = ({ buffer, byteLength }: Uint8Array): void => {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/** Nobody hears this: the client has gone. */
const cutOff = (): never => {
  throw new ApiError('SerializationException', 'The file was cut off')
}

/** Write a file. Who may read it may keep it, and nobody else: no cache, and no page of ours shows it. */
const send = async (
  { idleTimeoutMs, log, draining }: TransferOptions,
  { request, response, extra }: Exchange & { readonly extra: readonly string[] },
  download: Download,
): Promise<Response | undefined> => {
  const { size, tag } = download
  const range = rangeOf(request.headers.range, size)
  if (range === 'unsatisfiable') {
    const headers = ['Content-Range', `bytes */${size}`, 'Content-Length', '0', ...extra]
    return { status: 416, headers, body: undefined }
  }
  const { first, last } = range ?? { first: 0, last: size - 1 }
  const part = range === undefined ? [] : ['Content-Range', `bytes ${first}-${last}/${size}`]
  response.writeHead(range === undefined ? 200 : 206, [
    'Content-Type',
    download.mediaType,
    'Content-Length',
    String(last - first + 1),
    'Content-Disposition',
    download.disposition,
    'Accept-Ranges',
    'bytes',
    'ETag',
    `"${tag}"`,
    'Cache-Control',
    'private, no-store',
    'Content-Security-Policy',
    "default-src 'none'; sandbox",
    'X-Content-Type-Options',
    'nosniff',
    ...part,
    ...extra,
  ])
  if (request.method === 'HEAD') {
    response.end()
    return undefined
  }
  // Node ends the connection then, as nobody listens.
  request.socket.setTimeout(idleTimeoutMs)
  // A client that goes is no fault of ours; bytes that cannot be read are.
  const write = (chunk: Uint8Array) => written(response, chunk)
  await download.copy(write, range).catch((error) => {
    if (!response.destroyed) log.error({ err: error, file: tag }, 'A file could not be read')
    response.destroy()
  })
  // The client may have taken the last byte, and the server have begun to close, before the answer ends.
  response.end(() => {
    if (draining.now) request.socket.end()
  })
  return undefined
}

/** Resolves when the chunk has been taken, and rejects when nobody will take it. */
const written = (response: ServerResponse, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    if (response.destroyed) return reject(new Error('The client has gone'))
    const gone = () => reject(new Error('The client has gone'))
    response.once('close', gone)
    response.write(chunk, (error) => {
      response.off('close', gone)
      if (error) reject(error)
      else resolve()
    })
  })
