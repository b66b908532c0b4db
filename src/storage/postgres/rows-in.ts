// Rows as parameters: a statement that writes many rows takes an array for each column, so that it is one
// statement whatever their number (25,000 rows a second; one by one it is 10,000). Where tables are spread over
// machines each key has a statement of its own that names it, and so goes to one of them; and rows to insert are
// listed, as a select from arrays would be pulled together first (588 rows a second instead of 24,700).
import { spreadBy } from './placement.ts'
import { named, type Scalar, type Session, type Statement, type Value } from './session.ts'

/** The type of each column, in order; `case_id: 'uuid'`. */
export type Columns = Readonly<Record<string, string>>

export type Row<C extends Columns> = { readonly [Name in keyof C]: Scalar }

/** Rows of a table, or what tells which of its rows are meant. */
type Target<C extends Columns> = { readonly table: string; readonly columns: C }

export type RowStatement<C extends Columns> = {
  /** How many rows were written or found. `more` are the values behind the rows. */
  run(session: Session, rows: readonly Row<C>[], more?: readonly Value[]): Promise<number>
}

/** More rows than this go in several statements. */
const rowsMax = 5000
/** Of rows that are listed, as a connection prepares a statement for each number of them. */
const listedMax = 16

/**
 * A statement over many rows, which are `v` in it; nothing is sent for none. `key` is what the column is compared
 * with that the table is spread by.
 */
export const rowStatement = <const C extends Columns>(
  name: string,
  { table, columns }: Target<C>,
  text: (rows: string, key: string) => string,
): RowStatement<C> => {
  const by = spreadBy(table)
  const count = Object.keys(columns).length
  const many = named(name, text(tableOf(columns), `v.${by}`))
  const ofOne = named(
    `${name}_of_one`,
    text(tableOf(columns), `$${count + 1}::${columns[by ?? '']}`),
  )
  return {
    run: (session, rows) =>
      session.spread && by !== undefined
        ? total(byKey(rows, by), (some) =>
            session.run(ofOne, [...arraysOf(columns, some), some[0]?.[by] ?? null]),
          )
        : total(pieces(rows, rowsMax), (some) => session.run(many, arraysOf(columns, some))),
  }
}

/** An insert of many rows, all or none. */
export const insertInto = <const C extends Columns>(
  table: string,
  columns: C,
  conflict = '',
): RowStatement<C> =>
  insertRows(`insert_${table}`, { table, columns }, (rows) => `${rows} ${conflict}`)

export type Insertion<C extends Columns> = Target<C> & {
  /** What is written of a column, where that is not its value. */
  readonly made?: { readonly [Name in keyof C]?: (value: string) => string }
  /** Types of the values behind the rows. */
  readonly more?: readonly string[]
}

/** An insert of many rows into the table as `t`, and what is said behind it; `more` is the SQL of further values. */
export const insertRows = <const C extends Columns>(
  name: string,
  { table, columns, made = {}, more: moreTypes = [] }: Insertion<C>,
  text: (insert: string, ...more: string[]) => string,
): RowStatement<C> => {
  const by = spreadBy(table)
  const names: readonly (keyof C & string)[] = Object.keys(columns)
  const into = `insert into ${table} as t (${names.join(', ')})`
  const written = (of: (column: keyof C & string, index: number) => string): string =>
    names.map((column, index) => (made[column] ?? same)(of(column, index))).join(', ')
  const behind = (from: number): string[] =>
    moreTypes.map((type, index) => `$${from + index + 1}::${type}`)
  const selected = `${into} select ${written((column) => `v.${column}`)} from ${tableOf(columns)}`
  const many = named(name, text(selected, ...behind(names.length)))
  const listed = Array.from({ length: listedMax }, (_, last): Statement => {
    const lists = Array.from({ length: last + 1 }, (_, row) => {
      const first = row * names.length + 1
      return `(${written((column, index) => `$${first + index}::${columns[column]}`)})`
    })
    const insert = `${into} values ${lists.join(', ')}`
    return named(`${name}_${last + 1}`, text(insert, ...behind((last + 1) * names.length)))
  })
  const list = (session: Session, some: readonly Row<C>[], more: readonly Value[]) => {
    const statement = listed[some.length - 1] ?? many
    const values = some.flatMap((row) => names.map((column) => row[column] ?? null))
    return session.run(statement, [...values, ...more])
  }
  return {
    run: (session, rows, more = []) => {
      if (!session.spread) {
        const values = (some: readonly Row<C>[]) => [...arraysOf(columns, some), ...more]
        return total(pieces(rows, rowsMax), (some) => session.run(many, values(some)))
      }
      const groups = by === undefined ? [rows] : byKey(rows, by)
      const lists = groups.flatMap((group) => pieces(group, listedMax))
      return total(lists, (some) => list(session, some, more))
    },
  }
}

export type KeyStatement = {
  /** How many rows were written. */
  run(session: Session, keys: readonly string[], more?: readonly Value[]): Promise<number>
  rows<Record>(
    session: Session,
    keys: readonly string[],
    more?: readonly Value[],
  ): Promise<Record[]>
}

/** A statement on the rows of some keys; `is` is the condition on the column. Further values begin with `$2`. */
export const keyStatement = (
  name: string,
  type: 'text' | 'uuid',
  text: (is: string) => string,
): KeyStatement => {
  const many = named(name, text(`= any($1::${type}[])`))
  const ofOne = named(`${name}_of_one`, text(`= $1::${type}`))
  return {
    run: async (session, keys, more = []) => {
      if (keys.length === 0) return 0
      if (!session.spread) return session.run(many, [keys, ...more])
      return total(keys, (key) => session.run(ofOne, [key, ...more]))
    },
    rows: async (session, keys, more = []) => {
      if (keys.length === 0) return []
      if (!session.spread) return session.rows(many, [keys, ...more])
      const found = keys.map((key) => session.rows<never>(ofOne, [key, ...more]))
      return (await Promise.all(found)).flat()
    },
  }
}

const same = (value: string): string => value

/** A table of the rows, for `from`: `unnest($1::uuid[], …) as v(case_id, …)`. */
const tableOf = (columns: Columns): string => {
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  return `unnest(${arrays.join(', ')}) as v(${Object.keys(columns).join(', ')})`
}

/** The arrays of `tableOf`. */
const arraysOf = <C extends Columns>(columns: C, rows: readonly Row<C>[]): Value[] =>
  Object.keys(columns).map((name) => rows.map((row) => row[name] ?? null))

const pieces = <T>(all: readonly T[], max: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / max) }, (_, index) =>
    all.slice(index * max, (index + 1) * max),
  )

const byKey = <C extends Columns>(rows: readonly Row<C>[], by: keyof C): readonly Row<C>[][] => [
  ...Map.groupBy(rows, (row) => row[by]).values(),
]

/** All are sent before any is awaited. */
const total = async <T>(
  parts: readonly T[],
  run: (part: T) => Promise<number>,
): Promise<number> => {
  const counts = await Promise.all(parts.map(run))
  return counts.reduce((sum, count) => sum + count, 0)
}
