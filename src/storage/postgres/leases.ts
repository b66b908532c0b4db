// Leases: of several servers one does the rounds of a job, and another takes over when it no longer says that it
// lives. The database's own clock decides, so servers need not agree on the time.
import type { Clock } from '../../clock.ts'
import type { Pool } from './pool.ts'
import { named } from './session.ts'

export type Leases = {
  /** Whether the job of this name is this server's, from now on for `forMs`. */
  take(name: string, forMs: number): Promise<boolean>
  /** Give back all that this server holds. */
  release(): Promise<void>
}

export type LeaseOptions = {
  readonly pool: Pool
  readonly clock: Clock
  /** Rejects if this server does not understand the database any more: then its work is left to others. */
  look(): Promise<void>
}

export const createLeases = ({ pool, clock, look }: LeaseOptions): Leases => {
  const holder = clock.random(16).toString('hex')
  let taken = false
  return {
    take: async (name, forMs) => {
      await look()
      const held = await pool.use((session) => session.run(take, [name, holder, forMs]))
      taken ||= held === 1
      return held === 1
    },
    release: async () => {
      if (taken) await pool.use((session) => session.run(release, [holder]))
    },
  }
}

const take = named(
  'take_lease',
  `insert into leases as l (name, holder, expires_at)
   values ($1, $2, now() + $3 * interval '1 millisecond')
   on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
   where l.holder = excluded.holder or l.expires_at <= now()`,
)

const release = named('release_leases', 'delete from leases where holder = $1')
