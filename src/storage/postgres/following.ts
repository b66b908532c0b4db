// When a copy takes in what is committed: one run after the other, and whoever asks for what one brings shares it.
// For who is known to search right after, a run begins with the question that each request asks anyway: so a search
// takes one round trip to the database and not two.
import type { Clock } from '../../clock.ts'
import type { Session } from './session.ts'

/** Asks the database something on some connection. */
export type Ask = <T>(question: (session: Session) => Promise<T>) => Promise<T>

export type Following = {
  /**
   * Resolves when everything committed before `since` is taken in; false if that is no longer possible. Without
   * `since` (monotonic milliseconds) it is everything until now.
   */
  follow(since?: number): Promise<boolean>
  /**
   * Begin to, with a question on a connection that asks another one, unless it is begun already. Resolves when the
   * question is answered; whatever it comes to is told to who follows.
   */
  beside(session: Session): Promise<void>
}

type Run = { readonly startedAt: number; readonly done: Promise<boolean> }

/** @param run takes everything in; its first question goes to `ask`. */
export const createFollowing = (
  clock: Pick<Clock, 'monotonicMs'>,
  ask: Ask,
  run: (ask: Ask) => Promise<boolean>,
): Following => {
  let last: Run | undefined
  let isRunning = false
  let waiting: Promise<boolean> | undefined
  const begin = (first: Ask): Promise<boolean> => {
    const startedAt = clock.monotonicMs()
    isRunning = true
    const done = run(first).finally(() => {
      isRunning = false
    })
    last = { startedAt, done }
    return done
  }
  const next = (): Promise<boolean> => {
    waiting ??= (last?.done ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        waiting = undefined
        return begin(ask)
      })
    return waiting
  }
  return {
    follow: (since = clock.monotonicMs()) =>
      // One that failed says nothing of the next.
      last !== undefined && last.startedAt >= since ? last.done.catch(next) : next(),
    beside: async (session) => {
      if (isRunning || waiting !== undefined) return
      await new Promise<void>((answered) => {
        const first: Ask = async (question) => {
          try {
            return await question(session)
          } finally {
            answered()
          }
        }
        // Who follows is told what it came to.
        begin(first).then(
          () => answered(),
          () => answered(),
        )
      })
    },
  }
}
