// CompleteAttachedFileUpload: the bytes are there, says the client. They are held against what was announced, and
// kept or refused for good: saying it again changes nothing more.
import { awaitsUpload, rejected, uploaded } from '../../../domain/files/attachment.ts'
import type { Attachment, FileRow } from '../../../domain/rows.ts'
import { type ApiError, invalidFile, invalidRequest } from '../../../errors.ts'
import type { Received } from '../../../files/contract.ts'
import { type Prepared, writeAccount } from '../../operation.ts'
import { attachedFileOf, fileChecks, filePlan, storedFile } from './file-call.ts'

type Upload = Prepared & { readonly received?: Received }

export const completeAttachedFileUpload = writeAccount('CompleteAttachedFileUpload', {
  checks: (call) => fileChecks('connect:CompleteAttachedFileUpload', call),
  load: filePlan,
  stored: storedFile,
  prepare: async (call, rows): Promise<Upload> => {
    const { name, attachment } = attachedFileOf(call, rows)
    if (!isOpen(attachment, call.wallNow)) return {}
    const { id, sizeInBytes } = attachment
    const received = await call.files.receive({ id, name, sizeInBytes })
    return { received, [Symbol.asyncDispose]: () => received[Symbol.asyncDispose]() }
  },
  decide: (call, rows, { received }: Upload) => {
    const file = attachedFileOf(call, rows)
    const { refusal } = file.attachment
    if (refusal !== undefined) throw refused(file, refusal)
    if (!awaitsUpload(file.attachment)) return { output: {}, changes: [] }
    if (received?.refusal !== undefined) {
      const error = refused(file, received.refusal)
      const row = rejected(file, call.wallNow, received.refusal)
      return { output: () => Promise.reject(error), changes: [{ change: 'file.put', row }] }
    }
    if (received?.blob === undefined) throw invalidRequest('No bytes of the file have arrived.')
    const row = uploaded(file, received.blob, call.files)
    return { output: {}, changes: [{ change: 'file.put', row }] }
  },
})

/** What has expired may be swept at any moment. */
const isOpen = (attachment: Attachment, wallNow: number): boolean =>
  awaitsUpload(attachment) && wallNow < (attachment.expiresAt ?? 0)

const refused = (
  { attachment }: FileRow & { readonly attachment: Attachment },
  refusal: NonNullable<Attachment['refusal']>,
): ApiError =>
  refusal === 'INVALID_FILE_SIZE'
    ? invalidFile(refusal, `The file was announced with ${attachment.sizeInBytes} bytes.`)
    : invalidFile(refusal, 'The bytes are not those of a file of this type.')
