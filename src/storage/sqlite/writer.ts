// Group commit: writes wait in a queue, and each turn of the event loop takes as many as fit into a few
// milliseconds into one transaction, one after the other, each seeing what the one before it changed. Answers
// leave only after the commit. SQLite drops a whole transaction on a full disk, so after any storage error the
// group is rolled back and its writes run again alone: only the guilty one fails.
import type { Clock } from '../../clock.ts'
import type { Configs } from '../../domain/domain-config.ts'
import { throttled } from '../../errors.ts'
import type { Change } from '../contract.ts'
import type { Apply } from './changes.ts'
import type { Connection } from './connection.ts'
import { isBusy, translate } from './failures.ts'

export type WriterBounds = {
  /** Writes that may wait; beyond it they are refused. */
  readonly queueMax: number
  readonly groupMax: number
  /** How long one group may hold the event loop before it commits. */
  readonly groupMs: number
  /** How long a group may wait for as many as were in the one before. */
  readonly gatherMs: number
  /** How long to try while another process holds the write lock. */
  readonly busyMs: number
}

/** What happens inside the transaction. It throws `Refused` for errors that are the caller's own. */
export type Work = (tx: Transaction) => unknown

export type Transaction = {
  /** With the changes of this transaction. */
  configs(): Configs
  apply(change: Change): void
}

/** Carries an error that a decision threw: it ends one write, not the group. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

export type Writer = {
  configs(): Configs
  write(work: Work): Promise<unknown>
  /** Resolves when everything accepted is answered; later writes are refused. */
  drain(): Promise<void>
}

type Job = {
  readonly work: Work
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
  alone: boolean
}

type Outcome = { readonly job: Job } & ({ readonly answer: unknown } | { readonly error: unknown })

export type WriterOptions = {
  readonly connection: Connection
  readonly apply: Apply
  readonly configs: Configs
  readonly clock: Clock
  readonly bounds: WriterBounds
  /** Called after each commit. */
  committed(): void
}

export const createWriter = (options: WriterOptions): Writer => {
  const { clock, bounds } = options
  const queue: Job[] = []
  const transact = groups(options)
  let draining: (() => void) | undefined
  let closed = false
  let scheduled = false
  let busySince: number | undefined
  const gathered = gathering(options)

  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }
  const flush = (): void => {
    scheduled = false
    if (!gathered(queue.length)) {
      schedule()
      return
    }
    const outcome = transact.group(queue)
    if (outcome === 'busy') {
      waitForLock()
      return
    }
    busySince = undefined
    if (queue.length > 0) schedule()
    else draining?.()
  }
  const waitForLock = (): void => {
    busySince ??= clock.monotonicMs()
    if (clock.monotonicMs() - busySince > bounds.busyMs) {
      busySince = undefined
      for (const job of queue.splice(0)) job.reject(translate(new Locked()))
      draining?.()
      return
    }
    scheduled = true
    void clock.sleep(lockRetryMs).then(flush)
  }
  return {
    configs: transact.configs,
    write: (work) => {
      if (closed) return Promise.reject(throttled('The server is shutting down.', 1))
      if (queue.length >= bounds.queueMax) {
        return Promise.reject(throttled('Too many writes are waiting. Try again.', 1))
      }
      return new Promise((resolve, reject) => {
        queue.push({ work, resolve, reject, alone: false })
        schedule()
      })
    },
    drain: () => {
      closed = true
      if (queue.length === 0) return Promise.resolve()
      return new Promise((resolve) => {
        draining = resolve
      })
    },
  }
}

const lockRetryMs = 2

/**
 * Whether the next group may begin with so many. Those who were answered together write again
 * together, a moment apart: begun with the first of them, it would leave the others to a group, and
 * a flush to the disk, of their own.
 */
const gathering = ({ clock, bounds }: WriterOptions): ((waiting: number) => boolean) => {
  let before = 0
  let turns = 0
  let since = 0
  return (waiting) => {
    const now = clock.monotonicMs()
    if (turns === 0) since = now
    turns += 1
    // Turns count too: a clock may stand still.
    if (waiting < before && turns < gatherTurnsMax && now - since < bounds.gatherMs) return false
    before = waiting
    turns = 0
    return true
  }
}

/** So many turns of nothing take several milliseconds. */
const gatherTurnsMax = 1000

/** Looks like SQLite's own error of a lock that another connection holds. */
class Locked extends Error {
  readonly errcode = 5
}

/** Runs waiting jobs in shared transactions, and alone those whose shared one failed. */
const groups = (options: WriterOptions) => {
  const { connection, clock, bounds } = options
  const begin = connection.db.prepare('begin immediate')
  const { configs, attempt, rollBack, finish } = transactions(options)
  const runGroup = (queue: Job[], until: number): void => {
    const taken: Job[] = []
    try {
      const outcomes: Outcome[] = []
      do {
        const job = queue[0]
        if (job === undefined || job.alone) break
        taken.push(job)
        queue.shift()
        outcomes.push(attempt(job))
      } while (taken.length < bounds.groupMax && clock.monotonicMs() < until)
      finish(outcomes)
    } catch {
      rollBack()
      for (const job of taken) job.alone = true
      queue.unshift(...taken)
    }
  }
  const runAlone = (job: Job): void => {
    try {
      finish([attempt(job)])
    } catch (error) {
      rollBack()
      job.reject(translate(error))
    }
  }
  return {
    configs,
    /** Runs what waits, for `groupMs` at most. */
    group: (queue: Job[]): 'busy' | 'done' => {
      const until = clock.monotonicMs() + bounds.groupMs
      do {
        const job = queue[0]
        if (job === undefined) break
        try {
          begin.run()
        } catch (error) {
          if (isBusy(error)) return 'busy'
          queue.shift()
          job.reject(translate(error))
          continue
        }
        if (job.alone) {
          queue.shift()
          runAlone(job)
        } else {
          runGroup(queue, until)
        }
      } while (queue.length > 0 && clock.monotonicMs() < until)
      return 'done'
    },
  }
}

/** One transaction at a time: what happens in it, how it ends, and which configuration it leaves. */
const transactions = (options: WriterOptions) => {
  const { connection, apply } = options
  const { db } = connection
  const commit = db.prepare('commit')
  let published = options.configs
  let pending = published

  const tx: Transaction = {
    configs: () => pending,
    apply: (change) => {
      pending = apply(pending, change)
    },
  }
  const attempt = (job: Job): Outcome => {
    try {
      return { job, answer: job.work(tx) }
    } catch (error) {
      if (error instanceof Refused) return { job, error: error.cause }
      throw error
    }
  }
  const rollBack = (): void => {
    // SQLite may have dropped the transaction already (a full disk does that).
    if (db.isTransaction) db.exec('rollback')
    connection.forget()
    pending = published
  }
  const finish = (outcomes: readonly Outcome[]): void => {
    commit.run()
    published = pending
    options.committed()
    for (const outcome of outcomes) {
      if ('error' in outcome) outcome.job.reject(outcome.error)
      else outcome.job.resolve(outcome.answer)
    }
  }
  return { configs: () => published, attempt, rollBack, finish }
}
