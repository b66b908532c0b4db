// Searches, which the search thread answers one after the other. It is given a few at a time: all answers that it has
// sent are taken in one turn of the event loop, and everybody else waits for that.
import { throttled } from '../../errors.ts'
import type { Plan, Rows } from '../contract.ts'
import { startThread, type Thread, type ThreadOptions } from './thread.ts'

export type Searches = {
  /** Answer a plan on the search thread. Rejects with ThrottlingException when too many wait. */
  load<P extends Plan>(plan: P): Promise<Rows<P>>
  letGo(): Promise<void>
  close(): Promise<void>
}

type Waiting = {
  readonly plan: Plan
  resolve(rows: unknown): void
  reject(error: unknown): void
}

/**
 * So many it has at most. Answers of 25 cases each take 20 ms on the main thread; without this bound seven hundred of
 * them took a third of a second.
 */
const givenMax = 64

/**
 * The search thread, started by the first search.
 * @param spoiled told that the search file is damaged.
 */
export const searchThread = (
  options: ThreadOptions,
  waitingMax: number,
  spoiled: (failure: string) => void,
): Searches => {
  // The thread has `given` of them; the others come `later`, in their order.
  const waiting = new Map<number, Waiting>()
  const later: number[] = []
  let given = 0
  let count = 0
  let thread: Thread | undefined
  let ended: (() => void) | undefined
  const failAll = (error: unknown): void => {
    thread = undefined
    given = 0
    later.length = 0
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    ended?.()
  }
  const give = (id: number): void => {
    given += 1
    thread?.post({ id, plan: waiting.get(id)?.plan })
  }
  const take = ({ id, rows, failure, isSpoiled }: Answer): void => {
    const caller = waiting.get(id)
    // What a thread had sent before it died has been rejected.
    if (caller === undefined) return
    if (isSpoiled === true) spoiled(failure ?? '')
    waiting.delete(id)
    given -= 1
    const next = later.shift()
    if (next !== undefined) give(next)
    if (waiting.size === 0) {
      thread?.isAwaited(false)
      ended?.()
    }
    if (failure === undefined) caller.resolve(rows)
    else caller.reject(new Error(failure))
  }
  const allAnswered = (): Promise<void> =>
    waiting.size === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          ended = resolve
        })
  return {
    load: async <P extends Plan>(plan: P) => {
      if (waiting.size >= waitingMax) {
        throw throttled('Too many searches are waiting. Try again in a second.', 1)
      }
      thread ??= startThread('searches', options, { message: take, failed: failAll })
      thread.isAwaited(true)
      return new Promise<Rows<P>>((resolve, reject) => {
        count += 1
        waiting.set(count, { plan, resolve: resolve as (rows: unknown) => void, reject })
        if (given < givenMax) give(count)
        else later.push(count)
      })
    },
    letGo: async () => {
      await allAnswered()
      await thread?.letGo()
    },
    close: async () => {
      await allAnswered()
      const last = thread
      thread = undefined
      await last?.close()
      failAll(new Error('the store is closed'))
    },
  }
}

type Answer = {
  readonly id: number
  readonly rows?: unknown
  readonly failure?: string
  readonly isSpoiled?: boolean
}
