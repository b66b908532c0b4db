// What a sink's delivery has come to, on its way into the store: how far the consumer is, and what it keeps, gives up
// or need not keep any more. All of it goes in one write now and then: what a crash takes is delivered once more.
import type { ConsumerRow } from '../../domain/rows.ts'
import type { Change, Store } from '../../storage/contract.ts'

export type Ledger = {
  /** A change of the undelivered row of a position; the last one of a position counts. */
  note(position: number, change: Change, stored?: () => void): void
  /** Whether there is anything to store, if all up to `mark` is settled. */
  isBehind(mark: number): boolean
  /** Store it. Rejects if the store cannot; then all of it is still to be stored. */
  store(mark: number): Promise<void>
}

type Noted = { readonly change: Change; readonly stored: (() => void) | undefined }

export const createLedger = (store: Store, { name, epoch, position }: ConsumerRow): Ledger => {
  let noted = new Map<number, Noted>()
  let storedMark = position
  return {
    note: (at, change, stored) => void noted.set(at, { change, stored }),
    isBehind: (mark) => noted.size > 0 || mark > storedMark,
    store: async (mark) => {
      const batch = noted
      noted = new Map()
      const changes = Array.from(batch.values(), ({ change }) => change)
      const advance: Change = { change: 'consumer.advance', name, epoch, position: mark }
      try {
        await store.write({
          plan: () => ({}),
          decide: () => ({ answer: undefined, changes: [...changes, advance] }),
        })
      } catch (error) {
        noted = new Map([...batch, ...noted])
        throw error
      }
      storedMark = mark
      for (const [at, { stored }] of batch) if (!noted.has(at)) stored?.()
    },
  }
}
