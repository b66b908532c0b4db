// Connections that are not read for a while: what their clients send waits in the buffers of both
// systems.
import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'

/** A connection as it is held. */
export type Held = Pick<Socket, 'pause' | 'resume'>

export type HoldOptions = {
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>
  /** Whether more could be done than there is to do: then nobody is held for longer. */
  isIdle(): boolean
}

/** Stop reading a connection, for `ms` milliseconds at most. */
export type Hold = (connection: Held, ms: number) => void

const lookEveryMs = 10
/** So many are let go of where there is little to do: all at once would be another crowd. */
const perMs = 5

/** They are read again in the order in which they were held. */
export const holder = ({ clock, isIdle }: HoldOptions): Hold => {
  let held: { readonly connection: Held; readonly until: number }[] = []
  let looking = false
  const look = async (): Promise<void> => {
    looking = true
    for (let before = clock.monotonicMs(); held.length > 0; ) {
      await clock.sleep(lookEveryMs)
      const now = clock.monotonicMs()
      // A busy server looks less often.
      const some = Math.ceil((now - before) * perMs)
      before = now
      const firstKept = held.findIndex(({ until }) => until > now)
      const over = firstKept < 0 ? held.length : firstKept
      const free = held.slice(0, isIdle() ? Math.max(over, some) : over)
      held = held.slice(free.length)
      for (const { connection } of free) connection.resume()
    }
    looking = false
  }
  return (connection, ms) => {
    connection.pause()
    held.push({ connection, until: clock.monotonicMs() + ms })
    if (!looking) void look()
  }
}
