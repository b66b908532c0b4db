// Locks of the whole store, each held until its transaction ends. How a transaction that writes begins: beside
// others, or alone, when it changes what all of them go by. Whoever is to be alone waits for those under way and
// keeps later ones out until its commit.
import { named } from './session.ts'

// The number of a table stands for the store: one database may hold several.
const lock = (how: string, number: number) =>
  `select ${how}(${number}, 'config_version'::regclass::oid::bigint::bit(32)::integer) as held`

// Sent as one, this costs one round trip.
const beginWith = (how: string) => ({ text: `begin; ${lock(how, 1330)}` })

export const beginBeside = beginWith('pg_advisory_xact_lock_shared')
export const beginAlone = beginWith('pg_advisory_xact_lock')

/** For a transaction that has begun. */
export const lockAlone = { text: lock('pg_advisory_xact_lock', 1330) }

/** Whether this is the only one that sweeps. */
export const sweepAlone = named('sweep_alone', lock('pg_try_advisory_xact_lock', 1331))

// On several machines a transaction is seen on one of them before it is seen on another. It keeps its locks until it
// is seen on all: so whoever reads under this lock sees the events of each transaction all or not at all, and in
// order.
export const appendAlone = named('append_alone', lock('pg_advisory_xact_lock', 1332))
export const readAppended = named('read_appended', lock('pg_advisory_xact_lock_shared', 1332))
