// Threads beside the main one: checkpoints, which would otherwise be the slowest commits (28 to 61 ms), and
// searches, which may take long. Each has a connection of its own, starts when it is first needed, and stays when
// the database is changed for another one: to start it again would cost 50 ms.
import type { Clock } from '../../clock.ts'
import { type Indexing, indexThread, type SearchFileFailed } from './indexing.ts'
import { type Searches, searchThread } from './searches.ts'
import { type Ending, startThread, type Thread, type ThreadOptions } from './thread.ts'

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
