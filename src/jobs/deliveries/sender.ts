// What is under way to a sink, and what came of it.
import type { Clock } from '../../clock.ts'
import { query, type Store } from '../../storage/contract.ts'
import type { Waker } from '../journal/waker.ts'
import type { Entry } from './lane.ts'
import type { Lanes } from './lanes.ts'
import type { DeliveryLog, Outcomes } from './outcomes.ts'
import { eventIdOf, type Failure, type Sink } from './sink.ts'

type Parts = {
  readonly name: string
  readonly sink: Sink
  readonly store: Store
  readonly clock: Clock
  readonly log: DeliveryLog
  readonly lanes: Lanes
  readonly outcomes: Outcomes
  /** Woken when something has come to its end. */
  readonly waker: Waker
}

const defectMs = 5000

export const createSender = (parts: Parts) => {
  const { sink, lanes, waker } = parts
  const flights = new Set<Promise<void>>()
  const cutting = new AbortController()
  const fly = async (taken: readonly Entry[]): Promise<void> => {
    const entries = await withText(parts, taken)
    if (entries.length === 0) return
    const failures = await sink.send(entries.map(toSent), cutting.signal)
    // What is cut off has no outcome: it is sent again after the next start.
    if (!cutting.signal.aborted) settle(parts, entries, failures)
  }
  const failing = (taken: readonly Entry[]) => (error: unknown) => {
    parts.log.error({ err: error, sink: parts.name }, 'a delivery failed on a defect')
    const dueAt = parts.clock.monotonicMs() + defectMs
    for (const { lane } of taken) if (lane.state === 'busy') lanes.schedule.wait(lane, dueAt)
  }
  return {
    underWay: (): number => flights.size,
    send: (entries: readonly Entry[]): void => {
      const flight = fly(entries)
        .catch(failing(entries))
        .finally(() => {
          flights.delete(flight)
          waker.wake()
        })
      flights.add(flight)
    },
    /** Give up what is under way. */
    cut: (): void => cutting.abort(),
    isCut: (): boolean => cutting.signal.aborted,
    landed: async (): Promise<void> => {
      await Promise.all(flights)
    },
  }
}

const settle = (
  { sink, outcomes }: Parts,
  entries: readonly Entry[],
  failures: readonly (Failure | undefined)[],
): void => {
  for (const [index, entry] of entries.entries()) {
    const failure = failures[index]
    if (failure === undefined) outcomes.delivered(entry)
    else outcomes.failed(entry, failure)
    // In total order the first failure is that of all.
    if (failure !== undefined && sink.order === 'total') return
  }
}

const toSent = ({ caseId, text = '' }: Entry) => ({ id: eventIdOf(text), caseId, text })

/** What only the store has is read; what it has no longer is lost. */
const withText = async (
  { store, name, outcomes }: Parts,
  taken: readonly Entry[],
): Promise<readonly Entry[]> => {
  const found: Entry[] = []
  for (const entry of taken) {
    entry.text ??= await textOf(store, name, entry.position)
    if (entry.text === undefined) outcomes.lost(entry)
    else found.push(entry)
  }
  return found
}

const textOf = async (store: Store, consumer: string, position: number) => {
  const takes = { consumer, dead: false, after: position - 1, limit: 1 }
  const { rows } = await store.load({ rows: query('undelivered', takes) })
  const [row] = rows
  return row?.position === position ? row.event : undefined
}
