// The list of cases that changed, which the copies that servers search in follow.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { CaseRow } from '../../domain/rows.ts'
import { type CaseRecord, caseColumns, changesContent, toCaseRow } from './cases.ts'
import { insertInto } from './rows-in.ts'
import { named, type Session } from './session.ts'

const insertChanges = insertInto('search_changes', { domain: 'integer', changed: 'uuid' })

type Change = { readonly before?: CaseRow; readonly after?: CaseRow; readonly domain: number }

/** Appends to the list what searches can see of changes, in their transaction. */
export const noteChanges = async (session: Session, changes: readonly Change[]): Promise<void> => {
  if (session.spread) return
  const rows = changes.filter(isSeen).map(({ before, after, domain }) => ({
    domain,
    changed: (after ?? before)?.id ?? '',
  }))
  if (rows.length > 0) await insertChanges.run(session, rows)
}

const isSeen = ({ before, after, domain }: Change): boolean =>
  before === undefined ||
  after === undefined ||
  before.unmetSlas !== after.unmetSlas ||
  changesContent({ before, after, domain })

/**
 * Where a follower is: at what a snapshot of the database saw. It costs as much as there were transactions under way,
 * however long one of them takes and whatever is written meanwhile.
 */
export type Followed = {
  /** The tables, their cluster and its history: transactions of another one have the same numbers. */
  readonly history: string
  /** Of transactions from this one on nothing is taken in. */
  readonly next: number
  /** Nor of these before it, which had not ended. */
  readonly running: readonly number[]
  /** Of one of the latter all is taken in up to a position. */
  readonly part?: { readonly transaction: number; readonly position: number }
}

/** The first transaction of which anything is not taken in. */
export const firstUnseen = ({ next, running }: Followed): number => Math.min(next, ...running)

/** A case that changed, as it is now. */
export type Followable = {
  readonly domain: number
  readonly caseId: string
  /** Not there if it is gone. */
  rowIn(scope: DomainScope): CaseRow | undefined
}

export type Following = {
  readonly cases: readonly Followable[]
  readonly followed: Followed
  /** Whether there is more to take in at once. */
  readonly isMore: boolean
}

const changesAtATime = 2000

/** What came behind a place in the list, all of one moment; undefined if not all of it is there any more. */
export const changesBehind = async (
  session: Session,
  place: Followed,
): Promise<Following | undefined> => {
  const { next, running, part = { transaction: 0, position: 0 } } = place
  const values = [next, running, part.transaction, part.position, changesAtATime]
  const records = await session.rows<Record>(behind, values)
  const [now] = records
  if (now === undefined || isPast(place, now)) return undefined
  const changed = records.filter(({ position }) => position !== null)
  const last = changed[changesAtATime - 1]
  const isMore = last !== undefined
  const followed = isMore ? partly(place, now, last) : placeAt(now)
  const byCase = new Map(changed.map((record) => [record.changed ?? '', record]))
  // What is gone comes first: another case may have its reference number now.
  const ordered = [...byCase].sort(([, a], [, b]) => presence(a) - presence(b))
  const cases = ordered.map(([caseId, record]) => ({
    domain: record.domain ?? 0,
    caseId,
    rowIn: (scope: DomainScope) =>
      record.case_id === null ? undefined : toCaseRow(scope, record as CaseRecord),
  }))
  return { cases, followed, isMore }
}

/** Whether changes may be gone that are not taken in, or the database is not the one they are of. */
const isPast = ({ history, next, running }: Followed, now: Moment): boolean => {
  if (now.history !== history || next > now.next || now.retired >= next) return true
  // One that has not ended yet has nothing that could be gone.
  const stillRunning = new Set(now.running)
  return running.some((transaction) => transaction <= now.retired && !stillRunning.has(transaction))
}

const placeAt = ({ history, next, running }: Moment): Followed => ({ history, next, running })

/**
 * After some of what a moment saw. The transaction of which a part was taken in already is read first, then the
 * others in their order, so there is never more than one such.
 */
const partly = (before: Followed, now: Moment, last: Record): Followed => {
  const [transaction, position] = [last.transaction ?? 0, last.position ?? 0]
  const part = { transaction, position }
  if (before.part?.transaction === transaction) return { ...before, part }
  const next = Math.max(before.next, transaction + 1)
  const unread = before.running.filter(
    (each) => each >= transaction && each !== before.part?.transaction,
  )
  const running = new Set([...unread, ...now.running.filter((each) => each < next), transaction])
  return { history: now.history, next, running: [...running], part }
}

const presence = (record: Record): number => (record.case_id === null ? 0 : 1)

/** Where a follower begins that takes in every case from now on. */
export const beginning = async (session: Session): Promise<Followed> => {
  const [record] = await session.rows<Moment>(moment)
  if (record === undefined) throw new Error('a snapshot has one row')
  return placeAt(record)
}

/** What a snapshot of the database sees: all before the next transaction that begins, but those that are running. */
type Moment = {
  readonly history: string
  readonly next: number
  readonly running: readonly number[]
  /** The newest transaction of which changes are no longer kept. */
  readonly retired: number
}

type Record = Moment & {
  readonly position: number | null
  readonly transaction: number | null
  readonly domain: number | null
  readonly changed: string | null
} & { readonly [Name in keyof CaseRecord]: CaseRecord[Name] | null }

// A promoted standby begins a history of its own: it may lack the last transactions of the primary.
// Tables that were put back from a dump are others, also in the same cluster.
const momentColumns = `
  (select system_identifier from pg_control_system())::text || '/' ||
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/' ||
    (select oid from pg_database where datname = current_database())::text || '/' ||
    'search_changes'::regclass::oid::text as history,
  array(
    select x::text::double precision from pg_snapshot_xip(pg_current_snapshot()) as x) as running,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next,
  (select transaction::text::bigint from search_horizon) as retired`

const moment = named('search_moment', `select ${momentColumns}`)

const behind = named(
  'search_changes_behind',
  `select m.*, s.position, s.transaction::text::bigint as transaction, s.domain, s.changed,
     ${caseColumns}
   from (select ${momentColumns}) as m
   left join lateral (
     (select true as later, s.* from search_changes as s
      where s.transaction >= $1::bigint::text::xid8
      order by s.transaction, s.position limit $5)
     union all
     (select s.transaction <> $3::bigint::text::xid8 as later, s.* from search_changes as s
      where s.transaction = any($2::bigint[]::text[]::xid8[])
        and (s.transaction <> $3::bigint::text::xid8 or s.position > $4::bigint)
      order by later, s.transaction, s.position limit $5)
     order by later, transaction, position limit $5) as s on true
   left join cases as c on c.case_id = s.changed
   order by s.later, s.transaction, s.position`,
)

/** So long changes are kept for servers that are away. */
const keptFor = '1 day'

/** Forget changes that are old; `$1` of them at most. */
export const sweepChanges = named(
  'sweep_search_changes',
  `with gone as (
     delete from search_changes where position in (
       select s.position from search_changes as s where s.at < now() - interval '${keptFor}'
       order by s.at limit $1)
     returning transaction)
   update search_horizon
     set transaction = greatest(transaction, (select max(transaction) from gone))
   where exists (select 1 from gone)`,
)
