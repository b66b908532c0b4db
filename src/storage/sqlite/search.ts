// SearchCases on SQLite: first the exact count, which tells whether to collect what matches and sort it or to
// walk the default order until the page is full; then the page. On a read-only connection, in one snapshot.
import type { CaseSort, Cursor, Queries } from '../contract.ts'
import {
  nextBreachField,
  nextBreachSql,
  type PredicateScope,
  predicateSql,
  type Sql,
} from '../predicate-sql.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { type Connection, statement } from './connection.ts'
import { statementCache } from './statement-cache.ts'

type Takes = Queries['searchCases']['takes']
type Gives = Queries['searchCases']['gives']

/** One column that rows are ordered by, and that a cursor holds a value of. */
type Key = { readonly column: string; readonly descending: boolean; readonly as: string }

type Record = CaseRecord & { readonly [key: string]: string | number | null }

/** Up to so many matches are collected and sorted; more are found sooner by walking the order. */
const collectedMax = 5000

export const caseSearch = ({ db, domainPk }: Connection) => {
  const counting = statementCache((sql) => statement<{ count: number }>(db, sql))
  const paging = statementCache((sql) => statement<Record>(db, sql))
  return (takes: Takes): Gives => {
    const { scope, limit, after, nowMs } = takes
    const pk = domainPk(scope)
    const place: PredicateScope = { of: 'cases', outer: 'c.pk', domainPk: pk, nowMs }
    const where = predicateSql(place, takes.where)
    const totalCount =
      counting(
        `select count(*) as count from cases as c where c.domain_pk = ? and ${where.sql}`,
      ).get(pk, ...where.values)?.count ?? 0
    const order = orderOf(place, takes.sorts)
    const cursor = after === undefined ? undefined : behind(order.keys, after)
    // The unary plus takes the index in default order away from the planner.
    const domain = totalCount <= collectedMax ? '+c.domain_pk' : 'c.domain_pk'
    const extra = order.keys.map(({ column, as }) => `, ${column} as ${as}`).join('')
    const records = paging(
      `select ${caseColumns}${extra} from cases as c ${order.joins.sql}
       where ${domain} = ? and ${where.sql} ${cursor === undefined ? '' : `and ${cursor.sql}`}
       order by ${order.keys.map(({ column, descending }) => `${column}${descending ? ' desc' : ''}`)}
       limit ?`,
    ).all(...order.joins.values, pk, ...where.values, ...(cursor?.values ?? []), limit + 1)
    const rows = records.slice(0, limit).map((record) => toCaseRow(scope, record))
    const last = records[limit - 1]
    if (records.length <= limit || last === undefined) return { rows, totalCount }
    return { rows, totalCount, next: order.keys.map(({ as }) => last[as] ?? null) }
  }
}

/** Newest update first, or the sorts; cases without a value last whatever the order; ties by id. */
const orderOf = (place: PredicateScope, sorts: readonly CaseSort[]) => {
  const id: Key = { column: 'c.id', descending: false, as: 'key_id' }
  if (sorts.length === 0) {
    const newest: Key = { column: 'c.updated_at', descending: true, as: 'key_updated' }
    return { joins: { sql: '', values: [] }, keys: [newest, id] }
  }
  const joins = sorts.map(({ fieldId }, index) => sortJoin(place, fieldId, `s${index}`))
  const keys = sorts.flatMap(({ by, order }, index): Key[] => {
    const column = `s${index}.${by === 'number' ? 'number' : 'folded'}`
    return [
      { column: `(${column} is null)`, descending: false, as: `key_${index}_missing` },
      { column, descending: order === 'Desc', as: `key_${index}` },
    ]
  })
  return {
    joins: {
      sql: joins.map(({ sql }) => sql).join(' '),
      values: joins.flatMap(({ values }) => values),
    },
    keys: [...keys, id],
  }
}

const sortJoin = (place: PredicateScope, fieldId: string, as: string): Sql => {
  if (fieldId !== nextBreachField) {
    return {
      sql: `left join case_values as ${as} on ${as}.case_pk = c.pk and ${as}.field_id = ?`,
      values: [fieldId],
    }
  }
  const { sql, values } = nextBreachSql(place)
  return { sql: `left join (${sql}) as ${as} on ${as}.case_pk = c.pk`, values }
}

/** Rows that come after the cursor: `a > x or (a is x and (b > y or …))`. */
const behind = (keys: readonly Key[], after: Cursor): Sql => {
  const [key, ...rest] = keys
  const [value = null, ...values] = after
  if (key === undefined) return { sql: 'false', values: [] }
  const next = behind(rest, values)
  const { column, descending } = key
  return {
    sql: `(${column} ${descending ? '<' : '>'} ? or (${column} is ? and ${next.sql}))`,
    values: [value, value, ...next.values],
  }
}
