// Brings the database to the newest schema that this program knows, one server at a time: however many start on an
// empty database at once, the first makes the tables and the others find them.
import type { Clock } from '../../clock.ts'
import { type Migration, migrations, pendingOf, refuseNewer } from '../migration-files.ts'
import { isLockTimeout, isTransient, Outdated } from './failures.ts'
import { lockAlone } from './locks.ts'
import { named, type Session } from './session.ts'

/** Something that holds a table may hold it for so long; each try makes others wait for a second at most. */
const patienceMs = 60_000
const pauseMs = 300

/**
 * Run what is missing, in one transaction, while other servers go on. Throws a sentence if a newer version went where
 * this one cannot, or if something does not let go of the tables.
 */
export const migrate = async (session: Session, clock: Clock): Promise<void> => {
  for (const until = clock.monotonicMs() + patienceMs; ; await clock.sleep(pauseMs)) {
    try {
      await attempt(session, clock)
      return
    } catch (error) {
      await session.rows({ text: 'rollback' }).catch(() => {})
      if (!isTransient(error) && !isLockTimeout(error)) throw error
      if (clock.monotonicMs() > until) {
        throw new Error('The tables cannot be changed: something has held one for a minute.', {
          cause: error,
        })
      }
    }
  }
}

const attempt = async (session: Session, clock: Clock): Promise<void> => {
  await session.rows({ text: `begin; set local lock_timeout = '1s'` })
  // Of the schema and not of the database: one database may hold several stores.
  await session.rows({
    text: `select pg_advisory_xact_lock(hashtextextended('opencases ' || current_schema(), 0))`,
  })
  await session.rows({
    text: `create table if not exists migrations (
      id integer primary key, name text not null, applied_at bigint not null,
      breaking boolean not null
    )`,
  })
  const recorded = await session.rows<Omit<Migration, 'sql'>>(allRecorded)
  const pending = pendingOf(recorded, migrations(folder))
  const beside = recorded.length > 0 && pending.length > 0
  // Servers that write now would be in each other's way with a change of several tables.
  if (beside) await session.rows(lockAlone)
  for (const { id, name, sql, breaking } of pending) {
    for (const text of statementsOf(sql)) await session.rows({ text })
    await session.run(record, [id, name, clock.wallNow(), breaking])
  }
  // So every server that runs looks, and finds what it does not understand.
  if (beside && pending.some(({ breaking }) => breaking)) {
    await session.rows({ text: 'update config_version set version = version + 1' })
  }
  await session.rows({ text: 'commit' })
}

// Each of them ends a line. One by one, as Citus refuses a change of a spread table that comes with others.
const statementsOf = (sql: string): string[] =>
  sql.split(/;$/m).filter((text) => /^\s*[^-\s]/m.test(text))

/** Throws if the database has been changed, while this server ran, in a way that it cannot work with. */
export const mustUnderstand = async (session: Session): Promise<void> => {
  known ??= new Set(migrations(folder).map(({ id }) => id))
  const recorded = await session.rows<Omit<Migration, 'sql'>>(allRecorded)
  try {
    refuseNewer(recorded, known)
  } catch (error) {
    throw new Outdated(error instanceof Error ? error.message : `${error}`)
  }
}

let known: ReadonlySet<number> | undefined

/** Throws a sentence if the tables are not there, or are not as this version needs them. */
export const mustBeCurrent = async (session: Session): Promise<void> => {
  const [table] = await session.rows<{ there: boolean }>({
    text: `select to_regclass('migrations') is not null as there`,
  })
  if (table?.there !== true) throw new Error('There is no OpenCases in this database.')
  const recorded = await session.rows<Omit<Migration, 'sql'>>(allRecorded)
  if (pendingOf(recorded, migrations(folder)).length > 0) {
    throw new Error('The database is of an older version. Start a server of this version first.')
  }
}

const allRecorded = { text: 'select id, name, breaking from migrations order by id' }

const record = named('record_migration', 'insert into migrations values ($1, $2, $3, $4)')

const folder = new URL('./migrations/', import.meta.url)
