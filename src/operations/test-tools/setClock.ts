// SetClock: move domain time forward, by so much or to a moment (B-1101 to B-1103).
import { toDate } from '../../clock.ts'
import { parseTime } from '../../domain/directory.ts'
import { latestTime } from '../../domain/time-bounds.ts'
import { validation } from '../../errors.ts'
import type { Input } from '../../model/index.ts'
import { control } from '../operation.ts'
import { toolChecks } from './tools.ts'

export const setClock = control('SetClock', {
  checks: toolChecks('SetClock'),
  run: async ({ input }, tools) => ({
    now: toDate(await tools.move((now) => targetOf(input, now))),
  }),
})

const targetOf = ({ to, advanceMs }: Input<'SetClock'>, now: number): number => {
  if (to !== undefined && advanceMs !== undefined) {
    throw validation('Give to or advanceMs, not both.')
  }
  const at = to === undefined ? now + (advanceMs ?? 0) : parseTime(to)
  if (at === undefined) throw validation('The time to move to must be an RFC 3339 date and time.')
  if (at < now) throw validation('The clock only moves forward.')
  if (at > latestTime) throw validation('The clock goes to the year 9000.')
  return at
}
