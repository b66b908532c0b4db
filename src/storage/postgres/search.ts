// SearchCases on PostgreSQL: the exact count, then the page in the order asked for. Both are planned for the
// values at hand, not prepared: how rare a value is decides which way is short. In one snapshot.
import { nextBreachField } from '../../domain/system-fields.ts'
import type { CaseSort, Cursor, Queries } from '../contract.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import type { Reading } from './lookup.ts'
import {
  around,
  concat,
  nextBreachSql,
  numbered,
  type PredicateScope,
  predicateSql,
  type Sql,
} from './predicate-sql.ts'

/** One column that rows are ordered by, and that a cursor holds a value of, or tells of by a value that is null. */
type Key = { readonly column: string; readonly descending: boolean; readonly as?: string }

type Found = CaseRecord & { readonly [column: string]: string | number | null }

export const searchCases = async (
  { session, domainPk }: Reading,
  takes: Queries['searchCases']['takes'],
): Promise<Queries['searchCases']['gives']> => {
  const { scope, limit, nowMs } = takes
  const domain = domainPk(scope)
  if (domain === undefined) return { rows: [], totalCount: 0 }
  const place = { of: 'cases', domain, nowMs } as const
  const condition = around('c.domain = ? and ', predicateSql(place, takes.where), '')
  const ofDomain = { ...condition, values: [domain, ...condition.values] }
  const { sql, keys } = pageSql(place, ofDomain, takes)
  const [counted, found] = await Promise.all([
    session.rows<{ count: number }>(
      ...numbered(around('select count(*) as count from cases as c where ', ofDomain, '')),
    ),
    session.rows<Found>(...numbered(sql)),
  ])
  const totalCount = counted[0]?.count ?? 0
  const page = found.slice(0, limit)
  const rows = page.map((record) => toCaseRow(scope, record))
  const last = page.at(-1)
  return found.length > limit && last !== undefined
    ? { rows, totalCount, next: cursorOf(keys, last) }
    : { rows, totalCount }
}

/** Values and the id, as other stores have it: the next page may be asked of a copy, or of the database again. */
const cursorOf = (keys: readonly Key[], last: Found): Cursor =>
  keys.flatMap(({ as }) => (as === undefined ? [] : [last[as] ?? null]))

/** A value for each key. */
const placeIn = (sorts: readonly CaseSort[], cursor: Cursor): Cursor =>
  sorts.length === 0
    ? cursor
    : [...sorts.flatMap((_, index) => missingAndValue(cursor[index])), cursor.at(-1) ?? null]

const missingAndValue = (value: Cursor[number] = null): Cursor => [value === null ? 1 : 0, value]

const pageSql = (
  place: PredicateScope,
  condition: Sql,
  { sorts, limit, after }: Queries['searchCases']['takes'],
): { readonly sql: Sql; readonly keys: readonly Key[] } => {
  const keys = keysOf(sorts)
  const joins = sorts.map((sort, index) => sortJoin(place, sort.fieldId, `s${index}`))
  const from = concat([{ sql: 'cases as c', values: [] }, ...joins], ' ')
  const columns = keys
    .flatMap(({ column, as }) => (as === undefined ? [] : [`${column} as ${as}`]))
    .join(', ')
  const order = keys.map(({ column, descending }) => `${column}${descending ? ' desc' : ''}`)
  const where =
    after === undefined
      ? condition
      : concat([condition, behind(keys, placeIn(sorts, after))], ' and ')
  const sql = {
    sql: `select ${caseColumns}, ${columns} from ${from.sql} where ${where.sql}
          order by ${order.join(', ')} limit ?`,
    values: [...from.values, ...where.values, limit + 1],
  }
  return { sql, keys }
}

/** Cases without a value come last in both directions; without sorts newest update first; ties by id. */
const keysOf = (sorts: readonly CaseSort[]): readonly Key[] => {
  const id: Key = { column: 'c.case_id', descending: false, as: 'key_id' }
  if (sorts.length === 0) {
    return [{ column: 'c.updated_at', descending: true, as: 'key_updated' }, id]
  }
  const keys = sorts.flatMap(({ by, order }, index): Key[] => {
    const column = `s${index}.${by === 'number' ? 'number' : 'folded'}`
    return [
      { column: `(${column} is null)::integer`, descending: false },
      { column, descending: order === 'Desc', as: `key_${index}` },
    ]
  })
  return [...keys, id]
}

const sortJoin = (place: PredicateScope, fieldId: string, as: string): Sql => {
  if (fieldId === nextBreachField) {
    return around('left join (', nextBreachSql(place), `) as ${as} on ${as}.case_id = c.case_id`)
  }
  return {
    sql: `left join case_values as ${as} on ${as}.case_id = c.case_id and ${as}.field_id = ?`,
    values: [fieldId],
  }
}

/** Rows that come after the cursor: `a >= x and (a > x or (a is x and (b > y or …)))`. */
const behind = (keys: readonly Key[], cursor: Cursor): Sql => {
  const [key] = keys
  const [value = null] = cursor
  const rows = afterSql(keys, cursor)
  // Implied, but only this the planner takes as the place in an index to start from.
  return key === undefined || value === null
    ? rows
    : {
        sql: `${key.column} ${key.descending ? '<=' : '>='} ? and ${rows.sql}`,
        values: [value, ...rows.values],
      }
}

/** Rows that come after the cursor, whatever may be missing. */
export const afterSql = (
  keys: readonly Pick<Key, 'column' | 'descending'>[],
  cursor: Cursor,
): Sql => {
  const [key, ...rest] = keys
  const [value = null, ...values] = cursor
  if (key === undefined) return { sql: 'false', values: [] }
  const next = afterSql(rest, values)
  const { column, descending } = key
  return {
    sql: `(${column} ${descending ? '<' : '>'} ?
           or (${column} is not distinct from ? and ${next.sql}))`,
    values: [value, value, ...next.values],
  }
}
