// How long a key lives, as people write it: `30m`, `1h`, `7d`.
import { validation } from '../errors.ts'

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const daysMax = 365

/** Milliseconds; at least a minute, at most 365 days. */
export const lifeOf = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  const life = Number(count ?? 0) * (unitMs[unit] ?? 0)
  if (life < 60_000 || life > daysMax * 86_400_000) {
    throw validation(`'${text}' is no time to live; write 30m, 1h or 7d, up to ${daysMax}d.`)
  }
  return life
}
