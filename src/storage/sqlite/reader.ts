// Reads on the main thread. What is asked in one turn of the event loop is read together, in one snapshot: reads in
// a row find code and pages in the processor's caches, where reads between the parsing of requests cost three
// times as much, and a snapshot costs system calls.
import { performance } from 'node:perf_hooks'
import type { Clock } from '../../clock.ts'
import type { Connection } from './connection.ts'

export type Reader = {
  /** Run a read together with all others of this turn. It sees what is committed by then. */
  read<T>(run: () => T): Promise<T>
  /** What many requests of a turn ask: the first answer serves all of that turn. */
  once<T>(key: string, run: () => T): T
  /** Something was committed: what was answered once may be another now. */
  renew(): void
}

/** How long reads may hold the event loop before others have a turn. */
const batchMs = 8

export const readerOn = (connection: Connection, clock: Clock): Reader => ({
  read: together(connection, clock),
  ...oncePerTurn(),
})

type Waiting = {
  readonly run: () => unknown
  readonly resolve: (answer: never) => void
  readonly reject: (error: unknown) => void
}

const together = ({ db }: Connection, clock: Clock): Reader['read'] => {
  const begin = db.prepare('begin')
  const commit = db.prepare('commit')
  const waiting: Waiting[] = []
  const flush = (): void => {
    try {
      begin.run()
    } catch (error) {
      for (const { reject } of waiting.splice(0)) reject(error)
      return
    }
    const until = clock.monotonicMs() + batchMs
    let count = 0
    do answer(waiting[count])
    while (++count < waiting.length && clock.monotonicMs() < until)
    commit.run()
    waiting.splice(0, count)
    if (waiting.length > 0) setImmediate(flush)
  }
  return (run) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ run, resolve, reject }) === 1) setImmediate(flush)
    })
}

const answer = (asked: Waiting | undefined): void => {
  try {
    asked?.resolve(asked.run() as never)
  } catch (error) {
    asked?.reject(error)
  }
}

/**
 * Iterations of the event loop so far: it grows right before the loop looks for what has arrived. An answer of an
 * iteration is one that was true when the requests of that iteration came.
 */
const turnOfLoop = (): number => performance.nodeTiming.uvMetricsInfo.loopCount

const oncePerTurn = (): Pick<Reader, 'once' | 'renew'> => {
  const answers = new Map<string, unknown>()
  let turn = -1
  return {
    once: <T>(key: string, run: () => T): T => {
      const now = turnOfLoop()
      if (now !== turn) answers.clear()
      turn = now
      if (answers.has(key)) return answers.get(key) as T
      const answer = run()
      answers.set(key, answer)
      return answer
    },
    renew: () => answers.clear(),
  }
}
