// The delivery to one sink, from the position where its consumer is until somebody sets another position or the
// server stops: read, send, and store what came of it. Nothing here waits for the sink: what is under way reports
// back by waking the loop.
import type { Clock } from '../../clock.ts'
import type { Store } from '../../storage/contract.ts'
import type { JournalReader } from '../journal/reader.ts'
import type { Waker } from '../journal/waker.ts'
import { createAside } from './aside.ts'
import { createIntake, loadKept } from './intake.ts'
import { createLanes } from './lanes.ts'
import { createLedger } from './ledger.ts'
import { type Counters, createOutcomes, type DeliveryLog, type Policy } from './outcomes.ts'
import { createPace } from './pace.ts'
import { createSender } from './sender.ts'
import type { Sink } from './sink.ts'

export type SessionOptions = {
  /** Of the consumer. */
  readonly name: string
  readonly sink: Sink
  readonly policy: Policy
  readonly store: Store
  readonly clock: Clock
  readonly log: DeliveryLog
  readonly counters: Counters
  readonly reader: JournalReader
  /** Woken by the session itself, and to have it look whether it is to stop. */
  readonly waker: Waker
}

export type Backlog = {
  /** Read, and not delivered yet. */
  readonly waiting: number
  /** All after it is still to be read. */
  readonly readTo: number
  /** When the oldest of those that wait happened. */
  readonly oldestAt: number | undefined
}

export type Session = {
  /** Resolves when the position was set from outside, when it was cut, or when `isStopping` says so. */
  run(isStopping: () => boolean): Promise<void>
  /** Give up what is under way, and end. */
  cut(): void
  /** There is something new to read. */
  arrived(): void
  backlog(): Backlog
}

/** What came of the sending is stored so often. */
const storeMs = 200
const restMsMax = 1000

export const createSession = (options: SessionOptions): Session => {
  const { sink, clock, waker } = options
  const lanes = createLanes(sink.order)
  const ledger = createLedger(options.store, options.reader.consumer)
  const pace = createPace(clock, sink, options.policy)
  const aside = createAside({ ...options, lanes, ledger })
  const intake = createIntake({ ...options, lanes, aside })
  const outcomes = createOutcomes({ ...options, lanes, pace, aside })
  const sender = createSender({ ...options, lanes, outcomes })
  const look = attempts(options, intake.look)
  const mark = () => lanes.window.mark(intake.readTo())
  const hasReady = () => lanes.schedule.first() !== undefined
  let storedAt = clock.monotonicMs()

  const store = attempts(options, async () => {
    storedAt = clock.monotonicMs()
    if (ledger.isBehind(mark())) await ledger.store(mark())
    return true
  })
  const dispatch = (): void => {
    while (hasReady() && pace.hasRoom(sender.underWay())) sender.send(lanes.take(sink.batch))
  }
  const restMs = (nextDue: number): number => {
    const now = clock.monotonicMs()
    const dues = [now + restMsMax, nextDue, intake.dueAt()]
    if (hasReady() && pace.waitMs() > 0) dues.push(now + pace.waitMs())
    if (ledger.isBehind(mark())) dues.push(storedAt + storeMs)
    return Math.max(0, Math.min(...dues) - now)
  }
  return {
    run: async (isStopping) => {
      // What was cut has no outcome: only another session sends it again, also where this one might go on.
      const isOver = () => sender.isCut() || isStopping()
      await loadKept({ ...options, lanes })
      while (!isOver() && (await look()) && !isOver()) {
        const nextDue = lanes.schedule.wakeDue(clock.monotonicMs())
        dispatch()
        if (clock.monotonicMs() - storedAt >= storeMs) await store()
        await waker.wait(restMs(nextDue))
      }
      await sender.landed()
      await store()
    },
    cut: sender.cut,
    arrived: () => {
      intake.arrived()
      waker.wake()
    },
    backlog: () => ({
      waiting: lanes.window.size() + lanes.kept(),
      readTo: intake.readTo(),
      oldestAt: lanes.oldestAt(),
    }),
  }
}

/** A step that fails is taken again; that is said once, as the log may lie on the same disk. */
const attempts = ({ log, name }: SessionOptions, step: () => Promise<boolean>) => {
  let failing = false
  return async (): Promise<boolean> => {
    try {
      const outcome = await step()
      failing = false
      return outcome
    } catch (error) {
      if (!failing) log.error({ err: error, sink: name }, 'a delivery cannot use the store')
      failing = true
      return true
    }
  }
}
