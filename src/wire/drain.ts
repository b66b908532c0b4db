// Closing without cutting anybody off: no new connection, every request that has begun is answered,
// and whoever is idle goes at once.
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'

/**
 * For connections over which no request has come yet, though bytes (a TLS handshake, half a head)
 * have.
 */
const graceMs = 1000

/**
 * Watches the connections of a server; what it returns closes the server within `requestTimeoutMs`.
 */
export const drainer = (server: Server, clock: Clock) => {
  // Node counts a connection as idle only after its first request. Named by its peer: over TLS a
  // request knows another socket than the connection it came by.
  const fresh = new Map<string, Socket>()
  const watch = (socket: Socket) => {
    const name = peerOf(socket)
    fresh.set(name, socket)
    socket.on('close', () => fresh.delete(name))
  }
  const known = new WeakSet<Socket>()
  const used = ({ socket }: IncomingMessage) => {
    if (known.has(socket)) return
    known.add(socket)
    fresh.delete(peerOf(socket))
  }
  server.on('connection', watch)
  server.on('request', used)
  server.on('checkContinue', used)
  server.on('checkExpectation', used)
  return async (requestTimeoutMs: number): Promise<void> => {
    const done = new AbortController()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of fresh.values()) if (socket.bytesRead === 0) socket.destroy()
    clock.sleep(graceMs, done.signal).then(() => {
      for (const socket of fresh.values()) socket.destroy()
    })
    // Node stops its own time limits when a server closes: a client that never ends its request
    // would hold the drain for ever.
    clock.sleep(requestTimeoutMs, done.signal).then(() => server.closeAllConnections())
    await closed
    done.abort()
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`
