// How bytes of attached files come and go through this server: no operations, but requests by a URL that an operation
// has signed. Their paths are made and read here alone.

export type Transfer = 'downloads' | 'uploads'

/** What a request by a signed URL says of itself. */
export type TransferClaim = {
  readonly transfer: Transfer
  readonly fileId: string
  /** Seconds since the epoch. */
  readonly expires: string | undefined
  readonly signature: string | undefined
}

export type UploadRequest = TransferClaim & {
  readonly contentLength: number | undefined
  readonly contentType: string | undefined
  /**
   * The bytes as they come; nothing of them is read before this is called. A chunk is good until the next one is
   * asked for.
   */
  chunks(): AsyncIterable<Uint8Array>
}

/** From the first to the last byte, both included. */
export type ByteRange = { readonly first: number; readonly last: number }

export type Download = {
  readonly mediaType: string
  /** The header Content-Disposition. */
  readonly disposition: string
  readonly size: number
  /** Another one for other bytes. */
  readonly tag: string
  /** Write all of it, or a range; a chunk is good until its write resolves. */
  copy(write: (chunk: Uint8Array) => Promise<void>, range?: ByteRange): Promise<void>
}

/** Who takes and gives the bytes. Rejects with an ApiError for what the client did wrong. */
export type Transfers = {
  upload(request: UploadRequest): Promise<void>
  download(claim: TransferClaim): Promise<Download>
}

/** `/_opencases/uploads/ID` */
export const transferPath = (transfer: Transfer, fileId: string): string =>
  `/_opencases/${transfer}/${fileId}`

const form = /^\/_opencases\/(downloads|uploads)\/([0-9a-f-]{36})$/

/** What a path transfers; undefined if it is none of these. */
export const transferOf = (
  path: string,
): Pick<TransferClaim, 'fileId' | 'transfer'> | undefined => {
  const [, transfer, fileId] = form.exec(path) ?? []
  if (transfer === undefined || fileId === undefined) return undefined
  return { transfer: transfer as Transfer, fileId }
}
