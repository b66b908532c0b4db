// A consumer of the journal: reads the outgoing events from a position of its own, which is stored under its name.
// Whoever reads stores how far it has come with a change `consumer.advance`, beside whatever else follows from the
// events, so that both are there or neither.
import type { ConsumerRow, OutgoingRow } from '../../domain/rows.ts'
import { query, type Store } from '../../storage/contract.ts'

export type ConsumerOptions = {
  readonly name: string
  /** Where a consumer that nobody knows yet begins. */
  readonly from: 'latest' | 'oldest'
  /** For how long events are kept for it beyond the retention of the outbox. */
  readonly keepMs: number
}

export type JournalReader = {
  readonly consumer: ConsumerRow
  /**
   * The next events, none if there are none now; `skipped` counts those that went before they were read. Undefined
   * if the position was set from outside, or the database is another one: then open a new reader.
   */
  next(
    limit: number,
  ): Promise<{ readonly rows: readonly OutgoingRow[]; readonly skipped: number } | undefined>
}

/** Make the consumer known, and read on where it is. */
export const openReader = async (
  store: Store,
  options: ConsumerOptions,
): Promise<JournalReader> => {
  const consumer = await openConsumer(store, options)
  let readTo = consumer.position
  return {
    consumer,
    next: async (limit) => {
      const { page, consumers } = await store.load({
        page: query('outgoing', { after: readTo, limit }),
        consumers: query('consumers', {}),
      })
      const stored = consumers.find(({ name }) => name === options.name)
      if (stored?.epoch !== consumer.epoch || page.latest < readTo) return undefined
      const skipped = Math.max(0, page.retired - readTo)
      readTo = page.rows.at(-1)?.position ?? readTo + skipped
      return { rows: page.rows, skipped }
    },
  }
}

const openConsumer = (
  store: Store,
  { name, from, keepMs }: ConsumerOptions,
): Promise<ConsumerRow> =>
  store.write({
    plan: () => ({
      consumers: query('consumers', {}),
      ends: query('outgoing', { after: Number.MAX_SAFE_INTEGER, limit: 1 }),
    }),
    decide: ({ consumers, ends }) => {
      const known = consumers.find((consumer) => consumer.name === name)
      const fresh = { name, position: from === 'latest' ? ends.latest : ends.retired, epoch: 0 }
      const row = { ...(known ?? fresh), active: true, keepMs }
      return { answer: row, changes: [{ change: 'consumer.put', row }] }
    },
  })
