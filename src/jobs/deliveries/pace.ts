// How many batches may be under way to a sink. Events that fail one by one wait one by one; where several cases fail
// and nothing succeeds in between, the sink itself is down, and is asked now and then with one batch alone.
import type { Clock } from '../../clock.ts'
import { type Delays, delayAfter } from './delay.ts'
import type { Sink } from './sink.ts'

export type Pace = {
  /** Whether one more may be sent while `underWay` are. */
  hasRoom(underWay: number): boolean
  succeeded(): void
  failed(lane: string, retryAfterMs: number | undefined): void
  /** 0 unless the sink is down and is not to be asked now. */
  waitMs(): number
  isDown(): boolean
}

/** A sink that comes back is noticed within half a minute. */
const longestPauseMs = 30_000

export const createPace = (
  clock: Clock,
  { parallel, order }: Pick<Sink, 'order' | 'parallel'>,
  delays: Delays,
): Pace => {
  const lanesOfOutage = order === 'case' ? 2 : 1
  const longestMs = Math.min(delays.longestMs, longestPauseMs)
  const failing = new Set<string>()
  let width = parallel
  let pauses = 0
  let pausedUntil = 0
  return {
    hasRoom: (underWay) => underWay < width && clock.monotonicMs() >= pausedUntil,
    isDown: () => pauses > 0,
    waitMs: () => Math.max(0, pausedUntil - clock.monotonicMs()),
    succeeded: () => {
      failing.clear()
      width = parallel
      pauses = 0
      pausedUntil = 0
    },
    failed: (lane, retryAfterMs) => {
      failing.add(lane)
      const now = clock.monotonicMs()
      const isOutage = failing.size >= lanesOfOutage || retryAfterMs !== undefined
      if (!isOutage || now < pausedUntil) return
      pauses += 1
      width = 1
      const delayMs = delayAfter(pauses, { ...delays, longestMs }, clock.random)
      pausedUntil = now + Math.max(delayMs, retryAfterMs ?? 0)
    },
  }
}
