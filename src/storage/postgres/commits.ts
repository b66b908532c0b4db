// Whether a transaction was committed, when the answer to its commit is lost: each that changes something writes a
// mark, one row for each connection, and on another connection the mark tells. The number that PostgreSQL itself
// gives to a transaction would not do: after a crash, or on a standby that lags, it may be another one's.
import type pg from 'pg'
import { InDoubt } from './failures.ts'
import { named, type Session } from './session.ts'

/** Numbers grow, so that the last transaction of a connection is known by its own. */
export type Mark = { readonly connection: string; readonly number: number }

export const markCommit = (session: Session, { connection, number }: Mark): Promise<number> =>
  session.run(mark, [connection, number])

const mark = named(
  'mark_commit',
  `insert into commits (connection, number, at) values ($1, $2, now())
   on conflict (connection) do update set number = excluded.number, at = excluded.at`,
)

/**
 * Whether the last transaction of a connection was committed. It writes the mark anew, and so waits
 * for a transaction that has not come to its end; and its own commit is answered only when all
 * before it is as safe as a commit must be, on the standby too.
 */
export const wasCommitted = async (session: Session, { connection, number }: Mark) => {
  const [found] = await session.rows<{ number: number }>(ask, [connection])
  return found !== undefined && found.number >= number
}

const ask = named(
  'ask_commit',
  `insert into commits (connection, number, at) values ($1, 0, now())
   on conflict (connection) do update set at = excluded.at returning number`,
)

/**
 * Commit, and wait no longer than `waitMs` for the answer. An answer with a warning says that the
 * standby has not got it, because somebody cut the wait short: it is in doubt until it has.
 */
export const commit = async (client: pg.Client, waitMs: number): Promise<void> => {
  let warned: string | undefined
  const note = ({ code, message }: { code?: string | undefined; message?: string | undefined }) => {
    if (code?.startsWith('01')) warned = message
  }
  client.on('notice', note)
  try {
    // Of the driver, though not in its types.
    const statement = { text: 'commit', query_timeout: waitMs }
    const { command } = await client.query(statement)
    if (command !== 'COMMIT') throw new Error(`A commit ended with ${command}.`)
  } finally {
    client.off('notice', note)
  }
  if (warned !== undefined) throw new InDoubt(warned)
}
