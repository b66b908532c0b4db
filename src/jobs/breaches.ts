// Tells of SLAs whose target time has passed unmet, once each: an event in the history of the case and an outgoing
// one (B-1080). What is due is asked for inside the transaction that tells of it, so that neither a crash nor a
// request that comes in between can make it two, or none.
import type { Clock } from '../clock.ts'
import { breachedCase } from '../domain/case.ts'
import type { Configs } from '../domain/domain-config.ts'
import type { JournalContext, Seal } from '../domain/journal.ts'
import { breachSlas } from '../domain/sla.ts'
import { type Location, serverArn } from '../ids.ts'
import { type Change, query, type Store, type Write } from '../storage/contract.ts'
import type { DueSla } from '../storage/deadline-contract.ts'
import type { Rounds } from './loop.ts'

type Options = {
  readonly store: Store
  readonly clock: Clock
  readonly location: Location
  readonly seal: Seal
  newId(): string
}

/** Some ten milliseconds of writing. */
const slasPerRound = 80

export const breaches = (options: Options): Rounds => {
  const { store, clock } = options
  const dueAt = async (): Promise<number | undefined> => {
    const { target } = await store.load({ target: query('nextSlaTarget', {}) })
    // The millisecond of the target is still in time (B-434).
    return target === undefined ? undefined : target + 1
  }
  return {
    name: 'SLA breaches',
    dueAt,
    // Half of the time is left to callers: many fall due at once, at a full hour, and are waited for.
    pausePerWork: 1,
    round: async () => {
      const at = await dueAt()
      if (at === undefined || at > clock.now()) return false
      return (await store.write(someBreaches(options))) === slasPerRound
    },
  }
}

/** Answers with how many were due. */
const someBreaches = (options: Options): Write<ReturnType<typeof plan>, number> => {
  const { clock, location, seal, newId } = options
  const now = clock.now()
  const actor = { iamPrincipalArn: serverArn(location, 'clock') }
  const context = { now, location, actor, newId, seal }
  return {
    plan: () => plan(now),
    decide: ({ due }, configs) => ({
      answer: due.length,
      changes: byCase(due).flatMap((slas) => told(context, configs, slas)),
    }),
  }
}

const plan = (nowMs: number) => ({ due: query('dueSlas', { nowMs, limit: slasPerRound }) })

const byCase = (due: readonly DueSla[]): readonly (readonly DueSla[])[] => [
  ...Map.groupBy(due, (each) => each.case.id).values(),
]

/** All of one case. */
const told = (context: JournalContext, configs: Configs, due: readonly DueSla[]): Change[] => {
  const row = due[0]?.case
  if (row === undefined) return []
  const slas = due.map(({ item }) => item)
  const domain = configs.domain(row.scope)
  if (domain !== undefined) return breachedCase(context, { domain, row, slas })
  // The domain is gone, and nobody is told; but what is left of it must not be asked for again.
  return breachSlas(slas, context.now).map((pair) => ({ change: 'relatedItem.update', ...pair }))
}
