// The thread that makes segments of what changes, behind the commits: when it is asked, and what it tells.
import type { Clock } from '../../clock.ts'
import { type Ending, startThread, type Thread, type ThreadOptions } from './thread.ts'

/**
 * Told why the search file cannot be gone on with, or why a search cannot read it; whether it is spoiled for good.
 */
export type SearchFileFailed = (failure: string, isSpoiled: boolean) => void

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
export const indexThread = (
  options: ThreadOptions,
  clock: Clock,
  onFailure: SearchFileFailed,
): Indexing => {
  let thread: Thread | undefined
  let working = false
  let done = 0
  // What is committed; nothing while the database is being changed for another one.
  let latest = 0
  let awaited: Waiting | undefined
  const ask = (): void => {
    // Without a thread searches look at what is new themselves, and the next commit asks again.
    thread ??= orNone(started)
    if (thread === undefined) return
    working = true
    thread.post('index')
  }
  const askIfMany = (): void => {
    if (!working && latest - done >= options.indexLeast) ask()
  }
  const started = (): Thread =>
    startThread('index', options, {
      message: (step: IndexStep) => {
        working = step.working
        if ('done' in step) {
          done = step.done
          awaited?.reached(done)
          // What was committed while it was saying that it has no more to do.
          askIfMany()
          return
        }
        onFailure(step.failure, step.isSpoiled)
        awaited?.failed(new Error(`The search file cannot be made: ${step.failure}.`))
      },
      failed: (error) => {
        ended()
        awaited?.failed(error)
      },
    })
  const ended = (): Thread | undefined => {
    const last = thread
    thread = undefined
    working = false
    latest = 0
    return last
  }
  return {
    goOn: (from) => {
      done = from
    },
    written: (position) => {
      latest = position
      askIfMany()
    },
    done: () => done,
    reached: async (position, progress) => {
      awaited = waitingFor(position, options.indexLeast, progress)
      ask()
      if (thread === undefined) awaited.failed(new Error('No thread can be had for searches.'))
      await keptFor(awaited.promise, thread).finally(() => {
        awaited = undefined
      })
    },
    letGo: async (ending) => {
      latest = 0
      const letsGo = thread?.letGo()
      const isLong = ending === 'discard' && (await isLonger(letsGo, clock))
      await (isLong ? ended()?.cutOff() : letsGo)
      working = false
    },
    close: async () => ended()?.close(),
  }
}

/** Undefined where no thread can be had now. */
const orNone = (start: () => Thread): Thread | undefined => {
  try {
    return start()
  } catch {
    return undefined
  }
}

/** The process stays until the work is done. */
const keptFor = async (work: Promise<void>, thread: Thread | undefined): Promise<void> => {
  thread?.isAwaited(true)
  try {
    await work
  } finally {
    thread?.isAwaited(false)
  }
}

type Waiting = {
  readonly promise: Promise<void>
  reached(done: number): void
  failed(error: unknown): void
}

/** For all changes up to `position` but `few`; what is left then, larger segments, need not be waited for. */
const waitingFor = (position: number, few: number, progress: (done: number) => void): Waiting => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const reached = (done: number): void => {
    progress(done)
    if (position - done < few) resolve()
  }
  return { promise, reached, failed: reject }
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
