// A server of a test's own: in this process, on a free port, with a store that goes away, and clients for it.
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { createKey, type NewKey } from '../../src/access/access-keys.ts'
import type { Clock } from '../../src/clock.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { type TestClock, testClock } from './clock.ts'
import { noteOperations } from './errors.ts'
import { databaseOfRun } from './postgres.ts'
import { type SendOptions, type Sent, signedFetch } from './send.ts'

export type TestServerOptions = {
  /** Settings as flags: `{ quotas: 'slasPerCase=2', 'case-rules': 'advisory' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** `testClock()`, to move it. */
  readonly clock?: Clock
  /** Whether the test makes the server fail on purpose; else a 500 fails the test. */
  readonly defectsExpected?: boolean
}

export type Keys = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export type TestServer = {
  /** Of the root key. */
  readonly client: ConnectCases
  readonly endpoint: string
  readonly server: RunningServer
  readonly config: Config
  /** The server's, unless the test brought its own. */
  readonly clock: TestClock
  /** What the server logged as errors. */
  readonly defects: readonly string[]
  /** A client whose key may do what the policy document allows. */
  clientFor(policy: object, name?: string): Promise<ConnectCases>
  /** A key whose principal may do what the policy document allows. */
  keyFor(policy: object, options?: { name?: string; expires?: string }): Promise<NewKey>
  /** A client with given keys. */
  clientWith(keys: Keys): ConnectCases
  /** A signed request by hand, for what the SDK cannot say; by root unless `keys` says otherwise. */
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Sent>
  [Symbol.asyncDispose](): Promise<void>
}

/** Start a server; `await using` ends it. */
export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const database = options.settings?.data === undefined ? await databaseOfRun() : undefined
  const place = database === undefined ? {} : { 'database-url': database.url }
  const config = readConfig({ data: ':memory:', port: '0', ...place, ...options.settings })
  const own = testClock()
  const clock = options.clock ?? own
  const defects: string[] = []
  const log = createLog('error', { write: (line) => void defects.push(line) })
  const server = await startServer(config, log, clock)
  const clients: ConnectCases[] = []
  const clientWith = (credentials: Keys) => {
    const { endpoint } = server
    const { region } = config
    const client = new ConnectCases({ endpoint, region, credentials, maxAttempts: 1 })
    noteOperations(client)
    clients.push(client)
    return client
  }
  const ring = { store: server.store, clock, location: config.location, key: server.key }
  const keyFor: TestServer['keyFor'] = (policy, { name = 'tester', expires } = {}) =>
    createKey(ring, { name, policy: JSON.stringify(policy), expires })
  return {
    client: clientWith(server.rootKey),
    endpoint: server.endpoint,
    server,
    config,
    clock: own,
    defects,
    keyFor,
    clientWith,
    clientFor: async (policy, name = 'tester') => clientWith(await keyFor(policy, { name })),
    send: (method, path, body, sending = {}) =>
      signedFetch(server, config.region, { method, path, body, ...sending }),
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy()
      await server.close()
      await database?.[Symbol.asyncDispose]()
      if (defects.length > 0 && options.defectsExpected !== true) {
        throw new Error(`The server failed on a defect:\n${defects.join('')}`)
      }
    },
  }
}
