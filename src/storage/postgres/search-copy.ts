// A copy of all cases on the server's own disk, which follows the database, and which searches look through: what a
// search needs of PostgreSQL is then the few cases that changed since the last one. Before each search it takes in what
// is committed, so a search sees every write answered before, whichever server answered it. The copy is a store in
// SQLite with nothing but cases in it; it can be thrown away at any time.
import { ApiError } from '../../errors.ts'
import { type Queries, query, type Store } from '../contract.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { CopyFailed, lastFollowed, takeIn } from './copied-cases.ts'
import type { Freshness } from './freshness.ts'
import type { Pool } from './pool.ts'
import { beginning, changesBehind, type Followable, type Followed } from './search-changes.ts'
import { named } from './session.ts'

type Search = Queries['searchCases']

export type SearchCopy = {
  /** The answer to a search; undefined while there is no copy to look through. */
  search(takes: Search['takes']): Promise<Search['gives'] | undefined>
  /** Make the copy if there are cases enough for one; resolves when it is there, or has come to nothing. */
  make(): Promise<void>
  sweep(nowMs: number, limit: number): Promise<void>
  close(): Promise<void>
}

export type SearchCopyOptions = {
  readonly pool: Pool
  readonly freshness: Pick<Freshness, 'look' | 'snapshot'>
  /** Opens the store of the copy: an empty one, or the one that was there. */
  openCopy(): Promise<Store>
  /** With fewer cases PostgreSQL itself is as fast. */
  readonly casesLeast: number
  /** Told why there is no copy. Searches go on without, and the next sweep tries again. */
  failed(error: unknown): void
}

export const createSearchCopy = (options: SearchCopyOptions): SearchCopy => {
  const { pool, casesLeast } = options
  let copy: Copy | undefined
  let making: Promise<void> | undefined
  let closed = false
  const isWanted = async (): Promise<boolean> => {
    const [found] = await pool.use((session) =>
      session.rows<{ count: number }>(countedUpTo, [casesLeast]),
    )
    return (found?.count ?? 0) >= casesLeast
  }
  const made = async (): Promise<void> => {
    if (!(await isWanted())) return
    const fresh = await openedCopy(options)
    try {
      await fresh.fill(() => closed)
    } catch (error) {
      await fresh.close()
      throw error
    }
    if (closed) await fresh.close()
    else copy = fresh
  }
  const make = (): Promise<void> => {
    if (copy !== undefined || closed) return Promise.resolve()
    making ??= made()
      .catch(options.failed)
      .finally(() => {
        making = undefined
      })
    return making
  }
  const drop = async (broken: Copy): Promise<void> => {
    if (copy !== broken) return
    copy = undefined
    await broken.close()
  }
  return {
    search: async (takes) => {
      const asked = copy
      if (asked === undefined) return undefined
      try {
        if (await asked.follow()) return await asked.search(takes)
        void drop(asked).then(make)
      } catch (error) {
        if (!(error instanceof CopyFailed)) throw error
        options.failed(error)
        void drop(asked)
      }
      return undefined
    },
    make,
    sweep: async (nowMs, limit) => {
      await copy?.sweep(nowMs, limit)
      void make()
    },
    close: async () => {
      closed = true
      await making
      if (copy !== undefined) await drop(copy)
    },
  }
}

const countedUpTo = named(
  'count_cases_up_to',
  'select count(*) as count from (select 1 from cases limit $1) as counted',
)

type Copy = {
  /** Take in everything, if it does not go on where it was. */
  fill(isOver: () => boolean): Promise<void>
  /** Take in what is committed by now; false if that is no longer possible. */
  follow(): Promise<boolean>
  search(takes: Search['takes']): Promise<Search['gives']>
  sweep(nowMs: number, limit: number): Promise<void>
  close(): Promise<void>
}

const openedCopy = async ({ pool, freshness, openCopy }: SearchCopyOptions): Promise<Copy> => {
  const store = await openCopy()
  let followed: Followed | undefined
  const step = async (from: Followed): Promise<boolean> => {
    const following = await pool.use((session) => changesBehind(session, from))
    if (following === undefined) return false
    if (following.cases.length > 0) {
      // What the cases hold was configured before them.
      await freshness.look()
      await takeIn(store, freshness.snapshot(), following.cases, following.followed)
    }
    followed = following.followed
    return following.isMore ? step(followed) : true
  }
  const follow = together(async () => followed !== undefined && step(followed))
  return {
    fill: async (isOver) => {
      const begun = await pool.use(beginning)
      followed = await lastFollowed(store, begun)
      if (await follow()) return
      await store.reset()
      followed = begun
      await freshness.look()
      for await (const cases of allCases(pool)) {
        if (isOver()) return
        await takeIn(store, freshness.snapshot(), cases)
      }
      await takeIn(store, freshness.snapshot(), [], followed)
      if (!(await follow())) throw new Error('changes are missing for searches')
    },
    follow,
    search: async (takes) => {
      // Its cases may lie in the copy still.
      if (freshness.snapshot().domainPk(takes.scope) === undefined)
        return { rows: [], totalCount: 0 }
      try {
        return (await store.load({ found: query('searchCases', takes) })).found
      } catch (cause) {
        if (cause instanceof ApiError) throw cause
        throw new CopyFailed('The copy for searches cannot be read.', { cause })
      }
    },
    sweep: async (nowMs, limit) => void (await store.sweep(nowMs, limit)),
    close: () => store.close(),
  }
}

const casesAtATime = 1000

async function* allCases(pool: Pool): AsyncGenerator<readonly Followable[]> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const records = await pool.use((session) =>
      session.rows<CaseRecord & { domain: number }>(someCases, [last, casesAtATime]),
    )
    yield records.map((record) => ({
      domain: record.domain,
      caseId: record.case_id,
      rowIn: (scope) => toCaseRow(scope, record),
    }))
    if (records.length < casesAtATime) return
    last = records.at(-1)?.case_id ?? last
  }
}

const someCases = named(
  'cases_behind',
  `select c.domain, ${caseColumns} from cases as c where c.case_id > $1::uuid
   order by c.case_id limit $2`,
)

/** Run one after the other; who asks before a run begins shares it. */
const together = <T>(run: () => Promise<T>): (() => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve()
  let waiting: Promise<T> | undefined
  return () => {
    if (waiting === undefined) {
      waiting = last
        .catch(() => {})
        .then(() => {
          waiting = undefined
          return run()
        })
      last = waiting
    }
    return waiting
  }
}
