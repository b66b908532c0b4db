// What the program asks of a store about attached files: the part of `contract.ts` that is theirs.
import type { DomainScope } from '../domain/domain-config.ts'
import type { AbandonedFileRow, AttachedFilesConfigurationRow, FileRow } from '../domain/rows.ts'

export type FileQueries = {
  fileByArn: { takes: { arn: string }; gives: FileRow | undefined }
  /** By the id of its attachment. */
  fileById: { takes: { id: string }; gives: FileRow | undefined }
  /** Those that are there, in no order. */
  filesByArns: { takes: { arns: readonly string[] }; gives: readonly FileRow[] }
  /** One of the files whose bytes are kept under this name. */
  fileByBlob: { takes: { blob: string }; gives: FileRow | undefined }
  /** Attachments of a case, those that were rejected not among them. */
  attachmentCount: { takes: { scope: DomainScope; caseId: string }; gives: number }
  /** Attachments that have expired (`expiresAt`), the earliest first. */
  expiredFiles: { takes: { nowMs: number; limit: number }; gives: readonly FileRow[] }
  /** Attachments in PROCESSING that have a blob, the oldest first. */
  unscannedFiles: { takes: { limit: number }; gives: readonly FileRow[] }
  /**
   * The oldest first. A store adds one, in the same transaction, whenever an attachment goes, however it goes; when
   * it ceases to await its upload; when it lets go of its blob.
   */
  abandonedFiles: { takes: { limit: number }; gives: readonly AbandonedFileRow[] }
  attachedFilesConfigurations: {
    takes: { instanceId: string }
    gives: readonly AttachedFilesConfigurationRow[]
  }
}

export type FileChange =
  | { readonly change: 'file.put'; readonly row: FileRow }
  | { readonly change: 'file.delete'; readonly row: FileRow }
  | { readonly change: 'abandonedFile.delete'; readonly row: AbandonedFileRow }
  | {
      readonly change: 'attachedFilesConfiguration.put'
      readonly row: AttachedFilesConfigurationRow
    }
