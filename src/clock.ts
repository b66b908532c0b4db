// The only door to time and chance. Domain time (`now`) never runs backwards while the process lives, so
// that "newest first" and the audit trail hold when the machine's clock jumps; wall time (`wallNow`) is what
// signatures, key expiry and the `Date` header are judged by.
import { randomBytes } from 'node:crypto'

export type Clock = {
  /** Domain time in milliseconds since the epoch; never decreases. */
  now(): number
  /** The machine's own time in milliseconds since the epoch. */
  wallNow(): number
  /** Milliseconds that only grow, from an arbitrary start; for durations. */
  monotonicMs(): number
  /** `size` unpredictable bytes. */
  random(size: number): Buffer
  /** Resolves after `ms` milliseconds; `signal` ends the wait early, without an error. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The real clock: the machine's time and the system's randomness. */
export const realClock = (): Clock => {
  let latest = 0
  const pool = randomPool()
  return {
    now: () => {
      latest = Math.max(latest, Date.now())
      return latest
    },
    wallNow: () => Date.now(),
    monotonicMs: () => performance.now(),
    random: pool,
    sleep,
  }
}

export type VirtualClock = Clock & {
  /** Move domain time on to `ms`; it never goes back. */
  moveTo(ms: number): void
}

/**
 * A clock for tests: domain time begins at `start` and stands still until it is moved, so that the same test sees
 * the same times. Wall time, durations and chance are `real`'s.
 */
export const virtualClock = (real: Clock, start: number): VirtualClock => {
  let at = start
  return {
    ...real,
    now: () => at,
    moveTo: (ms) => {
      at = Math.max(at, ms)
    },
  }
}

/** `2026-11-23T10:11:12.345Z` as milliseconds, or undefined if it is no date. */
export const parseInstant = (text: string): number | undefined => {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}

/** RFC 3339 in UTC to the millisecond: the only form in which a time leaves the server. */
export const formatInstant = (ms: number): string => {
  if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() }
  return latest.text
}

// What one request writes names the same moment many times.
let latest = { ms: 0, text: new Date(0).toISOString() }

/** A model timestamp from milliseconds since the epoch. */
export const toDate = (ms: number): Date => new Date(ms)

// A system call for every id would cost more than the rest of the id: 4 KiB are drawn at a time.
const randomPool = () => {
  let pool = randomBytes(4096)
  let used = 0
  return (size: number): Buffer => {
    if (size > pool.length) return randomBytes(size)
    if (used + size > pool.length) {
      pool = randomBytes(4096)
      used = 0
    }
    used += size
    return pool.subarray(used - size, used)
  }
}

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
