// What goes by itself: tokens and outgoing events whose time is over, and what deleted cases and domains left
// behind. A bounded number of rows a call, each call a write like any other.
import type { DatabaseSync } from 'node:sqlite'
import { statement } from './connection.ts'

export type Sweep = (nowMs: number, limit: number) => number

/** A sweeper on the writer's connection; answers with the number of rows it removed. */
export const sweepOn = (db: DatabaseSync, outboxRetentionMs: number): Sweep => {
  const expired = statement(
    db,
    'delete from tokens where pk in (select pk from tokens where expires_at <= ? limit ?)',
  )
  const retired = statement(
    db,
    'delete from outbox where pk in (select pk from outbox where at <= ? limit ?)',
  )
  const history = statement(
    db,
    `delete from audit_events where pk in (
       select e.pk from purges as p join audit_events as e on e.case_pk = p.case_pk limit ?)`,
  )
  const purged = statement(
    db,
    `delete from purges where case_pk in (
       select p.case_pk from purges as p
       where not exists (select 1 from audit_events as e where e.case_pk = p.case_pk) limit ?)`,
  )
  const remains = domainRemains(db)
  return (nowMs, limit) => {
    let removed = Number(expired.run(nowMs, limit).changes)
    removed += Number(retired.run(nowMs - outboxRetentionMs, limit).changes)
    removed += Number(history.run(limit).changes)
    removed += Number(purged.run(limit).changes)
    return removed < limit ? removed + remains(limit - removed) : removed
  }
}

// Children before parents. Each statement takes some cases of a deleted domain, so that a purge never holds the
// writer for long; the last ones take the domain's own rows when no case is left.
const domainRemains = (db: DatabaseSync) => {
  const gone = 'select pk from domains where deleted = 1'
  const some = `select pk from cases where domain_pk in (${gone}) order by pk limit ?`
  const perCase = [
    `delete from related_item_values where item_pk in
       (select pk from related_items where case_pk in (${some}))`,
    `delete from related_items where case_pk in (${some})`,
    `delete from case_values where case_pk in (${some})`,
    `delete from case_tags where case_pk in (${some})`,
    `delete from case_words where rowid in (${some})`,
    `insert or ignore into purges select pk from cases where pk in (${some})`,
    `delete from cases where pk in (${some})`,
  ].map((sql) => statement(db, sql))
  const empty = `select d.pk from domains as d where d.deleted = 1
    and not exists (select 1 from cases as c where c.domain_pk = d.pk)`
  const perDomain = [
    ...['fields', 'layouts', 'templates', 'case_rules', 'files', 'outbox'].map(
      (table) => `delete from ${table} where domain_pk in (${empty})`,
    ),
    `delete from domains where pk in (${empty})`,
  ].map((sql) => statement(db, sql))
  const anyGone = statement<{ pk: number }>(db, `${gone} limit 1`)
  return (limit: number): number => {
    if (anyGone.get() === undefined) return 0
    let removed = 0
    for (const step of perCase) removed += Number(step.run(limit).changes)
    for (const step of perDomain) removed += Number(step.run().changes)
    return removed
  }
}
