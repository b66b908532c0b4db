// Amazon Connect: queues.
import { EpochTimestamp, map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import { ContactFlowId, InstanceId, MaxResult1000, RegionName, TagKey, TagValue } from './common.ts'

export const CommonNameLength127 = Type.String({ minLength: 1, maxLength: 127 })

export const QueueDescription = Type.String({ minLength: 1, maxLength: 250 })

export const OutboundCallerIdName = Type.String({ minLength: 1, maxLength: 255 })

export const OutboundCallerConfig = Type.Object({
  OutboundCallerIdName: Type.Optional(OutboundCallerIdName),
  OutboundCallerIdNumberId: Type.Optional(Type.String()),
  OutboundFlowId: Type.Optional(ContactFlowId),
})

export const EmailAddressId = Type.String({ minLength: 1, maxLength: 500 })

export const OutboundEmailConfig = Type.Object({
  OutboundEmailAddressId: Type.Optional(EmailAddressId),
})

export const QueueMaxContacts = Type.Integer({ minimum: 0 })

export const EmailAddressConfig = Type.Object({
  EmailAddressId: EmailAddressId,
})

export const CreateQueue = operation({
  name: 'CreateQueue',
  service: 'connect',
  method: 'PUT',
  path: '/queues/{InstanceId}',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'DuplicateResourceException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'ThrottlingException',
    'InternalServiceException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    Name: CommonNameLength127,
    Description: Type.Optional(QueueDescription),
    OutboundCallerConfig: Type.Optional(OutboundCallerConfig),
    OutboundEmailConfig: Type.Optional(OutboundEmailConfig),
    HoursOfOperationId: Type.String(),
    MaxContacts: Type.Optional(QueueMaxContacts),
    QuickConnectIds: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 50 })),
    EmailAddressesConfig: Type.Optional(
      Type.Array(EmailAddressConfig, { minItems: 1, maxItems: 50 }),
    ),
    Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  }),
  output: Type.Object({
    QueueArn: Type.Optional(Type.String()),
    QueueId: Type.Optional(Type.String()),
  }),
})

export const QueueStatus = Type.Enum(['ENABLED', 'DISABLED'])

export const Queue = Type.Object({
  Name: Type.Optional(CommonNameLength127),
  QueueArn: Type.Optional(Type.String()),
  QueueId: Type.Optional(Type.String()),
  Description: Type.Optional(QueueDescription),
  OutboundCallerConfig: Type.Optional(OutboundCallerConfig),
  OutboundEmailConfig: Type.Optional(OutboundEmailConfig),
  HoursOfOperationId: Type.Optional(Type.String()),
  MaxContacts: Type.Optional(QueueMaxContacts),
  Status: Type.Optional(QueueStatus),
  Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  LastModifiedTime: Type.Optional(EpochTimestamp),
  LastModifiedRegion: Type.Optional(RegionName),
})

export const DescribeQueue = operation({
  name: 'DescribeQueue',
  service: 'connect',
  method: 'GET',
  path: '/queues/{InstanceId}/{QueueId}',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    QueueId: Type.String({ idOf: 'queue' }),
  }),
  output: Type.Object({
    Queue: Type.Optional(Queue),
  }),
})

export const QueueName = Type.String({ minLength: 1, maxLength: 256 })

export const QueueType = Type.Enum(['STANDARD', 'AGENT'])

export const QueueSummary = Type.Object({
  Id: Type.Optional(Type.String()),
  Arn: Type.Optional(Type.String()),
  Name: Type.Optional(QueueName),
  QueueType: Type.Optional(QueueType),
  LastModifiedTime: Type.Optional(EpochTimestamp),
  LastModifiedRegion: Type.Optional(RegionName),
})

export const ListQueues = operation({
  name: 'ListQueues',
  service: 'connect',
  method: 'GET',
  path: '/queues-summary/{InstanceId}',
  query: { QueueTypes: 'queueTypes', NextToken: 'nextToken', MaxResults: 'maxResults' },
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    QueueTypes: Type.Optional(Type.Array(QueueType, { maxItems: 2 })),
    NextToken: Type.Optional(Type.String()),
    MaxResults: Type.Optional(MaxResult1000),
  }),
  output: Type.Object({
    QueueSummaryList: Type.Optional(Type.Array(QueueSummary)),
    NextToken: Type.Optional(Type.String()),
  }),
})
