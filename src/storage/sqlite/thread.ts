// One thread beside the main one: how it is started, asked and ended.
import { Worker } from 'node:worker_threads'
import type { Durable } from './connection.ts'

/** What a thread is started with. */
export type ThreadOptions = {
  readonly file: string
  readonly durable: Durable
  /** So many changes of cases make a segment for searches. */
  readonly indexLeast: number
}

/** Whether the database stays after its threads, or nobody wants it any more. */
export type Ending = 'discard' | 'keep'

type Role = 'checkpoints' | 'index' | 'searches'

export type Thread = {
  post(message: unknown): void
  /** Whether the process stays for it; not at first. */
  isAwaited(awaited: boolean): void
  /** Whether it has ever answered: before that it may be starting still, which takes 90 ms. */
  isUp(): boolean
  /** It closes its connection when all before is done, and opens one again with the next message. */
  letGo(): Promise<void>
  /** It ends when all before is done. It closes its connection itself: cut off it could leave a lock behind. */
  close(): Promise<void>
  /** Cut it off: the database is nobody's matter any more. */
  cutOff(): Promise<void>
}

export type ThreadEvents = {
  message(message: never): void
  /** It is gone. */
  failed(error: unknown): void
}

const hasLetGo = 'let go'

/** Throws where no thread can be had. */
export const startThread = (role: Role, options: ThreadOptions, events: ThreadEvents): Thread => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const code = new URL(`./${role}-thread.${extension}`, import.meta.url)
  const worker = new Worker(code, { workerData: options })
  let isUp = false
  // What must come to its end keeps the process until then, whatever else does.
  let isEnding = false
  let released: (() => void) | undefined
  worker.unref()
  worker.on('message', (message) => {
    isUp = true
    if (message === hasLetGo) released?.()
    else events.message(message as never)
  })
  worker.on('error', events.failed)
  worker.on('exit', () => released?.())
  const ended = (): Promise<void> =>
    new Promise((resolve) => {
      isEnding = true
      worker.once('exit', () => resolve())
      worker.ref()
    })
  return {
    post: (message) => worker.postMessage(message),
    isAwaited: (awaited) => {
      if (awaited) worker.ref()
      else if (!isEnding) worker.unref()
    },
    isUp: () => isUp,
    letGo: async () => {
      isEnding = true
      worker.ref()
      await new Promise<void>((resolve) => {
        released = resolve
        worker.postMessage('letGo')
      })
      isEnding = false
      worker.unref()
    },
    close: () => {
      const end = ended()
      worker.postMessage('close')
      return end
    },
    cutOff: () => {
      const end = ended()
      void worker.terminate()
      return end
    },
  }
}

type Port = {
  postMessage(message: unknown): void
  close(): void
}

/** In the thread: what it holds open, from when it is needed until it is let go of. */
export const lasting = <Held>(port: Port, open: () => Held, close: (held: Held) => void) => {
  let held: Held | undefined
  const letGo = (): void => {
    if (held !== undefined) close(held)
    held = undefined
  }
  return {
    /** Opened if it is not. */
    held: (): Held => {
      held ??= open()
      return held
    },
    /** Whether the message was one of those that end what it does. */
    ends: (message: unknown): boolean => {
      if (message !== 'letGo' && message !== 'close') return false
      letGo()
      if (message === 'close') port.close()
      else port.postMessage(hasLetGo)
      return true
    },
  }
}
