// A way to PostgreSQL over TCP that a test can cut, block, lead somewhere else, or rob of one commit or its answer.
import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** What becomes of the next commit: whether it arrives, and whether anybody is told that its answer is lost. */
export type Loss = { readonly arrives: boolean; readonly told: boolean }

export type Relay = AsyncDisposable & {
  /** The address of the same database by this way. */
  readonly url: string
  /** Forward nothing, and close nothing: new connections are taken, and get no answer. */
  block(): void
  /** Go on. What was sent meanwhile is lost, and its connections with it. */
  open(): void
  /** New connections lead to the database of another address. */
  leadTo(url: string): void
  /** Resolves when it has happened. */
  loseCommit(loss: Loss): Promise<void>
}

/** A relay to the database of an address. */
export const relayTo = async (databaseUrl: string): Promise<Relay> => {
  const sockets = new Set<Socket>()
  let target = databaseUrl
  let blocked = false
  let losing: { readonly loss: Loss; readonly done: () => void } | undefined
  const server = createServer((near) => {
    const far = createConnection(endOf(target))
    let deaf = blocked
    const end = () => {
      near.destroy()
      far.destroy()
    }
    const lose = ({ loss, done }: NonNullable<typeof losing>, bytes: Buffer): void => {
      losing = undefined
      deaf = true
      if (loss.arrives) far.write(bytes)
      // The database has done it when it answers, which nobody hears.
      if (loss.arrives) far.once('data', () => loss.told && end())
      else if (loss.told) end()
      done()
    }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        if (!blocked && !deaf) end()
      })
    }
    near.on('data', (bytes) => {
      if (blocked || deaf) return
      if (losing !== undefined && isCommit(bytes)) lose(losing, bytes)
      else far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (!blocked && !deaf) near.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: through(databaseUrl, (server.address() as { port: number }).port),
    block: () => {
      blocked = true
    },
    open: () => {
      blocked = false
      for (const socket of sockets) socket.destroy()
    },
    leadTo: (url) => {
      target = url
    },
    loseCommit: (loss) =>
      new Promise((done) => {
        losing = { loss, done }
      }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Where the database of an address listens. */
const endOf = (address: string) => {
  const url = new URL(address)
  const port = Number(url.port || 5432)
  const folder = url.searchParams.get('host')
  return folder?.startsWith('/')
    ? { path: `${folder}/.s.PGSQL.${port}` }
    : { host: url.hostname, port }
}

/** The same with another host. */
const through = (address: string, port: number): string => {
  const url = new URL(address)
  url.host = `127.0.0.1:${port}`
  url.searchParams.delete('host')
  return url.href.replaceAll('+', '%20')
}

/** Whether this is the message that commits: it is sent alone, when all else is answered. */
const isCommit = (bytes: Buffer): boolean =>
  bytes[0] === 'Q'.charCodeAt(0) && bytes.subarray(5).toString('latin1') === 'commit\0'
