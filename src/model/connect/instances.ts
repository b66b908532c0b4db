// Amazon Connect: instances.
import type { Static } from 'typebox'
import { EpochTimestamp, map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import { ClientToken, InstanceId, TagKey, TagValue } from './common.ts'

export const DirectoryType = Type.Enum(['SAML', 'CONNECT_MANAGED', 'EXISTING_DIRECTORY'])

export const DirectoryAlias = Type.String({
  minLength: 1,
  maxLength: 45,
  pattern: '^(?!d-)([\\da-zA-Z]+)([-]*[\\da-zA-Z])*$',
  sensitive: true,
})

export const DirectoryId = Type.String({
  minLength: 12,
  maxLength: 12,
  pattern: '^d-[0-9a-f]{10}$',
})

export const CreateInstance = operation({
  name: 'CreateInstance',
  service: 'connect',
  method: 'PUT',
  path: '/instance',
  errors: [
    'InvalidRequestException',
    'ServiceQuotaExceededException',
    'ThrottlingException',
    'ResourceNotFoundException',
    'InternalServiceException',
  ],
  input: Type.Object({
    ClientToken: Type.Optional(ClientToken),
    IdentityManagementType: DirectoryType,
    InstanceAlias: Type.Optional(DirectoryAlias),
    DirectoryId: Type.Optional(DirectoryId),
    InboundCallsEnabled: Type.Boolean(),
    OutboundCallsEnabled: Type.Boolean(),
    Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  }),
  output: Type.Object({
    Id: Type.Optional(InstanceId),
    Arn: Type.Optional(Type.String()),
  }),
})

export const InstanceStatus = Type.Enum(['CREATION_IN_PROGRESS', 'ACTIVE', 'CREATION_FAILED'])

export const InstanceStatusReason = Type.Object({
  Message: Type.Optional(Type.String()),
})

export const Instance = Type.Object({
  Id: Type.Optional(InstanceId),
  Arn: Type.Optional(Type.String()),
  IdentityManagementType: Type.Optional(DirectoryType),
  InstanceAlias: Type.Optional(DirectoryAlias),
  CreatedTime: Type.Optional(EpochTimestamp),
  ServiceRole: Type.Optional(Type.String()),
  InstanceStatus: Type.Optional(InstanceStatus),
  StatusReason: Type.Optional(InstanceStatusReason),
  InboundCallsEnabled: Type.Optional(Type.Boolean()),
  OutboundCallsEnabled: Type.Optional(Type.Boolean()),
  InstanceAccessUrl: Type.Optional(Type.String()),
  Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
})

export type Instance = Static<typeof Instance>

export const AwsRegion = Type.String({
  minLength: 8,
  maxLength: 31,
  pattern: '[a-z]{2}(-[a-z]+){1,2}(-[0-9])?',
})

export const InstanceReplicationStatus = Type.Enum([
  'INSTANCE_REPLICATION_COMPLETE',
  'INSTANCE_REPLICATION_IN_PROGRESS',
  'INSTANCE_REPLICATION_FAILED',
  'INSTANCE_REPLICA_DELETING',
  'INSTANCE_REPLICATION_DELETION_FAILED',
  'RESOURCE_REPLICATION_NOT_STARTED',
])

export const ReplicationStatusReason = Type.String({ maxLength: 1024 })

export const ReplicationStatusSummary = Type.Object({
  Region: Type.Optional(AwsRegion),
  ReplicationStatus: Type.Optional(InstanceReplicationStatus),
  ReplicationStatusReason: Type.Optional(ReplicationStatusReason),
})

export const GlobalSignInEndpoint = Type.String({ minLength: 1, maxLength: 128 })

export const ReplicationConfiguration = Type.Object({
  ReplicationStatusSummaryList: Type.Optional(
    Type.Array(ReplicationStatusSummary, { maxItems: 11 }),
  ),
  SourceRegion: Type.Optional(AwsRegion),
  GlobalSignInEndpoint: Type.Optional(GlobalSignInEndpoint),
})

export const DescribeInstance = operation({
  name: 'DescribeInstance',
  service: 'connect',
  method: 'GET',
  path: '/instance/{InstanceId}',
  errors: ['InvalidRequestException', 'ResourceNotFoundException', 'InternalServiceException'],
  input: Type.Object({
    InstanceId: InstanceId,
  }),
  output: Type.Object({
    Instance: Type.Optional(Instance),
    ReplicationConfiguration: Type.Optional(ReplicationConfiguration),
  }),
})

export const InstanceSummary = Type.Object({
  Id: Type.Optional(InstanceId),
  Arn: Type.Optional(Type.String()),
  IdentityManagementType: Type.Optional(DirectoryType),
  InstanceAlias: Type.Optional(DirectoryAlias),
  CreatedTime: Type.Optional(EpochTimestamp),
  ServiceRole: Type.Optional(Type.String()),
  InstanceStatus: Type.Optional(InstanceStatus),
  InboundCallsEnabled: Type.Optional(Type.Boolean()),
  OutboundCallsEnabled: Type.Optional(Type.Boolean()),
  InstanceAccessUrl: Type.Optional(Type.String()),
})

export const MaxResult10 = Type.Integer({ minimum: 1, maximum: 10 })

export const ListInstances = operation({
  name: 'ListInstances',
  service: 'connect',
  method: 'GET',
  path: '/instance',
  query: { NextToken: 'nextToken', MaxResults: 'maxResults' },
  errors: ['InvalidRequestException', 'InternalServiceException'],
  input: Type.Object({
    NextToken: Type.Optional(Type.String()),
    MaxResults: Type.Optional(MaxResult10),
  }),
  output: Type.Object({
    InstanceSummaryList: Type.Optional(Type.Array(InstanceSummary)),
    NextToken: Type.Optional(Type.String()),
  }),
})
