// What every request needs and none may have stale, without asking for it by itself: the access keys of the
// requests of one turn of the event loop are read together, and with them the version of the configuration. So a
// key that another server revoked is gone at its next request, and a domain that another server made is there.
import type { Clock } from '../../clock.ts'
import type { AccessKeyRow } from '../../domain/rows.ts'
import type { QueryName } from '../contract.ts'
import { accessKeysAndVersion, type KeysAndVersion } from './account.ts'
import { currentVersion, noSnapshot, refreshed, type Snapshot } from './configs.ts'
import type { Pool } from './pool.ts'
import type { Session } from './session.ts'

export type Freshness = {
  /** The newest configuration that this server knows. */
  snapshot(): Snapshot
  /** A snapshot that was read or committed; an older one than is known changes nothing. */
  publish(snapshot: Snapshot): void
  /** Resolves when everything committed before is known. */
  refresh(): Promise<void>
  /** The same if anything has changed. */
  look(): Promise<void>
  /** `next` is what is asked right after, where that is known. */
  accessKey(id: string, next?: QueryName): Promise<AccessKeyRow | undefined>
  /** When a key was asked for last, as each request does. */
  askedAt(): number
}

type Waiting = {
  readonly id: string
  readonly next: QueryName | undefined
  readonly resolve: (row: AccessKeyRow | undefined) => void
  readonly reject: (error: unknown) => void
}

export type FreshnessOptions = {
  readonly pool: Pool
  readonly clock: Clock
  /** Asks beside the keys, on the same connection, what a search needs of the database. */
  expectSearch(session: Session): Promise<void>
}

export const createFreshness = ({ pool, clock, expectSearch }: FreshnessOptions): Freshness => {
  let known = noSnapshot
  let askedAt = Number.NEGATIVE_INFINITY
  const waiting: Waiting[] = []
  const publish = (snapshot: Snapshot): void => {
    if (snapshot.version > known.version) known = snapshot
  }
  const refresh = async (): Promise<void> => {
    const from = known
    publish(
      await pool.use(async (session) => {
        const [, snapshot] = await Promise.all([
          session.rows({ text: 'begin isolation level repeatable read read only' }),
          refreshed(session, from),
          session.rows({ text: 'commit' }),
        ])
        return snapshot
      }),
    )
  }
  const answer = async (asked: readonly Waiting[]): Promise<void> => {
    try {
      const ids = [...new Set(asked.map(({ id }) => id))]
      const isForSearch = asked.some(({ next }) => next === 'searchCases')
      const found = Promise.withResolvers<KeysAndVersion>()
      const read = async (session: Session) => {
        const keys = accessKeysAndVersion(session, ids)
        const expected = isForSearch ? expectSearch(session) : undefined
        found.resolve(await keys)
        await expected
      }
      pool.use(read).catch(found.reject)
      const { version, keys } = await found.promise
      if (version > known.version) await refresh()
      const byId = new Map(keys.map((row) => [row.id, row]))
      for (const { id, resolve } of asked) resolve(byId.get(id))
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
  return {
    snapshot: () => known,
    publish,
    refresh,
    look: async () => {
      if ((await pool.use(currentVersion)) > known.version) await refresh()
    },
    accessKey: (id, next) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ id, next, resolve, reject }) > 1) return
        askedAt = clock.monotonicMs()
        setImmediate(() => void answer(waiting.splice(0)))
      }),
    askedAt: () => askedAt,
  }
}
