// Searches of related items, of one case or of a whole domain: the SQL depends on which filters and sorts are
// given, so statements are kept by their text.
import type { SQLInputValue } from 'node:sqlite'
import { RelatedItemType } from '../../model/common.ts'
import type { Cursor, Queries, RelatedItemMatch } from '../contract.ts'
import { type RelatedItemRecord, toRelatedItemRow } from '../related-item-record.ts'
import { type Connection, statement } from './connection.ts'
import { itemPredicateSql } from './item-predicate-sql.ts'
import { relatedItemColumns, visible } from './related-items.ts'
import { statementCache } from './statement-cache.ts'

type Takes = Queries['relatedItems']['takes']
type Sort = { readonly column: 'associated_at' | 'case_id' | 'id'; readonly descending: boolean }
type Condition = { readonly sql: string; readonly values: readonly SQLInputValue[] }

export const relatedItemSearch = ({ db, domainPk }: Connection) => {
  const prepared = statementCache((sql) => statement<RelatedItemRecord>(db, sql))
  const isFew = fewOpenSlas(db)
  return (takes: Takes): Queries['relatedItems']['gives'] => {
    const { scope, limit } = takes
    const sorts = sortsOf(takes)
    const { sql, values } = pageSql({ ...takes, isFew }, sorts, domainPk(scope))
    const records = prepared(sql).all(...values)
    const rows = records.slice(0, limit).map((record) => toRelatedItemRow(scope, record))
    const last = records[limit - 1]
    return records.length <= limit || last === undefined
      ? { rows }
      : { rows, next: sorts.map(({ column }) => last[column]) }
  }
}

type Asked = Takes & { readonly isFew: ReturnType<typeof fewOpenSlas> }

/** Whether so few SLAs are active, or overdue, that all of them are soon sorted. */
const fewOpenSlas = (db: Connection['db']) => {
  const counting = (operator: string) =>
    statement<{ count: number }>(
      db,
      `select count(*) as count from (select 1 from related_items
         where domain_pk = ? and sla_target_at ${operator} ? and sla_completed_at is null limit ?)`,
    )
  const counts = { Active: counting('>='), Overdue: counting('<') }
  return (status: RelatedItemMatch['slaStatus'], domainPk: number, nowMs: number): boolean =>
    (status === 'Active' || status === 'Overdue') &&
    (counts[status].get(domainPk, nowMs, sortedMax)?.count ?? 0) < sortedMax
}

const sortedMax = 2000

const sortsOf = ({ sorts }: Takes): readonly Sort[] => {
  const given = sorts.map(({ by, order }): Sort => {
    return { column: by === 'CaseId' ? 'case_id' : 'associated_at', descending: order === 'Desc' }
  })
  const all: Sort[] = given.length === 0 ? [{ column: 'associated_at', descending: true }] : given
  // Ties in the direction of the first sort: so an index that grows at its end is walked from either end.
  return [...all, { column: 'id', descending: all[0]?.descending === true }]
}

// In a domain the items of each type are in order by an index: as many as a page may need are taken of each,
// and a page of those.
const pageSql = (takes: Asked, sorts: readonly Sort[], domainPk: number): Condition => {
  const order = orderSql(sorts, (column) => column)
  const parts = partsOf(takes, domainPk).map((part) => partSql(takes, sorts, part))
  return {
    sql: `${parts.map(({ sql }) => `select * from (${sql})`).join(' union all ')} ${order} limit ?`,
    values: [...parts.flatMap(({ values }) => values), takes.limit + 1],
  }
}

const partsOf = (takes: Asked, domainPk: number): readonly Condition[] => {
  const { caseId, anyOf, nowMs, isFew } = takes
  const matches = anyOf.map((match) => {
    const few = caseId === undefined && isFew(match.slaStatus, domainPk, nowMs)
    return {
      type: match.type,
      few: few || match.reference !== undefined,
      condition: matching(match, nowMs, domainPk, few),
    }
  })
  if (caseId !== undefined) {
    const ofCase = { sql: 'c.id = ? and c.domain_pk = ?', values: [caseId, domainPk] }
    return [both(ofCase, anyHolds(matches.map(({ condition }) => condition)))]
  }
  const types = anyOf.length === 0 ? relatedItemTypes : [...new Set(anyOf.map(({ type }) => type))]
  return types.map((type) => {
    const ofThis = matches.filter((match) => match.type === type)
    // What is little is found by itself; the unary plus keeps the planner from walking all of the type.
    const own = ofThis.length === 1 && ofThis[0]?.few === true ? '+r.type' : 'r.type'
    const ofType = { sql: `r.domain_pk = ? and ${own} = ?`, values: [domainPk, type] }
    return both(ofType, anyHolds(ofThis.map(({ condition }) => condition)))
  })
}

const relatedItemTypes = RelatedItemType.enum

const partSql = ({ limit, after }: Takes, sorts: readonly Sort[], part: Condition): Condition => {
  const where = after === undefined ? part : both(part, behind(sorts, after))
  return {
    sql: `select ${relatedItemColumns} from related_items as r join cases as c on c.pk = r.case_pk
          where ${where.sql} and ${visible} ${orderSql(sorts, qualified)} limit ?`,
    values: [...where.values, limit + 1],
  }
}

const orderSql = (sorts: readonly Sort[], name: (column: Sort['column']) => string): string =>
  `order by ${sorts.map(({ column, descending }) => `${name(column)}${descending ? ' desc' : ''}`).join(', ')}`

const qualified = (column: Sort['column']): string =>
  column === 'case_id' ? 'c.id' : `r.${column}`

const both = (a: Condition, b: Condition): Condition => ({
  sql: `${a.sql} and ${b.sql}`,
  values: [...a.values, ...b.values],
})

/** No conditions leave everything. */
const anyHolds = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0
    ? { sql: 'true', values: [] }
    : {
        sql: `(${conditions.map(({ sql }) => sql).join(' or ')})`,
        values: conditions.flatMap(({ values }) => values),
      }

/** Rows that come after the cursor: `a > x or (a = x and (b > y or …))`. */
const behind = (sorts: readonly Sort[], after: Cursor): Condition => {
  const [sort, ...rest] = sorts
  const [value = null, ...values] = after
  if (sort === undefined) return { sql: 'false', values: [] }
  const next = behind(rest, values)
  const { descending } = sort
  const column = qualified(sort.column)
  return {
    sql: `(${column} ${descending ? '<' : '>'} ? or (${column} = ? and ${next.sql}))`,
    values: [value, value, ...next.values],
  }
}

const matching = (
  match: RelatedItemMatch,
  nowMs: number,
  domainPk: number,
  few: boolean,
): Condition => {
  const all: Condition[] = [{ sql: '+r.type = ?', values: [match.type] }]
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
    all.push(itemPredicateSql(domainPk, match.fields))
  }
  if (match.slaStatus !== undefined) all.push(slaStatuses[match.slaStatus](nowMs, few))
  return {
    sql: `(${all.map(({ sql }) => sql).join(' and ')})`,
    values: all.flatMap(({ values }) => values),
  }
}

// As the index `related_items_completion` has it, which is in order of time for each.
const completion = `(case when r.sla_completed_at is null then 'open'
  when r.sla_completed_at <= r.sla_target_at then 'met' else 'late' end)`

const openSlas = (operator: '<' | '>=', nowMs: number, few: boolean): Condition => ({
  // The unary plus chooses the index: that of the open ones by target where they are few, else that by status.
  sql: few
    ? `r.sla_completed_at is null and r.sla_target_at ${operator} ?`
    : `(${completion} = 'open' and +r.sla_target_at ${operator} ?)`,
  values: [nowMs],
})

// An SLA completed in the very millisecond of its target is met, and one that was told to be overdue is so whatever
// the clock says, as in `domain/sla.ts`.
const slaStatuses: Readonly<
  Record<NonNullable<RelatedItemMatch['slaStatus']>, (nowMs: number, few: boolean) => Condition>
> = {
  Active: (nowMs, few) => {
    const { sql, values } = openSlas('>=', nowMs, few)
    return { sql: `(${sql} and r.sla_breached_at is null)`, values }
  },
  Overdue: (nowMs, few) => {
    const { sql, values } = openSlas('<', nowMs, few)
    return { sql: `(${sql} or (${completion} = 'open' and r.sla_breached_at is not null))`, values }
  },
  Met: () => ({ sql: `${completion} = 'met'`, values: [] }),
  NotMet: () => ({ sql: `${completion} = 'late'`, values: [] }),
}
