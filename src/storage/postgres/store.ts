// The store in PostgreSQL: one connection that writes, a few that read, any number of servers on one database.
// Only where the setting asks for it is this file, and with it the driver, loaded at all.
import type { Clock } from '../../clock.ts'
import { createCrowd, type Member } from '../../crowd.ts'
import type { Plan, Rows, Store, Write } from '../contract.ts'
import { drop } from './ask.ts'
import { hostUrls } from './database-url.ts'
import { translate } from './failures.ts'
import { createFreshness, type Freshness } from './freshness.ts'
import { createLeases } from './leases.ts'
import { migrate, mustBeCurrent } from './migrate.ts'
import { type ConnectOptions, connect } from './open-connection.ts'
import { createPool, type Pool } from './pool.ts'
import { createReader, type Reader } from './reader.ts'
import { reset } from './reset.ts'
import { createSearchCopy, type SearchCopy } from './search-copy.ts'
import { type Session, sessionOn } from './session.ts'
import { isSpread } from './spreading.ts'
import { sweep } from './sweep.ts'
import { verify } from './verify.ts'
import { createWriter, type WriterBounds } from './writer.ts'

export type PostgresOptions = {
  /** `postgres://user:password@host:5432/database`; several hosts with commas between them. */
  readonly url: string
  readonly clock: Clock
  /** A tool makes no tables: a server does, or has. */
  readonly mode?: 'server' | 'tool'
  /** Connections for reads; one more writes. */
  readonly connectionsMax?: number
  readonly bounds?: Partial<PostgresBounds>
  /** How long an outgoing event is kept, in milliseconds. */
  readonly outboxRetentionMs?: number
  /** Opens the store for the copy that searches look through; without it they ask the database. */
  readonly openCopy?: () => Promise<Store>
  /** Told why there is no copy. */
  readonly onCopyFailed?: (error: unknown) => void
  /** A copy is made of so many cases or more, */
  readonly copiedLeast?: number
  /** as is looked at so often. */
  readonly copyEveryMs?: number
}

export type PostgresBounds = WriterBounds & {
  /** Reads that may wait for a connection; beyond it they are refused. */
  readonly readsMax: number
}

const defaultBounds: PostgresBounds = { queueMax: 10_000, groupMax: 256, readsMax: 1000 }
/** Each write of a group has statements of its own there, one after the other; so a group takes no longer. */
const spreadBounds = { groupMax: 32 }
const defaultConnections = 8
const defaultRetentionMs = 24 * 60 * 60 * 1000

/** Open the store of a database, with its tables made or brought up to date. Rejects with a sentence. */
export const openPostgres = async (options: PostgresOptions): Promise<Store> => {
  const { clock, connectionsMax = defaultConnections } = options
  const urls = hostUrls(options.url)
  if (urls === undefined) throw new Error('The address of the database has no form that is known.')
  const spread = await patiently({ urls, clock, spread: false }, async (session) => {
    await (options.mode === 'tool' ? mustBeCurrent(session) : migrate(session, clock))
    return isSpread(session)
  })
  const bounds = { ...defaultBounds, ...(spread ? spreadBounds : {}), ...options.bounds }
  const place = { urls, clock, spread }
  const pool = createPool({ ...place, connectionsMax, waitingMax: bounds.readsMax })
  // The copy follows what is known here, and is asked from here.
  let copy: SearchCopy | undefined
  const expectSearch = async (session: Session) => copy?.expectSearch(session)
  const freshness = createFreshness({ pool, clock, expectSearch })
  const { snapshot, publish, refresh } = freshness
  const reader = createReader(pool, snapshot)
  const listeners = new Set<() => void>()
  const writer = createWriter({
    clock,
    bounds,
    connect: () => connect(place),
    spread,
    snapshot,
    committed: (newest, appended) => {
      publish(newest)
      if (appended) for (const wake of listeners) wake()
    },
  })
  await refresh()
  const leases = createLeases({ pool, clock, look: freshness.look })
  copy = copyOf(options, { pool, freshness, spread })
  const [reads, gate] = [inFlight(), createGate()]
  const { outboxRetentionMs: retentionMs = defaultRetentionMs } = options
  return {
    kind: 'postgres',
    configs: {
      domain: (id) => snapshot().configs.domain(id),
      domains: () => snapshot().configs.domains(),
    },
    load: (plan) => gate.pass(() => reads.track(loaded(plan, reader, copy))),
    write: <P extends Plan, Answer>(work: Write<P, Answer>) =>
      gate.pass(() => writer.write(work)) as Promise<Answer>,
    accessKey: (id, next) => gate.pass(() => reads.track(freshness.accessKey(id, next))),
    onOutgoing: (wake) => {
      listeners.add(wake)
      return () => void listeners.delete(wake)
    },
    lease: leases.take,
    sweep: async (nowMs, limit) => ({
      removed: await swept(pool, (session) => sweep(session, { nowMs, retentionMs, limit })),
    }),
    verify: (mac) => patiently(place, (session) => verify(session, mac)),
    reset: () =>
      gate.shut(async () => {
        // Whoever asked before is answered from before, also on another connection.
        await Promise.all([writer.idle(), reads.ended()])
        await patiently(place, reset)
        await refresh()
      }),
    backup: refused,
    close: async () => {
      await gate.pass(() => Promise.all([writer.drain(), reads.ended()]))
      // Who cannot give them back lets them run out.
      await leases.release().catch(() => {})
      await copy?.close()
      await pool.close()
    },
  }
}

const refused = (): Promise<never> =>
  Promise.reject(new Error('A database in PostgreSQL is backed up with its own tool, pg_dump.'))

const defaultCopiedLeast = 2000
const defaultCopyEveryMs = 60_000

/** Machines that tables are spread over count their transactions each for itself: no copy could follow them. */
const copyOf = (
  { clock, mode, openCopy, copiedLeast, copyEveryMs, onCopyFailed }: PostgresOptions,
  of: { readonly pool: Pool; readonly freshness: Freshness; readonly spread: boolean },
): SearchCopy | undefined =>
  openCopy === undefined || mode === 'tool' || of.spread
    ? undefined
    : createSearchCopy({
        ...of,
        clock,
        openCopy,
        everyMs: copyEveryMs ?? defaultCopyEveryMs,
        casesLeast: copiedLeast ?? defaultCopiedLeast,
        failed: onCopyFailed ?? (() => undefined),
      })

/** Searches look through the copy, if there is one and nothing else is asked for. */
const loaded = async <P extends Plan>(
  plan: P,
  reader: Reader,
  copy: SearchCopy | undefined,
): Promise<Rows<P>> => {
  const [[name, asked] = [], ...others] = Object.entries(plan)
  if (copy !== undefined && asked?.query === 'searchCases' && others.length === 0) {
    const found = await copy.search(asked.takes)
    if (found !== undefined) return { [name ?? '']: found } as Rows<P>
  }
  return reader.load(plan)
}

const swept = (pool: Pool, run: (session: Session) => Promise<number>): Promise<number> =>
  pool.use(run).catch((error) => {
    throw translate(error)
  })

/** On a connection of its own, whose queries may take as long as they need. */
const patiently = async <T>(
  place: ConnectOptions & { readonly spread: boolean },
  run: (session: Session) => Promise<T>,
): Promise<T> => {
  const client = await connect({ ...place, patient: true })
  try {
    return await run(sessionOn(client, place.spread))
  } finally {
    drop(client)
  }
}

/** Reads that are not answered yet, so that closing can wait for them. */
const inFlight = () => {
  const pending = createCrowd<Member & { readonly read: Promise<unknown> }>()
  return {
    track: async <T>(read: Promise<T>): Promise<T> => {
      const mine = { read, place: 0 }
      pending.add(mine)
      try {
        return await read
      } catch (error) {
        throw translate(error)
      } finally {
        pending.remove(mine)
      }
    },
    ended: async (): Promise<void> => {
      await Promise.allSettled(pending.members.map(({ read }) => read))
    },
  }
}

/** Holds back what comes while everything is changed; otherwise it is not there. */
const createGate = () => {
  let shut: Promise<void> | undefined
  return {
    pass: <T>(run: () => Promise<T>): Promise<T> => (shut === undefined ? run() : shut.then(run)),
    /** Run alone, after those that shut it before. */
    shut: (run: () => Promise<void>): Promise<void> => {
      const ended = shut === undefined ? run() : shut.then(run)
      const mine = ended
        .catch(() => {})
        .then(() => {
          if (shut === mine) shut = undefined
        })
      shut = mine
      return ended
    },
  }
}
