// GetAttachedFile: what is known of a file, and, once it is approved, a URL that gives its bytes.
import { formatInstant } from '../../../clock.ts'
import { readAccount } from '../../operation.ts'
import { attachedFileOf, describeFile, fileChecks, filePlan, storedFile } from './file-call.ts'
import { urlSeconds } from './start.ts'

export const getAttachedFile = readAccount('GetAttachedFile', {
  checks: (call) => fileChecks('connect:GetAttachedFile', call),
  load: filePlan,
  stored: storedFile,
  answer: async (call, rows) => {
    const { input, files, endpoint, location } = call
    const file = attachedFileOf(call, rows)
    const known = describeFile(location, file)
    const { id, status, blob, sizeInBytes } = file.attachment
    if (status !== 'APPROVED' || blob === undefined) return known
    const { url, expiresAt } = await files.downloadUrl(
      { id, name: file.name, sizeInBytes, blob },
      { endpoint, expiresInSeconds: input.UrlExpiryInSeconds ?? urlSeconds },
    )
    return { ...known, DownloadUrlMetadata: { Url: url, UrlExpiry: formatInstant(expiresAt) } }
  },
})
