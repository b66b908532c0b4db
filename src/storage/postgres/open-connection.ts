// Opens connections to the server that takes writes, whichever of the given hosts that is now. Every wait has an
// end: connecting, a query, a lock, a transaction that nobody goes on with.
import type { Duplex } from 'node:stream'
import pg from 'pg'
import { Unreachable } from './failures.ts'
import { types } from './session.ts'

export type ConnectOptions = {
  /** One for each host. */
  readonly urls: readonly string[]
  /** Without bounds on how long a query may take: for whatever reads or changes everything. */
  readonly patient?: boolean
}

const connectMs = 2000
/** The client gives up on a query; the connection is of no use then. The server gave up before. */
const queryMs = 5000
const statementMs = 4500
const lockMs = 3000
const idleInTransactionMs = 5000

/** A connection. Rejects with `Unreachable` if none of the hosts can be written to. */
export const connect = async (options: ConnectOptions): Promise<pg.Client> => {
  let cause: unknown
  for (const url of options.urls) {
    const client = new pg.Client(settings(url, options))
    // A connection that breaks while nobody uses it tells so at its next use.
    client.on('error', () => {})
    try {
      await client.connect()
      if (await isWritable(client)) return client
      cause = new Error('The database can only be read: it is a standby.')
    } catch (error) {
      cause = error
    }
    drop(client)
  }
  throw new Unreachable(reason(cause), { cause })
}

/** Let go of a connection without waiting for its other end. */
export const drop = (client: pg.Client): void => {
  void client.end().catch(() => {})
  streamOf(client).destroy()
}

const settings = (connectionString: string, { patient }: ConnectOptions): pg.ClientConfig => ({
  connectionString,
  application_name: 'opencases',
  connectionTimeoutMillis: connectMs,
  keepAlive: true,
  pipeline: true,
  types,
  idle_in_transaction_session_timeout: idleInTransactionMs,
  ...(patient === true
    ? {}
    : { statement_timeout: statementMs, lock_timeout: lockMs, query_timeout: queryMs }),
})

const isWritable = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query<{ writable: boolean }>(
    `select not pg_is_in_recovery() as writable`,
  )
  return rows[0]?.writable === true
}

const reason = (error: unknown): string =>
  `The database cannot be reached: ${error instanceof Error ? error.message || error.name : error}`

// Not in its types, though the driver itself ends a connection so.
const streamOf = (client: pg.Client): Duplex =>
  (client as unknown as { connection: { stream: Duplex } }).connection.stream
