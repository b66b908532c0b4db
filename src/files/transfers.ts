// Bytes that come and go through this server, by signed URL. What the URL says is checked first, then what is stored
// of the file: a URL is good for no longer than its file.
import type { Clock } from '../clock.ts'
import { awaitsUpload } from '../domain/files/attachment.ts'
import { extensionOf, mediaTypeOf } from '../domain/files/file-type.ts'
import type { FileRow } from '../domain/rows.ts'
import { ApiError, conflict, notFound, validation } from '../errors.ts'
import type { Transfers, UploadRequest } from '../model/transfers.ts'
import { query, type Store } from '../storage/contract.ts'
import type { LocalStore } from './contract.ts'
import { disposition } from './disposition.ts'
import { headersOf } from './files.ts'
import { checkUrl, type UrlMac } from './signed-url.ts'

export type TransferOptions = {
  readonly blobs: LocalStore
  readonly store: Pick<Store, 'load'>
  readonly mac: UrlMac
  readonly clock: Clock
}

export const transfers = ({ blobs, store, mac, clock }: TransferOptions): Transfers => {
  const fileOf = async (id: string): Promise<FileRow | undefined> =>
    (await store.load({ file: query('fileById', { id }) })).file
  const waiting = async (id: string) => {
    const file = await fileOf(id)
    return file?.attachment !== undefined && awaitsUpload(file.attachment)
  }
  return {
    upload: async (request) => {
      const id = request.fileId
      checkUrl(mac, request, clock.wallNow())
      const file = await fileOf(id)
      if (file?.attachment === undefined) throw notFound('File', id)
      if (!awaitsUpload(file.attachment)) throw conflict('The upload of this file is complete.')
      const upload = { id, name: file.name, sizeInBytes: file.attachment.sizeInBytes }
      requireHeaders(request, upload)
      if (!(await blobs.stage(upload, request.chunks(), () => waiting(id)))) {
        throw notFound('File', id)
      }
    },
    download: async (claim) => {
      checkUrl(mac, claim, clock.wallNow())
      const file = await fileOf(claim.fileId)
      const { status, blob } = file?.attachment ?? {}
      if (file === undefined || status !== 'APPROVED' || blob === undefined) {
        throw notFound('File', claim.fileId)
      }
      const bytes = await blobs.open(blob)
      if (bytes === undefined) {
        // It may have gone at this very moment; if not, its bytes are lost, and that is ours.
        if ((await fileOf(claim.fileId))?.attachment?.blob !== blob)
          throw notFound('File', claim.fileId)
        throw new Error(`The bytes of file ${file.arn} are not there.`)
      }
      const mediaType = mediaTypeOf(extensionOf(file.name))
      return { mediaType, disposition: disposition(file.name), tag: blob, ...bytes }
    },
  }
}

const requireHeaders = (
  { contentLength, contentType }: UploadRequest,
  { name, sizeInBytes }: { readonly name: string; readonly sizeInBytes: number },
): void => {
  for (const [header, value] of Object.entries(headersOf(name))) {
    if (contentType === value) continue
    throw new ApiError('InvalidSignatureException', `The header ${header} must be ${value}.`)
  }
  if (contentLength !== sizeInBytes) {
    throw validation(`The header Content-Length must be ${sizeInBytes}, as announced.`)
  }
}
