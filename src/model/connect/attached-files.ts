// Amazon Connect: attached files.
import { map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import { ClientToken, FileName, InstanceId, TagKey, TagValue } from './common.ts'

export const FileId = Type.String({ minLength: 1, maxLength: 256, idOf: 'file' })

export const FileStatusType = Type.Enum(['APPROVED', 'REJECTED', 'PROCESSING', 'FAILED'])

export const CreatedByInfo = Type.Union([
  Type.Object({ ConnectUserArn: Type.String() }),
  Type.Object({ AWSIdentityArn: Type.String() }),
])

export const MetadataUrl = Type.String({ minLength: 1, maxLength: 2000 })

export const UrlMetadataSignedHeadersKey = Type.String({ minLength: 1, maxLength: 128 })

export const UrlMetadataSignedHeadersValue = Type.String({ minLength: 1, maxLength: 256 })

export const UploadUrlMetadata = Type.Object({
  Url: Type.Optional(MetadataUrl),
  UrlExpiry: Type.Optional(Type.String()),
  HeadersToInclude: Type.Optional(map(UrlMetadataSignedHeadersKey, UrlMetadataSignedHeadersValue)),
})

export const FileSizeInBytes = Type.Integer({ minimum: 1 })

export const URLExpiryInSeconds = Type.Integer({ minimum: 5, maximum: 300 })

export const FileUseCaseType = Type.Enum([
  'CONTACT_ANALYSIS',
  'EMAIL_MESSAGE',
  'EMAIL_MESSAGE_PLAIN_TEXT',
  'EMAIL_MESSAGE_REDACTED',
  'EMAIL_MESSAGE_PLAIN_TEXT_REDACTED',
  'ATTACHMENT',
  'VOICE_RECORDING',
])

export const StartAttachedFileUpload = operation({
  name: 'StartAttachedFileUpload',
  service: 'connect',
  method: 'PUT',
  path: '/attached-files/{InstanceId}',
  query: { AssociatedResourceArn: 'associatedResourceArn' },
  errors: [
    'AccessDeniedException',
    'InvalidRequestException',
    'InternalServiceException',
    'ThrottlingException',
    'ResourceConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    ClientToken: Type.Optional(ClientToken),
    InstanceId: InstanceId,
    FileName: FileName,
    FileSizeInBytes: FileSizeInBytes,
    UrlExpiryInSeconds: Type.Optional(URLExpiryInSeconds),
    FileUseCaseType: FileUseCaseType,
    AssociatedResourceArn: Type.String(),
    CreatedBy: Type.Optional(CreatedByInfo),
    Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  }),
  output: Type.Object({
    FileArn: Type.Optional(Type.String()),
    FileId: Type.Optional(FileId),
    CreationTime: Type.Optional(Type.String()),
    FileStatus: Type.Optional(FileStatusType),
    CreatedBy: Type.Optional(CreatedByInfo),
    UploadUrlMetadata: Type.Optional(UploadUrlMetadata),
  }),
})

export const CompleteAttachedFileUpload = operation({
  name: 'CompleteAttachedFileUpload',
  service: 'connect',
  method: 'POST',
  path: '/attached-files/{InstanceId}/{FileId}',
  query: { AssociatedResourceArn: 'associatedResourceArn' },
  errors: [
    'AccessDeniedException',
    'InvalidRequestException',
    'InternalServiceException',
    'ResourceNotFoundException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    FileId: FileId,
    AssociatedResourceArn: Type.String(),
  }),
  output: Type.Object({}),
})

export const DownloadUrlMetadata = Type.Object({
  Url: Type.Optional(MetadataUrl),
  UrlExpiry: Type.Optional(Type.String()),
})

export const GetAttachedFile = operation({
  name: 'GetAttachedFile',
  service: 'connect',
  method: 'GET',
  path: '/attached-files/{InstanceId}/{FileId}',
  query: {
    UrlExpiryInSeconds: 'urlExpiryInSeconds',
    AssociatedResourceArn: 'associatedResourceArn',
  },
  errors: [
    'AccessDeniedException',
    'InvalidRequestException',
    'InternalServiceException',
    'ResourceNotFoundException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    FileId: FileId,
    UrlExpiryInSeconds: Type.Optional(URLExpiryInSeconds),
    AssociatedResourceArn: Type.String(),
  }),
  output: Type.Object({
    FileArn: Type.Optional(Type.String()),
    FileId: Type.Optional(FileId),
    CreationTime: Type.Optional(Type.String()),
    FileStatus: Type.Optional(FileStatusType),
    FileName: Type.Optional(FileName),
    FileSizeInBytes: FileSizeInBytes,
    AssociatedResourceArn: Type.Optional(Type.String()),
    FileUseCaseType: Type.Optional(FileUseCaseType),
    CreatedBy: Type.Optional(CreatedByInfo),
    DownloadUrlMetadata: Type.Optional(DownloadUrlMetadata),
    Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  }),
})

export const DeleteAttachedFile = operation({
  name: 'DeleteAttachedFile',
  service: 'connect',
  method: 'DELETE',
  path: '/attached-files/{InstanceId}/{FileId}',
  query: { AssociatedResourceArn: 'associatedResourceArn' },
  errors: [
    'AccessDeniedException',
    'InvalidRequestException',
    'InternalServiceException',
    'ResourceNotFoundException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    FileId: FileId,
    AssociatedResourceArn: Type.String(),
  }),
  output: Type.Object({}),
})

export const AttachedFile = Type.Object({
  CreationTime: Type.String(),
  FileArn: Type.String(),
  FileId: FileId,
  FileName: FileName,
  FileSizeInBytes: FileSizeInBytes,
  FileStatus: FileStatusType,
  CreatedBy: Type.Optional(CreatedByInfo),
  FileUseCaseType: Type.Optional(FileUseCaseType),
  AssociatedResourceArn: Type.Optional(Type.String()),
  Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
})

export const AttachedFileError = Type.Object({
  ErrorCode: Type.Optional(Type.String()),
  ErrorMessage: Type.Optional(Type.String()),
  FileId: Type.Optional(FileId),
})

export const BatchGetAttachedFileMetadata = operation({
  name: 'BatchGetAttachedFileMetadata',
  service: 'connect',
  method: 'POST',
  path: '/attached-files/{InstanceId}',
  query: { AssociatedResourceArn: 'associatedResourceArn' },
  errors: [
    'AccessDeniedException',
    'InvalidRequestException',
    'InternalServiceException',
    'ResourceNotFoundException',
    'ThrottlingException',
  ],
  input: Type.Object({
    FileIds: Type.Array(FileId, { minItems: 1, maxItems: 100 }),
    InstanceId: InstanceId,
    AssociatedResourceArn: Type.String(),
  }),
  output: Type.Object({
    Files: Type.Optional(Type.Array(AttachedFile)),
    Errors: Type.Optional(Type.Array(AttachedFileError)),
  }),
})
