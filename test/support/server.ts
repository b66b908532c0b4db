// A server of a test's own, on a free port of this machine, with data that goes away: the official SDK as root or
// under a policy, and a clock that the test moves. `await using server = await startTestServer()`.
import { ConnectCasesClient } from '@aws-sdk/client-connectcases'
import { createKey } from '../../src/access/access-keys.ts'
import { type Clock, realClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { signedFetch } from './signed-fetch.ts'

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

/** @param flags settings, as flags without dashes: `{ quotas: 'slasPerCase=1' }`. */
export const startTestServer = async (flags: Readonly<Record<string, string>> = {}) => {
  const clock = movableClock()
  const config = readConfig({ port: '0', data: ':memory:', log: 'error', ...flags })
  const defects: string[] = []
  const log = createLog(config.log, { write: (line) => void defects.push(line) })
  const server = await startServer(config, log, clock)
  const { endpoint, rootKey, store, key } = server
  const clients: ConnectCasesClient[] = []
  const connect = (credentials: Credentials) => {
    const client = new ConnectCasesClient({
      endpoint,
      region: config.region,
      credentials,
      maxAttempts: 1,
    })
    clients.push(client)
    return client
  }
  return {
    server,
    config,
    clock,
    endpoint,
    /** What the server logged as errors; a test that ends with any fails. */
    defects,
    client: connect(rootKey),
    /** A client whose key may do what the statements allow. */
    clientFor: async (statements: readonly object[], name = 'agent') => {
      const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
      const ring = { store, key, clock, location: config.location }
      return connect(await createKey(ring, { name, policy }))
    },
    /** A raw request signed as root. */
    send: (method: string, path: string, body?: unknown) =>
      signedFetch({ endpoint, region: config.region, ...rootKey }, method, path, body),
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy()
      await server.close()
      if (defects.length > 0) throw new Error(`The server failed on a defect: ${defects.join('')}`)
    },
  }
}

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string }

/** The real clock, and `advance` for domain time. */
const movableClock = (): Clock & { advance(ms: number): void } => {
  const real = realClock()
  let ahead = 0
  return {
    ...real,
    now: () => real.now() + ahead,
    advance: (ms) => {
      ahead += ms
    },
  }
}
