// One connection to the database file: how it is opened, and the casts that node:sqlite's untyped rows need
// (`statement` is the only place; the SQL beside each use names the columns of its row type).
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { DomainScope } from '../../domain/domain-config.ts'

/** A prepared statement whose rows have a known shape. */
export type Statement<Row> = {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]
  /** Row by row, for what must not be in memory at once. */
  iterate(...values: SQLInputValue[]): Iterable<Row>
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

/**
 * False only for a store that goes away with its process. `inOrder` is for what can be made again: where the machine
 * stops, the last commits may be lost, none before them, and none waits for the disk.
 */
export type Durable = boolean | 'inOrder'

const synchronous = (durable: Durable): string => {
  if (durable === 'inOrder') return 'normal'
  return durable ? 'full' : 'off'
}

export type ConnectionOptions = {
  readonly readOnly?: boolean
  readonly durable?: Durable
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
    db.exec(`pragma synchronous = ${synchronous(options.durable ?? true)}`)
    db.exec('pragma wal_autocheckpoint = 0')
    if (options.pagesMax !== undefined) db.exec(`pragma max_page_count = ${options.pagesMax}`)
  }
  // A writer's pages lie all over the database; what it lacks it reads while everybody waits.
  db.exec(`pragma cache_size = ${options.readOnly === true ? -16_000 : -64_000}`)
  return { db, ...keysOn(db) }
}

const keysOn = (db: DatabaseSync): Omit<Connection, 'db'> => {
  const domains = recent<number>()
  const cases = recent<{ readonly scope: DomainScope; readonly pk: number }>()
  // Not prepared on opening: a new database has no tables yet.
  let domain: Statement<{ pk: number }> | undefined
  let ofDomain: Statement<{ pk: number }> | undefined
  const domainPk = (scope: DomainScope): number => {
    const known = domains.get(scope)
    if (known !== undefined) return known
    domain ??= statement(db, 'select pk from domains where id = ?')
    const pk = domain.get(scope)?.pk
    if (pk !== undefined) domains.set(scope, pk)
    return pk ?? 0
  }
  const casePk = (scope: DomainScope, caseId: string): number => {
    const known = cases.get(caseId)
    if (known?.scope === scope) return known.pk
    ofDomain ??= statement(db, 'select pk from cases where id = ? and domain_pk = ?')
    const pk = ofDomain.get(caseId, domainPk(scope))?.pk
    if (pk !== undefined) cases.set(caseId, { scope, pk })
    return pk ?? 0
  }
  const forget = (): void => {
    domains.clear()
    cases.clear()
  }
  return { domainPk, casePk, forget }
}

/** Half of what is kept at most; the newer half replaces the older when it is full. */
const recentMax = 16_384

const recent = <Value>() => {
  let newer = new Map<string, Value>()
  let older = new Map<string, Value>()
  const set = (key: string, value: Value): void => {
    if (newer.size >= recentMax) {
      older = newer
      newer = new Map()
    }
    newer.set(key, value)
  }
  return {
    get: (key: string): Value | undefined => {
      const found = newer.get(key)
      if (found !== undefined) return found
      const aged = older.get(key)
      if (aged !== undefined) set(key, aged)
      return aged
    },
    set,
    clear: (): void => {
      newer.clear()
      older.clear()
    },
  }
}
