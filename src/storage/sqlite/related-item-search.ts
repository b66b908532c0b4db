// Searches of related items, of one case or of a whole domain: the SQL depends on which filters and sorts are
// given, so statements are kept by their text.
import type { SQLInputValue } from 'node:sqlite'
import type { Cursor, Queries, RelatedItemMatch } from '../contract.ts'
import { predicateSql } from '../predicate-sql.ts'
import { type Connection, statement } from './connection.ts'
import {
  type RelatedItemRecord,
  relatedItemColumns,
  toRelatedItemRow,
  visible,
} from './related-items.ts'
import { statementCache } from './statement-cache.ts'

type Takes = Queries['relatedItems']['takes']
type Sort = { readonly column: string; readonly descending: boolean }
type Condition = { readonly sql: string; readonly values: readonly SQLInputValue[] }

export const relatedItemSearch = ({ db, domainPk }: Connection) => {
  const prepared = statementCache((sql) => statement<RelatedItemRecord>(db, sql))
  return (takes: Takes): Queries['relatedItems']['gives'] => {
    const { scope, limit, after } = takes
    const sorts = sortsOf(takes)
    const conditions = [
      takes.caseId === undefined
        ? { sql: 'r.domain_pk = ?', values: [domainPk(scope)] }
        : { sql: 'c.id = ? and c.domain_pk = ?', values: [takes.caseId, domainPk(scope)] },
      ...(takes.anyOf.length === 0 ? [] : [anyOf(takes, domainPk(scope))]),
      ...(after === undefined ? [] : [behind(sorts, after)]),
      { sql: visible, values: [] },
    ]
    const order = sorts.map(({ column, descending }) => (descending ? `${column} desc` : column))
    const records = prepared(
      `select ${relatedItemColumns} from related_items as r join cases as c on c.pk = r.case_pk
       where ${conditions.map(({ sql }) => sql).join(' and ')}
       order by ${order.join(', ')} limit ?`,
    ).all(...conditions.flatMap(({ values }) => values), limit + 1)
    const rows = records.slice(0, limit).map((record) => toRelatedItemRow(scope, record))
    const last = records.length > limit ? rows.at(-1) : undefined
    return last === undefined
      ? { rows }
      : { rows, next: sorts.map(({ column }) => sortValue[column]?.(last) ?? null) }
  }
}

const sortValue: Readonly<
  Record<string, (row: Queries['relatedItemById']['gives'] & {}) => string | number>
> = {
  'r.associated_at': (row) => row.associatedAt,
  'c.id': (row) => row.caseId,
  'r.id': (row) => row.id,
}

const sortsOf = ({ sorts }: Takes): readonly Sort[] => {
  const given = sorts.map(({ by, order }) => ({
    column: by === 'CaseId' ? 'c.id' : 'r.associated_at',
    descending: order === 'Desc',
  }))
  const all = given.length === 0 ? [{ column: 'r.associated_at', descending: true }] : given
  // Ties in the direction of the first sort: so an index that grows at its end is walked from either end.
  return [...all, { column: 'r.id', descending: all[0]?.descending === true }]
}

/** Rows that come after the cursor: `a > x or (a = x and (b > y or …))`. */
const behind = (sorts: readonly Sort[], after: Cursor): Condition => {
  const [sort, ...rest] = sorts
  const [value = null, ...values] = after
  if (sort === undefined) return { sql: 'false', values: [] }
  const next = behind(rest, values)
  const { column, descending } = sort
  return {
    sql: `(${column} ${descending ? '<' : '>'} ? or (${column} = ? and ${next.sql}))`,
    values: [value, value, ...next.values],
  }
}

const anyOf = ({ anyOf, nowMs }: Takes, domainPk: number): Condition => {
  const matches = anyOf.map((match) => matching(match, nowMs, domainPk))
  return {
    sql: `(${matches.map(({ sql }) => sql).join(' or ')})`,
    values: matches.flatMap(({ values }) => values),
  }
}

const matching = (match: RelatedItemMatch, nowMs: number, domainPk: number): Condition => {
  const all: Condition[] = [{ sql: 'r.type = ?', values: [match.type] }]
  if (match.reference !== undefined) {
    all.push({ sql: 'r.reference = ?', values: [match.reference] })
  }
  if (match.channels !== undefined && match.channels.length > 0) {
    all.push({
      sql: 'r.channel in (select value from json_each(?))',
      values: [JSON.stringify(match.channels)],
    })
  }
  if (match.slaName !== undefined) all.push({ sql: 'r.sla_name = ?', values: [match.slaName] })
  if (match.fields !== undefined) {
    const scope = { of: 'relatedItems', outer: 'r.pk', domainPk, nowMs } as const
    all.push(predicateSql(scope, match.fields))
  }
  if (match.slaStatus !== undefined) all.push(slaStatuses[match.slaStatus](nowMs))
  return {
    sql: `(${all.map(({ sql }) => sql).join(' and ')})`,
    values: all.flatMap(({ values }) => values),
  }
}

// An SLA completed in the very millisecond of its target is met, as in `domain/sla.ts`.
const slaStatuses: Readonly<
  Record<NonNullable<RelatedItemMatch['slaStatus']>, (nowMs: number) => Condition>
> = {
  Active: (nowMs) => ({
    sql: '(r.sla_completed_at is null and r.sla_target_at >= ?)',
    values: [nowMs],
  }),
  Overdue: (nowMs) => ({
    sql: '(r.sla_completed_at is null and r.sla_target_at < ?)',
    values: [nowMs],
  }),
  Met: () => ({ sql: 'r.sla_completed_at <= r.sla_target_at', values: [] }),
  NotMet: () => ({ sql: 'r.sla_completed_at > r.sla_target_at', values: [] }),
}
