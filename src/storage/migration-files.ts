// Migrations: numbered SQL files that only add. A database that a newer program has extended still opens, unless a
// migration there says (`-- breaking` on its first line) that older programs would go wrong.
import { readdirSync, readFileSync } from 'node:fs'

export type Migration = {
  readonly id: number
  readonly name: string
  readonly sql: string
  readonly breaking: boolean
}

/** The migrations that this program knows, in order: those of SQLite, or of another store's folder. */
export const migrations = (
  folder: URL = new URL('./migrations/', import.meta.url),
): readonly Migration[] =>
  readdirSync(folder)
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

type Recorded = Omit<Migration, 'sql'>

/** Which of `known` are not recorded yet. Throws if a breaking one is recorded that is not known. */
export const pendingOf = (
  recorded: readonly Recorded[],
  known: readonly Migration[],
): readonly Migration[] => {
  refuseNewer(recorded, new Set(known.map(({ id }) => id)))
  const done = new Set(recorded.map(({ id }) => id))
  return known.filter(({ id }) => !done.has(id))
}

/** Throws a sentence if a breaking migration is recorded that is not among the known ones. */
export const refuseNewer = (recorded: readonly Recorded[], known: ReadonlySet<number>): void => {
  const foreign = recorded.find(({ id, breaking }) => breaking && !known.has(id))
  if (foreign !== undefined) {
    throw new Error(
      `The database was changed by a newer version of OpenCases (migration ${foreign.id}, ` +
        `${foreign.name}) in a way that this version cannot work with. Start the newer version.`,
    )
  }
}
