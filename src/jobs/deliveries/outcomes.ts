// What follows from each try: the next event of the case, a wait, the case set aside so that the sink goes on, or the
// event given up.
import type { Clock } from '../../clock.ts'
import type { Aside } from './aside.ts'
import { type Delays, delayAfter } from './delay.ts'
import type { Entry, Lane } from './lane.ts'
import type { Lanes } from './lanes.ts'
import type { Pace } from './pace.ts'
import type { Failure, Sink } from './sink.ts'

export type Policy = Delays & {
  /** An event is given up when it has failed so often, and for so long. */
  readonly giveUpTries: number
  readonly giveUpMs: number
}

export type Counters = {
  delivered: number
  /** Tries that failed. */
  failed: number
  /** Events given up. */
  dead: number
  /** Events that could not be kept until they were delivered. */
  expired: number
}

export type DeliveryLog = {
  error(fields: object, message: string): void
  warn(fields: object, message: string): void
  info(fields: object, message: string): void
}

type Parts = {
  /** Of the consumer. */
  readonly name: string
  readonly sink: Sink
  readonly policy: Policy
  readonly clock: Clock
  readonly log: DeliveryLog
  readonly counters: Counters
  readonly lanes: Lanes
  readonly pace: Pace
  readonly aside: Aside
}

export type Outcomes = {
  delivered(entry: Entry): void
  failed(entry: Entry, failure: Failure): void
  /** The store no longer has it. */
  lost(entry: Entry): void
}

/** A case is set aside when its event has failed so often while others were delivered. */
const asideTries = 3

/** Until then nobody knows whether the event is at fault or the sink, which may be back at any moment. */
const longestOnTrialMs = 30_000

export const createOutcomes = (parts: Parts): Outcomes => {
  const { name, policy, clock, log, counters, lanes, pace, aside } = parts
  const isHopeless = ({ tries, failedAt = 0 }: Lane): boolean =>
    tries >= policy.giveUpTries && clock.wallNow() - failedAt >= policy.giveUpMs
  const isAtFault = (lane: Lane): boolean =>
    parts.sink.order === 'case' &&
    !lane.keeping &&
    lane.tries >= asideTries &&
    counters.delivered > lane.deliveredBefore
  const note = ({ lane }: Entry, { reason, retryAfterMs }: Failure): void => {
    counters.failed += 1
    if (lane.tries === 0) {
      lane.failedAt = clock.wallNow()
      lane.deliveredBefore = counters.delivered
    }
    lane.tries += 1
    const wasDown = pace.isDown()
    pace.failed(lane.key, retryAfterMs)
    if (pace.isDown() && !wasDown) log.warn({ sink: name, reason }, 'a sink is down')
  }
  const retry = (entry: Entry, { reason, retryAfterMs = 0 }: Failure): void => {
    const { lane } = entry
    const onTrialMs = lane.keeping ? policy.longestMs : longestOnTrialMs
    const delays = { ...policy, longestMs: Math.min(policy.longestMs, onTrialMs) }
    const delayMs = Math.max(delayAfter(lane.tries, delays, clock.random), retryAfterMs)
    lanes.schedule.wait(lane, clock.monotonicMs() + delayMs)
    aside.failed(entry, { dueAt: clock.wallNow() + delayMs, reason })
  }
  return {
    delivered: (entry) => {
      counters.delivered += 1
      if (pace.isDown()) log.info({ sink: name }, 'a sink is back')
      pace.succeeded()
      aside.release(entry)
      lanes.shift(entry)
    },
    failed: (entry, failure) => {
      const { lane, position, caseId } = entry
      const { reason } = failure
      note(entry, failure)
      if (isHopeless(lane)) {
        const about = { sink: name, position, caseId, tries: lane.tries, reason }
        log.error(about, 'an event is given up')
        counters.dead += 1
        aside.giveUp(entry, reason)
        return
      }
      if (isAtFault(lane) && aside.set(lane)) {
        log.warn({ sink: name, caseId, reason }, 'a case is set aside: its event fails')
      }
      retry(entry, failure)
    },
    lost: (entry) => {
      counters.expired += 1
      lanes.shift(entry)
    },
  }
}
