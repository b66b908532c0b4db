// Runs groups of writes, one transaction each, on one connection that is opened anew when it breaks; and says of each
// write whether it is over or is to be run again. A commit in doubt holds up everything behind it.
import type pg from 'pg'
import type { Clock } from '../../clock.ts'
import { drop } from './ask.ts'
import { commit, type Mark, wasCommitted } from './commits.ts'
import type { Snapshot } from './configs.ts'
import { InDoubt, isConnectionLost, isTransient, translate, Unreachable } from './failures.ts'
import type { Job } from './job.ts'
import { sessionOn } from './session.ts'
import { type Done, type Outcome, transact } from './transaction.ts'

export type Runner = {
  /** Run a group; resolves with the jobs that are to be run again. */
  run(group: readonly Job[]): Promise<readonly Job[]>
  close(): Promise<void>
}

export type RunnerOptions = {
  readonly clock: Clock
  connect(): Promise<pg.Client>
  /** Whether the tables are spread over machines. */
  readonly spread: boolean
  snapshot(): Snapshot
  /** A commit has brought the configuration to this; `appended`: outgoing events were appended by it. */
  committed(snapshot: Snapshot, appended: boolean): void
  /** The database is away: tell those who have waited long enough behind. */
  refuseLate(error: unknown): void
  isClosing(): boolean
}

/** A write is begun again for so long after it came; then its caller is told to try again. */
const retryMs = 3000
const retryPauseMs = 100
const transientPauseMs = 5
/** The answer to a commit is waited for so long; then it is asked for on another connection. */
const commitMs = 2500
/** Whoever waits to know whether a commit was done is told to try again after so long. */
const doubtMs = 6000
/** And so long nothing else is written: each commit that hangs would leave a connection behind. */
const doubtMsMax = 60_000
/** A transaction is run so many times when others are in its way. */
const triesMax = 10
const togetherMax = 2

/** A write is begun for so long after it came. */
export const isLate = (job: Job, clock: Clock): boolean => clock.monotonicMs() - job.since > retryMs

/** What was sent off to be committed. */
type Sent = { readonly group: readonly Job[]; readonly done: Done; readonly mark: Mark }

export const createRunner = (options: RunnerOptions): Runner => {
  const { clock } = options
  const link = createLink(options)

  const run = async (group: readonly Job[]): Promise<readonly Job[]> => {
    const { client, mark } = await link.begin()
    const session = sessionOn(client, options.spread)
    const exclusive = group[0]?.exclusive === true
    let done: Done
    try {
      done = await transact(session, group, { known: options.snapshot(), exclusive, mark })
    } catch (error) {
      if (!isConnectionLost(error)) await session.rows({ text: 'rollback' })
      throw error
    }
    try {
      await commit(client, commitMs)
    } catch (error) {
      if (isConnectionLost(error)) link.drop()
      else if (!(error instanceof InDoubt)) {
        for (const job of group) job.reject(translate(error))
        return []
      }
      const isDone = await askUntilKnown(options, link, { group, done, mark }, error)
      if (isDone === undefined) return without(group, error, () => true)
      if (!isDone) return failed(options, group, error)
    }
    options.committed(done.snapshot, done.appended)
    for (const outcome of done.outcomes) settle(outcome)
    for (const job of done.exclusive) job.exclusive = true
    return done.exclusive
  }
  return {
    run: async (group) => {
      try {
        return await run(group)
      } catch (error) {
        if (isConnectionLost(error)) link.drop()
        const again = failed(options, group, error)
        if (again.length > 0) await clock.sleep(pauseAfter(error))
        return again
      }
    },
    close: link.close,
  }
}

/** The one connection, under a name that no other has. */
const createLink = ({ clock, connect }: RunnerOptions) => {
  let open: { readonly client: pg.Client; readonly connection: string; number: number } | undefined
  const opened = async () => {
    open ??= {
      client: await connect(),
      connection: clock.random(16).toString('hex'),
      number: 0,
    }
    return open
  }
  return {
    client: async () => (await opened()).client,
    /** For the next transaction, with what its commit will be known by. */
    begin: async () => {
      const own = await opened()
      own.number += 1
      const { client, connection, number } = own
      return { client, mark: { connection, number } }
    },
    drop: (): void => {
      if (open !== undefined) drop(open.client)
      open = undefined
    },
    close: async (): Promise<void> => {
      await open?.client.end().catch(() => {})
      open = undefined
    },
  }
}

/** Whether a commit in doubt was done; undefined if that cannot be known. Callers are told in time, known or not. */
const askUntilKnown = async (
  { clock, spread, refuseLate, isClosing }: RunnerOptions,
  link: ReturnType<typeof createLink>,
  { group, mark }: Sent,
  cause: unknown,
): Promise<boolean | undefined> => {
  const from = clock.monotonicMs()
  const giveUpMs = () => (isClosing() ? doubtMs : doubtMsMax)
  for (let error = cause; clock.monotonicMs() - from < giveUpMs(); ) {
    try {
      return await wasCommitted(sessionOn(await link.client(), spread), mark)
    } catch (thrown) {
      error = thrown
      if (isConnectionLost(error)) link.drop()
    }
    without(group, error, (job) => clock.monotonicMs() - job.since > doubtMs)
    refuseLate(error)
    await clock.sleep(retryPauseMs)
  }
  return undefined
}

/** Of a group that was not committed: those that are to be run again. The others are told. */
const failed = (
  { clock, refuseLate }: RunnerOptions,
  group: readonly Job[],
  error: unknown,
): readonly Job[] => {
  if (error instanceof Unreachable || error instanceof InDoubt || isConnectionLost(error)) {
    refuseLate(error)
    return without(group, error, (job) => isLate(job, clock))
  }
  if (isTransient(error)) {
    for (const job of group) job.tries += 1
    const isOver = (job: Job) => job.tries >= triesMax || isLate(job, clock)
    const rest = without(group, error, isOver)
    for (const job of rest) job.alone = job.tries > togetherMax
    return rest
  }
  if (group.length === 1) return without(group, error, () => true)
  for (const job of group) job.alone = true
  return group
}

const pauseAfter = (error: unknown): number => {
  if (error instanceof Unreachable || isConnectionLost(error)) return retryPauseMs
  return isTransient(error) ? transientPauseMs : 0
}

const settle = (outcome: Outcome): void => {
  if ('error' in outcome) outcome.job.reject(outcome.error)
  else outcome.job.resolve(outcome.answer)
}

/** Tell those that are over; answers with the others. */
export const without = (
  group: readonly Job[],
  error: unknown,
  isOver: (job: Job) => boolean,
): readonly Job[] => {
  const told = translate(error)
  return group.filter((job) => {
    const over = isOver(job)
    if (over) job.reject(told)
    return !over
  })
}
