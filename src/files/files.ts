// What operations are handed of attached files: the URLs, and the end of an upload. While bytes are being kept and
// their row written, their name is taken, so that the sweep does not remove what is about to be needed.
import type { Clock } from '../clock.ts'
import { extensionOf, mediaTypeOf } from '../domain/files/file-type.ts'
import type { Transfer } from '../model/transfers.ts'
import type { Files, LocalStore, Received, RemoteStore, Upload, UrlOptions } from './contract.ts'
import { inspect } from './inspect.ts'
import type { Locks } from './locks.ts'
import { signUrl, type UrlMac } from './signed-url.ts'

export type FilesOptions = {
  readonly blobs: LocalStore | RemoteStore
  /** By the name of a blob; shared with whoever removes blobs. */
  readonly locks: Locks
  readonly mac: UrlMac
  readonly clock: Clock
  readonly scans: boolean
}

export const attachedFiles = ({ blobs, locks, mac, clock, scans }: FilesOptions): Files => {
  const ours = (transfer: Transfer, fileId: string, options: UrlOptions) =>
    signUrl(mac, { transfer, fileId }, { ...options, nowMs: clock.wallNow() })
  return {
    scans,
    uploadUrl: async (upload, options) =>
      blobs.kind === 's3'
        ? blobs.uploadUrl(upload, options.expiresInSeconds)
        : { ...ours('uploads', upload.id, options), headers: headersOf(upload.name) },
    downloadUrl: async (file, options) =>
      blobs.kind === 's3'
        ? blobs.downloadUrl(file, options.expiresInSeconds)
        : { ...ours('downloads', file.id, options), headers: {} },
    receive: async (upload) => {
      // Another upload of the same file may take the place of the one that is looked at.
      for (let tries = 1; ; tries += 1) {
        const received = await receive({ blobs, locks }, upload)
        if (received !== 'replaced') return received
        if (tries === triesMax) return without({})
      }
    },
  }
}

const triesMax = 3

const receive = async (
  { blobs, locks }: Pick<FilesOptions, 'blobs' | 'locks'>,
  upload: Upload,
): Promise<Received | 'replaced'> => {
  const staged = await blobs.staged(upload.id)
  if (staged === undefined) return without({})
  const refusal = await inspect(upload, staged.bytes)
  if (refusal === 'gone') return 'replaced'
  if (refusal !== undefined) return without({ refusal })
  const unlock = await locks.take(staged.blob)
  try {
    const blob = await blobs.keep(upload.id, staged)
    if (blob !== undefined) return { blob, [Symbol.asyncDispose]: async () => unlock() }
  } catch (error) {
    unlock()
    throw error
  }
  unlock()
  return 'replaced'
}

/** What must be sent with the bytes of a file of this name. */
export const headersOf = (name: string): Readonly<Record<string, string>> => ({
  'Content-Type': mediaTypeOf(extensionOf(name)),
})

const without = (received: Pick<Received, 'refusal'>): Received => ({
  ...received,
  [Symbol.asyncDispose]: async () => undefined,
})
