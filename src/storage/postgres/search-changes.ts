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

/** Where a follower is: what it has taken in of transactions from `from` on, and all before. */
export type Followed = {
  /** The cluster and its history: transactions of another one have the same numbers. */
  readonly history: string
  readonly from: number
  readonly seen: ReadonlyMap<number, number>
}

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
  { history, from, seen }: Followed,
): Promise<Following | undefined> => {
  const records = await session.rows<Record>(behind, [from, [...seen.keys()], changesAtATime])
  const [first] = records
  if (first === undefined || first.history !== history) return undefined
  if (first.retired >= from || from > first.next) return undefined
  const changed = records.filter(({ position }) => position !== null)
  const isMore = changed.length === changesAtATime
  const last = changed.at(-1)?.transaction ?? 0
  const next = isMore ? Math.min(first.oldest, last) : first.oldest
  const known = new Map(seen)
  for (const { position, transaction } of changed) known.set(position ?? 0, transaction ?? 0)
  for (const [position, transaction] of known) if (transaction < next) known.delete(position)
  const byCase = new Map(changed.map((record) => [record.changed ?? '', record]))
  // What is gone comes first: another case may have its reference number now.
  const ordered = [...byCase].sort(([, a], [, b]) => presence(a) - presence(b))
  const cases = ordered.map(([caseId, record]) => ({
    domain: record.domain ?? 0,
    caseId,
    rowIn: (scope: DomainScope) =>
      record.case_id === null ? undefined : toCaseRow(scope, record as CaseRecord),
  }))
  return { cases, followed: { history, from: next, seen: known }, isMore }
}

const presence = (record: Record): number => (record.case_id === null ? 0 : 1)

/** Where a follower begins that takes in every case from now on. */
export const beginning = async (session: Session): Promise<Followed> => {
  const [record] = await session.rows<Moment>(moment)
  return { history: record?.history ?? '', from: record?.oldest ?? 0, seen: new Map() }
}

type Moment = {
  readonly history: string
  /** The oldest transaction that has not ended, and the next one that begins. */
  readonly oldest: number
  readonly next: number
  readonly retired: number
}

type Record = Moment & {
  readonly position: number | null
  readonly transaction: number | null
  readonly domain: number | null
  readonly changed: string | null
} & { readonly [Name in keyof CaseRecord]: CaseRecord[Name] | null }

// A promoted standby begins a history of its own: it may lack the last transactions of the primary.
const momentColumns = `
  (select system_identifier from pg_control_system())::text || '/' ||
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as history,
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next,
  (select transaction::text::bigint from search_horizon) as retired`

const moment = named('search_moment', `select ${momentColumns}`)

const behind = named(
  'search_changes_behind',
  `select m.*, s.position, s.transaction::text::bigint as transaction, s.domain, s.changed,
     ${caseColumns}
   from (select ${momentColumns}) as m
   left join lateral (
     select * from search_changes as s
     where s.transaction >= $1::bigint::text::xid8 and s.position <> all($2::bigint[])
     order by s.transaction, s.position limit $3) as s on true
   left join cases as c on c.case_id = s.changed
   order by s.transaction, s.position`,
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
