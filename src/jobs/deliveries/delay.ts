// How long to wait before another try: twice as long each time, up to a limit, and never all at the same moment.
import type { Clock } from '../../clock.ts'

export type Delays = { readonly firstMs: number; readonly longestMs: number }

/** Whole milliseconds after `tries` failures, between half and the whole of what doubling comes to. */
export const delayAfter = (
  tries: number,
  { firstMs, longestMs }: Delays,
  random: Clock['random'],
): number => {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(tries - 1, doublingsMax))
  return Math.round(whole * (0.5 + random(2).readUInt16BE(0) / 0x20000))
}

const doublingsMax = 40
