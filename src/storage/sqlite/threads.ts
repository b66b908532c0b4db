// Threads beside the main one: checkpoints, which would otherwise be the slowest commits (28 to 61 ms), and
// searches, which may take long. Each has a connection of its own.
import { Worker } from 'node:worker_threads'
import { throttled } from '../../errors.ts'
import type { Plan, Rows } from '../contract.ts'

export type Searches = {
  /** Answer a plan on the search thread. Throws ThrottlingException when too many wait. */
  load<P extends Plan>(plan: P): Promise<Rows<P>>
  close(): Promise<void>
}

type Waiting = { resolve(rows: unknown): void; reject(error: unknown): void }

/** More than so many searches would be answered too late to be of use. */
const waitingMax = 1000

const worker = (role: 'checkpoints' | 'searches', file: string): Worker => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const thread = new Worker(new URL(`./thread.${extension}`, import.meta.url), {
    workerData: { role, file },
  })
  thread.unref()
  return thread
}

/** Checkpoint the database until closed. */
export const startCheckpoints = (file: string): { close(): Promise<unknown> } => {
  const thread = worker('checkpoints', file)
  return { close: () => stop(thread) }
}

/** The search thread, started by the first search. */
export const searchThread = (file: string): Searches => {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let count = 0
  const failAll = (error: unknown) => {
    thread = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const started = (): Worker => {
    if (thread !== undefined) return thread
    const fresh = worker('searches', file)
    fresh.on('message', ({ id, rows, failure }) => {
      const { resolve, reject } = waiting.get(id) as Waiting
      waiting.delete(id)
      if (waiting.size === 0) fresh.unref()
      if (failure === undefined) resolve(rows)
      else reject(new Error(failure))
    })
    fresh.on('error', failAll)
    thread = fresh
    return fresh
  }
  return {
    load: <P extends Plan>(plan: P) =>
      new Promise<Rows<P>>((resolve, reject) => {
        if (waiting.size >= waitingMax) {
          throw throttled('Too many searches are waiting. Try again in a second.', 1)
        }
        count += 1
        waiting.set(count, { resolve: resolve as (rows: unknown) => void, reject })
        const running = started()
        running.ref()
        running.postMessage({ id: count, plan })
      }),
    close: async () => {
      if (thread !== undefined) await stop(thread)
      failAll(new Error('the store is closed'))
    },
  }
}

/** The thread closes its connection itself: a thread that is cut off could leave its read lock behind. */
const stop = (thread: Worker): Promise<void> =>
  new Promise((resolve) => {
    thread.once('exit', () => resolve())
    thread.ref()
    thread.postMessage('close')
  })
