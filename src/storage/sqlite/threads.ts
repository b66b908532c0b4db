// Threads beside the main one: checkpoints, which would otherwise be the slowest commits (28 to 61 ms), and
// searches, which may take long. Each has a connection of its own, starts when it is first needed, and stays when
// the database is changed for another one: to start it again would cost 50 ms.
import type { Clock } from '../../clock.ts'
import { type Searches, searchThread } from './searches.ts'
import { startThread, type Thread, type ThreadOptions } from './thread.ts'

/** Whether the database stays after its threads, or nobody wants it any more. */
export type Ending = 'discard' | 'keep'

export type Checkpoints = {
  /** Something was committed: it goes from the log into the database before long. */
  written(): void
  letGo(): Promise<void>
  close(): Promise<void>
}

export type Threads = {
  readonly checkpoints: Checkpoints
  readonly indexing: Indexing
  readonly searches: Searches
  /** The database is being changed for another one, and nothing is written or asked meanwhile. */
  letGo(ending?: Ending): Promise<void>
  close(): Promise<void>
}

export type ThreadsOptions = ThreadOptions & {
  readonly clock: Clock
  /** Searches that may wait; beyond it they are refused. */
  readonly searchesMax: number
  readonly onSearchFileFailed: SearchFileFailed
}

/**
 * Told why the search file cannot be gone on with, or why a search cannot read it; whether it is spoiled for good.
 */
export type SearchFileFailed = (failure: string, isSpoiled: boolean) => void

/** The threads of a database and of those that it is changed for. */
export const databaseThreads = (given: ThreadsOptions): Threads => {
  const { file, durable, indexLeast, clock, searchesMax, onSearchFileFailed } = given
  const options = { file, durable, indexLeast }
  const checkpoints = checkpointThread(options, clock)
  const indexing = indexThread(options, clock, onSearchFileFailed)
  const searches = searchThread(options, searchesMax, (why) => onSearchFileFailed(why, true))
  const all = [checkpoints, indexing, searches]
  return {
    checkpoints,
    indexing,
    searches,
    letGo: async (ending) => {
      await Promise.all(all.map((each) => each.letGo(ending)))
    },
    close: async () => {
      await Promise.all(all.map((each) => each.close()))
    },
  }
}

/** Commits of this long share a checkpoint. */
const pauseMs = 250

/** The checkpoint thread, started a moment after the first commit; it sleeps while nothing is written. */
const checkpointThread = (options: ThreadOptions, clock: Clock): Checkpoints => {
  let pause = new AbortController()
  let thread: Thread | undefined
  let state: 'asked' | 'askedAgain' | 'idle' = 'idle'
  const ask = async (): Promise<void> => {
    state = 'asked'
    const { signal } = pause
    await clock.sleep(pauseMs, signal)
    if (signal.aborted) return
    try {
      thread ??= started()
      thread.post('checkpoint')
    } catch {
      // No thread can be had now; what was committed is safe in the log, and the next commit asks again.
      state = 'idle'
    }
  }
  const started = (): Thread =>
    startThread('checkpoints', options, {
      message: () => {
        const again = state === 'askedAgain'
        state = 'idle'
        if (again) void ask()
      },
      // The next commit starts another one: without it the log only grows longer.
      failed: () => {
        thread = undefined
        state = 'idle'
      },
    })
  const stopAsking = (): void => {
    pause.abort()
    pause = new AbortController()
    state = 'idle'
  }
  const ended = (): Thread | undefined => {
    stopAsking()
    const last = thread
    thread = undefined
    return last
  }
  return {
    written: () => {
      if (state === 'idle') void ask()
      else state = 'askedAgain'
    },
    letGo: async () => {
      stopAsking()
      if (thread?.isUp() === true) await thread.letGo()
      else await ended()?.cutOff()
    },
    close: async () => {
      await ended()?.close()
    },
  }
}

export type Indexing = {
  /** Begin with a search file that holds changes up to `done`. */
  goOn(done: number): void
  /** Changes up to `position` are committed: once they are many, they go into segments. */
  written(position: number): void
  /** Which changes segments hold. */
  done(): number
  /** Resolves when all changes up to `position` but a few are in segments. */
  reached(position: number, progress: (done: number) => void): Promise<void>
  letGo(ending?: Ending): Promise<void>
  close(): Promise<void>
}

/** The thread that makes segments, started when there are changes enough for one. */
const indexThread = (
  options: ThreadOptions,
  clock: Clock,
  onFailure: SearchFileFailed,
): Indexing => {
  let thread: Thread | undefined
  let working = false
  let done = 0
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
    thread.post('index')
  }
  const started = (): Thread =>
    startThread('index', options, {
      message: (message: IndexStep) => {
        working = message.working
        if ('failure' in message) {
          onFailure(message.failure, message.isSpoiled)
          failed?.(new Error(`The search file cannot be made: ${message.failure}.`))
        } else {
          done = message.done
          told?.(done)
        }
      },
      failed: (error) => {
        thread = undefined
        working = false
        failed?.(error)
      },
    })
  const ended = (): Thread | undefined => {
    const last = thread
    thread = undefined
    working = false
    return last
  }
  return {
    goOn: (from) => {
      done = from
    },
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
        }
        ask()
        if (thread === undefined)
          reject(new Error('No thread can be had that makes the search file.'))
        thread?.isAwaited(true)
      })
      thread?.isAwaited(false)
      told = undefined
      failed = undefined
    },
    letGo: async (ending) => {
      const letsGo = thread?.letGo()
      const isLong = ending === 'discard' && (await isLonger(letsGo, clock))
      await (isLong ? ended()?.cutOff() : letsGo)
      working = false
    },
    close: async () => {
      await ended()?.close()
    },
  }
}

/** What the thread says after each step that it takes. */
type IndexStep =
  | { readonly working: boolean; readonly done: number }
  | { readonly working: false; readonly failure: string; readonly isSpoiled: boolean }

/** A thousand cases make a segment in less; of many segments one is made in seconds. */
const segmentMs = 30

const isLonger = async (work: Promise<void> | undefined, clock: Clock): Promise<boolean> => {
  const stopping = new AbortController()
  const ended = async () => {
    await work
    return false
  }
  const late = async () => {
    await clock.sleep(segmentMs, stopping.signal)
    return true
  }
  try {
    return await Promise.race([ended(), late()])
  } finally {
    stopping.abort()
  }
}
