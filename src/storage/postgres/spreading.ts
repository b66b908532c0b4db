// Spreads the tables of an empty database over the machines that Citus knows, and tells whether that was done. The
// only file that knows of Citus: what it leaves behind for others is one boolean.
import type { Clock } from '../../clock.ts'
import { drop } from './ask.ts'
import { hostUrls } from './database-url.ts'
import { migrate } from './migrate.ts'
import { connect } from './open-connection.ts'
import { distribution, type Placement, placements } from './placement.ts'
import { named, type Session, sessionOn } from './session.ts'

/** Whether the tables of this database are spread over machines. */
export const isSpread = async (session: Session): Promise<boolean> => {
  const [config] = await session.rows<{ spread: boolean }>({
    text: 'select spread from config_version',
  })
  return config?.spread === true
}

export type Distributed = {
  readonly machines: number
  /** So many tables are spread over them. */
  readonly spread: number
  /** So many are whole on each. */
  readonly everywhere: number
}

/** Make the tables and spread them. Rejects with a sentence where that cannot be. */
export const distribute = async (url: string, clock: Clock): Promise<Distributed> => {
  const urls = hostUrls(url)
  if (urls === undefined) throw new Error('The address of the database has no form that is known.')
  const client = await connect({ urls, clock, patient: true })
  try {
    return await run(sessionOn(client, false), clock)
  } finally {
    drop(client)
  }
}

const run = async (session: Session, clock: Clock): Promise<Distributed> => {
  const [citus] = await session.rows<{ there: boolean }>({
    text: `select to_regproc('create_distributed_table') is not null as there`,
  })
  if (citus?.there !== true) {
    throw new Error(
      'The database has no Citus extension: install it, and run create extension citus in it.',
    )
  }
  const [workers] = await session.rows<{ count: number }>(machines)
  if (workers === undefined || workers.count === 0) {
    throw new Error('Citus knows no machine that takes rows; add some with citus_add_node.')
  }
  await migrate(session, clock)
  if (await isSpread(session)) throw new Error('The tables are spread over machines already.')
  await session.rows({ text: 'begin' })
  try {
    await mustBeEmpty(session)
    for (const text of [...searchIndexes, ...distribution()]) await session.rows({ text })
    await session.rows({ text: 'update config_version set spread = true' })
    await session.rows({ text: 'commit' })
  } catch (error) {
    await session.rows({ text: 'rollback' }).catch(() => {})
    throw error
  }
  const placed = (on: Placement['on']) =>
    Object.values(placements).filter((placement) => placement.on === on).length
  return { machines: workers.count, spread: placed('spread'), everywhere: placed('everywhere') }
}

/** For searches in the database itself, as no copy can follow several machines. */
export const searchIndexes: readonly string[] = [
  `create index case_values_text on case_values (domain, field_id, folded, case_id)
   where folded is not null`,
  `create index case_values_number on case_values (domain, field_id, number, case_id)
   where number is not null`,
  'create index case_tags_key on case_tags (domain, key, value, case_id)',
  'create index case_tags_value on case_tags (domain, value, case_id)',
  'create index case_words_words on case_words using gin (words)',
]

const machines = named(
  'machines',
  `select count(*) as count from pg_dist_node
   where isactive and shouldhaveshards and noderole = 'primary'`,
)

/** Whoever writes meanwhile waits, and then finds the tables spread. */
const mustBeEmpty = async (session: Session): Promise<void> => {
  const tables = Object.keys(placements).filter((table) => !filledAtOnce.has(table))
  await session.rows({ text: `lock table ${Object.keys(placements).join(', ')}` })
  const [held] = await session.rows<{ table: string }>({
    text: tables
      .map((table) => `select '${table}' as table where exists (select from ${table})`)
      .join(' union all '),
  })
  if (held !== undefined) {
    throw new Error(
      `There is data in the database (table ${held.table}): distribute an empty one and copy to it.`,
    )
  }
}

/** Tables that have rows from the beginning. */
const filledAtOnce: ReadonlySet<string> = new Set([
  'config_version',
  'migrations',
  'outbox_position',
  'search_horizon',
])
