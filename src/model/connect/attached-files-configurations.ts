// Amazon Connect: attached files configurations.
import { EpochTimestamp, operation } from '../shape.ts'
import { Type } from '../type.ts'
import { InstanceId, MaxResult100 } from './common.ts'

export const AttachmentScope = Type.Enum(['EMAIL', 'CHAT', 'CASE', 'TASK'])

export const MaximumSizeLimitInBytes = Type.Integer({ minimum: 1, maximum: 104857600 })

export const FileExtension = Type.String({
  minLength: 1,
  maxLength: 10,
  pattern: '^[a-zA-Z0-9-_]+$',
})

export const AllowedExtension = Type.Object({
  Extension: FileExtension,
})

export const ExtensionConfiguration = Type.Object({
  AllowedExtensions: Type.Array(AllowedExtension),
})

export const UpdateAttachedFilesConfiguration = operation({
  name: 'UpdateAttachedFilesConfiguration',
  service: 'connect',
  method: 'POST',
  path: '/attached-files-configurations/{InstanceId}/{AttachmentScope}',
  errors: [
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
    'AccessDeniedException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    AttachmentScope: AttachmentScope,
    MaximumSizeLimitInBytes: Type.Optional(MaximumSizeLimitInBytes),
    ExtensionConfiguration: Type.Optional(ExtensionConfiguration),
  }),
  output: Type.Object({
    InstanceId: InstanceId,
    AttachmentScope: AttachmentScope,
    MaximumSizeLimitInBytes: Type.Optional(MaximumSizeLimitInBytes),
    ExtensionConfiguration: Type.Optional(ExtensionConfiguration),
    LastModifiedTime: Type.Optional(EpochTimestamp),
  }),
})

export const AttachedFilesConfiguration = Type.Object({
  InstanceId: InstanceId,
  AttachmentScope: AttachmentScope,
  MaximumSizeLimitInBytes: Type.Optional(MaximumSizeLimitInBytes),
  ExtensionConfiguration: Type.Optional(ExtensionConfiguration),
  LastModifiedTime: Type.Optional(EpochTimestamp),
})

export const DescribeAttachedFilesConfiguration = operation({
  name: 'DescribeAttachedFilesConfiguration',
  service: 'connect',
  method: 'GET',
  path: '/attached-files-configurations/{InstanceId}/{AttachmentScope}',
  errors: [
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
    'AccessDeniedException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    AttachmentScope: AttachmentScope,
  }),
  output: Type.Object({
    AttachedFilesConfiguration: AttachedFilesConfiguration,
  }),
})

export const AttachedFilesConfigurationSummary = Type.Object({
  InstanceId: InstanceId,
  AttachmentScope: AttachmentScope,
  MaximumSizeLimitInBytes: Type.Optional(MaximumSizeLimitInBytes),
  ExtensionConfiguration: Type.Optional(ExtensionConfiguration),
})

export const ListAttachedFilesConfigurations = operation({
  name: 'ListAttachedFilesConfigurations',
  service: 'connect',
  method: 'GET',
  path: '/attached-files-configurations/{InstanceId}',
  query: { MaxResults: 'maxResults', NextToken: 'nextToken' },
  errors: [
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
    'AccessDeniedException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    MaxResults: Type.Optional(MaxResult100),
    NextToken: Type.Optional(Type.String()),
  }),
  output: Type.Object({
    AttachedFilesConfigurations: Type.Optional(Type.Array(AttachedFilesConfigurationSummary)),
    NextToken: Type.Optional(Type.String()),
  }),
})
