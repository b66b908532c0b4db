// Threads beside the main one: checkpoints, which would otherwise be the slowest commits (28 to 61 ms), and
// searches, which may take long. Each has a connection of its own, and starts when it is first needed.
import { Worker } from 'node:worker_threads'
import type { Clock } from '../../clock.ts'
import { throttled } from '../../errors.ts'
import type { Plan, Rows } from '../contract.ts'
import type { Durable } from './connection.ts'

/** What a thread is started with. */
export type ThreadOptions = {
  readonly file: string
  readonly durable: Durable
  /** So many changes of cases make a segment for searches. */
  readonly indexLeast: number
}

type Role = 'checkpoints' | 'index' | 'searches'

/** Whether the database stays after its threads, or nobody wants it any more. */
export type Ending = 'discard' | 'keep'

export type Checkpoints = {
  /** Something was committed: it goes from the log into the database before long. */
  written(): void
  close(ending?: Ending): Promise<void>
}

export type Searches = {
  /** Answer a plan on the search thread. Rejects with ThrottlingException when too many wait. */
  load<P extends Plan>(plan: P): Promise<Rows<P>>
  close(ending?: Ending): Promise<void>
}

/** Commits of this long share a checkpoint. */
const pauseMs = 250

/** The checkpoint thread, started a moment after the first commit; it sleeps while nothing is written. */
export const checkpointThread = (options: ThreadOptions, clock: Clock): Checkpoints => {
  const stopping = new AbortController()
  let thread: Worker | undefined
  let state: 'asked' | 'askedAgain' | 'idle' = 'idle'
  const ask = async (): Promise<void> => {
    state = 'asked'
    await clock.sleep(pauseMs, stopping.signal)
    if (stopping.signal.aborted) return
    try {
      thread ??= started()
      thread.postMessage('checkpoint')
    } catch {
      // No thread can be had now; what was committed is safe in the log, and the next commit asks again.
      state = 'idle'
    }
  }
  const started = (): Worker => {
    const fresh = worker('checkpoints', options)
    fresh.on('message', () => {
      const again = state === 'askedAgain'
      state = 'idle'
      if (again) void ask()
    })
    // The next commit starts another one: without it the log only grows longer.
    fresh.on('error', () => {
      thread = undefined
      state = 'idle'
    })
    return fresh
  }
  return {
    written: () => {
      if (state === 'idle') void ask()
      else state = 'askedAgain'
    },
    close: async (ending) => {
      stopping.abort()
      const last = thread
      thread = undefined
      if (last !== undefined) await stop(last, ending)
    },
  }
}

export type Indexing = {
  /** Changes up to `position` are committed: once they are many, they go into segments. */
  written(position: number): void
  /** Which changes segments hold. */
  done(): number
  /** Resolves when all changes up to `position` but a few are in segments. */
  reached(position: number, progress: (done: number) => void): Promise<void>
  close(): Promise<void>
}

/** The thread that makes segments, started when there are changes enough for one. */
export const indexThread = (options: ThreadOptions, from: number): Indexing => {
  let thread: Worker | undefined
  let working = false
  let done = from
  let told: ((done: number) => void) | undefined
  let failed: ((error: unknown) => void) | undefined
  const ask = (): void => {
    try {
      thread ??= started()
    } catch {
      // No thread can be had now: searches look at what is new themselves, and the next commit asks again.
      return
    }
    working = true
    thread.postMessage('index')
  }
  const started = (): Worker => {
    const fresh = worker('index', options)
    fresh.on('message', (message: { readonly done: number; readonly working: boolean }) => {
      done = message.done
      working = message.working
      told?.(done)
    })
    fresh.on('error', (error) => {
      thread = undefined
      working = false
      failed?.(error)
    })
    return fresh
  }
  return {
    written: (position) => {
      if (!working && position - done >= options.indexLeast) ask()
    },
    done: () => done,
    reached: async (position, progress) => {
      await new Promise<void>((resolve, reject) => {
        failed = reject
        told = (reached) => {
          progress(reached)
          // What is left to do, making large segments of small ones, need not be waited for.
          if (position - reached < options.indexLeast) resolve()
          else if (!working) reject(new Error('The search file cannot be written.'))
        }
        ask()
        thread?.ref()
      })
      thread?.unref()
      told = undefined
      failed = undefined
    },
    close: async () => {
      const last = thread
      thread = undefined
      if (last !== undefined) await stop(last)
    },
  }
}

type Waiting = { resolve(rows: unknown): void; reject(error: unknown): void }

/** The search thread, started by the first search. */
export const searchThread = (options: ThreadOptions, waitingMax: number): Searches => {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let count = 0
  const failAll = (error: unknown): void => {
    thread = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const started = (): Worker => {
    const fresh = worker('searches', options)
    fresh.on('message', ({ id, rows, failure }) => {
      const caller = waiting.get(id)
      waiting.delete(id)
      if (waiting.size === 0) fresh.unref()
      if (failure === undefined) caller?.resolve(rows)
      else caller?.reject(new Error(failure))
    })
    fresh.on('error', failAll)
    return fresh
  }
  return {
    load: async <P extends Plan>(plan: P) => {
      if (waiting.size >= waitingMax) {
        throw throttled('Too many searches are waiting. Try again in a second.', 1)
      }
      return new Promise<Rows<P>>((resolve, reject) => {
        count += 1
        waiting.set(count, { resolve: resolve as (rows: unknown) => void, reject })
        thread ??= started()
        thread.ref()
        thread.postMessage({ id: count, plan })
      })
    },
    close: async (ending) => {
      const last = thread
      thread = undefined
      if (last !== undefined) await stop(last, waiting.size === 0 ? ending : 'keep')
      failAll(new Error('the store is closed'))
    },
  }
}

const worker = (role: Role, options: ThreadOptions): Worker => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const code = new URL(`./${role}-thread.${extension}`, import.meta.url)
  const thread = new Worker(code, { workerData: options })
  thread.unref()
  return thread
}

/**
 * The thread closes its connection itself: a thread that is cut off could leave its read lock behind. Where that is
 * nobody's matter any more it is cut off all the same: one that is still starting would take 90 ms to close.
 */
const stop = (thread: Worker, ending: Ending = 'keep'): Promise<void> =>
  new Promise((resolve) => {
    thread.once('exit', () => resolve())
    thread.ref()
    if (ending === 'keep') thread.postMessage('close')
    else void thread.terminate()
  })
