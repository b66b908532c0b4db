// Rows as parameters: a statement that writes many rows takes an array for each column, so that it is one
// statement whatever their number (25,000 rows a second; one by one it is 10,000).
import { named, type Session, type Statement, type Value } from './session.ts'

/** The type of each column, in order; `case_id: 'uuid'`. */
export type Columns = Readonly<Record<string, string>>

export type Row<C extends Columns> = { readonly [Name in keyof C]: Scalar }

type Scalar = string | number | boolean | Uint8Array | null

/** More rows than this go in several statements. */
const rowsMax = 5000

/** A table of the rows, for `from`: `unnest($1::uuid[], …) as v(case_id, …)`. */
export const tableOf = (columns: Columns): string => {
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  return `unnest(${arrays.join(', ')}) as v(${Object.keys(columns).join(', ')})`
}

/** The arrays of `tableOf`. */
export const arraysOf = <C extends Columns>(columns: C, rows: readonly Row<C>[]): Value[] =>
  Object.keys(columns).map((name) => rows.map((row) => row[name] ?? null))

export type RowStatement<C extends Columns> = {
  /** How many rows were written. */
  run(session: Session, rows: readonly Row<C>[]): Promise<number>
}

/** A statement over many rows, which are `v` in it; nothing is sent for none. */
export const rowStatement = <const C extends Columns>(
  name: string,
  columns: C,
  text: (table: string) => string,
): RowStatement<C> => {
  const statement: Statement = named(name, text(tableOf(columns)))
  return {
    run: async (session, rows) => {
      let written = 0
      for (let from = 0; from < rows.length; from += rowsMax) {
        const some = rows.slice(from, from + rowsMax)
        written += await session.run(statement, arraysOf(columns, some))
      }
      return written
    },
  }
}

/** An insert of many rows, all or none. */
export const insertInto = <const C extends Columns>(
  table: string,
  columns: C,
  conflict = '',
): RowStatement<C> => {
  const names = Object.keys(columns).join(', ')
  return rowStatement(
    `insert_${table}`,
    columns,
    (rows) => `insert into ${table} (${names}) select ${names} from ${rows} ${conflict}`,
  )
}
