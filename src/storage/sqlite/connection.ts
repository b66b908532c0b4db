// One connection to the database file: how it is opened, and the casts that node:sqlite's untyped rows need
// (`statement` is the only place; the SQL beside each use names the columns of its row type).
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { DomainScope } from '../../domain/domain-config.ts'

/** A prepared statement whose rows have a known shape. */
export type Statement<Row> = {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]
  run(...values: SQLInputValue[]): { changes: number | bigint; lastInsertRowid: number | bigint }
}

export type Connection = {
  readonly db: DatabaseSync
  /** The integer key of a domain; 0, which nothing has, if there is none. */
  domainPk(scope: DomainScope): number
  /** The integer key of a case; 0 if there is none. No other case ever has it. */
  casePk(scope: DomainScope, caseId: string): number
  /** Forget what was looked up: some of it was rolled back, or is gone. */
  forget(): void
}

export type ConnectionOptions = {
  readonly readOnly?: boolean
  /** False only for a store that goes away with its process. */
  readonly durable?: boolean
  /** Only checkpoints: it may wait a moment for others, which a writer on the main thread must not. */
  readonly checkpointer?: boolean
  /** For tests of a full disk. */
  readonly pagesMax?: number
}

/** Prepare a statement once; its row type is what its SQL selects. */
export const statement = <Row = never>(db: DatabaseSync, sql: string): Statement<Row> =>
  db.prepare(sql) as unknown as Statement<Row>

/** The same with rows as tuples, in the order of the columns: half the cost of a row with names. */
export const tupleStatement = <Row extends readonly unknown[]>(
  db: DatabaseSync,
  sql: string,
): Statement<Row> => {
  const prepared = db.prepare(sql)
  prepared.setReturnArrays(true)
  return prepared as unknown as Statement<Row>
}

/** Open a connection. A second, read-only one is never blocked by a writer and sees the last commit. */
export const openConnection = (file: string, options: ConnectionOptions = {}): Connection => {
  const db = new DatabaseSync(file, {
    readOnly: options.readOnly === true,
    timeout: options.checkpointer === true ? 50 : 0,
  })
  if (options.readOnly !== true) {
    db.exec('pragma journal_mode = wal')
    db.exec(`pragma synchronous = ${options.durable === false ? 'off' : 'full'}`)
    db.exec('pragma wal_autocheckpoint = 0')
    if (options.pagesMax !== undefined) db.exec(`pragma max_page_count = ${options.pagesMax}`)
  }
  // A writer's pages lie all over the database; what it lacks it reads while everybody waits.
  db.exec(`pragma cache_size = ${options.readOnly === true ? -16_000 : -64_000}`)
  return { db, ...keysOn(db) }
}

const knownMax = 10_000

const keysOn = (db: DatabaseSync): Omit<Connection, 'db'> => {
  const domains = keyCache()
  const cases = keyCache()
  // Not prepared on opening: a new database has no tables yet.
  let domain: Statement<{ pk: number }> | undefined
  let ofDomain: Statement<{ pk: number }> | undefined
  const domainPk = (scope: DomainScope): number =>
    domains.keyOf(scope, () => {
      domain ??= statement(db, 'select pk from domains where id = ?')
      return domain.get(scope)?.pk
    })
  return {
    domainPk,
    casePk: (scope, caseId) =>
      cases.keyOf(`${scope} ${caseId}`, () => {
        ofDomain ??= statement(db, 'select pk from cases where id = ? and domain_pk = ?')
        return ofDomain.get(caseId, domainPk(scope))?.pk
      }),
    forget: () => {
      domains.forget()
      cases.forget()
    },
  }
}

const keyCache = () => {
  const known = new Map<string, number>()
  return {
    keyOf: (name: string, find: () => number | undefined): number => {
      const cached = known.get(name)
      if (cached !== undefined) return cached
      const pk = find()
      if (pk === undefined) return 0
      if (known.size >= knownMax) known.clear()
      known.set(name, pk)
      return pk
    },
    forget: () => known.clear(),
  }
}
