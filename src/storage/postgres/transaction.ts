// One transaction of many writes. Those that touch different cases go together in waves: loaded together, decided
// one by one, written together; those that touch the same case follow in the next wave and see what it has become.
// A case is locked before it is read, so that servers wait for each other instead of undoing each other's work; a
// shared lock keeps changes of configuration out, which take the same lock for themselves alone.
import type { OutboxRow } from '../../domain/rows.ts'
import type { Change, Plan } from '../contract.ts'
import { deleteAccessKey, putAccessKey } from './account.ts'
import { runPlans } from './answers.ts'
import { type Batch, createBatch } from './batch.ts'
import { lockCases } from './cases.ts'
import { type Mark, markCommit } from './commits.ts'
import { beginVersion, changeConfig, isConfigChange } from './config-changes.ts'
import { refreshed, type Snapshot } from './configs.ts'
import { restoreOutgoing } from './copying.ts'
import { StaleVersion } from './failures.ts'
import { casesOf, isExclusive, written } from './footprint.ts'
import type { Job } from './job.ts'
import { beginAlone, beginBeside } from './locks.ts'
import { appendOutgoing, changeFollowing } from './outgoing.ts'
import type { Session } from './session.ts'

export type Outcome = { readonly job: Job } & (
  | { readonly answer: unknown }
  | { readonly error: unknown }
)

export type Done = {
  readonly outcomes: readonly Outcome[]
  /** Jobs that must be alone with the configuration, and were not decided. */
  readonly exclusive: readonly Job[]
  readonly snapshot: Snapshot
  /** Whether outgoing events were appended. */
  readonly appended: boolean
}

type State = {
  readonly session: Session
  readonly exclusive: boolean
  snapshot: Snapshot
  /** Whether this transaction has begun the next version of the configuration. */
  begun: boolean
  /** What its commit will be known by; undefined when it is written. */
  mark: Mark | undefined
  /** Events of this transaction: they are appended when everything else is written. */
  readonly outgoing: { readonly row: OutboxRow; readonly domain: number }[]
  /** Keys of kept answers that were found free, and the time they were asked for. */
  readonly asked: Map<string, number>
}

/**
 * Run jobs up to, but not including, the commit. What a job's plan or decision throws is its outcome; anything that
 * is thrown here is the database's, and the caller rolls back.
 */
export const transact = async (
  session: Session,
  jobs: readonly Job[],
  { known, exclusive, mark }: { known: Snapshot; exclusive: boolean; mark: Mark },
): Promise<Done> => {
  await session.rows(exclusive ? beginAlone : beginBeside)
  const snapshot = await refreshed(session, known)
  const state: State = {
    session,
    exclusive,
    snapshot,
    begun: false,
    mark,
    outgoing: [],
    asked: new Map(),
  }
  const outcomes: Outcome[] = []
  const postponed: Job[] = []
  for (let rest = jobs; rest.length > 0; ) {
    const { wave, later } = nextWave(state, rest, outcomes)
    rest = [...(await runWave(state, wave, outcomes, postponed)), ...later]
  }
  await appendOutgoing(session, state.outgoing)
  const appended = state.outgoing.length > 0
  return { outcomes, exclusive: postponed, snapshot: state.snapshot, appended }
}

type Planned = { readonly job: Job; readonly plan: Plan }

/** The jobs, in their order, that have no case in common with one before them. */
const nextWave = (
  { snapshot, exclusive }: State,
  jobs: readonly Job[],
  outcomes: Outcome[],
): { readonly wave: readonly Planned[]; readonly later: readonly Job[] } => {
  const wave: Planned[] = []
  const taken = new Set<string>()
  for (const [index, job] of jobs.entries()) {
    const planned = attempt(job, () => job.plan(snapshot.configs), outcomes)
    if (planned === undefined) continue
    const cases = exclusive ? undefined : casesOf(planned.value)
    if (cases === undefined) {
      if (wave.length > 0) return { wave, later: jobs.slice(index) }
      return { wave: [{ job, plan: planned.value }], later: jobs.slice(index + 1) }
    }
    if (cases.some((caseId) => taken.has(caseId))) return { wave, later: jobs.slice(index) }
    for (const caseId of cases) taken.add(caseId)
    wave.push({ job, plan: planned.value })
  }
  return { wave, later: [] }
}

/** Answers with the jobs that must be decided again: another of the wave wrote what they write. */
const runWave = async (
  state: State,
  wave: readonly Planned[],
  outcomes: Outcome[],
  postponed: Job[],
): Promise<readonly Job[]> => {
  const { session } = state
  const plans = wave.map(({ plan }) => plan)
  const rows = await load(state, plans)
  const batch = createBatch({
    session,
    snapshot: () => state.snapshot,
    askedAt: (key) => state.asked.get(key),
  })
  const taken = new Set<string>()
  const again: Job[] = []
  let changed = false
  for (const [index, { job, plan }] of wave.entries()) {
    const decided = attempt(
      job,
      () => job.decide(rows[index] as never, state.snapshot.configs),
      outcomes,
    )
    if (decided === undefined) continue
    const { answer, changes } = decided.value
    if (!state.exclusive && isExclusive(plan, changes)) {
      postponed.push(job)
      continue
    }
    const keys = changes.flatMap(written)
    if (keys.some((key) => taken.has(key))) {
      again.push(job)
      continue
    }
    for (const key of keys) taken.add(key)
    changed ||= changes.length > 0
    for (const change of changes) await apply(state, batch, change)
    outcomes.push({ job, answer })
  }
  // The mark first: it must not fail because of what is sent behind it, and be told instead.
  await Promise.all([changed && marked(state), batch.flush()])
  return again
}

/** Once, with the first changes: what changes nothing needs no mark. */
const marked = async (state: State): Promise<void> => {
  const { mark, session } = state
  state.mark = undefined
  if (mark !== undefined) await markCommit(session, mark)
}

const load = async (
  { session, snapshot, asked }: State,
  plans: readonly Plan[],
): Promise<Record<string, unknown>[]> => {
  const cases = new Set(plans.flatMap((plan) => casesOf(plan) ?? lockable(plan)))
  for (const plan of plans) {
    for (const { query, takes } of Object.values(plan)) {
      if (query === 'tokenByKey') asked.set(takes.key, takes.nowMs)
    }
  }
  const reading = { session, domainPk: snapshot.domainPk }
  const [, rows] = await Promise.all([lockCases(session, [...cases]), runPlans(reading, plans)])
  for (const row of rows) forgetTaken(asked, row)
  return rows
}

/** Of a plan that is alone: the cases that it names. */
const lockable = (plan: Plan): string[] =>
  Object.values(plan).flatMap(({ takes }) =>
    'caseId' in takes && takes.caseId !== undefined ? [takes.caseId] : [],
  )

// A key that has an answer was not found free: whoever puts another there means to.
const forgetTaken = (asked: Map<string, number>, rows: Record<string, unknown>): void => {
  for (const row of Object.values(rows)) {
    if (typeof row === 'object' && row !== null && 'key' in row && 'answer' in row) {
      asked.delete(String(row.key))
    }
  }
}

const apply = async (state: State, batch: Batch, change: Change): Promise<void> => {
  const { session } = state
  if (isConfigChange(change)) {
    await batch.flush()
    if (!state.begun) state.snapshot = await beginVersion(session, state.snapshot)
    state.begun = true
    state.snapshot = await changeConfig(session, state.snapshot, change)
    return
  }
  switch (change.change) {
    case 'accessKey.put':
      await putAccessKey(session, change.row)
      break
    case 'accessKey.delete':
      await deleteAccessKey(session, change.id)
      break
    case 'outbox.append':
      state.outgoing.push({ row: change.row, domain: domainOf(state, change.row) })
      break
    case 'outgoing.restore':
      await restoreOutgoing(session, state.snapshot.domainPk, change)
      break
    case 'consumer.put':
    case 'consumer.advance':
    case 'undelivered.put':
    case 'undelivered.delete':
      await changeFollowing(session, change)
      break
    default:
      await batch.add(change)
  }
}

const domainOf = ({ snapshot }: State, { scope }: OutboxRow): number => {
  const domain = snapshot.domainPk(scope)
  if (domain === undefined) throw new StaleVersion(`domain ${scope}`)
  return domain
}

/** What a plan or a decision throws is the caller's matter and ends only this write. */
const attempt = <T>(
  job: Job,
  run: () => T,
  outcomes: Outcome[],
): { readonly value: T } | undefined => {
  try {
    return { value: run() }
  } catch (error) {
    outcomes.push({ job, error })
    return undefined
  }
}
