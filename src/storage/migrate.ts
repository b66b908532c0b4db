// Runs migrations on SQLite. Each is recorded in the transaction that runs it, so a crash leaves it either done and
// known or not begun.
import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { type Migration, pendingOf } from './migration-files.ts'
import { statement } from './sqlite/connection.ts'

/** Which of `known` the database does not have yet. Throws if it has a breaking one that is not known. */
export const pendingMigrations = (
  db: DatabaseSync,
  known: readonly Migration[],
): readonly Migration[] => pendingOf(recordedMigrations(db), known)

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
  )
    .all()
    .map((record) => ({ ...record, breaking: record.breaking === 1 }))
}
