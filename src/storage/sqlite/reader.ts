// Reads on the main thread. All reads of one turn of the event loop share one snapshot: opening one costs system
// calls, and those cost more than the read itself. A snapshot never outlives its turn, so that it holds all that
// was answered, by whichever process, before a request of this turn arrived; and a commit of our own ends it.
import { performance } from 'node:perf_hooks'
import type { Connection } from './connection.ts'

export type Reader = {
  /** Run reads in the snapshot of this turn. */
  read<T>(run: () => T): T
  /** Like `read`, for what one turn asks many times: the first answer of a snapshot serves all. */
  once<T>(key: string, run: () => T): T
  /** The next read sees what has been committed by now. */
  renew(): void
}

/** Iterations of the event loop so far: it grows right before the loop looks for what has arrived. */
const turnOfLoop = (): number => performance.nodeTiming.uvMetricsInfo.loopCount

export const readerOn = ({ db }: Connection): Reader => {
  const begin = db.prepare('begin')
  const commit = db.prepare('commit')
  const answers = new Map<string, unknown>()
  let turn: number | undefined
  const renew = (): void => {
    if (turn === undefined) return
    turn = undefined
    answers.clear()
    commit.run()
  }
  const open = (): void => {
    const now = turnOfLoop()
    if (turn === now) return
    renew()
    begin.run()
    turn = now
    setImmediate(renew)
  }
  return {
    read: (run) => {
      open()
      return run()
    },
    once: <T>(key: string, run: () => T): T => {
      open()
      if (answers.has(key)) return answers.get(key) as T
      const answer = run()
      answers.set(key, answer)
      return answer
    },
    renew,
  }
}
