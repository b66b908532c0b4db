// Waits that somebody can end: for jobs that sleep until there is something to do.
import type { Clock } from '../../clock.ts'

export type Waker = {
  /** End the wait, or the next one if nobody waits now. */
  wake(): void
  /** Resolves when woken, or after `ms`. One waits at a time. */
  wait(ms: number): Promise<void>
}

export const createWaker = (clock: Clock): Waker => {
  let woken = false
  let waiting: AbortController | undefined
  return {
    wake: () => {
      woken = true
      waiting?.abort()
    },
    wait: async (ms) => {
      if (!woken) {
        waiting = new AbortController()
        await clock.sleep(ms, waiting.signal)
        waiting = undefined
      }
      woken = false
    },
  }
}
