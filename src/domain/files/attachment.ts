// The states of an attached file that has bytes of its own: an upload is awaited, a scanner is asked, and then it is
// approved or rejected for good.
import type { Attachment, FileRow } from '../rows.ts'

/** Whether its bytes may still come, and its upload be completed. */
export const awaitsUpload = ({ status, blob }: Attachment): boolean =>
  status === 'PROCESSING' && blob === undefined

/** The file when its bytes have been kept. */
export const uploaded = (file: FileRow, blob: string, options: { scans: boolean }): FileRow => {
  const { expiresAt: _, ...attachment } = attachmentOf(file)
  const status = options.scans ? 'PROCESSING' : 'APPROVED'
  return { ...file, attachment: { ...attachment, status, blob } }
}

/** The file when its bytes are not what was announced, or somebody thinks ill of them. */
export const rejected = (
  file: FileRow,
  wallNow: number,
  refusal?: Attachment['refusal'],
): FileRow => {
  const { blob: _, ...attachment } = attachmentOf(file)
  const expiresAt = wallNow + rejectedMs
  const why = refusal === undefined ? {} : { refusal }
  return { ...file, attachment: { ...attachment, ...why, status: 'REJECTED', expiresAt } }
}

/** What a scanner's verdict makes of a file; undefined if it no longer waits for one. */
export const judged = (
  file: FileRow,
  isApproved: boolean,
  wallNow: number,
): FileRow | undefined => {
  const { status, blob } = attachmentOf(file)
  if (status !== 'PROCESSING' || blob === undefined) return undefined
  return isApproved ? uploaded(file, blob, { scans: false }) : rejected(file, wallNow)
}

/** How long it can be asked what became of a file that was rejected. */
const rejectedMs = 24 * 60 * 60 * 1000

const attachmentOf = ({ arn, attachment }: FileRow): Attachment => {
  if (attachment === undefined) throw new Error(`${arn} has no bytes here`)
  return attachment
}
