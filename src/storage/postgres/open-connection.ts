// Opens connections to the server that takes writes, whichever of the given hosts that is now. Every wait has an
// end: connecting, a query, a lock, a transaction that nobody goes on with.
import pg from 'pg'
import type { Clock } from '../../clock.ts'
import { drop, watchAnswers } from './ask.ts'
import { Unreachable } from './failures.ts'
import { types } from './session.ts'

export type ConnectOptions = {
  readonly clock: Clock
  /** One for each host. */
  readonly urls: readonly string[]
  /**
   * Without bounds on how long a query may take: for whatever reads or changes everything. Only a network that is
   * gone ends it.
   */
  readonly patient?: boolean
}

const connectMs = 2000
const lookMs = 1000
/** A host that says nothing for so long is not waited for by the next one. */
const headStartMs = 250
/** The client gives up on a query; the connection is of no use then. The server gave up before. */
const queryMs = 5000
const statementMs = 4500
const lockMs = 3000
const idleInTransactionMs = 5000
/**
 * A connection on which nothing has come for so long is looked at by the kernel, each second, and is broken after ten
 * looks without an answer: the end of what has no bound, where the network or the other machine is gone.
 */
const quietMs = 30_000

/**
 * A connection, to the first of the hosts that can be written to; one that hangs costs the others
 * little. Rejects with `Unreachable` if there is none.
 */
export const connect = async (options: ConnectOptions): Promise<pg.Client> => {
  const tries: Promise<pg.Client>[] = []
  for (const url of options.urls) {
    tries.push(open(url, options))
    const ahead = new AbortController()
    const first = Promise.any(tries).then(
      () => true,
      () => false,
    )
    const isOpen = await Promise.race([first, options.clock.sleep(headStartMs, ahead.signal)])
    ahead.abort()
    if (isOpen === true) break
  }
  try {
    const client = await Promise.any(tries)
    for (const each of tries) each.then((other) => other !== client && drop(other)).catch(() => {})
    return client
  } catch (error) {
    const errors = error instanceof AggregateError ? error.errors : [error]
    throw new Unreachable(reason(errors), { cause: errors.at(-1) })
  }
}

const open = async (url: string, options: ConnectOptions): Promise<pg.Client> => {
  const client = new pg.Client(settings(url, options))
  // A connection that breaks while nobody uses it tells so at its next use.
  client.on('error', () => {})
  try {
    await client.connect()
    if (!(await isWritable(client))) {
      throw new Error('The database can only be read: it is a standby.')
    }
    if (options.patient !== true) watchAnswers(client, options.clock, queryMs)
    return client
  } catch (error) {
    drop(client)
    throw error
  }
}

const settings = (connectionString: string, { patient }: ConnectOptions): pg.ClientConfig => ({
  connectionString,
  application_name: 'opencases',
  connectionTimeoutMillis: connectMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: quietMs,
  pipeline: true,
  types,
  idle_in_transaction_session_timeout: idleInTransactionMs,
  ...(patient === true ? {} : { statement_timeout: statementMs, lock_timeout: lockMs }),
})

const isWritable = async (client: pg.Client): Promise<boolean> => {
  const look = { text: writable, query_timeout: lookMs }
  const { rows } = await client.query<{ writable: boolean }>(look)
  return rows[0]?.writable === true
}

const writable = `select not pg_is_in_recovery()
  and current_setting('transaction_read_only') = 'off' as writable`

const reason = (errors: readonly unknown[]): string => {
  const told = errors.map((error) =>
    error instanceof Error ? error.message || error.name : `${error}`,
  )
  return `The database cannot be reached: ${[...new Set(told)].join('; ')}`
}
