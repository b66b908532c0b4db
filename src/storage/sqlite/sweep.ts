// What goes by itself: tokens, keys and outgoing events whose time is over, and what deleted cases and domains left
// behind. Each call is a write like any other and removes few rows, so that callers wait a few milliseconds.
import type { DatabaseSync } from 'node:sqlite'
import { expiredKeyMs } from '../expired-keys.ts'
import { statement } from './connection.ts'

export type Sweep = (nowMs: number, limit: number) => number

/**
 * A sweeper on the writer's connection; answers with the number of rows it removed, `limit` at most.
 * @param indexed the last of `search_changes` that searches need no more.
 */
export const sweepOn = (
  db: DatabaseSync,
  outboxRetentionMs: number,
  indexed: () => number,
): Sweep => {
  const expired = statement(
    db,
    'delete from tokens where pk in (select pk from tokens where expires_at <= ? limit ?)',
  )
  const retired = statement(
    db,
    // Rows are appended in the order of time: the first ones tell whether any has to go.
    `delete from outbox where pk in (
       select o.pk from (select pk, at from outbox order by pk limit ?) as o
       where o.at <= ? and not exists (
         select 1 from consumers as c
         where c.active = 1 and c.position < o.pk and o.at > ? - c.keep_ms))`,
  )
  const undelivered = statement(
    db,
    `delete from undelivered where pk in (
       select u.pk from consumers as c cross join undelivered as u
       on u.consumer = c.name and u.at <= ? - c.keep_ms limit ?)`,
  )
  const history = statement(
    db,
    // The cross join keeps the planner from walking the histories of all cases.
    `delete from audit_events where pk in (
       select e.pk from purges as p cross join audit_events as e on e.case_pk = p.case_pk limit ?)`,
  )
  const purged = statement(
    db,
    `delete from purges where case_pk in (
       select p.case_pk from purges as p
       where not exists (select 1 from audit_events as e where e.case_pk = p.case_pk) limit ?)`,
  )
  const followed = statement(
    db,
    // The last one stays: by it the search file knows its database.
    'delete from search_changes where pk in (select pk from search_changes where pk < ? limit ?)',
  )
  // Whoever comes with a key that has just expired is told so, and not that nobody knows it.
  const keys = statement(
    db,
    'delete from access_keys where pk in (select pk from access_keys where expires_at <= ? limit ?)',
  )
  const remains = domainRemains(db)
  return (nowMs, limit) =>
    spend(limit, [
      (left) => expired.run(nowMs, left).changes,
      (left) => keys.run(nowMs - expiredKeyMs, left).changes,
      (left) => retired.run(left, nowMs - outboxRetentionMs, nowMs).changes,
      (left) => undelivered.run(nowMs, left).changes,
      (left) => history.run(left).changes,
      (left) => purged.run(left).changes,
      (left) => followed.run(indexed(), left).changes,
      remains,
    ])
}

type Step = (left: number) => number | bigint

/** Take the steps in order until `limit` rows are removed; answers with their number. */
const spend = (limit: number, steps: readonly Step[]): number => {
  let removed = 0
  for (const step of steps) {
    if (removed >= limit) break
    removed += Number(step(limit - removed))
  }
  return removed
}

const casesAtATime = 25

// Children before parents, and the domain's own row when nothing else is left of it.
const domainRemains = (db: DatabaseSync): ((limit: number) => number) => {
  const gone = statement<{ pk: number }>(db, 'select pk from domains where deleted = 1 limit 1')
  const some = statement<{ pk: number }>(db, 'select pk from cases where domain_pk = ? limit ?')
  const ofCases = caseRemains(db)
  const perDomain = [
    'unlinkings',
    'rule_firings',
    'timed_marks',
    'files',
    'fields',
    'layouts',
    'templates',
    'case_rules',
    'rules',
  ].map((table) =>
    statement(
      db,
      `delete from ${table} where pk in (select pk from ${table} where domain_pk = ? limit ?)`,
    ),
  )
  const row = statement(db, 'delete from domains where pk = ?')
  return (limit) => {
    const domain = gone.get()
    if (domain === undefined) return 0
    const cases = some.all(domain.pk, casesAtATime)
    if (cases.length > 0) return ofCases(JSON.stringify(cases.map(({ pk }) => pk)), limit)
    return spend(limit, [
      ...perDomain.map(
        (step): Step =>
          (left) =>
            step.run(domain.pk, left).changes,
      ),
      () => row.run(domain.pk).changes,
    ])
  }
}

/** Removes what some cases consist of, the cases themselves last. `cases` is a JSON array of their keys. */
const caseRemains = (db: DatabaseSync): ((cases: string, limit: number) => number) => {
  const some = 'select value from json_each(?)'
  const parts = [
    `delete from related_item_values where (item_pk, field_id) in (
       select v.item_pk, v.field_id from related_items as r
       join related_item_values as v on v.item_pk = r.pk where r.case_pk in (${some}) limit ?)`,
    `delete from related_items where pk in (
       select pk from related_items where case_pk in (${some}) limit ?)`,
  ].map((sql) => statement(db, sql))
  const first = `${some} limit ?`
  const histories = statement(db, `insert into purges (case_pk) ${first}`)
  const rows = statement(db, `delete from cases where pk in (${first})`)
  const whole: (cases: string) => Step = (cases) => (left) => {
    histories.run(cases, left)
    return rows.run(cases, left).changes
  }
  return (cases, limit) =>
    spend(limit, [
      ...parts.map(
        (step): Step =>
          (left) =>
            step.run(cases, left).changes,
      ),
      whole(cases),
    ])
}
