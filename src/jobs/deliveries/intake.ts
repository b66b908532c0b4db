// What a sink has before it: the events that the journal has next, and at the beginning those that the store kept.
import type { Clock } from '../../clock.ts'
import { query, type Store } from '../../storage/contract.ts'
import type { JournalReader } from '../journal/reader.ts'
import type { Aside } from './aside.ts'
import type { Lanes } from './lanes.ts'
import type { Counters, DeliveryLog } from './outcomes.ts'

type Parts = {
  readonly name: string
  readonly store: Store
  readonly clock: Clock
  readonly log: DeliveryLog
  readonly counters: Counters
  readonly reader: JournalReader
  readonly lanes: Lanes
  readonly aside: Aside
}

/** Events of a page. */
const pageMax = 64
/** Looks are so far apart at least, however many events are told of; and at most. */
const readMs = 4
const pollMs = 1000

export type Intake = ReturnType<typeof createIntake>

export const createIntake = ({ name, clock, log, counters, reader, lanes, aside }: Parts) => {
  let readTo = reader.consumer.position
  let isNew = true
  let lookedAt = Number.NEGATIVE_INFINITY
  const dueAt = (): number => lookedAt + (isNew && lanes.window.hasRoom() ? readMs : pollMs)
  return {
    readTo: () => readTo,
    arrived: (): void => {
      isNew = true
    },
    /** When it should look next. */
    dueAt,
    /** Look for more if it is time. False if the position was set from outside. */
    look: async (): Promise<boolean> => {
      const now = clock.monotonicMs()
      if (now < dueAt()) return true
      const hasRoom = lanes.window.hasRoom()
      lookedAt = now
      isNew &&= !hasRoom
      const page = await reader.next(hasRoom ? pageMax : 0)
      if (page === undefined) return false
      if (page.skipped > 0) {
        counters.expired += page.skipped
        readTo += page.skipped
        log.error({ sink: name, events: page.skipped }, 'events expired before their delivery')
      }
      for (const row of page.rows) {
        aside.follow(lanes.add(row))
        readTo = row.position
      }
      isNew ||= page.rows.length === pageMax
      return true
    },
  }
}

/** Take up what the store kept for this sink: each case where it was, its next try when it is due. */
export const loadKept = async ({
  name,
  store,
  clock,
  lanes,
}: Pick<Parts, 'clock' | 'lanes' | 'name' | 'store'>): Promise<void> => {
  for (let after = 0; ; ) {
    const takes = { consumer: name, dead: false, after, limit: pageMax }
    const { rows } = await store.load({ rows: query('undelivered', takes) })
    for (const row of rows) {
      lanes.addKept(row, clock.monotonicMs() + Math.max(0, row.dueAt - clock.wallNow()))
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageMax) return
    after = last.position
  }
}
