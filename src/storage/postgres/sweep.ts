// What goes by itself: tokens, keys and outgoing events whose time is over, and what deleted cases and domains
// left behind. Each call is a transaction of its own that removes few rows; of several servers one sweeps at a
// time.

import { expiredKeyMs } from '../expired-keys.ts'
import { histories as toPurge } from './case-removal.ts'
import { deletionOfFiles } from './files.ts'
import { beginBeside, sweepAlone } from './locks.ts'
import { sweepChanges } from './search-changes.ts'
import { named, type Session, type Statement } from './session.ts'

/** Remove at most `limit` rows; answers with their number. */
export const sweep = async (
  session: Session,
  { nowMs, retentionMs, limit }: { nowMs: number; retentionMs: number; limit: number },
): Promise<number> => {
  await session.rows(beginBeside)
  try {
    const [lock] = await session.rows<{ held: boolean }>(sweepAlone)
    const steps: Step[] = [
      [expired, [nowMs]],
      [keys, [nowMs - expiredKeyMs]],
      [retired, [nowMs - retentionMs, nowMs]],
      [undelivered, [nowMs]],
      [histories, []],
      [purged, []],
      [marks, []],
      [sweepChanges, []],
    ]
    let removed = 0
    if (lock?.held === true) {
      removed = await spend(session, limit, steps)
      if (removed < limit) removed += await domainRemains(session, limit - removed)
    }
    await session.rows({ text: 'commit' })
    return removed
  } catch (error) {
    await session.rows({ text: 'rollback' }).catch(() => {})
    throw error
  }
}

type Step = readonly [statement: Statement, values: readonly (number | readonly string[])[]]

/** Take the steps in order until `limit` rows are removed. The last value of each is how many are left to remove. */
const spend = async (session: Session, limit: number, steps: readonly Step[]): Promise<number> => {
  let removed = 0
  for (const [statement, values] of steps) {
    if (removed >= limit) break
    removed += await session.run(statement, [...values, limit - removed])
  }
  return removed
}

const expired = named(
  'sweep_tokens',
  `delete from tokens where key in
     (select t.key from tokens as t where t.expires_at <= $1 order by t.expires_at limit $2)`,
)

// Whoever comes with a key that has just expired is told so, and not that nobody knows it.
const keys = named(
  'sweep_access_keys',
  `delete from access_keys where id in
     (select k.id from access_keys as k where k.expires_at <= $1 order by k.expires_at limit $2)`,
)

// Positions and times grow together: the first ones tell whether any has to go. What an active consumer has not
// got is kept for it.
const retired = named(
  'sweep_outbox',
  `delete from outbox where (case_id, position) in
     (select f.case_id, f.position
      from (select o.case_id, o.position, o.at from outbox as o order by o.position limit $3) as f
      where f.at <= $1 and not exists (
        select 1 from consumers as c
        where c.active and c.position < f.position and f.at > $2 - c.keep_ms))`,
)

const undelivered = named(
  'sweep_undelivered',
  `delete from undelivered where (consumer, position) in
     (select u.consumer, u.position from consumers as c
      join undelivered as u on u.consumer = c.name and u.at <= $1 - c.keep_ms limit $2)`,
)

const histories = named(
  'sweep_histories',
  `delete from audit_events where (case_id, sequence) in
     (select e.case_id, e.sequence from purges as p join audit_events as e on e.case_id = p.case_id
      limit $1)`,
)

const purged = named(
  'sweep_purges',
  `delete from purges where case_id in
     (select p.case_id from purges as p
      where not exists (select 1 from audit_events as e where e.case_id = p.case_id) limit $1)`,
)

// Who was in doubt about a commit has long asked, or is gone. The age is asked of the row itself too: one that has
// just been written by a connection that was quiet for long must stay.
const marks = named(
  'sweep_commits',
  `delete from commits as m where m.at < now() - interval '1 hour' and m.connection in
     (select c.connection from commits as c where c.at < now() - interval '1 hour' limit $1)`,
)

const casesAtATime = 25

// Children before parents, and the domain's own row when nothing else is left of it.
const domainRemains = async (session: Session, limit: number): Promise<number> => {
  const [domain] = await session.rows<{ pk: number }>(gone)
  if (domain === undefined) return 0
  const cases = await session.rows<{ case_id: string }>(someCases, [domain.pk, casesAtATime])
  if (cases.length > 0) {
    return caseRemains(
      session,
      cases.map(({ case_id: id }) => id),
      limit,
    )
  }
  return spend(
    session,
    limit,
    [...ofDomain, domainRow].map((statement): Step => [statement, [domain.pk]]),
  )
}

const gone = named('gone_domain', 'select pk from domains where deleted order by pk limit 1')

const someCases = named(
  'cases_of_gone_domain',
  'select case_id from cases where domain = $1 order by updated_at desc limit $2',
)

const some = (name: string, table: string, key: string, where: string) =>
  named(
    `sweep_${name}`,
    `delete from ${table} where (${key}) in (select ${key} from ${table} where ${where} limit $2)`,
  )

const ofDomain = [
  some('unlinkings', 'unlinkings', 'case_id', 'domain = $1'),
  some('rule_firings', 'rule_firings', 'case_id, id', 'domain = $1'),
  some('timed_marks', 'timed_marks', 'case_id, rule_id', 'domain = $1'),
  some('numbers', 'reference_numbers', 'domain, number', 'domain = $1'),
  deletionOfFiles('sweep_files', 'arn in (select arn from files where domain = $1 limit $2)'),
  some('config_resources', 'config_resources', 'domain, kind, id', 'domain = $1'),
]

const domainRow = named(
  'sweep_domain',
  `delete from domains where pk in (select pk from domains where pk = $1 limit $2)`,
)

/** Removes what some cases consist of, the cases themselves last. */
const caseRemains = async (
  session: Session,
  cases: readonly string[],
  limit: number,
): Promise<number> => {
  const removed = await spend(
    session,
    limit,
    ofCases.map((statement): Step => [statement, [cases]]),
  )
  if (removed >= limit) return removed
  const rest = cases.slice(0, limit - removed)
  await toPurge.run(
    session,
    rest.map((id) => ({ case_id: id })),
  )
  return removed + (await session.run(rows, [rest]))
}

const ofSome = 'case_id = any($1::uuid[])'

const ofCases = [
  some('item_values', 'related_item_values', 'case_id, item_id, field_id', ofSome),
  some('items', 'related_items', 'case_id, id', ofSome),
  some('case_tags', 'case_tags', 'case_id, key', ofSome),
  some('case_values', 'case_values', 'case_id, field_id', ofSome),
  some('case_words', 'case_words', 'case_id', ofSome),
]

const rows = named('sweep_cases', 'delete from cases where case_id = any($1::uuid[])')
