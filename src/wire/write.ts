// Writing answers: collected, and written some together, at the end of a turn of the event loop at the
// latest. That halves the CPU of a signed request (60 us -> 30 us).
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Response } from './error-response.ts'
import type { Holder } from './hold.ts'
import { pour } from './pour.ts'

type Waiting = { request: IncomingMessage; response: ServerResponse; answer: Response }

/**
 * More bring nothing, and who was answered first of a thousand would wait for all others, with
 * memory that lives for so long.
 */
const togetherMax = 64

/** How long who was answered waits at most until it is read again, behind those who wait already. */
const turnMsMax = 450

export type WriterOptions = {
  /** While it is `now`, each answer is the last of its connection. */
  readonly draining: { readonly now: boolean }
  readonly clock: Clock
  /** A client that takes nothing of an answer for so long loses it. */
  readonly idleMsMax: number
  readonly holder: Holder
}

/** A writer of answers. */
export const batchedWriter = ({ draining, clock, idleMsMax, holder }: WriterOptions) => {
  let waiting: Waiting[] = []
  const flush = () => {
    const batch = waiting
    waiting = []
    for (const { request, response, answer } of batch) {
      if (response.destroyed) continue
      const how = { last: draining.now, idleMsMax }
      if (request.complete) write(request, response, answer, how)
      else writeEarly(request, response, answer, { clock, idleMsMax })
      // Node ends its own limit when an answer begins, and sets it again when the answer has been taken.
      const { socket } = request
      if (socket.writableLength > 0) socket.setTimeout(idleMsMax)
      const { operation, holdMs } = answer
      if (operation === undefined || !request.complete) continue
      if (holdMs !== undefined) holder.hold(socket, operation, holdMs)
      else if (holder.isWaitedFor(operation)) holder.hold(socket, operation, turnMsMax)
    }
  }
  return (request: IncomingMessage, response: ServerResponse, answer: Response) => {
    // Node would do it when the answer has been taken, and read the connection on for that.
    if (answer.holdMs !== undefined) request.resume()
    const count = waiting.push({ request, response, answer })
    if (count === 1) setImmediate(flush)
    else if (count === togetherMax) process.nextTick(flush)
  }
}

const write = (
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Response,
  { last, idleMsMax }: { readonly last: boolean; readonly idleMsMax: number },
) => {
  // A stream may end while the server drains, and its connection must not be waited for then.
  const isLast = last || typeof body === 'object'
  response.writeHead(status, isLast ? [...headers, 'Connection', 'close'] : (headers as string[]))
  if (body === undefined || request.method === 'HEAD') response.end()
  else if (typeof body === 'string') response.end(body, encodingOf(body))
  else pour(response, body, idleMsMax)
}

// Text of ASCII alone is the same bytes in both, and in Latin-1 node need not encode it.
const encodingOf = (body: string): BufferEncoding =>
  Buffer.byteLength(body) === body.length ? 'latin1' : 'utf8'

/** Time that an early answer has to reach a client that is still sending. */
const lingerMs = 1000

// An answer that does not wait for the rest of a body (413, 404) would be lost to a client that is
// still sending, if the connection were cut at once, as node does: what arrives is thrown away for
// a moment longer.
const writeEarly = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: Response,
  { clock, idleMsMax }: { readonly clock: Clock; readonly idleMsMax: number },
) => {
  const { socket } = request
  const keep = response.shouldKeepAlive
  response.shouldKeepAlive = true
  write(request, response, answer, { last: false, idleMsMax })
  request.resume()
  const done = new AbortController()
  request.on('end', () => {
    done.abort()
    if (!keep) socket.end()
  })
  clock.sleep(lingerMs, done.signal).then(() => {
    if (!request.complete) socket.destroy()
  })
}
