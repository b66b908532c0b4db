// What can go wrong in PostgreSQL, told apart: it cannot be reached, it has no room, another server was first, a
// row was not what the decision had seen. Only here are SQLSTATEs known.
import { conflict, unavailable } from '../../errors.ts'

/** A row is not in the version that a decision was made on: a defect of the decision, never of a caller. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion'
}

/** Another server wrote first what a decision had found free. Decided again, it finds what is there. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Whether the same transaction may well succeed when it is run again. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Overtaken || transientStates.has(sqlState(error) ?? '')

// Serialization failure, deadlock.
const transientStates = new Set(['40001', '40P01'])

export const isLockTimeout = (error: unknown): boolean => sqlState(error) === '55P03'

/** Whether the connection is lost, or its server is no longer one that can be written to. */
export const isConnectionLost = (error: unknown): boolean => {
  const state = sqlState(error)
  if (state === undefined) return error instanceof Error && isOfConnection(error)
  return state.startsWith('08') || lostStates.has(state)
}

// Too many connections; shutting down, crashed, starting; read-only, as a demoted or standby server is; idle for
// too long in a transaction.
const lostStates = new Set(['53300', '57P01', '57P02', '57P03', '57P05', '25006', '25P03'])

const isOfConnection = (error: Error): boolean =>
  ('code' in error && typeof error.code === 'string' && /^(E[A-Z]+|ERR_\w+)$/.test(error.code)) ||
  /^(Connection terminated|Client has encountered|Client was closed|Query read timeout|timeout e)/.test(
    error.message,
  )

/** No connection could be had in time; its cause is the last attempt's error. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** A newer version has changed the database in a way that this one cannot work with. */
export class Outdated extends Error {
  override readonly name = 'Outdated'
}

/** A commit may have been done or not. */
export class InDoubt extends Error {
  override readonly name = 'InDoubt'
}

/** What the caller is told about an error of the database. */
export const translate = (error: unknown): unknown => {
  if (error instanceof Unreachable || error instanceof InDoubt || isConnectionLost(error)) {
    return unavailable('The database cannot be reached.', 1)
  }
  if (error instanceof Outdated) return unavailable(error.message, 5)
  if (isTransient(error)) return unavailable('Other writes were first, again and again.', 1)
  const state = sqlState(error)
  if (state === '23505') {
    return conflict('Another request has just created a resource of this name.')
  }
  // Statement timeout.
  if (state === '57014' || isLockTimeout(error)) {
    return unavailable('The database took too long to answer.', 1)
  }
  if (state?.startsWith('53') || state?.startsWith('58')) {
    return unavailable('The database has no room left, or cannot use its disk.', 5)
  }
  return error
}

const sqlState = (error: unknown): string | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/.test(error.code) &&
  'severity' in error
    ? error.code
    : undefined
