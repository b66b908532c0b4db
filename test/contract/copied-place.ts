// A database whose stores search in copies: how many copies there were, and what they were asked.
import assert from 'node:assert/strict'
import { realClock } from '../../src/clock.ts'
import type { Store } from '../../src/storage/contract.ts'
import { openStore } from '../../src/storage/index.ts'
import { hostUrls } from '../../src/storage/postgres/database-url.ts'
import { connect } from '../../src/storage/postgres/open-connection.ts'
import { until } from '../support/until.ts'
import { ask } from './place.ts'
import { type PostgresPlace, postgresPlace } from './postgres-place.ts'
import type { Builder } from './rows.ts'

type Watched = {
  /** The stores of copies, the newest last. */
  readonly copies: Store[]
  /** Those that searches go through: they are swept from then on. */
  readonly used: Set<Store>
  /** How many searches they have answered. */
  searches: number
  /** How often one was made from nothing. */
  made: number
  /** Whether the next search in a copy fails. */
  broken: boolean
  /** How many have. */
  failed: number
  /** Whether the next writes to copies go well, and none after them; else all do. */
  writes: boolean[] | undefined
}

export type CopiedPlace = PostgresPlace & {
  readonly watched: Watched
  openCopy(): Promise<Store>
}

/** A place whose stores search in copies, in `folder` or in memory; each is opened when its copy is there. */
export const copiedPlace = async (folder = ':memory:'): Promise<CopiedPlace> => {
  const watched: Watched = {
    copies: [],
    used: new Set(),
    searches: 0,
    made: 0,
    broken: false,
    failed: 0,
    writes: undefined,
  }
  const openCopy = async (): Promise<Store> => {
    const store = await openStore({ directory: folder, clock: realClock() })
    const copy: Store = {
      ...store,
      load: (plan) => {
        if (!Object.values(plan).some((asked) => asked.query === 'searchCases'))
          return store.load(plan)
        if (watched.broken) {
          watched.broken = false
          watched.failed += 1
          throw new Error('the disk of the copy cannot be read')
        }
        watched.searches += 1
        return store.load(plan)
      },
      write: async (write) => {
        const isFull = watched.writes !== undefined && watched.writes.shift() !== true
        if (isFull) throw new Error('the disk of the copy is full')
        return store.write(write)
      },
      reset: () => {
        watched.made += 1
        return store.reset()
      },
      sweep: (nowMs, limit) => {
        watched.used.add(copy)
        return store.sweep(nowMs, limit)
      },
    }
    watched.copies.push(copy)
    return copy
  }
  const place = await postgresPlace()
  const open: PostgresPlace['open'] = async (options) => {
    const known = watched.copies.length
    const store = await place.open({ openCopy, copiedLeast: 0, copyEveryMs: 100, ...options })
    const isThere = async () => {
      const copy = watched.copies[known]
      return copy !== undefined && watched.used.has(copy)
    }
    await until(isThere, () => 'no copy was made')
    return store
  }
  return { ...place, watched, openCopy, open, beside: () => open() }
}

/** A search for every case. */
export const all = (own: Builder) =>
  ({ scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 100 }) as const

/** Resolves when searches, whose answer is the same all the while, go through a copy again. */
export const copyAnswers = async (
  { watched }: { readonly watched: Watched },
  store: Store,
  own: Builder,
  count: number,
): Promise<void> => {
  const { searches } = watched
  const isAgain = async () => {
    assert.equal((await ask(store, 'searchCases', all(own))).totalCount, count)
    return watched.searches > searches
  }
  await until(isAgain, () => 'no copy answers')
}

/** As if they were older than what is kept. */
export const forgetChanges = async (url: string): Promise<void> => {
  const client = await connect({ urls: hostUrls(url) ?? [], clock: realClock() })
  try {
    await client.query(`with gone as (delete from search_changes returning transaction)
      update search_horizon set transaction = (select max(transaction) from gone)`)
  } finally {
    await client.end()
  }
}
