// POST to a receiver that may do anything: answer late, never, with a redirect or without end. Only its status and
// its Retry-After count; what else it says is read so far that the connection can be used again, and thrown away.
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as SecureAgent } from 'node:https'
import { type Clock, parseInstant } from '../../../clock.ts'
import type { Failure } from '../sink.ts'
import { withDeadline } from './deadline.ts'

export type Post = {
  /** Undefined once the receiver has answered 2xx. Never rejects. */
  post(
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Failure | undefined>
  close(): void
}

export type PostOptions = {
  readonly url: URL
  readonly clock: Clock
  readonly timeoutMs: number
  readonly connectionsMax: number
}

/** An answer's body is read to its end up to here; beyond it the connection is given up. */
const answerBytesMax = 64 * 1024

/** A receiver cannot put a sink off for longer. */
const retryAfterMsMax = 15 * 60 * 1000

export const createPost = ({ url, clock, timeoutMs, connectionsMax }: PostOptions): Post => {
  const secure = url.protocol === 'https:'
  const send = secure ? requestHttps : requestHttp
  const bounds = { keepAlive: true, maxSockets: connectionsMax }
  const agent = secure ? new SecureAgent(bounds) : new Agent(bounds)
  const attempt = (
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Failure | 'again' | undefined> =>
    new Promise((resolve) => {
      const length = String(Buffer.byteLength(body))
      const options = { method: 'POST', agent, signal }
      const request = send(url, { ...options, headers: { ...headers, 'content-length': length } })
      let answered = false
      request.on('response', (response) => {
        answered = true
        const failure = failureOf(response, clock)
        readAway(response, () => resolve(failure))
      })
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (answered) return
        // The receiver closed an idle connection in the moment in which it was used again.
        const stale = request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted
        resolve(stale ? 'again' : { reason: sentenceOf(error, signal.aborted) })
      })
      request.end(body)
    })
  return {
    post: (body, headers, signal) =>
      withDeadline({ clock, timeoutMs, signal }, async (within) => {
        for (;;) {
          const outcome = await attempt(body, headers, within)
          if (outcome !== 'again') return outcome
        }
      }),
    close: () => agent.destroy(),
  }
}

const failureOf = (response: IncomingMessage, clock: Clock): Failure | undefined => {
  const status = response.statusCode ?? 0
  if (status >= 200 && status < 300) return undefined
  const retryAfterMs = retryAfterOf(response.headers['retry-after'], clock)
  const reason = `The receiver answered ${status}.`
  return { reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** Seconds, or a date. */
const retryAfterOf = (text: string | undefined, clock: Clock): number | undefined => {
  if (text === undefined) return undefined
  const date = /^\d+$/.test(text) ? undefined : parseInstant(text)
  const ms = date === undefined ? Number(text) * 1000 : date - clock.wallNow()
  return ms >= 0 ? Math.min(ms, retryAfterMsMax) : undefined
}

const readAway = (response: IncomingMessage, done: () => void): void => {
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > answerBytesMax) response.destroy()
  })
  response.on('error', () => undefined)
  response.on('close', done)
}

const sentenceOf = ({ code }: NodeJS.ErrnoException, aborted: boolean): string => {
  if (aborted) return 'The receiver did not answer in time.'
  return `The receiver could not be reached (${code ?? 'the connection broke'}).`
}
