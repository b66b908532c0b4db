// Brings the database to the newest schema that this program knows, one server at a time: however many start on an
// empty database at once, the first makes the tables and the others find them.
import type { Clock } from '../../clock.ts'
import { type Migration, migrations, pendingOf } from '../migration-files.ts'
import { named, type Session } from './session.ts'

/** Run what is missing, in one transaction. Throws a sentence if a newer version went where this one cannot. */
export const migrate = async (session: Session, clock: Clock): Promise<void> => {
  await session.rows({ text: 'begin' })
  try {
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
    for (const { id, name, sql, breaking } of pendingOf(recorded, migrations(folder))) {
      await session.rows({ text: sql })
      await session.run(record, [id, name, clock.wallNow(), breaking])
    }
    await session.rows({ text: 'commit' })
  } catch (error) {
    await session.rows({ text: 'rollback' }).catch(() => {})
    throw error
  }
}

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
