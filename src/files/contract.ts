// What operations ask of the folder or bucket in which the bytes of attached files lie, and what such a place is.
// An operation may know that there are files, not where.
import type { ByteRange } from '../model/transfers.ts'

/** A file before its bytes are there. */
export type Upload = {
  readonly id: string
  readonly name: string
  readonly sizeInBytes: number
}

/** A file whose bytes are kept. */
export type Kept = Upload & { readonly blob: string }

/** A URL that does one thing, for a while, for whoever has it. */
export type SignedUrl = {
  readonly url: string
  /** Wall time. */
  readonly expiresAt: number
  /** Must be sent with the request. */
  readonly headers: Readonly<Record<string, string>>
}

export type UrlOptions = {
  /** How the caller reaches this server: `https://cases.example.com`. */
  readonly endpoint: string
  readonly expiresInSeconds: number
}

/** What became of an upload that its client says to be complete. */
export type Received = AsyncDisposable & {
  /** Its bytes are kept under this name; on disk. Until it is disposed of nothing removes them. */
  readonly blob?: string
  /** They are not what was announced. */
  readonly refusal?: 'INVALID_FILE_SIZE' | 'INVALID_FILE_TYPE'
}

export type Files = {
  /** Whether somebody looks at a file before it is approved. */
  readonly scans: boolean
  uploadUrl(upload: Upload, options: UrlOptions): Promise<SignedUrl>
  downloadUrl(file: Kept, options: UrlOptions): Promise<SignedUrl>
  /** Look at what was uploaded, and keep it if it fits. Neither blob nor refusal: nothing was uploaded. */
  receive(upload: Upload): Promise<Received>
}

/** Bytes that were there are not any more, or are others: their file was sent again, or has gone. */
export class BytesGone extends Error {}

/** Bytes that can be read from anywhere in them; rejects with `BytesGone`. */
export type Bytes = {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
  /** All of it. */
  stream(): AsyncIterable<Uint8Array>
}

/** Bytes that can be written without another copy of them; a chunk is good until its write resolves. */
export type LocalBytes = Bytes & {
  copy(write: (chunk: Uint8Array) => Promise<void>, range?: ByteRange): Promise<void>
}

/** An upload that has arrived. */
export type Staged = {
  readonly bytes: Bytes
  /** The name under which it would be kept. */
  readonly blob: string
  /** Tells it from a later upload of the same file, where the name does not. */
  readonly version?: string
}

/** Where bytes lie. Whatever resolves is durable. */
export type BlobStore = {
  /** What has arrived of an upload; the newest if it came more than once. */
  staged(fileId: string): Promise<Staged | undefined>
  /** Keep a staged upload under the name that it says. Undefined: it is no longer there. */
  keep(fileId: string, staged: Staged): Promise<string | undefined>
  /** Remove what was staged, and name the blobs that may have been made of it. */
  discard(fileId: string): Promise<readonly string[]>
  open(blob: string): Promise<Bytes | undefined>
  remove(blob: string): Promise<void>
  /** The uploads that are staged, to find those that a crash left behind; none where a bucket keeps them. */
  stagedIds(): Promise<readonly string[]>
  /** All blobs; none where a bucket keeps them. */
  kept(): Promise<readonly string[]>
  close(): void
}

/** A store that takes bytes through this server. */
export type LocalStore = Omit<BlobStore, 'open'> & {
  readonly kind: 'folder'
  open(blob: string): Promise<LocalBytes | undefined>
  /**
   * Take an upload in. `wanted` is asked when all bytes are on disk: an upload that nobody wants any more is thrown
   * away, and the promise gives false.
   */
  stage(
    upload: Upload,
    chunks: AsyncIterable<Uint8Array>,
    wanted: () => Promise<boolean>,
  ): Promise<boolean>
}

/** A store that clients reach by themselves, with URLs that it signs. */
export type RemoteStore = BlobStore & {
  readonly kind: 's3'
  uploadUrl(upload: Upload, expiresInSeconds: number): Promise<SignedUrl>
  downloadUrl(file: Kept, expiresInSeconds: number): Promise<SignedUrl>
}
