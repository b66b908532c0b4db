// HTTP itself: connections, their bounds, bodies, and the writing of answers. Answers are collected
// and written once per turn of the event loop: that halves the CPU of a signed request (60 us -> 30
// us).
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Transfers } from '../model/transfers.ts'
import { bodyBounds, bodyReader } from './body.ts'
import { clientAddresses } from './client-address.ts'
import { answerClientErrors } from './client-error.ts'
import { drainer } from './drain.ts'
import { createHandle, type HandleOptions } from './handle.ts'
import { holder, type Lines } from './hold.ts'
import { type LargeBodies, largeBodies } from './large-bodies.ts'
import { type TransferOptions, transferHandler } from './transfers.ts'
import { batchedWriter } from './write.ts'

export type HttpOptions = Omit<HandleOptions, 'largeBodies'> & {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** PEM texts: serve HTTPS. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer }
  readonly trustedProxies?: readonly string[]
  readonly connectionsMax?: number
  /** Time that a client has to send a whole request. */
  readonly requestTimeoutSeconds?: number
  readonly idleTimeoutSeconds?: number
  /** The lines that requests wait in. */
  readonly lines?: Lines
  /** Who takes and gives the bytes of files, where that is not left to others. */
  readonly transfers?: Transfers
  /** Time that a client has for all the bytes of a file. */
  readonly transferTimeoutSeconds?: number
}

export type HttpServer = {
  readonly port: number
  /** Stop accepting, finish every request that has begun, then resolve. */
  close(): Promise<void>
}

/** Request line and headers together; SDKs send about 1 KiB, a presigned token needs more. */
const headerBytesMax = 16 * 1024

/** Start listening. Rejects if the address cannot be had. */
export const startHttp = async (options: HttpOptions): Promise<HttpServer> => {
  const draining = { now: false }
  const large = largeBodies(options.location)
  const patient = new WeakSet<Duplex>()
  const server = createHttpServer(options, listener({ ...options, patient }, draining, large))
  server.maxConnections = options.connectionsMax ?? 4096
  answerClientErrors(server, options.clock, patient)
  const drain = drainer(server, options.clock)
  await listening(server, options)
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      draining.now = true
      await drain(requestTimeoutMs(options))
      await large.close()
    },
  }
}

const requestTimeoutMs = ({ requestTimeoutSeconds = 60 }: HttpOptions): number =>
  requestTimeoutSeconds * 1000

const createHttpServer = (options: HttpOptions, listen: RequestListener): Server => {
  const requestTimeout = requestTimeoutMs(options)
  const bounds: ServerOptions = {
    maxHeaderSize: headerBytesMax,
    // `handle` says it in the form of AWS.
    requireHostHeader: false,
    requestTimeout,
    headersTimeout: Math.min(requestTimeout, 30_000),
    keepAliveTimeout: (options.idleTimeoutSeconds ?? 65) * 1000,
    connectionsCheckingInterval: Math.min(requestTimeout / 2, 5000),
  }
  const { tls } = options
  const server =
    tls === undefined
      ? createServer(bounds)
      : createSecureServer({ ...bounds, ...tls, handshakeTimeout: bounds.headersTimeout })
  server.on('request', listen)
  // Without a listener node says 100 by itself, also to a body that will be refused; `readBody`
  // says it.
  server.on('checkContinue', listen)
  // Whatever else is expected is not promised, and the request answered: node would say a bare 417.
  server.on('checkExpectation', listen)
  return server
}

const listening = (server: Server, { host, port }: HttpOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', reject)
      resolve()
    })
  })

const listener = (
  options: HttpOptions & Pick<TransferOptions, 'patient'>,
  draining: { now: boolean },
  large: LargeBodies,
): RequestListener => {
  const handle = createHandle({ ...options, largeBodies: large })
  const readBody = bodyReader(bodyBounds(options))
  const addressOf = clientAddresses(options.trustedProxies ?? [])
  const { clock, lines } = options
  const write = batchedWriter({
    draining,
    clock,
    idleMsMax: requestTimeoutMs(options),
    holder: holder({ clock, lines }),
  })
  const transfer = transfersOf({ ...options, draining })
  return (request: IncomingMessage, response: ServerResponse) => {
    const transferred = transfer?.(request, response)
    if (transferred !== undefined) {
      transferred.then((answer) => answer && write(request, response, answer))
      return
    }
    const { method = '', url = '', headers, socket } = request
    const { remoteAddress } = socket
    // Whoever sends a request and resets the connection has no address that a policy could refuse.
    if (remoteAddress === undefined) {
      socket.destroy()
      return
    }
    const encrypted = socket instanceof TLSSocket
    const { sourceIp, secure } = addressOf({ remoteAddress, encrypted, headers })
    handle({
      method,
      url,
      headers,
      sourceIp,
      secure,
      readBody: (bytesMax) => readBody(request, response, bytesMax),
      onGone: (callback) => {
        if (response.closed) callback()
        else response.once('close', callback)
      },
    }).then((answer) => write(request, response, answer))
  }
}

const transfersOf = (options: HttpOptions & Pick<TransferOptions, 'draining' | 'patient'>) => {
  const { transfers, transferTimeoutSeconds = 900 } = options
  if (transfers === undefined) return undefined
  const transferTimeoutMs = transferTimeoutSeconds * 1000
  const idleTimeoutMs = requestTimeoutMs(options)
  return transferHandler({ ...options, transfers, transferTimeoutMs, idleTimeoutMs })
}
