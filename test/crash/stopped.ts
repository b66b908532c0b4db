// A connection to PostgreSQL that can hang: a socket that forwards to another one, until it is told to stop.
// Nobody is told that it has stopped, as when a cable is pulled.
import { createConnection, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { temporaryFolder } from '../support/program.ts'

export type Cable = AsyncDisposable & {
  /** The folder of its socket, for `host=` of an address. */
  readonly folder: string
  /** Forward nothing, or go on. New connections are taken all the same. */
  pull(): void
  plug(): void
}

/** A cable to the socket of a PostgreSQL. */
export const cableTo = async (socket: string): Promise<Cable> => {
  const folder = temporaryFolder()
  const open = new Set<Socket>()
  let pulled = false
  const server = createServer((near) => {
    const far = createConnection(socket)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        open.delete(from)
        if (!pulled) to.destroy()
      })
      from.on('data', (bytes) => {
        if (!pulled) to.write(bytes)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(join(folder.path, '.s.PGSQL.5432'), resolve))
  return {
    folder: folder.path,
    pull: () => {
      pulled = true
    },
    // What was lost on the way is lost: both ends notice when the cable is back.
    plug: () => {
      pulled = false
      for (const socket_ of open) socket_.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      for (const each of open) each.destroy()
      await new Promise((resolve) => server.close(resolve))
      folder[Symbol.dispose]()
    },
  }
}
