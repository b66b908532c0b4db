// What a sink could not have, kept by the store: a case that is set aside so that the sink goes on with others, and
// events that were given up.
import type { Clock } from '../../clock.ts'
import type { UndeliveredRow } from '../../domain/rows.ts'
import type { Entry, Lane } from './lane.ts'
import type { Lanes } from './lanes.ts'
import type { Ledger } from './ledger.ts'

type Parts = {
  /** Of the consumer. */
  readonly name: string
  readonly clock: Clock
  readonly lanes: Lanes
  readonly ledger: Ledger
}

export type Aside = ReturnType<typeof createAside>

export const createAside = ({ name, clock, lanes, ledger }: Parts) => {
  const put = (entry: Entry, state: Partial<UndeliveredRow> & { reason: string }): void => {
    const { lane, position, caseId, at, text = '' } = entry
    const now = clock.wallNow()
    const times = { tries: lane.tries, failedAt: lane.failedAt ?? now, dueAt: now }
    const row = { consumer: name, position, caseId, at, event: text, ...times, ...state }
    ledger.note(position, { change: 'undelivered.put', row }, () => {
      // It is read again for its next try.
      if (entry.kept && lane.state !== 'busy') entry.text = undefined
    })
  }
  const keepBehind = (entry: Entry): void => {
    lanes.keep(entry)
    put(entry, { tries: 0, reason: 'It waits for an earlier event of its case.' })
  }
  return {
    /** A new event: it is kept if those before it are. */
    follow: (entry: Entry): void => {
      if (entry.lane.keeping && lanes.mayKeep(1)) keepBehind(entry)
    },
    /** Keep all events of a case, and those that come. False if there is no room for more. */
    set: (lane: Lane): boolean => {
      const fresh = lane.queue.filter(({ kept }) => !kept)
      if (!lanes.mayKeep(fresh.length)) return false
      lane.keeping = true
      for (const entry of fresh) keepBehind(entry)
      return true
    },
    /** It failed again. */
    failed: (entry: Entry, failure: { dueAt: number; reason: string }): void => {
      if (entry.kept) put(entry, failure)
    },
    giveUp: (entry: Entry, reason: string): void => {
      put(entry, { deadAt: clock.wallNow(), reason })
      lanes.shift(entry)
    },
    /** It need not be kept any more. */
    release: ({ kept, position }: Entry): void => {
      if (!kept) return
      ledger.note(position, { change: 'undelivered.delete', consumer: name, position })
    },
  }
}
