// BatchGetAttachedFileMetadata: what is known of some files of a case, in the order asked, each once. What is not
// there is told beside them.
import type { FileRow } from '../../../domain/rows.ts'
import { query } from '../../../storage/contract.ts'
import { readAccount } from '../../operation.ts'
import {
  attributesOfFile,
  describeFile,
  fileArnIn,
  fileCheck,
  isOf,
  placeOf,
  placePlan,
} from './file-call.ts'

export const batchGetAttachedFileMetadata = readAccount('BatchGetAttachedFileMetadata', {
  checks: (call) =>
    call.input.FileIds.map((fileId) => {
      const stored = fileArnIn(call, fileId)
      return fileCheck('connect:BatchGetAttachedFileMetadata', call, { fileId, stored })
    }),
  load: (call) => ({
    ...placePlan(call),
    files: query('filesByArns', { arns: call.input.FileIds.map((id) => fileArnIn(call, id)) }),
  }),
  stored: ({ files }) =>
    Object.fromEntries(files.map((file) => [file.arn, attributesOfFile(file)])),
  answer: (call, rows) => {
    const row = placeOf(call, rows)
    const byArn = new Map<string, FileRow>()
    for (const file of rows.files) if (isOf(row, file)) byArn.set(file.arn, file)
    const found = [...new Set(call.input.FileIds)].map((FileId) => {
      const file = byArn.get(fileArnIn(call, FileId))
      const attachment = file?.attachment
      if (file === undefined || attachment === undefined) return missing(FileId)
      return describeFile(call.location, { ...file, attachment })
    })
    return {
      Files: found.flatMap((each) => ('FileArn' in each ? each : [])),
      Errors: found.flatMap((each) => ('ErrorCode' in each ? each : [])),
    }
  },
})

const missing = (FileId: string) => ({
  ErrorCode: 'ResourceNotFoundException',
  ErrorMessage: `File not found: ${FileId}`,
  FileId,
})
