// An open-loop load generator: requests fall due at a fixed rate, whatever becomes of those before them, as with
// many people who don't know of each other. Time counts from when a request was due, also if no connection was
// free then. Whoever waits longer than `patienceMs` hangs up, as clients do.
import { connect, type Socket } from 'node:net'
import { answerLength } from './load.ts'
import { stampInvocation } from './request.ts'

export type OpenLoad = {
  readonly port: number
  readonly perSecond: number
  /** Prepared requests, used in turn. */
  readonly requests: readonly Buffer[]
  readonly warmupMs: number
  readonly measureMs: number
  readonly patienceMs: number
  /** Kept open, as pools of clients are; what is due waits for a free one. */
  readonly connections: number
}

/** Of the requests that fell due while it was measured. */
export type OpenLoadResult = {
  readonly due: number
  /** Answered 2xx, a second. */
  readonly goodPerSecond: number
  readonly good: number
  /** Answered with ThrottlingException and Retry-After. */
  readonly shed: number
  /** Given up by the client after it was sent. */
  readonly lost: number
  /** Given up by the client before it had a connection, so that the server never heard of it. */
  readonly unsent: number
  /** Anything else: status codes with their number. */
  readonly others: Readonly<Record<string, number>>
  /** From when they fell due: also the wait for a connection. */
  readonly goodMs: Quantiles
  readonly shedMs: Quantiles
  /** From when they were sent: what the server makes of them. */
  readonly goodSinceSentMs: Quantiles
  /** How late the generator itself was: it shares the machine. */
  readonly lateMs: Quantiles
}

export type Quantiles = { readonly p50: number; readonly p99: number; readonly max: number }

type Outcome = 'good' | 'lost' | 'shed' | `${number}`

type Connection = { readonly socket: Socket; pending: Pending | undefined }

type Pending = { readonly dueAt: number; readonly sentAt: number }

/**
 * Send for `warmupMs`, then for `measureMs`, and then for as long as one is patient: what fell due while it was
 * measured would else find the others gone. Resolves when the last request has an outcome.
 */
export const runOpenLoad = async (load: OpenLoad): Promise<OpenLoadResult> => {
  let measuringFrom = Number.POSITIVE_INFINITY
  const isCounted = (dueAt: number) =>
    dueAt >= measuringFrom && dueAt < measuringFrom + load.measureMs
  const tally = tallying(isCounted)
  const pool = connectionPool(load, tally)
  await pool.fill()
  const from = performance.now()
  measuringFrom = from + load.warmupMs
  const until = measuringFrom + load.measureMs + load.patienceMs
  const late: number[] = []
  let due = 0
  let lookedAt = from
  for (let now = from; now < until; now = performance.now()) {
    for (;;) {
      const dueAt = from + (due * 1000) / load.perSecond
      if (dueAt > now || dueAt >= until) break
      due += 1
      if (isCounted(dueAt)) late.push(now - dueAt)
      pool.send(dueAt)
    }
    // To look at thousands of connections at each turn would be a tenth of what the machine can do.
    if (now - lookedAt > 20) {
      lookedAt = now
      pool.hangUp()
    }
    await wait(1)
  }
  while (pool.hangUp() > 0) await wait(5)
  pool.close()
  return { ...tally.result(load.measureMs), lateMs: quantiles(late) }
}

const connectionPool = (load: OpenLoad, tally: Tally) => {
  const idle: Connection[] = []
  const busy = new Set<Connection>()
  const queue = waitingQueue(tally.unsent)
  let started = 0
  const settle = (connection: Connection, outcome: Outcome) => {
    if (connection.pending !== undefined) tally.add(outcome, connection.pending)
    connection.pending = undefined
    busy.delete(connection)
  }
  const free = (connection: Connection) => {
    const next = queue.next()
    if (next === undefined) idle.push(connection)
    else start(connection, next)
  }
  const start = (connection: Connection, dueAt: number) => {
    const request = load.requests[started % load.requests.length] as Buffer
    started += 1
    connection.pending = { dueAt, sentAt: performance.now() }
    busy.add(connection)
    stampInvocation(request, callsSoFar())
    connection.socket.write(request)
  }
  const open = (ready: () => void) => {
    const connection = connectionTo(load.port, {
      connected: () => {
        free(connection)
        ready()
      },
      answered: (outcome) => {
        settle(connection, outcome)
        free(connection)
      },
      closed: () => {
        settle(connection, 'lost')
        remove(idle, connection)
        if (!closed) open(() => {})
      },
    })
  }
  let closed = false
  return {
    fill: () => inHundreds(load.connections, () => new Promise<void>(open)),
    send: (dueAt: number): void => {
      const connection = idle.pop()
      if (connection === undefined) queue.add(dueAt)
      else start(connection, dueAt)
    },
    /** Give up what is older than a client's patience; gives how many still wait. */
    hangUp: (): number => {
      const before = performance.now() - load.patienceMs
      queue.giveUp(before)
      for (const connection of busy) {
        const { pending, socket } = connection
        if (pending === undefined || pending.dueAt > before) continue
        settle(connection, 'lost')
        socket.destroy()
      }
      return busy.size + queue.length()
    },
    close: () => {
      closed = true
      for (const { socket } of idle) socket.destroy()
    },
  }
}

const inHundreds = async (count: number, open: () => Promise<void>): Promise<void> => {
  for (let left = count; left > 0; left -= 100) {
    await Promise.all(Array.from({ length: Math.min(left, 100) }, open))
  }
}

/**
 * What is due and without a connection. The newest goes first, since people don't wait for each other: oldest first,
 * each would be sent just when its patience ends.
 */
const waitingQueue = (givenUp: (dueAt: number) => void) => {
  // The times when they fell due; those before `oldest` are given up.
  let queue: number[] = []
  let oldest = 0
  const first = () => queue[oldest] ?? Number.POSITIVE_INFINITY
  return {
    length: () => queue.length - oldest,
    add: (dueAt: number): void => void queue.push(dueAt),
    next: (): number | undefined => (queue.length > oldest ? queue.pop() : undefined),
    /** What fell due before a time. */
    giveUp: (before: number): void => {
      for (let dueAt = first(); dueAt <= before; dueAt = first()) {
        oldest += 1
        givenUp(dueAt)
      }
      if (oldest < 100_000) return
      queue = queue.slice(oldest)
      oldest = 0
    },
  }
}

const remove = <T>(list: T[], item: T): void => {
  const at = list.indexOf(item)
  if (at >= 0) list.splice(at, 1)
}

type Events = {
  connected(): void
  answered(outcome: Outcome): void
  closed(): void
}

const connectionTo = (port: number, { connected, answered, closed }: Events): Connection => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let received = ''
  socket.setEncoding('latin1')
  socket.on('connect', connected)
  socket.on('data', (chunk: string) => {
    received += chunk
    const length = answerLength(received)
    if (length === undefined || received.length < length) return
    const outcome = outcomeOf(received)
    received = received.slice(length)
    answered(outcome)
  })
  socket.on('error', () => {})
  socket.on('close', closed)
  return { socket, pending: undefined }
}

const outcomeOf = (answer: string): Outcome => {
  const status = answer.slice(9, 12)
  if (status.startsWith('2')) return 'good'
  const throttled = /\r\nx-amzn-errortype: ThrottlingException\r\n/i.test(answer)
  const isShed = status === '429' && throttled && /\r\nretry-after: \d/i.test(answer)
  return isShed ? 'shed' : `${Number(status)}`
}

type Tally = ReturnType<typeof tallying>

const tallying = (isCounted: (dueAt: number) => boolean) => {
  let unsent = 0
  const counts: Record<string, number> = {}
  const times = { good: [] as number[], shed: [] as number[], goodSinceSent: [] as number[] }
  return {
    unsent: (dueAt: number): void => {
      if (isCounted(dueAt)) unsent += 1
    },
    add: (outcome: Outcome, { dueAt, sentAt }: Pending): void => {
      if (!isCounted(dueAt)) return
      counts[outcome] = (counts[outcome] ?? 0) + 1
      const now = performance.now()
      if (outcome === 'good' || outcome === 'shed') times[outcome].push(now - dueAt)
      if (outcome === 'good') times.goodSinceSent.push(now - sentAt)
    },
    result: (measureMs: number): Omit<OpenLoadResult, 'lateMs'> => {
      const { good = 0, shed = 0, lost = 0, ...others } = counts
      const all = Object.values(counts).reduce((sum, count) => sum + count, unsent)
      return {
        due: all,
        goodPerSecond: good / (measureMs / 1000),
        good,
        shed,
        lost,
        unsent,
        others,
        goodMs: quantiles(times.good),
        shedMs: quantiles(times.shed),
        goodSinceSentMs: quantiles(times.goodSinceSent),
      }
    },
  }
}

/** Of a list of times. */
export const quantiles = (times: number[]): Quantiles => {
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

let calls = 0
const callsSoFar = (): number => {
  calls += 1
  return 0x800000000000 + calls
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
