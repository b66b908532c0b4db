// Connections for reads: each is used by one read at a time, opened when it is first needed and dropped when it
// breaks. A read that meets a broken connection is tried again on another: nothing was changed by it.
import type pg from 'pg'
import { throttled } from '../../errors.ts'
import { drop } from './ask.ts'
import { isConnectionLost, isTransient, Unreachable } from './failures.ts'
import { type ConnectOptions, connect } from './open-connection.ts'
import { type Session, sessionOn } from './session.ts'

export type Pool = {
  /** Run a read on a connection. Rejects with ThrottlingException when too many wait. */
  use<T>(read: (session: Session) => Promise<T>): Promise<T>
  /** Resolves when every read is answered; later ones are refused. */
  close(): Promise<void>
}

export type PoolOptions = ConnectOptions & {
  /** Whether the tables are spread over machines. */
  readonly spread: boolean
  readonly connectionsMax: number
  /** Reads that may wait for a connection; beyond it they are refused. */
  readonly waitingMax: number
}

/** A read is begun again for so long after it was asked for. */
const retryMs = 3000
/** Nobody waits any more for what has waited so long for a connection. */
const staleMs = 9000
const retryPauseMs = 100

export const createPool = (options: PoolOptions): Pool => {
  const { clock } = options
  const slots = createSlots(options)
  const idle: pg.Client[] = []
  let closed = false

  const once = async <T>(read: (session: Session) => Promise<T>): Promise<T> => {
    const client = idle.pop() ?? (await connect(options))
    try {
      const answer = await read(sessionOn(client, options.spread))
      idle.push(client)
      return answer
    } catch (error) {
      if (isConnectionLost(error)) drop(client)
      else idle.push(client)
      throw error
    }
  }
  const retried = async <T>(since: number, read: (session: Session) => Promise<T>): Promise<T> => {
    const until = since + retryMs
    for (;;) {
      try {
        if (clock.monotonicMs() > since + staleMs) {
          throw new Unreachable('There was no connection for a read in time.')
        }
        return await once(read)
      } catch (error) {
        if (clock.monotonicMs() > until) throw error
        const lost = error instanceof Unreachable || isConnectionLost(error)
        if (!lost && !isTransient(error)) throw error
        // The other idle ones are most likely broken too.
        if (lost) for (const client of idle.splice(0)) drop(client)
        await clock.sleep(retryPauseMs)
      }
    }
  }
  return {
    use: async (read) => {
      if (closed) throw new Error('the store is closed')
      const since = clock.monotonicMs()
      await slots.take()
      try {
        return await retried(since, read)
      } finally {
        slots.give()
      }
    },
    close: async () => {
      closed = true
      await slots.allGiven()
      await Promise.all(idle.splice(0).map((client) => client.end().catch(() => {})))
    },
  }
}

/** So many at a time, the others in order. */
const createSlots = ({ connectionsMax, waitingMax }: PoolOptions) => {
  const waiting: (() => void)[] = []
  let free = connectionsMax
  let emptied: (() => void) | undefined
  return {
    take: async (): Promise<void> => {
      if (free > 0) {
        free -= 1
        return
      }
      if (waiting.length >= waitingMax) {
        throw throttled('Too many reads are waiting. Try again in a second.', 1)
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    },
    give: (): void => {
      const next = waiting.shift()
      if (next !== undefined) next()
      else free += 1
      if (free === connectionsMax) emptied?.()
    },
    allGiven: (): Promise<void> =>
      free === connectionsMax
        ? Promise.resolve()
        : new Promise((resolve) => {
            emptied = resolve
          }),
  }
}
