// Reads: what is asked in one turn of the event loop is read together, in one snapshot, in one round trip. What
// may scan goes by itself, so that nobody waits for it.
import type { Plan, Rows } from '../contract.ts'
import { runPlans } from './answers.ts'
import type { Snapshot } from './configs.ts'
import type { Pool } from './pool.ts'
import type { Session } from './session.ts'

export type Reader = {
  load<P extends Plan>(plan: P): Promise<Rows<P>>
}

type Waiting = {
  readonly plan: Plan
  readonly resolve: (rows: never) => void
  readonly reject: (error: unknown) => void
}

/** So many plans share a round trip. */
const togetherMax = 256

export const createReader = (pool: Pool, snapshot: () => Snapshot): Reader => {
  const waiting: Waiting[] = []
  const run = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const plans = group.map(({ plan }) => plan)
      const rows = await pool.use((session) => inSnapshot(session, snapshot(), plans))
      for (const [index, { resolve }] of group.entries()) resolve(rows[index] as never)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
  const flush = (): void => {
    while (waiting.length > 0) void run(waiting.splice(0, togetherMax))
  }
  return {
    load: <P extends Plan>(plan: P) =>
      new Promise<Rows<P>>((resolve, reject) => {
        const asked: Waiting = { plan, resolve, reject }
        if (mayScan(plan)) void run([asked])
        else if (waiting.push(asked) === 1) setImmediate(flush)
      }),
  }
}

/**
 * The rows of plans, all of one moment. Unless it may scan, everything is sent at once, the end of the transaction
 * too: no such answer may wait for another before it sends what it asks.
 */
export const inSnapshot = async (
  session: Session,
  snapshot: Snapshot,
  plans: readonly Plan[],
): Promise<Record<string, unknown>[]> => {
  const reading = { session, domainPk: snapshot.domainPk }
  if (isOneStatement(plans)) return runPlans(reading, plans)
  if (plans.some(mayScan)) return step(session, () => runPlans(reading, plans))
  const [, rows] = await Promise.all([
    session.rows(begin),
    runPlans(reading, plans),
    session.rows(commit),
  ])
  return rows
}

/** For what asks again when it has seen the first answers. */
const step = async <T>(session: Session, run: () => Promise<T>): Promise<T> => {
  await session.rows(begin)
  try {
    return await run()
  } finally {
    await session.rows(commit)
  }
}

const begin = { text: 'begin isolation level repeatable read read only' }
const commit = { text: 'commit' }

/** One statement is a snapshot by itself. */
const isOneStatement = (plans: readonly Plan[]): boolean => {
  const kinds = new Set(plans.flatMap((plan) => Object.values(plan).map(({ query }) => query)))
  return kinds.size === 0 || (kinds.size === 1 && kinds.has('caseById'))
}

const mayScan = (plan: Plan): boolean =>
  Object.values(plan).some(
    ({ query, takes }) =>
      query === 'searchCases' ||
      query === 'casesForContact' ||
      query === 'searchContacts' ||
      (query === 'relatedItems' && takes.caseId === undefined),
  )
