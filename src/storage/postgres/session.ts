// One connection to PostgreSQL, and the statements that run on it. Queries that are sent without waiting for each
// other go out together and are answered in order (pipelining): a burst of them costs one round trip. Named
// statements are parsed once a connection.
import pg from 'pg'
import { ask } from './ask.ts'
import { StaleVersion } from './failures.ts'

/** A statement with a name is prepared; one without is planned anew each time, for the values it is given. */
export type Statement = { readonly name?: string; readonly text: string }

export type Session = {
  /** Whether the tables are spread over machines (`placement.ts`). */
  readonly spread: boolean
  /** The rows, as the SQL names their columns. */
  rows<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>
  /** How many rows were written. */
  run(statement: Statement, values?: readonly Value[]): Promise<number>
}

export type Scalar = string | number | boolean | Uint8Array | null

/** Bound as it is; an array is one parameter. */
export type Value = Scalar | readonly Scalar[]

/** A statement that every connection prepares at its first use. */
export const named = (name: string, text: string): Statement => ({ name, text })

/** A session on an open client. */
export const sessionOn = (client: pg.ClientBase, spread: boolean): Session => {
  let failure: unknown
  const query = async (statement: Statement, values: readonly Value[]) => {
    try {
      return await ask(client, { ...statement, values: values.map(bound) })
    } catch (error) {
      // What was sent behind a failed statement fails because of it, which would tell nobody anything.
      if (!isAborted(error)) failure = error
      throw failure ?? error
    }
  }
  return {
    spread,
    rows: async (statement, values = []) => (await query(statement, values)).rows,
    run: async (statement, values = []) => (await query(statement, values)).rowCount ?? 0,
  }
}

const isAborted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '25P02'

/** Fails if a statement did not write as many rows as it was given. */
export const mustWrite = async (expected: number, what: string, run: Promise<number>) => {
  const written = await run
  if (written !== expected) throw new StaleVersion(`${what}: ${written} of ${expected}`)
}

// Text in PostgreSQL holds every character but NUL. Documents are JSON, which has an escape for it; in what is
// only searched it becomes the character for what cannot be told.
const bound = (value: Value): unknown => {
  if (typeof value === 'string') return withoutNul(value)
  return Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? withoutNul(item) : item))
    : value
}

const withoutNul = (text: string): string =>
  text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text

/** Whole numbers as numbers (times and counts are all below 2^53), bytes as plain bytes. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    parsers.get(oid) ??
    pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
}

const parsers = new Map<number, (text: string) => unknown>([
  [20, Number],
  [17, (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))],
])
