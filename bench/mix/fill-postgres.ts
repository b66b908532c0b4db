// Cases from a data folder into an empty PostgreSQL, as one restores a database: what is not unique is indexed when
// all rows are there. `opencases copy` does without that, as it may be cut off at any time.
import pg from 'pg'
import { realClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { copyAll } from '../../src/storage/copy.ts'
import { open } from '../../src/storage/open.ts'

/** `data` is the folder of the server that is to run on it. Rejects if it is cut off; it must begin anew then. */
export const fillPostgres = async (folder: string, data: string, url: string): Promise<void> => {
  const config = readConfig()
  const clock = realClock()
  const source = await open({ ...config, data: folder }, clock, 'copying')
  const target = await open({ ...config, data, databaseUrl: url }, clock, 'copying')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const indexes = await dropIndexes(client)
    await copyAll({ source, target, copied: told() })
    for (const index of indexes) await client.query(index)
  } finally {
    await client.end()
    await target.close()
    await source.close()
  }
}

/** The statements that make them again. */
const dropIndexes = async (client: pg.Client): Promise<readonly string[]> => {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made
     from pg_index join pg_class on pg_class.oid = indrelid
     where relnamespace = current_schema()::regnamespace and not indisunique`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ made }) => made)
}

const told = (): ((what: string, rows: number) => void) => {
  let next = 0
  return (what, rows) => {
    if (rows < next && rows > 0) return
    console.log(`${what}: ${rows}`)
    next = rows === 0 ? 0 : rows + 50_000
  }
}
