// Composition root: opens the store, ties wire to operations through access, starts jobs. The only file that
// knows every layer.
import { join } from 'node:path'
import { authorizer } from './access/authorize.ts'
import { credentials, type FindCredential, type KeyHolder } from './access/credentials.ts'
import { credentialsFileName, writeCredentialsFile } from './access/credentials-file.ts'
import { masterKey } from './access/key-file.ts'
import { ensureRootKey, type RootKey } from './access/root-key.ts'
import { type ServerKey, serverKey } from './access/server-key.ts'
import { type Clock, realClock, type VirtualClock, virtualClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Elsewhere } from './domain/connect/elsewhere.ts'
import { createFeed, type Feed } from './feed.ts'
import type { Files } from './files/contract.ts'
import { idMaker } from './ids.ts'
import { breaches } from './jobs/breaches.ts'
import { startDeliveries } from './jobs/deliveries/index.ts'
import { leased } from './jobs/leased.ts'
import { startRounds } from './jobs/loop.ts'
import { runRules } from './jobs/rules.ts'
import { sweep } from './jobs/sweep.ts'
import { timedRules } from './jobs/timed-rules.ts'
import { unlink } from './jobs/unlink.ts'
import type { Logger } from './log.ts'
import { createRequestCounts, healthOf, readMetrics } from './metrics.ts'
import { type Input, type OperationName, type Output, testTools } from './model/index.ts'
import { execute } from './operations/execute.ts'
import { invocationKey } from './operations/idempotency.ts'
import { handlers } from './operations/index.ts'
import { pageTokens } from './operations/page-token.ts'
import { ruleSteps } from './operations/rules/steps.ts'
import type { TestTools } from './operations/test-tools/tools.ts'
import { type Door, door } from './overload.ts'
import { patience } from './patience.ts'
import { connectElsewhere } from './remote/open.ts'
import { fileParts } from './server-files.ts'
import { readSinks } from './sinks.ts'
import type { Store } from './storage/contract.ts'
import { open } from './storage/open.ts'
import { testToolsOf } from './test-tools.ts'
import { throttle } from './throttle.ts'
import { readTls } from './tls.ts'
import { version } from './version.ts'
import type { Caller, HandleOptions } from './wire/handle.ts'
import { startHttp } from './wire/http.ts'

export type RunningServer = {
  readonly port: number
  /** `http://127.0.0.1:4580` */
  readonly endpoint: string
  readonly rootKey: RootKey
  /** Where the root key was written; undefined for `:memory:`. */
  readonly credentialsFile: string | undefined
  readonly store: Store
  readonly key: ServerKey
  /** Stop accepting, finish every request in flight, let go of the store. */
  close(): Promise<void>
}

/** Start a server. Rejects with a sentence if the data folder or the address cannot be had. */
export const startServer = async (
  config: Config,
  log: Logger,
  machine: Clock = realClock(),
): Promise<RunningServer> => {
  const tls = readTls(config)
  const sinks = readSinks(config)
  const virtual =
    config.clock === 'virtual'
      ? virtualClock(machine, config.clockStart ?? machine.now())
      : undefined
  const clock = virtual ?? machine
  const running = new AsyncDisposableStack()
  try {
    const store = await open({ ...config, ...tellers(log) }, clock)
    running.defer(() => store.close())
    const key = serverKey(masterKey(config, clock.random), clock.random)
    const ring = { store, clock, location: config.location, key }
    const rootKey = await ensureRootKey(ring, givenRootKey(config))
    const elsewhere = await connectElsewhere({ config, clock, log })
    running.defer(() => elsewhere?.close())
    const parts = await fileParts({ config, store, key, clock, log })
    running.defer(() => parts.close())
    const own = ownCall({ config, clock, key, files: parts.files })
    const working = { store, clock, log, location: config.location, key, own, virtual }
    const jobs = [...jobsOf(working), ...parts.jobs].map((rounds) => {
      const job = startRounds(leased(store, rounds), clock, log)
      running.defer(() => job.stop())
      return job
    })
    const deliveries = await startDeliveries({ sinks, store, clock, log })
    running.defer(() => deliveries.stop())
    const tools =
      virtual === undefined
        ? undefined
        : testToolsOf({ store, virtual, jobs, emptied: parts.emptied })
    const { keys, of } = patience(store, clock)
    const entrance = of(door(store, clock, (name) => handlers[name].kind))
    const requests = createRequestCounts()
    const feed = createFeed(store, clock)
    const metrics = () => readMetrics({ store, clock, deliveries, requests })
    const answering = { entrance, files: parts.files, feed, metrics, elsewhere, tools }
    const http = await startHttp({
      ...httpSettings(config, tls),
      clock,
      location: config.location,
      lookup: lookupIn(credentials(keys, key)),
      ...entrance,
      perform: performer({ config, clock, key, ...answering }),
      ...(parts.transfers === undefined ? {} : { transfers: parts.transfers }),
      count: requests.count,
      health: healthOf(store, clock, version),
      log,
    })
    running.defer(() => {
      feed.end()
      tools?.faults.stop()
      return http.close()
    })
    const endpoint = endpointOf(config, http.port)
    return {
      port: http.port,
      endpoint,
      rootKey,
      credentialsFile: writeCredentials(config, rootKey, endpoint),
      store,
      key,
      close: () => running.disposeAsync(),
    }
  } catch (error) {
    await running.disposeAsync()
    throw error
  }
}

/** A search needs something of the database beside its access key: both can be asked for in one round trip. */
const lookupIn =
  (find: FindCredential): HandleOptions['lookup'] =>
  (id, operation) =>
    find(id, operation === 'SearchCases' ? 'searchCases' : undefined)

const tellers = (log: Logger) => ({
  onIndexing: (done: number, all: number): void => {
    log.info({ done, all }, 'making the search file')
  },
  onSearchFileFailed: (error: Error): void => {
    log.error({ err: error }, 'the search file cannot be used')
  },
  onCopyFailed: (error: unknown): void => {
    log.warn({ err: error }, 'searches have no copy of the cases to look through')
  },
})

type Working = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  readonly location: Config['location']
  readonly key: ServerKey
  readonly own: ReturnType<typeof ownCall>
  readonly virtual: VirtualClock | undefined
}

/** What happens without a request, in the order in which it follows from one another. */
const jobsOf = ({ store, clock, log, location, key, own, virtual }: Working) => {
  const acting = { store, clock, location, seal: key, newId: own.newId }
  const isReal = virtual === undefined
  // By the clock that is behind, when the machine's was set back; a test's leaps make nothing old (B-1087).
  const ageAt = () => (isReal ? Math.min(clock.now(), clock.wallNow()) : 0)
  return [
    breaches(acting),
    timedRules({ store, clock, newId: own.newId, lookEveryMs: isReal ? 10_000 : 0 }),
    runRules({ store, clock, log, prepare: ruleSteps({ store, call: own, ...clock }) }),
    unlink(acting),
    sweep(store, ageAt),
  ]
}

type Parts = {
  readonly config: Config
  readonly clock: Clock
  readonly key: ServerKey
  readonly entrance: Door
  readonly files: Files
  readonly feed: Feed
  readonly tools: TestTools | undefined
  metrics(): Promise<unknown>
  readonly elsewhere: Elsewhere | undefined
}

/** What every call is handed, whoever makes it. */
const ownCall = ({
  config,
  clock,
  key,
  files,
}: Pick<Parts, 'clock' | 'config' | 'files' | 'key'>) => ({
  location: config.location,
  quotas: config.quotas,
  caseRules: config.caseRules,
  newId: idMaker(clock),
  random: clock.random,
  seal: key,
  pageTokens: pageTokens(key.mac, clock.now),
  files,
})

/** What the wire calls with a valid request of a known caller. */
const performer = (parts: Parts) => {
  const { config, clock, entrance, feed, metrics, elsewhere, tools } = parts
  const own = ownCall(parts)
  const admit = throttle(config.throttle, clock)
  return (name: OperationName, input: unknown, caller: Caller): Promise<unknown> => {
    admit(name)
    const { principal, policy, tokenIssuedAt } = caller.principal as KeyHolder
    const invocation = invocationOf(name, caller, principal.arn)
    const [now, wallNow] = [clock.now(), clock.wallNow()]
    const authorize = authorizer(policy, principal, {
      location: config.location,
      sourceIp: caller.sourceIp,
      secureTransport: caller.secure,
      userAgent: caller.userAgent,
      referer: caller.referer,
      now: wallNow,
      ...(tokenIssuedAt === undefined ? {} : { tokenIssuedAt }),
    })
    const run = (asked: object) =>
      execute(entrance.storeFor(name), {
        handler: handlers[name],
        call: {
          ...own,
          input: asked as { domainId?: string },
          principal,
          now,
          wallNow,
          endpoint: caller.endpoint,
          receivedAt: caller.receivedAt,
          ...(elsewhere === undefined ? {} : { elsewhere }),
          ...(invocation === undefined ? {} : { invocation }),
        },
        authorize,
        tools,
      })
    const answer = () => {
      switch (name) {
        case 'GetEvents': {
          const ask = (question: Input<'GetEvents'>) =>
            run(question) as Promise<Output<'GetEvents'>>
          return feed.answer(ask, input as Input<'GetEvents'>, caller)
        }
        case 'GetMetrics':
          return run({}).then(metrics)
        default:
          return run(input as object)
      }
    }
    return tools === undefined ? answer() : tools.faults.around(name, answer)
  }
}

// Only what makes something new: repeating any other operation changes nothing more anyway.
const invocationOf = (operation: OperationName, caller: Caller, principalArn: string) => {
  const { invocationId } = caller
  if (invocationId === undefined || !/^(Create|Start)/.test(operation)) return undefined
  return invocationKey({ principalArn, operation, invocationId, request: caller.request })
}

const givenRootKey = ({ rootAccessKeyId, rootSecretAccessKey }: Config) =>
  rootAccessKeyId === undefined || rootSecretAccessKey === undefined
    ? undefined
    : { accessKeyId: rootAccessKeyId, secretAccessKey: rootSecretAccessKey }

const httpSettings = (config: Config, tls: ReturnType<typeof readTls>) => ({
  host: config.host,
  port: config.port,
  trustedProxies: config.trustedProxies,
  corsOrigins: config.corsOrigins,
  bodyBytesMax: config.bodyBytesMax,
  bodyBytesMaxLarge: config.bodyBytesMaxLarge,
  connectionsMax: config.connectionsMax,
  requestTimeoutSeconds: config.requestTimeoutSeconds,
  transferTimeoutSeconds: config.filesTransferSeconds,
  idleTimeoutSeconds: config.idleTimeoutSeconds,
  debugSignatures: config.debugSignatures,
  hidden: new Set(config.clock === 'virtual' ? [] : Object.keys(testTools)),
  ...(tls === undefined ? {} : { tls }),
})

const endpointOf = (config: Config, port: number): string => {
  const scheme = config.tlsCert === undefined ? 'http' : 'https'
  const everywhere = config.host === '0.0.0.0' || config.host === '::'
  const host = everywhere ? '127.0.0.1' : config.host
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

const writeCredentials = (config: Config, rootKey: RootKey, endpointUrl: string) => {
  if (config.data === ':memory:') return undefined
  writeCredentialsFile(config.data, { ...rootKey, region: config.region, endpointUrl })
  return join(config.data, credentialsFileName)
}
