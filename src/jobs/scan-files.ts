// Has uploaded files looked at, some at a time, and writes down the verdict. What was being looked at when the server
// ended is looked at again.
import type { Clock } from '../clock.ts'
import { judged } from '../domain/files/attachment.ts'
import type { FileRow } from '../domain/rows.ts'
import type { BlobStore, Upload } from '../files/contract.ts'
import type { Scan } from '../files/scanner.ts'
import { query, type Store } from '../storage/contract.ts'
import type { JobLog, Rounds } from './loop.ts'

export type ScanOptions = {
  readonly store: Store
  readonly blobs: BlobStore
  readonly scan: Scan
  readonly clock: Clock
  readonly log: JobLog
}

const scansMax = 4

/** Before what could not be scanned is tried again. */
const pauseMs = 10_000

/** Rounds that start scans; `close` ends those that run, without a verdict. */
export const scanFiles = (options: ScanOptions): Rounds & { close(): Promise<void> } => {
  const { store, log, clock } = options
  const running = new Map<string, Promise<void>>()
  const closing = new AbortController()
  const start = (file: FileRow) => {
    const scan = judge(options, file, closing.signal)
      .catch((error) => {
        if (closing.signal.aborted) return undefined
        // The store of files, or of rows, is down: not the file's fault, so there is no verdict.
        log.error({ err: error, file: file.arn }, 'A scan could not be made')
        return clock.sleep(pauseMs, closing.signal)
      })
      .finally(() => running.delete(file.arn))
    running.set(file.arn, scan)
  }
  return {
    name: 'scanning',
    round: async () => {
      const limit = scansMax + running.size
      const { waiting } = await store.load({ waiting: query('unscannedFiles', { limit }) })
      const next = waiting.filter(({ arn }) => !running.has(arn))
      for (const file of next.slice(0, scansMax - running.size)) start(file)
      return false
    },
    close: async () => {
      closing.abort()
      await Promise.all(running.values())
    },
  }
}

const judge = async (
  { store, blobs, scan, clock }: ScanOptions,
  { arn, name, attachment }: FileRow,
  signal: AbortSignal,
): Promise<void> => {
  if (attachment?.blob === undefined) return
  const upload: Upload = { id: attachment.id, name, sizeInBytes: attachment.sizeInBytes }
  const bytes = await blobs.open(attachment.blob)
  const isApproved = bytes !== undefined && (await scan(upload, bytes, signal))
  await store.write({
    plan: () => ({ file: query('fileByArn', { arn }) }),
    decide: ({ file }) => {
      // It may have been deleted meanwhile.
      const row = file === undefined ? undefined : judged(file, isApproved, clock.wallNow())
      return { answer: undefined, changes: row === undefined ? [] : [{ change: 'file.put', row }] }
    },
  })
}
