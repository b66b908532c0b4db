// Hashes and reads large bodies on a thread of their own: 32 MiB of JSON can take seconds, in which
// nobody else would be answered. The thread starts with the first large body and is given one job
// at a time, so that a body that breaks it takes no other one with it.
import { Worker } from 'node:worker_threads'
import { ApiError, type ErrorDetails, type ErrorName, throttled } from '../errors.ts'
import type { Location } from '../ids.ts'
import type { OperationName } from '../model/index.ts'
import type { Blocks } from './body.ts'
import { assembly, type Piece } from './pieces.ts'
import type { Query } from './query.ts'

export type LargeBodies = {
  /** SHA-256 (hex). The thread takes the blocks and gives them back. */
  hash(body: Blocks): Promise<Hashed>
  /** The input of an operation; the blocks are gone after that. Rejects with what is wrong. */
  read(body: Blocks, request: ReadRequest): Promise<unknown>
  close(): Promise<void>
}

export type Hashed = { readonly hash: string; readonly body: Blocks }

export type ReadRequest = {
  readonly name: OperationName
  readonly labels: Readonly<Record<string, string>>
  readonly query: Query
}

/** What the thread is asked, beside `more`, and what it says. */
export type Job = { readonly body: Blocks; readonly read?: ReadRequest }
export type Result =
  | { readonly done: Hashed }
  /** Of the input; the next one is sent when `more` is asked for. */
  | { readonly piece: Piece; readonly isLast: boolean }
  | { readonly refused: { name: ErrorName; message: string; details: ErrorDetails } }
  | { readonly failed: string }

type Waiting = {
  readonly job: Job
  /** Of the input, as far as it has arrived. */
  readonly input: ReturnType<typeof assembly>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** The worst body takes half a second: whoever would wait longer than some of them comes again. */
const waitingMax = 32

/**
 * Start no thread yet.
 * @param heapMebibytesMax of the thread: a body within its bounds takes less than half; one that
 * takes more ends the thread and nothing else.
 */
export const largeBodies = (location: Location, heapMebibytesMax = 1024): LargeBodies => {
  const waiting: Waiting[] = []
  let running: Waiting | undefined
  let thread: Worker | undefined
  const next = () => {
    running = waiting.shift()
    if (running === undefined) {
      thread?.unref()
      return
    }
    thread ??= start()
    thread.ref()
    const { job } = running
    const blocks = job.body.map(({ buffer }) => buffer)
    thread.postMessage(job, blocks)
  }
  const finish = (settle: (caller: Waiting) => void) => {
    const caller = running
    running = undefined
    if (caller !== undefined) settle(caller)
    next()
  }
  const start = (): Worker => {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const fresh = new Worker(new URL(`./large-body-thread.${extension}`, import.meta.url), {
      workerData: location,
      resourceLimits: { maxOldGenerationSizeMb: heapMebibytesMax },
    })
    fresh.on('message', (result: Result) => {
      if ('piece' in result) running?.input.add(result.piece)
      if (!('piece' in result) || result.isLast) finish((caller) => settle(caller, result))
      else fresh.postMessage('more')
    })
    // The next job starts another one.
    fresh.on('error', (error) => {
      thread = undefined
      finish(({ reject }) => reject(isOutOfMemory(error) ? tooMuch() : error))
    })
    return fresh
  }
  const run = (job: Job): Promise<unknown> => {
    if (waiting.length >= waitingMax) return Promise.reject(tooMany())
    return new Promise((resolve, reject) => {
      waiting.push({ job, input: assembly(), resolve, reject })
      if (running === undefined) next()
    })
  }
  return {
    hash: (body) => run({ body }) as Promise<Hashed>,
    read: (body, read) => run({ body, read }),
    close: async () => {
      await thread?.terminate()
    },
  }
}

const settle = ({ input, resolve, reject }: Waiting, result: Result): void => {
  if ('done' in result) resolve(result.done)
  else if ('piece' in result) resolve(input.value())
  else if ('failed' in result) reject(new Error(result.failed))
  else reject(new ApiError(result.refused.name, result.refused.message, result.refused.details))
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

const tooMuch = () =>
  new ApiError('RequestEntityTooLargeException', 'The body holds more than can be read')

const tooMany = () => throttled('Too many large requests are waiting. Try again in a second.', 1)
