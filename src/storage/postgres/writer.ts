// Group commit: writes wait in a queue, and as many as are waiting go into one transaction on one connection.
// While it runs the next ones gather, so the busier a server is, the more share a commit. Answers leave only after
// the commit. What the database refuses in a group is run again one by one: only the guilty one fails.
import { throttled } from '../../errors.ts'
import type { Job } from './job.ts'
import { createRunner, isLate, type RunnerOptions, without } from './runner.ts'

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

export type WriterOptions = Omit<RunnerOptions, 'isClosing' | 'refuseLate'> & {
  readonly bounds: WriterBounds
}

export const createWriter = (options: WriterOptions): Writer => {
  const { clock, bounds } = options
  const queue: Job[] = []
  // While the database is away, who waits behind is not held up by those in front.
  const refuseLate = (error: unknown): void => {
    queue.splice(0, queue.length, ...without(queue, error, (job) => isLate(job, clock)))
  }
  const runner = createRunner({ ...options, refuseLate, isClosing: () => closed })
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
