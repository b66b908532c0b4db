// A copy of all cases on the server's own disk, which follows the database, and which searches look
// through: what a search needs of PostgreSQL is then the few cases that changed since the last one.
// Before each search it takes in what is committed, so a search sees every write answered before,
// whichever server answered it. The copy is a store in SQLite with nothing but cases in it; it can
// be thrown away at any time.
import type { Clock } from '../../clock.ts'
import { ApiError } from '../../errors.ts'
import { type Queries, query, type Store } from '../contract.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { CopyFailed, forgetPlaces, lastFollowed, takeIn } from './copied-cases.ts'
import { isAtRest, paced, writtenAtATime } from './copy-pace.ts'
import { type Ask, createFollowing, type Following } from './following.ts'
import type { Freshness } from './freshness.ts'
import type { Pool } from './pool.ts'
import { beginning, changesBehind, type Followable, type Followed } from './search-changes.ts'
import { named, type Session } from './session.ts'

type Search = Queries['searchCases']

export type SearchCopy = {
  /** The answer to a search; undefined while there is no copy to look through. */
  search(takes: Search['takes']): Promise<Search['gives'] | undefined>
  /** A search is coming: take in what is committed with a question beside another one on its connection. */
  expectSearch(session: Session): Promise<void>
  close(): Promise<void>
}

export type SearchCopyOptions = {
  readonly pool: Pool
  readonly freshness: Pick<Freshness, 'askedAt' | 'look' | 'snapshot'>
  readonly clock: Clock
  /** Opens the store of the copy: an empty one, or the one that was there. */
  openCopy(): Promise<Store>
  /** With fewer cases PostgreSQL itself is as fast. */
  readonly casesLeast: number
  /** How often to look whether there are enough by now, or whether what failed goes well. */
  readonly everyMs: number
  /** Told why there is no copy. */
  failed(error: unknown): void
}

/** A copy that is made, once there are cases enough for one, in the background. */
export const createSearchCopy = (options: SearchCopyOptions): SearchCopy => {
  const { pool, casesLeast } = options
  const stopping = new AbortController()
  let copy: Copy | undefined
  let making: Promise<void> | undefined
  const isWanted = async (): Promise<boolean> => {
    const [found] = await pool.use((session) =>
      session.rows<{ count: number }>(countedUpTo, [casesLeast]),
    )
    return (found?.count ?? 0) >= casesLeast
  }
  const made = async (): Promise<void> => {
    if (copy !== undefined || stopping.signal.aborted || !(await isWanted())) return
    const fresh = await openedCopy(options)
    try {
      await fresh.fill(stopping.signal)
    } catch (error) {
      await fresh.close()
      if (!stopping.signal.aborted) throw error
      return
    }
    copy = fresh
  }
  const make = (): Promise<void> => {
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
    await broken.close().catch(options.failed)
  }
  const tending = tend(options, { make, drop, current: () => copy }, stopping.signal)
  return {
    search: async (takes) => {
      const asked = copy
      if (asked === undefined) return undefined
      try {
        if (await asked.follow(takes.since)) return await asked.search(takes)
        void drop(asked).then(make)
      } catch (error) {
        if (!(error instanceof CopyFailed)) throw error
        options.failed(error)
        void drop(asked)
      }
      return undefined
    },
    expectSearch: async (session) => {
      await copy?.beside(session)
    },
    close: async () => {
      stopping.abort()
      await tending
      await making
      if (copy !== undefined) await drop(copy)
    },
  }
}

type Tended = {
  make(): Promise<void>
  drop(broken: Copy): Promise<void>
  current(): Copy | undefined
}

/** Until stopped, makes a copy or sweeps the one that is there, and between that follows at rest. */
const tend = async (
  options: SearchCopyOptions,
  { make, drop, current }: Tended,
  stopping: AbortSignal,
): Promise<void> => {
  const { clock, everyMs } = options
  // A search must not wait for all that was written since the last one, by other servers too.
  const followAtRest = async (): Promise<void> => {
    const copy = current()
    if (copy === undefined || !isAtRest(options)) return
    // What fails is told to the next search, which finds the same.
    const isPossible = await copy.follow().catch(() => true)
    if (!isPossible) await drop(copy)
  }
  while (!stopping.aborted) {
    await make()
    await current()?.sweep(clock.now())
    const until = clock.monotonicMs() + everyMs
    while (clock.monotonicMs() < until && !stopping.aborted) {
      await clock.sleep(Math.min(followMs, everyMs), stopping)
      await followAtRest()
    }
  }
}

const countedUpTo = named(
  'count_cases_up_to',
  'select count(*) as count from (select 1 from cases limit $1) as counted',
)

type Copy = Following & {
  /** Take in everything, if it does not go on where it was. */
  fill(stopping: AbortSignal): Promise<void>
  search(takes: Search['takes']): Promise<Search['gives']>
  /** Clear away a little of what deleted domains left. */
  sweep(nowMs: number): Promise<void>
  close(): Promise<void>
}

const openedCopy = async (options: SearchCopyOptions): Promise<Copy> => {
  const { pool, freshness, openCopy } = options
  const store = await openCopy()
  let followed: Followed | undefined
  const step = async (from: Followed, ask: Ask): Promise<boolean> => {
    const following = await ask((session) => changesBehind(session, from))
    if (following === undefined) return false
    if (following.cases.length > 0) {
      // What the cases hold was configured before them.
      await freshness.look()
      for (const some of pieces(following.cases)) await takeIn(store, freshness.snapshot(), some)
      await takeIn(store, freshness.snapshot(), [], following.followed)
    }
    followed = following.followed
    return following.isMore ? step(followed, pool.use) : true
  }
  const { follow, beside } = createFollowing(
    options.clock,
    pool.use,
    async (ask) => followed !== undefined && step(followed, ask),
  )
  return {
    fill: async (stopping) => {
      const begun = await pool.use(beginning)
      followed = await lastFollowed(store, begun)
      if (await goesOn(follow)) return
      // A reset keeps them, and a copy that is not filled to its end must not be taken for whole.
      await forgetPlaces(store)
      await store.reset()
      followed = begun
      await freshness.look()
      const next = paced(options, stopping)
      for await (const cases of allCases(pool)) {
        for (let from = 0; from < cases.length; ) {
          from += await next(async (count) => {
            const some = cases.slice(from, from + count)
            await takeIn(store, freshness.snapshot(), some)
            return some.length
          })
        }
      }
      await takeIn(store, freshness.snapshot(), [], followed)
      if (!(await follow())) throw new Error('changes are missing for searches')
    },
    follow,
    beside,
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
    sweep: async (nowMs) => {
      await store.sweep(nowMs, sweptAtATime).catch(() => {})
    },
    close: () => store.close(),
  }
}

/** A copy that what has changed does not fit into is made anew, as one that misses changes. */
const goesOn = async (follow: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await follow()
  } catch (error) {
    if (error instanceof CopyFailed) return false
    throw error
  }
}

const sweptAtATime = 10_000

const casesAtATime = 500

/** How often a server at rest takes in what others have written. */
const followMs = 1000

/** Each piece is written at once, and holds the event loop for that long. */
function* pieces(cases: readonly Followable[]): Generator<readonly Followable[]> {
  for (let from = 0; from < cases.length; from += writtenAtATime) {
    yield cases.slice(from, from + writtenAtATime)
  }
}

/** Some at a time; the next ones are asked for while these are used. */
async function* allCases(pool: Pool): AsyncGenerator<readonly Followable[]> {
  const after = (last: string) =>
    pool.use((session) =>
      session.rows<CaseRecord & { domain: number }>(someCases, [last, casesAtATime]),
    )
  let asked = after('00000000-0000-0000-0000-000000000000')
  for (;;) {
    const records = await asked
    const last = records.at(-1)?.case_id
    const isMore = records.length === casesAtATime && last !== undefined
    if (isMore) asked = after(last)
    // Its error is that of the next turn, if there is one.
    asked.catch(() => {})
    yield records.map((record) => ({
      domain: record.domain,
      caseId: record.case_id,
      rowIn: (scope) => toCaseRow(scope, record),
    }))
    if (!isMore) return
  }
}

const someCases = named(
  'cases_behind',
  `select c.domain, ${caseColumns} from cases as c where c.case_id > $1::uuid
   order by c.case_id limit $2`,
)
