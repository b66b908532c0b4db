// SearchCases on SQLite: the exact count first (`search-matches.ts`), which tells whether to collect what matches
// and sort it, or to walk the order asked for until the page is full; then the keys of the page; then its rows.
// On a read-only connection, in one snapshot.
import type { Cursor, Queries } from '../contract.ts'
import type { PredicateScope, Sql } from '../predicate-sql.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { type Connection, statement, tupleStatement } from './connection.ts'
import { caseMatches, type Matches } from './search-matches.ts'
import { behind, type Part, partsOf } from './search-order.ts'
import { statementCache } from './statement-cache.ts'

type Takes = Queries['searchCases']['takes']
type Gives = Queries['searchCases']['gives']

/** The key of a case, and the values of the columns that it is ordered by. */
type Found = { readonly pk: number; readonly [column: string]: string | number | null }

export const caseSearch = (connection: Connection) => {
  const { db, domainPk } = connection
  const matching = caseMatches(connection)
  const keys = pageKeys(connection)
  const byKeys = tupleStatement<readonly [pk: number, ...CaseRecord]>(
    db,
    `select c.pk, ${caseColumns} from cases as c where c.pk in (select value from json_each(?))`,
  )
  return (takes: Takes): Gives => {
    const { scope, limit, nowMs } = takes
    const place = { of: 'cases', outer: 'c.pk', domainPk: domainPk(scope), nowMs } as const
    const matches = matching(place, takes.where)
    const { totalCount } = matches
    if (totalCount === 0) return { rows: [], totalCount }
    const { found, cursorOf } = keys(place, matches, takes)
    const page = found.slice(0, limit)
    const records = byKeys.all(JSON.stringify(page.map(({ pk }) => pk)))
    const rowOf = new Map(records.map(([pk, ...record]) => [pk, toCaseRow(scope, record)]))
    const rows = page.flatMap(({ pk }) => rowOf.get(pk) ?? [])
    const last = page.at(-1)
    return found.length > limit && last !== undefined
      ? { rows, totalCount, next: cursorOf(last) }
      : { rows, totalCount }
  }
}

/** Up to `limit + 1` keys that follow the cursor, part by part of the order. */
const pageKeys = ({ db }: Connection) => {
  const prepared = statementCache((sql) => statement<Found>(db, sql))
  return (place: PredicateScope, matches: Matches, { sorts, limit, after }: Takes) => {
    const parts = partsOf(place, sorts, matches.walked)
    const found: { readonly row: Found; readonly part: number }[] = []
    const [from = 0, ...values] = after ?? []
    for (const [index, part] of parts.entries()) {
      if (index < Number(from) || found.length > limit) continue
      const cursor = after !== undefined && index === from ? values : undefined
      const { sql, values: given } = partSql(part, matches, cursor)
      const rows = prepared(`${sql} limit ?`).all(...given, limit + 1 - found.length)
      for (const row of rows) found.push({ row, part: index })
    }
    const partOf = new Map(found.map(({ row, part }) => [row.pk, part]))
    return {
      found: found.map(({ row }) => row),
      cursorOf: (last: Found): Cursor => {
        const part = partOf.get(last.pk) ?? 0
        return [part, ...(parts[part]?.keys ?? []).map(({ as }) => last[as] ?? null)]
      },
    }
  }
}

const partSql = (part: Part, { condition }: Matches, cursor: Cursor | undefined): Sql => {
  const columns = part.keys.map(({ column, as }) => `${column} as ${as}`)
  const order = part.keys.map(({ column, descending }) => `${column}${descending ? ' desc' : ''}`)
  const conditions = [
    ...(part.where === undefined ? [] : [part.where]),
    condition,
    ...(cursor === undefined ? [] : [behind(part.keys, cursor)]),
  ]
  return {
    sql: `select c.pk, ${columns.join(', ')} from ${part.from.sql}
          where ${conditions.map(({ sql }) => sql).join(' and ')} order by ${order.join(', ')}`,
    values: [part.from, ...conditions].flatMap(({ values }) => values),
  }
}
