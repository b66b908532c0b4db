// Migrations: numbered SQL files that only add. Each is recorded in the transaction that runs it, so a crash
// leaves it either done and known or not begun. A database that a newer program has extended still opens, unless
// a migration there says (`-- breaking` on its first line) that older programs would go wrong.
import { readdirSync, readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { statement } from './sqlite/connection.ts'

export type Migration = {
  readonly id: number
  readonly name: string
  readonly sql: string
  readonly breaking: boolean
}

/** The migrations that this program knows, in order. */
export const migrations = (): readonly Migration[] => {
  const folder = new URL('./migrations/', import.meta.url)
  return readdirSync(folder)
    .filter((file) => /^\d{4}-.*\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, folder), 'utf8')
      return {
        id: Number(file.slice(0, 4)),
        name: file.slice(5, -4),
        sql,
        breaking: sql.startsWith('-- breaking'),
      }
    })
}

/** Which of `known` the database does not have yet. Throws if it has a breaking one that is not known. */
export const pendingMigrations = (
  db: DatabaseSync,
  known: readonly Migration[],
): readonly Migration[] => {
  const recorded = recordedMigrations(db)
  const ids = new Set(known.map(({ id }) => id))
  const foreign = recorded.find(({ id, breaking }) => breaking === 1 && !ids.has(id))
  if (foreign !== undefined) {
    throw new Error(
      `The database was changed by a newer version of OpenCases (migration ${foreign.id}, ` +
        `${foreign.name}) in a way that this version cannot work with. Start the newer version.`,
    )
  }
  const done = new Set(recorded.map(({ id }) => id))
  return known.filter(({ id }) => !done.has(id))
}

/** Bring the database to the newest version that this program knows. */
export const migrate = (db: DatabaseSync, known: readonly Migration[], clock: Clock): void => {
  db.exec('begin immediate')
  try {
    db.exec(`create table if not exists migrations (
      id integer primary key, name text not null, applied_at integer not null,
      breaking integer not null
    ) strict`)
    for (const { id, name, sql, breaking } of pendingMigrations(db, known)) {
      db.exec(sql)
      statement(db, 'insert into migrations values (?, ?, ?, ?)').run(
        id,
        name,
        clock.wallNow(),
        breaking ? 1 : 0,
      )
    }
    db.exec('commit')
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    throw error
  }
}

const recordedMigrations = (db: DatabaseSync) => {
  const table = statement<{ name: string }>(
    db,
    `select name from sqlite_schema where type = 'table' and name = 'migrations'`,
  )
  if (table.get() === undefined) return []
  return statement<{ id: number; name: string; breaking: number }>(
    db,
    'select id, name, breaking from migrations order by id',
  ).all()
}
