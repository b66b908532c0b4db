// What StartAttachedFileUpload makes: the row of a file that awaits its bytes, and the URL that takes them.
import { formatInstant } from '../../../clock.ts'
import type { Attachment, CaseRow, FileRow } from '../../../domain/rows.ts'
import { ApiError, invalidRequest } from '../../../errors.ts'
import { connectArnsOf } from '../../../ids.ts'
import type { Input, Output } from '../../../model/index.ts'
import type { ClientToken } from '../../client-token.ts'
import type { AccountCall } from '../../operation.ts'
import { type PlaceRows, placeOf } from './file-call.ts'

type Name = 'StartAttachedFileUpload'

export type StartCall = AccountCall<Input<Name>>

type AnnouncedFile = FileRow & { readonly attachment: Attachment }

/** How long a URL is good unless the request says otherwise; the model allows no longer. */
export const urlSeconds = 300

/** What has begun to come when the URL ends may take its time, and be completed then. */
const graceMs = 60 * 60 * 1000

/** The case; whatever is not there is, in this operation, a fault of the request. */
export const caseOf = (call: StartCall, rows: PlaceRows): CaseRow => {
  try {
    return placeOf(call, rows)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw invalidRequest(error.message)
  }
}

export const announcedFile = (call: StartCall, row: CaseRow): AnnouncedFile => {
  const { input, location, principal, now, wallNow } = call
  const id = call.newId()
  const urlMs = (input.UrlExpiryInSeconds ?? urlSeconds) * 1000
  return {
    arn: connectArnsOf(location, input.InstanceId).file(id),
    scope: row.scope,
    caseId: row.id,
    name: input.FileName,
    attachment: {
      id,
      status: 'PROCESSING',
      sizeInBytes: input.FileSizeInBytes,
      createdAt: now,
      createdBy: input.CreatedBy ?? { AWSIdentityArn: principal.arn },
      tags: input.Tags ?? {},
      expiresAt: wallNow + urlMs + graceMs,
    },
  }
}

/** The answer; its URL is made anew for a call that is repeated. */
export const withUrl = async (
  { input, files, endpoint }: StartCall,
  { arn, name, attachment }: AnnouncedFile,
): Promise<Output<Name>> => {
  const { id, sizeInBytes, createdAt, createdBy } = attachment
  const expiresInSeconds = input.UrlExpiryInSeconds ?? urlSeconds
  const signed = await files.uploadUrl({ id, name, sizeInBytes }, { endpoint, expiresInSeconds })
  return {
    FileArn: arn,
    FileId: id,
    CreationTime: formatInstant(createdAt),
    FileStatus: 'PROCESSING',
    CreatedBy: createdBy,
    UploadUrlMetadata: {
      Url: signed.url,
      UrlExpiry: formatInstant(signed.expiresAt),
      HeadersToInclude: signed.headers,
    },
  }
}

export const tokenOf = ({ ClientToken: token, ...request }: Input<Name>): ClientToken => ({
  operation: 'StartAttachedFileUpload',
  place: request.InstanceId,
  token,
  request,
})

/** `connect:UserArn` is the user that the request names. */
export const userKey = (createdBy: Input<Name>['CreatedBy']): Readonly<Record<string, string>> =>
  createdBy !== undefined && 'ConnectUserArn' in createdBy
    ? { 'connect:UserArn': createdBy.ConnectUserArn }
    : {}
