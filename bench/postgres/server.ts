// The PostgreSQL of a measurement: the one that OPENCASES_BENCH_POSTGRES_URL names, or one of its own, made of the
// binaries that npm brings. Either way what it has committed is on disk.
import pg from 'pg'
import { emptyDatabase, startPostgres } from '../../test/support/postgres.ts'

/** Room for the cases, and no checkpoint in the middle of a round. */
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
}

/** An empty schema; what was started is ended with the scope that uses it. */
export const benchDatabase = async (): Promise<AsyncDisposable & { readonly url: string }> => {
  const held = new AsyncDisposableStack()
  const given = process.env.OPENCASES_BENCH_POSTGRES_URL
  try {
    const own = given === undefined ? await startPostgres(settings) : undefined
    if (own !== undefined) held.defer(own.kill)
    const server = own?.url ?? given ?? ''
    await mustBeDurable(server)
    const { url } = held.use(await emptyDatabase(server))
    return { url, [Symbol.asyncDispose]: () => held.disposeAsync() }
  } catch (error) {
    await held.disposeAsync()
    throw error
  }
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
