// How a transaction that writes begins: beside others, or alone, when it changes what all of them go by. Whoever
// is to be alone waits for those under way and keeps later ones out until its commit.

// The number of a table stands for the store: one database may hold several. Sent as one, this costs one round trip.
const take = (lock: string) =>
  `select ${lock}(1330, 'config_version'::regclass::oid::bigint::bit(32)::integer)`
const beginWith = (lock: string) => ({ text: `begin; ${take(lock)}` })

export const beginBeside = beginWith('pg_advisory_xact_lock_shared')
export const beginAlone = beginWith('pg_advisory_xact_lock')

/** For a transaction that has begun. */
export const lockAlone = { text: take('pg_advisory_xact_lock') }
