// What the operations on attached files share. A file belongs to one case and lies in one instance: named with
// another of either it does not exist (B-1007).
import { formatInstant } from '../../../clock.ts'
import { type ConnectResourceRow, type InstanceRow, ofKind } from '../../../domain/connect/rows.ts'
import type { Attachment, CaseRow, FileRow } from '../../../domain/rows.ts'
import { notFound } from '../../../errors.ts'
import { arnsOf, connectArnsOf, type Location, parseArn } from '../../../ids.ts'
import { query } from '../../../storage/contract.ts'
import type { AccountCall, Check, StoredAttributes } from '../../operation.ts'

type InFiles = { readonly InstanceId: string; readonly AssociatedResourceArn: string }
type OfFile = InFiles & { readonly FileId: string }

/** The queries for the instance and the case that a request names. */
export const placePlan = ({ input, location, configs }: AccountCall<InFiles>) => {
  const { InstanceId: id, AssociatedResourceArn: associated } = input
  const association = {
    instanceId: id,
    kind: 'integration-association',
    name: 'CASES_DOMAIN',
  } as const
  const place = {
    instance: query('connectInstance', { id }),
    association: query('connectResourceByName', association),
  }
  const named = caseNamed(location, associated)
  const scope = named === undefined ? undefined : configs.domain(named.domainId)?.scope
  if (named === undefined || scope === undefined) return place
  return { ...place, case: query('caseById', { scope, caseId: named.id }) }
}

export type PlaceRows = {
  readonly instance: InstanceRow | undefined
  readonly association: ConnectResourceRow | undefined
  readonly case?: CaseRow | undefined
}

/** The case, of the domain that the instance is tied to. */
export const placeOf = (call: AccountCall<InFiles>, rows: PlaceRows): CaseRow => {
  const { input, location } = call
  if (rows.instance === undefined) throw notFound('Instance', input.InstanceId)
  const tied = ofKind('integration-association', rows.association)?.document.IntegrationArn ?? ''
  const row = rows.case
  if (row === undefined || parseArn(location, tied)?.domainId !== row.scope) {
    throw notFound('Case', input.AssociatedResourceArn)
  }
  return row
}

/** The same with the file. */
export const filePlan = (call: AccountCall<OfFile>) => ({
  ...placePlan(call),
  file: query('fileByArn', { arn: fileArnIn(call, call.input.FileId) }),
})

export type FileRows = PlaceRows & { readonly file: FileRow | undefined }

/** The file, of the case that is named. */
export const fileOf = (call: AccountCall<OfFile>, rows: FileRows): FileRow => {
  const row = placeOf(call, rows)
  if (rows.file === undefined || !isOf(row, rows.file)) throw notFound('File', call.input.FileId)
  return rows.file
}

/** The same, if its bytes are here or were to come here. */
export const attachedFileOf = (
  call: AccountCall<OfFile>,
  rows: FileRows,
): FileRow & { readonly attachment: Attachment } => {
  const file = fileOf(call, rows)
  const { attachment } = file
  if (attachment === undefined) throw notFound('File', call.input.FileId)
  return { ...file, attachment }
}

export const isOf = (row: CaseRow, file: FileRow): boolean =>
  file.scope === row.scope && file.caseId === row.id

/** What an operation on one file is checked on. */
export const fileChecks = (action: string, call: AccountCall<OfFile>): readonly Check[] => [
  fileCheck(action, call, { fileId: call.input.FileId, stored: 'file' }),
]

export const fileCheck = (
  action: string,
  call: AccountCall<InFiles>,
  { fileId, stored }: { readonly fileId: string; readonly stored: string },
): Check => ({
  action,
  resource: fileArnIn(call, fileId),
  keys: { 'connect:InstanceId': call.input.InstanceId },
  stored,
})

export const storedFile = ({ file }: FileRows) => ({ file: attributesOfFile(file) })

export const attributesOfFile = (file: FileRow | undefined): StoredAttributes | undefined =>
  file === undefined ? undefined : { tags: file.attachment?.tags ?? {} }

export const fileArnIn = ({ location, input }: AccountCall<InFiles>, fileId: string): string =>
  connectArnsOf(location, input.InstanceId).file(fileId)

/** What both GetAttachedFile and BatchGetAttachedFileMetadata tell. */
export const describeFile = (
  location: Location,
  { arn, name, scope, caseId, attachment }: FileRow & { readonly attachment: Attachment },
) => ({
  FileArn: arn,
  FileId: attachment.id,
  CreationTime: formatInstant(attachment.createdAt),
  FileStatus: attachment.status,
  FileName: name,
  FileSizeInBytes: attachment.sizeInBytes,
  AssociatedResourceArn: arnsOf(location, scope).case(caseId),
  FileUseCaseType: 'ATTACHMENT' as const,
  CreatedBy: attachment.createdBy,
  ...(Object.keys(attachment.tags).length === 0 ? {} : { Tags: attachment.tags }),
})

const caseNamed = (location: Location, text: string) => {
  const arn = parseArn(location, text)
  return arn?.kind === 'case' ? arn : undefined
}
