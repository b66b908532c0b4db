// Sending away early what would wait too long. Whatever works on requests takes them one after the
// other, so each kind has a line: reads and writes on the main thread, searches on theirs. A line is
// judged by the wait of those who come out of it and by nothing else, so that no number here is of
// one machine, disk or store. Before these lines there is one for all: the main thread begins so much
// in a turn and no more.
import type { Clock } from './clock.ts'
import { ApiError } from './errors.ts'
import type { OperationName } from './model/index.ts'
import type { Store } from './storage/contract.ts'

/**
 * How long one may have to wait. `Retry-After` knows whole seconds only: whoever would wait much
 * less is better off waiting. With 0.1 s a server at three times its capacity refused twice as many
 * as with this; with 0.5 s who had been held before (`holdsMs`) was answered after more than a
 * second.
 */
const waitMsMax = 250

/**
 * Half of it for searches: their answers take long to write as well, so that whoever had been held and
 * then waited for as long as others was answered after more than a second.
 */
const searchWaitMsMax = waitMsMax / 2

/** How long for a turn: there is another line behind that one. */
const turnWaitMsMax = 100

/**
 * So many may always wait: an SDK for JavaScript opens 50 connections at most, and one client or two
 * are no overload, however slow the disk.
 */
const waitingMin = 100

/**
 * How long a connection is not read at most whose request was sent away: whoever asks again sooner
 * than told would take the time of those who are let in. One after the other gets another of these
 * times: a crowd that was sent away together must not come back together.
 */
const holdsMs = Array.from({ length: 16 }, (_, index) => 450 + 4 * index)

/** How much of a turn of the event loop is for requests that begin. */
const turnMs = 8

type Time = Pick<Clock, 'monotonicMs'>

export type Line = {
  /** Whether a newcomer would wait too long. */
  isFull(): boolean
  /** How many more may come before it is. */
  room(): number
  /** Who comes to this line when the promise resolves, and is in front of newcomers already. */
  expect(coming: Promise<void>): Promise<void>
  /** Do a piece of work in this line. */
  through<T>(work: () => Promise<T>): Promise<T>
}

/** A line in which nobody waits much longer than `longestMs`. */
export const waitingLine = (clock: Time, longestMs = waitMsMax): Line => {
  let coming = 0
  let waiting = 0
  // What each one in front costs, by Little's law: of whoever came out last, its wait by the length of the line when
  // it came. Few say little about many, since what waits together is committed together: many cost no more each than
  // few, and no less than if these had been `waitingMin`.
  let paceMs = 0
  const length = () => waiting + coming
  return {
    isFull: () => length() > waitingMin && length() * paceMs > longestMs,
    room: () => Math.max(waitingMin, longestMs / paceMs) - length(),
    expect: async (turn) => {
      coming += 1
      await turn
      coming -= 1
    },
    through: async (work) => {
      const cameAt = clock.monotonicMs()
      waiting += 1
      const place = waiting
      const measure = (): void => {
        const waitedMs = clock.monotonicMs() - cameAt
        const leastMs = waitedMs / Math.max(place, waitingMin)
        paceMs = Math.min(Math.max(paceMs, leastMs), waitedMs / place)
      }
      try {
        const answer = await work()
        measure()
        return answer
      } catch (error) {
        // Whoever the store has no room for has not waited, and says nothing about the line.
        if (!(error instanceof ApiError && error.name === 'ThrottlingException')) measure()
        throw error
      } finally {
        waiting -= 1
      }
    },
  }
}

export type Turnstile = Pick<Line, 'isFull' | 'room'> & {
  /** Undefined for whoever may begin at once. Resolves when it is another's turn. */
  pass(): Promise<void> | undefined
}

/**
 * The line before the main thread. All requests that have arrived are read in one turn of the event
 * loop, a thousand at a time, and a new connection is taken in one a turn. So of each turn only so
 * much is given to answering, and the others wait here, where they are counted.
 *
 * @param later calls back in the next turn.
 */
export const turnstile = (
  clock: Time,
  later: (callback: () => void) => void = setImmediate,
): Turnstile => {
  const line = waitingLine(clock, turnWaitMsMax)
  let waiting: (() => void)[] = []
  let beganAt: number | undefined
  const begin = () => {
    beganAt = clock.monotonicMs()
    later(next)
  }
  const isOver = () => clock.monotonicMs() - (beganAt ?? 0) > turnMs
  const next = async (): Promise<void> => {
    beganAt = undefined
    if (waiting.length === 0) return
    begin()
    let admitted = 0
    for (; admitted < waiting.length && !isOver(); admitted += 1) {
      waiting[admitted]?.()
      // It takes its time now, before the next one is let through.
      await undefined
    }
    waiting = waiting.slice(admitted)
  }
  return {
    isFull: line.isFull,
    room: line.room,
    pass: () => {
      if (beganAt === undefined) begin()
      if (waiting.length === 0 && !isOver()) return undefined
      return line.through(() => new Promise<void>((resolve) => waiting.push(resolve)))
    },
  }
}

/** What an operation does with a store. */
export type Work = Pick<Store, 'configs' | 'load' | 'write'>

export type LineName = 'read' | 'search' | 'write'

export type Door = {
  /**
   * Called before anything is done for a request. Throws ThrottlingException if a line is full, else
   * it resolves, or is undefined, when it is the request's turn.
   */
  admit(name: OperationName): Promise<void> | undefined
  /** What of the lines is told to who reads connections. */
  readonly lines: {
    /** Which one an operation waits in. */
    lineOf(name: OperationName): LineName
    /** How many more requests for it may come. */
    room(name: OperationName): number
  }
  /** The store, for an operation that was admitted. */
  storeFor(name: OperationName): Work
}

/** The lines before a store. `kindOf` says what an operation does on the main thread. */
export const door = (
  store: Work,
  clock: Time,
  kindOf: (name: OperationName) => 'control' | 'read' | 'write',
): Door => {
  const entrance = turnstile(clock)
  const lines = {
    read: behind(waitingLine(clock), store),
    write: behind(waitingLine(clock), store),
    search: behind(waitingLine(clock, searchWaitMsMax), store),
  }
  const nameOf = (name: OperationName): LineName => {
    if (searches.has(name)) return 'search'
    return kindOf(name) === 'read' ? 'read' : 'write'
  }
  const lineOf = (name: OperationName) => lines[nameOf(name)]
  let refused = 0
  return {
    admit: (name) => {
      const { line } = lineOf(name)
      if (entrance.isFull() || line.isFull()) {
        refused += 1
        throw overloaded[refused % overloaded.length]
      }
      const turn = entrance.pass()
      return turn === undefined ? undefined : line.expect(turn)
    },
    lines: {
      lineOf: nameOf,
      room: (name) => Math.min(entrance.room(), lineOf(name).line.room()),
    },
    storeFor: (name) => lineOf(name).store,
  }
}

// What is refused before the store is asked has not waited, and says nothing about the line.
const behind = (line: Line, store: Work): { readonly line: Line; readonly store: Work } => ({
  line,
  store: {
    configs: store.configs,
    load: (plan) => line.through(() => store.load(plan)),
    write: (write) => line.through(() => store.write(write)),
  },
})

// Made once: an error with its stack costs as much as all else that is done for whoever is sent away.
const overloaded = holdsMs.map(
  (holdMs) =>
    new ApiError('ThrottlingException', 'The server has too much to do. Try again in a second.', {
      retryAfterSeconds: 1,
      holdMs,
    }),
)

/** What may have to look through many rows, and does so on another thread. */
const searches: ReadonlySet<OperationName> = new Set<OperationName>([
  'ListCasesForContact',
  'SearchAllRelatedItems',
  'SearchCases',
  'SearchContacts',
  'SearchUsers',
])
