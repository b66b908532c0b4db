// The PostgreSQL of a measurement: the one that OPENCASES_BENCH_POSTGRES_URL names, or one of its own, made of the
// binaries that npm brings. Either way what it has committed is on disk.
import { totalmem } from 'node:os'
import pg from 'pg'
import { emptyDatabase, type PostgresServer, startPostgres } from '../../test/support/postgres.ts'

/** A quarter of the memory, as PostgreSQL's documentation advises, and no checkpoint in the middle of a round. */
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: `${Math.round(totalmem() / 4e6)}MB`,
  max_wal_size: '4GB',
}

/** For a fill that begins anew if it is cut off. */
const unsyncedSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

export type BenchDatabase = AsyncDisposable & {
  readonly url: string
  /** Nothing that `fill` writes is synced, if the server is this process's own. No connection may outlast it. */
  unsynced(fill: () => Promise<void>): Promise<void>
}

/** An empty schema; what was started is ended with the scope that uses it. */
export const benchDatabase = async (): Promise<BenchDatabase> => {
  const held = new AsyncDisposableStack()
  const given = process.env.OPENCASES_BENCH_POSTGRES_URL
  try {
    const own = given === undefined ? await startPostgres(settings) : undefined
    if (own !== undefined) held.defer(own.kill)
    const server = own?.url ?? given ?? ''
    await mustBeDurable(server)
    const { url } = held.use(await emptyDatabase(server))
    return {
      url,
      unsynced: async (fill) => {
        await restart(own, unsyncedSettings)
        await fill()
        await restart(own, settings)
        await mustBeDurable(server)
      },
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    }
  } catch (error) {
    await held.disposeAsync()
    throw error
  }
}

const restart = async (
  own: PostgresServer | undefined,
  settings: Readonly<Record<string, string>>,
): Promise<void> => {
  await own?.stop()
  await own?.start(settings)
}

const mustBeDurable = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      const { rows } = await client.query(`select current_setting($1) as value`, [name])
      if (rows[0].value !== 'on')
        throw new Error(`${name} is ${rows[0].value}: nothing is measured`)
    }
  } finally {
    await client.end()
  }
}
