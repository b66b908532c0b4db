// The orders that a search can ask for, as columns, and where a page begins in them. Cases without a value come
// last in both directions. Walking an order, that makes two parts, the cases that have a value, in the order of
// their index, and the others; sorting what was collected, one part does.
import type { CaseSort, Cursor } from '../contract.ts'
import {
  emptySql,
  nextBreachField,
  nextBreachSql,
  type PredicateScope,
  type Sql,
} from '../predicate-sql.ts'

/** One column that rows are ordered by, and that a cursor holds a value of. */
type Key = { readonly column: string; readonly descending: boolean; readonly as: string }

/** A stretch of an order: where its rows come from and what orders them. */
export type Part = { readonly from: Sql; readonly where?: Sql; readonly keys: readonly Key[] }

/** The parts of an order one after the other; without sorts newest update first. Ties by id. */
export const partsOf = (
  place: PredicateScope,
  sorts: readonly CaseSort[],
  walked: boolean,
): readonly Part[] => {
  const [first] = sorts
  const id: Key = { column: 'c.id', descending: false, as: 'key_id' }
  const all = { sql: 'cases as c', values: [] }
  if (first === undefined) {
    const newest: Key = { column: 'c.updated_at', descending: true, as: 'key_updated' }
    return [{ from: all, keys: [newest, id] }]
  }
  const terms = sorts.map((sort, index) => ({ sort, as: `s${index}` }))
  const keys = terms.flatMap(({ sort, as }) => keysOf(sort, as))
  if (!walked) return [{ from: joinAll(all, place, terms), keys: [...keys, id] }]
  const rest = terms.slice(1)
  const restKeys = rest.flatMap(({ sort, as }) => keysOf(sort, as))
  const valued = valuedPart(place, first)
  return [
    { ...valued, from: joinAll(valued.from, place, rest), keys: [...valued.keys, ...restKeys, id] },
    {
      from: joinAll(all, place, rest),
      where: emptySql({ ...place, probing: true }, first),
      keys: [...restKeys, id],
    },
  ]
}

/** Rows that come after the cursor: `a >= x and (a > x or (a is x and (b > y or …)))`. */
export const behind = (keys: readonly Key[], cursor: Cursor): Sql => {
  const [key] = keys
  const [value = null] = cursor
  const rows = after(keys, cursor)
  // Implied, but only this the planner takes as the place in the index to start from.
  return key === undefined || value === null
    ? rows
    : {
        sql: `${key.column} ${key.descending ? '<=' : '>='} ? and ${rows.sql}`,
        values: [value, ...rows.values],
      }
}

const after = (keys: readonly Key[], cursor: Cursor): Sql => {
  const [key, ...rest] = keys
  const [value = null, ...values] = cursor
  if (key === undefined) return { sql: 'false', values: [] }
  const next = after(rest, values)
  const { column, descending } = key
  return {
    sql: `(${column} ${descending ? '<' : '>'} ? or (${column} is ? and ${next.sql}))`,
    values: [value, value, ...next.values],
  }
}

const columnOf = ({ by }: CaseSort): string => (by === 'number' ? 'number' : 'folded')

const keysOf = (sort: CaseSort, as: string): Key[] => {
  const column = `${as}.${columnOf(sort)}`
  return [
    { column: `(${column} is null)`, descending: false, as: `key_${as}_missing` },
    { column, descending: sort.order === 'Desc', as: `key_${as}` },
  ]
}

/** The cases that have a value, from the index of the values. */
const valuedPart = (place: PredicateScope, sort: CaseSort): Part => {
  const column = `v0.${columnOf(sort)}`
  const keys = [{ column, descending: sort.order === 'Desc', as: 'key_v0' }]
  if (sort.fieldId === nextBreachField) {
    const { sql, values } = nextBreachSql(place)
    const from = { sql: `(${sql}) as v0 cross join cases as c on c.pk = v0.case_pk`, values }
    return { from, keys }
  }
  return {
    from: { sql: 'case_values as v0 cross join cases as c on c.pk = v0.case_pk', values: [] },
    where: {
      sql: `v0.domain_pk = ? and v0.field_id = ? and ${column} is not null`,
      values: [place.domainPk, sort.fieldId],
    },
    keys,
  }
}

const joinAll = (
  from: Sql,
  place: PredicateScope,
  terms: readonly { readonly sort: CaseSort; readonly as: string }[],
): Sql => {
  const joins = terms.map(({ sort, as }) => sortJoin(place, sort.fieldId, as))
  return {
    sql: [from, ...joins].map(({ sql }) => sql).join(' '),
    values: [from, ...joins].flatMap(({ values }) => values),
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
