// Sending again what a sink was sent before, or could not have: while the server runs, from another process. The
// server notices by the consumer's epoch, and begins again from what is stored.
import { type Change, query, type Store, type Write } from '../../storage/contract.ts'

type Wanted = {
  /** Of the consumer. */
  readonly name: string
  /** Only what happened since. */
  readonly fromMs: number
  readonly wallNow: number
}

/** Rows of one write. */
const pageMax = 100

/** Have dead letters tried again, from the beginning. Resolves with their number; undefined if there is no such sink. */
export const replayDead = async (store: Store, wanted: Wanted): Promise<number | undefined> => {
  let count = 0
  for (let after = 0; ; ) {
    const page = await store.write(somePage(wanted, after))
    if (page === undefined) return undefined
    count += page.count
    if (page.count < pageMax) return count
    after = page.last
  }
}

const somePage = (
  { name, fromMs, wallNow }: Wanted,
  after: number,
): Write<ReturnType<typeof planOf>, { count: number; last: number } | undefined> => ({
  plan: () => planOf({ name, fromMs, after }),
  decide: ({ consumers, dead }) => {
    const consumer = consumers.find((row) => row.name === name)
    if (consumer === undefined) return { answer: undefined, changes: [] }
    const changes = dead.map(({ deadAt: _, ...row }): Change => {
      const times = { tries: 0, failedAt: wallNow, dueAt: wallNow }
      const reason = 'It is to be sent again.'
      return { change: 'undelivered.put', row: { ...row, ...times, reason } }
    })
    const row = { ...consumer, epoch: consumer.epoch + 1 }
    return {
      answer: { count: dead.length, last: dead.at(-1)?.position ?? after },
      changes: [...changes, { change: 'consumer.put', row }],
    }
  },
})

const planOf = ({ name, fromMs, after }: { name: string; fromMs: number; after: number }) => ({
  consumers: query('consumers', {}),
  dead: query('undelivered', { consumer: name, dead: true, after, fromMs, limit: pageMax }),
})

/**
 * Have everything sent again that happened since and is still kept, delivered or not. Resolves with the number of
 * events; undefined if there is no such sink.
 */
export const rewind = async (store: Store, wanted: Wanted): Promise<number | undefined> => {
  const { name } = wanted
  const first = await firstSince(store, wanted.fromMs)
  const moved = await store.write({
    plan: () => ({
      consumers: query('consumers', {}),
      ends: query('outgoing', { after: Number.MAX_SAFE_INTEGER, limit: 1 }),
    }),
    decide: ({ consumers, ends }) => {
      const consumer = consumers.find((row) => row.name === name)
      if (consumer === undefined) return { answer: undefined, changes: [] }
      const position = Math.min(consumer.position, first - 1)
      const row = { ...consumer, position, epoch: consumer.epoch + 1 }
      const count = ends.latest - position
      return { answer: { position, count }, changes: [{ change: 'consumer.put', row }] }
    },
  })
  if (moved === undefined) return undefined
  // What is sent again anyway need not be kept beside.
  for (const dead of [false, true]) await forget(store, { name, dead, after: moved.position })
  return moved.count
}

/** The position of the first event that happened since: they are in order of time. */
const firstSince = async (store: Store, fromMs: number): Promise<number> => {
  const at = async (after: number) => {
    const { page } = await store.load({ page: query('outgoing', { after, limit: 1 }) })
    return page
  }
  const { retired, latest } = await at(0)
  let [low, high] = [retired + 1, latest + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [row] = (await at(middle - 1)).rows
    if (row === undefined || row.at >= fromMs) high = middle
    else low = middle + 1
  }
  return low
}

const forget = async (
  store: Store,
  { name, dead, after }: { name: string; dead: boolean; after: number },
): Promise<void> => {
  for (let count = pageMax; count === pageMax; ) {
    count = await store.write({
      plan: () => ({
        rows: query('undelivered', { consumer: name, dead, after, limit: pageMax }),
      }),
      decide: ({ rows }) => ({
        answer: rows.length,
        changes: rows.map(({ consumer, position }): Change => {
          return { change: 'undelivered.delete', consumer, position }
        }),
      }),
    })
  }
}
