// A closed-loop load generator: each connection sends the next prepared request when the answer to its last
// one has arrived whole. It counts, it times, and it refuses to report a run in which an answer was not 2xx.
import { connect, type Socket } from 'node:net'
import { stampInvocation } from './request.ts'

export type Load = {
  readonly port: number
  readonly connections: number
  /** Prepared requests, used in turn. */
  readonly requests: readonly Buffer[]
  readonly warmupMs: number
  readonly measureMs: number
  /** Stop after so many answers instead of after a time. */
  readonly count?: number
  /** Stop when this resolves instead of after a time. */
  readonly until?: Promise<void>
}

export type LoadResult = {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly answers: number
}

/** Run one load to its end. `onMeasure` is called when the warm-up is over and when the measuring ends. */
export const runLoad = async (
  load: Load,
  onMeasure: (phase: 'end' | 'start') => Promise<void> = async () => {},
): Promise<LoadResult> => {
  const state = { next: 0, measuring: false, stopped: false, answers: 0, failure: '' }
  const latencies: number[] = []
  const connections = Array.from({ length: load.connections }, () => client(load, state, latencies))
  if (load.count === undefined) await wait(load.warmupMs)
  await onMeasure('start')
  const from = performance.now()
  state.measuring = true
  if (load.until !== undefined) await load.until
  else if (load.count === undefined) await wait(load.measureMs)
  else await Promise.all(connections)
  const tookMs = performance.now() - from
  state.measuring = false
  await onMeasure('end')
  state.stopped = true
  await Promise.all(connections)
  if (state.failure !== '') throw new Error(`the server answered: ${state.failure}`)
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return {
    requestsPerSecond: latencies.length / (tookMs / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    answers: latencies.length,
  }
}

// Counted over all loads of the process: a server remembers an invocation for minutes.
let calls = 0
const callsSoFar = (): number => {
  calls += 1
  return calls
}

type State = {
  next: number
  measuring: boolean
  stopped: boolean
  answers: number
  failure: string
}

const client = (load: Load, state: State, latencies: number[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true })
    let sentAt = 0
    let received = ''
    const send = () => {
      const exhausted = load.count !== undefined && state.next >= load.count
      if (state.stopped || exhausted || state.failure !== '') return finish(socket, resolve)
      const request = load.requests[state.next % load.requests.length] as Buffer
      state.next += 1
      stampInvocation(request, callsSoFar())
      sentAt = performance.now()
      socket.write(request)
    }
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (chunk: string) => {
      received = received === '' ? chunk : received + chunk
      const length = answerLength(received)
      if (length === undefined || received.length < length) return
      if (received.charCodeAt(9) !== 50) state.failure = received.slice(0, 600)
      if (state.measuring) latencies.push(performance.now() - sentAt)
      state.answers += 1
      received = received.slice(length)
      send()
    })
  })

const finish = (socket: Socket, resolve: () => void) => {
  socket.end()
  resolve()
}

/** Bytes of the whole answer, once its head has arrived. Every answer here states its length. */
export const answerLength = (text: string): number | undefined => {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const match = /content-length: (\d+)/i.exec(text.slice(0, head))
  if (match === null) throw new Error(`an answer without a length: ${text.slice(0, 300)}`)
  return head + 4 + Number(match[1])
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
