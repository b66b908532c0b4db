// A primary and its synchronous standby, and one address for both: each of them behind a relay, so that the address
// stays what it is, whatever becomes of them.
import assert from 'node:assert/strict'
import { type PostgresServer, rowsOf, startPostgres, statement } from '../support/postgres.ts'
import { type Relay, relayTo } from '../support/relay.ts'
import { until } from '../support/until.ts'

export type Pair = AsyncDisposable & {
  readonly primary: PostgresServer
  readonly standby: PostgresServer
  /** The way to the primary. */
  readonly relay: Relay
  /** For OPENCASES_DATABASE_URL: both hosts. */
  readonly url: string
  /** The standby becomes what the primary was. */
  promote(): Promise<void>
}

export const startPair = async (): Promise<Pair> => {
  const primary = await startPostgres()
  // A cold copy: the standby starts where the primary ended.
  await primary.stop()
  const standby = await startPostgres({}, primary)
  await primary.start({ synchronous_standby_names: 'standby' })
  const relays = [await relayTo(primary.url), await relayTo(standby.url)] as const
  const hosts = relays.map(({ url }) => new URL(url).host).join(',')
  const following = 'select sync_state from pg_stat_replication'
  await until(
    async () => (await rowsOf(primary.url, following))[0]?.sync_state === 'sync',
    () => 'the standby does not follow',
  )
  return {
    primary,
    standby,
    relay: relays[0],
    url: `postgres://postgres@${hosts}/postgres?target_session_attrs=read-write`,
    promote: async () => {
      await statement(standby.url, 'select pg_promote()')
      const [is] = await rowsOf(standby.url, 'select pg_is_in_recovery() as standby')
      assert.equal(is?.standby, false)
    },
    [Symbol.asyncDispose]: async () => {
      for (const relay of relays) await relay[Symbol.asyncDispose]()
      standby.kill()
      primary.kill()
    },
  }
}
