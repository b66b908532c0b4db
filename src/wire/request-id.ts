// Request ids, in the form of AWS's: random UUIDs of version 4.
import type { Clock } from '../clock.ts'

/** A maker of request ids. */
export const requestIds = (clock: Clock) => (): string => {
  const bytes = clock.random(16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const version = `${hex.slice(8, 12)}-${hex.slice(12, 16)}`
  return `${hex.slice(0, 8)}-${version}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
