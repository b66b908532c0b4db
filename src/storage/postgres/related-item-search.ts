// Searches of related items, of one case or of a whole domain: the SQL depends on which filters and sorts are
// given.
import { isUuid } from '../../ids.ts'
import { RelatedItemType } from '../../model/common.ts'
import type { Queries, RelatedItemMatch } from '../contract.ts'
import { type RelatedItemRecord, toRelatedItemRow } from '../related-item-record.ts'
import { alsoOf, type Reading } from './lookup.ts'
import {
  around,
  concat,
  numbered,
  type PredicateScope,
  predicateSql,
  type Sql,
} from './predicate-sql.ts'
import { relatedItemColumns, visible } from './related-items.ts'
import { afterSql } from './search.ts'

type Takes = Queries['relatedItems']['takes']
type Sort = { readonly column: 'associated_at' | 'case_id' | 'id'; readonly descending: boolean }

export const relatedItems = async (
  { session, domainPk }: Reading,
  takes: Takes,
): Promise<Queries['relatedItems']['gives']> => {
  const { scope, limit } = takes
  const domain = domainPk(scope)
  if (domain === undefined) return { rows: [] }
  const sorts = sortsOf(takes)
  const records = await session.rows<RelatedItemRecord>(...numbered(pageSql(takes, sorts, domain)))
  const rows = records.slice(0, limit).map((record) => toRelatedItemRow(scope, record))
  const last = records[limit - 1]
  return records.length <= limit || last === undefined
    ? { rows }
    : { rows, next: sorts.map(({ column }) => last[column]) }
}

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
const pageSql = (takes: Takes, sorts: readonly Sort[], domain: number): Sql => {
  const order = orderSql(sorts, 'x')
  const parts = partsOf(takes, domain).map((part) => around('(', partSql(takes, sorts, part), ')'))
  const all = around('select x.* from (', concat(parts, ' union all '), `) as x ${order} limit ?`)
  return { ...all, values: [...all.values, takes.limit + 1] }
}

const partsOf = (takes: Takes, domain: number): readonly Sql[] => {
  const { caseId, anyOf, nowMs } = takes
  const scope = { of: 'relatedItems', domain, nowMs, ...(caseId && { caseId }) } as const
  const matches = anyOf.map((match) => ({ type: match.type, condition: matching(match, scope) }))
  if (caseId !== undefined) {
    if (!isUuid(caseId)) return [{ sql: 'false', values: [] }]
    const ofCase = { sql: `r.case_id = ? and ${alsoOf('?', 'r')}`, values: [caseId, domain] }
    return [both(ofCase, anyHolds(matches.map(({ condition }) => condition)))]
  }
  const types = anyOf.length === 0 ? relatedItemTypes : [...new Set(anyOf.map(({ type }) => type))]
  return types.map((type) => {
    const ofType = { sql: 'r.domain = ? and r.type = ?', values: [domain, type] }
    const ofThis = matches.filter((match) => match.type === type)
    return both(ofType, anyHolds(ofThis.map(({ condition }) => condition)))
  })
}

const relatedItemTypes = RelatedItemType.enum

const partSql = ({ limit, after }: Takes, sorts: readonly Sort[], part: Sql): Sql => {
  const keys = sorts.map(({ column, descending }) => ({ column: `r.${column}`, descending }))
  const where = after === undefined ? part : both(part, afterSql(keys, after))
  return {
    sql: `select ${relatedItemColumns} from related_items as r
          where ${where.sql} and ${visible} ${orderSql(sorts, 'r')} limit ?`,
    values: [...where.values, limit + 1],
  }
}

const orderSql = (sorts: readonly Sort[], table: string): string =>
  `order by ${sorts.map(({ column, descending }) => `${table}.${column}${descending ? ' desc' : ''}`).join(', ')}`

const both = (a: Sql, b: Sql): Sql => concat([a, b], ' and ')

/** No conditions leave everything. */
const anyHolds = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? { sql: 'true', values: [] }
    : around('(', concat(conditions, ' or '), ')')

const matching = (match: RelatedItemMatch, scope: PredicateScope): Sql => {
  const all: Sql[] = [{ sql: 'r.type = ?', values: [match.type] }]
  if (match.reference !== undefined) {
    all.push({ sql: 'r.reference = ?', values: [match.reference] })
  }
  if (match.channels !== undefined && match.channels.length > 0) {
    all.push({ sql: 'r.channel = any(?::text[])', values: [match.channels] })
  }
  if (match.slaName !== undefined) all.push({ sql: 'r.sla_name = ?', values: [match.slaName] })
  if (match.fields !== undefined) {
    all.push(predicateSql(scope, match.fields))
  }
  if (match.slaStatus !== undefined) all.push(slaStatuses[match.slaStatus](scope.nowMs))
  return around('(', concat(all, ' and '), ')')
}

// An SLA completed in the very millisecond of its target is met, as in `domain/sla.ts`.
const slaStatuses: Readonly<
  Record<NonNullable<RelatedItemMatch['slaStatus']>, (nowMs: number) => Sql>
> = {
  Active: (nowMs) => ({
    sql: '(r.sla_completed_at is null and r.sla_breached_at is null and r.sla_target_at >= ?)',
    values: [nowMs],
  }),
  Overdue: (nowMs) => ({
    sql: '(r.sla_completed_at is null and (r.sla_target_at < ? or r.sla_breached_at is not null))',
    values: [nowMs],
  }),
  Met: () => ({ sql: 'r.sla_completed_at <= r.sla_target_at', values: [] }),
  NotMet: () => ({ sql: 'r.sla_completed_at > r.sla_target_at', values: [] }),
}
