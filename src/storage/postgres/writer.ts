// Group commit: writes wait in a queue, and as many as are waiting go into one transaction on one connection.
// While it runs the next ones gather, so the busier a server is, the more share a commit. Answers leave only after
// the commit. What the database refuses in a group is run again one by one: only the guilty one fails.
import type pg from 'pg'
import type { Clock } from '../../clock.ts'
import { throttled } from '../../errors.ts'
import type { Snapshot } from './configs.ts'
import { isConnectionLost, isTransient, translate, Unreachable } from './failures.ts'
import type { Job } from './job.ts'
import { drop } from './open-connection.ts'
import { sessionOn } from './session.ts'
import { type Outcome, transact } from './transaction.ts'

export type WriterBounds = {
  /** Writes that may wait; beyond it they are refused. */
  readonly queueMax: number
  readonly groupMax: number
}

export type Writer = {
  write(work: Pick<Job, 'decide' | 'plan'>): Promise<unknown>
  /** Resolves when everything accepted is answered. */
  idle(): Promise<void>
  /** The same, and later writes are refused. */
  drain(): Promise<void>
}

export type WriterOptions = {
  readonly clock: Clock
  readonly bounds: WriterBounds
  connect(): Promise<pg.Client>
  snapshot(): Snapshot
  /** A commit has brought the configuration to this; `appended`: outgoing events were appended by it. */
  committed(snapshot: Snapshot, appended: boolean): void
}

/** A write is begun again for so long after it came; then its caller is told to try again. */
const retryMs = 3000
const retryPauseMs = 100
const transientPauseMs = 5
/** A transaction is run so many times when others are in its way. */
const triesMax = 10
const togetherMax = 2

export const createWriter = (options: WriterOptions): Writer => {
  const { clock, bounds } = options
  const queue: Job[] = []
  const runner = createRunner(options)
  let running: Promise<void> | undefined
  let closed = false

  const run = async (): Promise<void> => {
    // What arrives in one turn of the event loop goes together.
    await new Promise(setImmediate)
    while (queue.length > 0) {
      const group = takeGroup(queue, bounds.groupMax)
      queue.unshift(...(await runner.run(group)))
    }
    running = undefined
    if (closed) await runner.close()
  }
  return {
    write: (work) => {
      if (closed) return Promise.reject(throttled('The server is shutting down.', 1))
      if (queue.length >= bounds.queueMax) {
        return Promise.reject(throttled('Too many writes are waiting. Try again.', 1))
      }
      return new Promise((resolve, reject) => {
        const since = clock.monotonicMs()
        const more = { since, alone: false, exclusive: false, tries: 0 }
        queue.push({ ...work, ...more, resolve, reject })
        running ??= run()
      })
    },
    idle: async () => running,
    drain: async () => {
      closed = true
      await (running ?? runner.close())
    },
  }
}

/** The first of the queue, and those behind it that may share its transaction. */
const takeGroup = (queue: Job[], groupMax: number): Job[] => {
  const [first] = queue
  if (first === undefined || first.alone) return queue.splice(0, 1)
  const end = queue.findIndex((job) => job.alone || job.exclusive !== first.exclusive)
  return queue.splice(0, Math.min(end === -1 ? queue.length : end, groupMax))
}

type Runner = {
  /** Run a group; resolves with the jobs that are to be run again. */
  run(group: readonly Job[]): Promise<readonly Job[]>
  close(): Promise<void>
}

const createRunner = ({ clock, connect, snapshot, committed }: WriterOptions): Runner => {
  let client: pg.Client | undefined

  const commit = async (open: pg.Client, group: readonly Job[]): Promise<readonly Job[]> => {
    const session = sessionOn(open)
    const mode = group[0]?.exclusive === true ? 'exclusive' : 'shared'
    let done: Awaited<ReturnType<typeof transact>>
    try {
      done = await transact(session, snapshot(), group, mode)
    } catch (error) {
      if (!isConnectionLost(error)) await session.rows({ text: 'rollback' })
      throw error
    }
    try {
      await session.rows({ text: 'commit' })
    } catch (error) {
      // It may have been done or not: a write that is not run again is not done twice.
      for (const job of group) job.reject(translate(error))
      if (isConnectionLost(error)) throw new Abandoned('commit', { cause: error })
      return []
    }
    committed(done.snapshot, done.appended)
    for (const outcome of done.outcomes) settle(outcome)
    for (const job of done.exclusive) job.exclusive = true
    return done.exclusive
  }
  const isLate = (job: Job): boolean => clock.monotonicMs() - job.since > retryMs
  const failed = (group: readonly Job[], error: unknown): readonly Job[] => {
    if (error instanceof Unreachable || isConnectionLost(error)) {
      return without(group, error, isLate)
    }
    if (isTransient(error)) {
      for (const job of group) job.tries += 1
      const rest = without(group, error, (job) => job.tries >= triesMax || isLate(job))
      for (const job of rest) job.alone = job.tries > togetherMax
      return rest
    }
    if (group.length === 1) return without(group, error, () => true)
    for (const job of group) job.alone = true
    return group
  }
  return {
    run: async (group) => {
      try {
        client ??= await connect()
        return await commit(client, group)
      } catch (error) {
        const lost = error instanceof Abandoned || isConnectionLost(error)
        if (lost && client !== undefined) {
          drop(client)
          client = undefined
        }
        if (error instanceof Abandoned) return []
        const again = failed(group, error)
        if (again.length > 0) await clock.sleep(pauseAfter(error))
        return again
      }
    },
    close: async () => {
      await client?.end().catch(() => {})
      client = undefined
    },
  }
}

const pauseAfter = (error: unknown): number => {
  if (error instanceof Unreachable || isConnectionLost(error)) return retryPauseMs
  return isTransient(error) ? transientPauseMs : 0
}

/** The connection was lost when it was too late to run the group again; its callers have been told. */
class Abandoned extends Error {}

const settle = (outcome: Outcome): void => {
  if ('error' in outcome) outcome.job.reject(outcome.error)
  else outcome.job.resolve(outcome.answer)
}

/** Tell those that are over; answers with the others. */
const without = (
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
