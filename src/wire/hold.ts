// Connections that are not read for a while: what their clients send waits in the buffers of both
// systems. Where more want to be answered than can be, connections take turns in this way: who was
// answered is read again behind those who wait.
import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import type { OperationName } from '../model/index.ts'

/** A connection as it is held. */
export type Held = Pick<Socket, 'pause' | 'resume'>

/** What is known of the lines that requests wait in. */
export type Lines = {
  /** Which one an operation waits in. */
  lineOf(name: OperationName): string
  /** How many more requests for it may come. */
  room(name: OperationName): number
}

export type HoldOptions = {
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>
  /** Without, nobody waits, and who was sent away is held for as long as it says. */
  readonly lines?: Lines | undefined
}

export type Holder = {
  /** Stop reading a connection, for `ms` at most, or until there is room for another request like its last one. */
  hold(connection: Held, name: OperationName, ms: number): void
  /** Whether somebody is held who waits for room in the same line. */
  isWaitedFor(name: OperationName): boolean
}

const lookEveryMs = 10

type Waiting = { readonly connection: Held; readonly until: number }

/** They are read again in the order in which they were held. */
export const holder = ({ clock, lines }: HoldOptions): Holder => {
  const queues = new Map<string, { readonly name: OperationName; held: Waiting[] }>()
  const lineOf = (name: OperationName): string => lines?.lineOf(name) ?? 'write'
  let looking = false
  const look = async (): Promise<void> => {
    looking = true
    while ([...queues.values()].some(({ held }) => held.length > 0)) {
      await clock.sleep(lookEveryMs)
      const now = clock.monotonicMs()
      for (const queue of queues.values()) {
        const room = lines?.room(queue.name) ?? 0
        // Each has a time of its own, which may end before that of those in front.
        const isFree = ({ until }: Waiting, place: number) => until <= now || place + 1 <= room
        const free = queue.held.filter(isFree)
        queue.held = queue.held.filter((each, place) => !isFree(each, place))
        for (const { connection } of free) connection.resume()
      }
    }
    looking = false
  }
  return {
    hold: (connection, name, ms) => {
      connection.pause()
      const line = lineOf(name)
      let queue = queues.get(line)
      if (queue === undefined) {
        queue = { name, held: [] }
        queues.set(line, queue)
      }
      queue.held.push({ connection, until: clock.monotonicMs() + ms })
      if (!looking) void look()
    },
    // Asked with each answer: while nobody is held, there is nothing to look up.
    isWaitedFor: (name) =>
      looking && lines !== undefined && (queues.get(lineOf(name))?.held.length ?? 0) > 0,
  }
}
