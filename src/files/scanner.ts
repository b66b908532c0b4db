// Asks somebody else what they think of a file: a command that reads it on standard input and approves by ending with
// 0, or a URL that it is posted to and that answers `approve`. Whoever says anything else, fails, or takes longer
// than a minute (as in AWS) rejects.
import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../clock.ts'
import type { Bytes, Upload } from './contract.ts'
import { codeOf } from './file-system.ts'

/** Resolves with whether the file is approved; rejects only if `signal` ends it. */
export type Scan = (file: Upload, bytes: Bytes, signal: AbortSignal) => Promise<boolean>

export type ScannerOptions = {
  /** `https://scanner.example.com/` or `/usr/bin/clamdscan --fdpass -` */
  readonly scanner: string
  readonly clock: Clock
  readonly log: { error(fields: object, message: string): void }
  /** The environment that a command gets. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly timeoutMs?: number
}

export const scannerOf = (options: ScannerOptions): Scan => {
  const { scanner, clock, log, timeoutMs = 60_000 } = options
  const ask = /^https?:/.test(scanner) ? posted(scanner) : piped(scanner, options.environment)
  return async (file, bytes, signal) => {
    const over = new AbortController()
    clock.sleep(timeoutMs, over.signal).then(() => over.abort(new Error('It took too long.')))
    const either = AbortSignal.any([signal, over.signal])
    try {
      return await ask(file, bytes, either)
    } catch (error) {
      if (signal.aborted) throw error
      log.error({ err: error, fileId: file.id }, 'The scanner failed: the file is rejected')
      return false
    } finally {
      over.abort()
    }
  }
}

const answerCharactersMax = 1000

const posted =
  (url: string): Scan =>
  async ({ id, name, sizeInBytes }, bytes, signal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(sizeInBytes),
        'x-file-id': id,
        'x-file-name': encodeURIComponent(name.toWellFormed()),
      },
      body: Readable.toWeb(Readable.from(bytes.stream(), { objectMode: false })) as ReadableStream,
      duplex: 'half',
      redirect: 'error',
      signal,
    })
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      if (text.length > answerCharactersMax) break
    }
    if (!response.ok) throw new Error(`It answered ${response.status}.`)
    return text.trim() === 'approve'
  }

const piped = (line: string, environment: ScannerOptions['environment']): Scan => {
  const [command = '', ...words] = line.trim().split(/\s+/)
  return async ({ id, name, sizeInBytes }, bytes, signal) => {
    const child = spawn(command, words, {
      env: { ...environment, FILE_ID: id, FILE_NAME: name, FILE_SIZE: String(sizeInBytes) },
      stdio: ['pipe', 'ignore', 'ignore'],
      // A group of its own, so that what it started ends with it.
      detached: true,
    })
    const ended = Promise.withResolvers<number | null>()
    child.on('error', ended.reject)
    child.on('exit', ended.resolve)
    const end = () => {
      if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid)
    }
    signal.addEventListener('abort', end, { once: true })
    // A scanner that has seen enough reads no further.
    pipeline(bytes.stream(), child.stdin, { signal }).catch(() => undefined)
    try {
      const code = await ended.promise
      signal.throwIfAborted()
      if (code !== 0 && code !== 1) throw new Error(`It ended with ${code}.`)
      return code === 0
    } finally {
      signal.removeEventListener('abort', end)
    }
  }
}

const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // It has ended by itself at this very moment.
    if (codeOf(error) !== 'ESRCH') throw error
  }
}
