// Amazon Connect: contacts.
import type { Static } from 'typebox'
import { EpochTimestamp, map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import {
  AgentResourceId,
  AttributeName,
  AttributeValue,
  Channel,
  ClientToken,
  ContactFlowId,
  ContactId,
  ContactInitiationMethod,
  Description,
  EndpointAddress,
  EndpointType,
  FileName,
  InstanceId,
  Name,
  Reference,
  ReferenceKey,
  SegmentAttributeName,
  SegmentAttributeValue,
} from './common.ts'

export const UserInfo = Type.Object({
  UserId: Type.Optional(AgentResourceId),
})

export const InitiateAs = Type.Enum(['CONNECTED_TO_USER', 'COMPLETED'])

export const CreateContact = operation({
  name: 'CreateContact',
  service: 'connect',
  method: 'PUT',
  path: '/contact/create-contact',
  errors: [
    'AccessDeniedException',
    'InternalServiceException',
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'IdempotencyException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    ClientToken: Type.Optional(ClientToken),
    RelatedContactId: Type.Optional(ContactId),
    Attributes: Type.Optional(map(AttributeName, AttributeValue)),
    References: Type.Optional(map(ReferenceKey, Reference)),
    Channel: Channel,
    InitiationMethod: ContactInitiationMethod,
    ExpiryDurationInMinutes: Type.Optional(Type.Integer()),
    UserInfo: Type.Optional(UserInfo),
    InitiateAs: Type.Optional(InitiateAs),
    Name: Type.Optional(Name),
    Description: Type.Optional(Description),
    SegmentAttributes: Type.Optional(map(SegmentAttributeName, SegmentAttributeValue)),
    PreviousContactId: Type.Optional(ContactId),
  }),
  output: Type.Object({
    ContactId: Type.Optional(ContactId),
    ContactArn: Type.Optional(Type.String()),
  }),
})

export const QueueInfoInput = Type.Object({
  Id: Type.Optional(Type.String({ idOf: 'queue' })),
})

export const Endpoint = Type.Object({
  Type: Type.Optional(EndpointType),
  Address: Type.Optional(EndpointAddress),
})
export type Endpoint = Static<typeof Endpoint>

export const UpdateContact = operation({
  name: 'UpdateContact',
  service: 'connect',
  method: 'POST',
  path: '/contacts/{InstanceId}/{ContactId}',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'ThrottlingException',
    'AccessDeniedException',
    'ConflictException',
    'InvalidActiveRegionException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    ContactId: ContactId,
    Name: Type.Optional(Name),
    Description: Type.Optional(Description),
    References: Type.Optional(map(ReferenceKey, Reference)),
    SegmentAttributes: Type.Optional(map(SegmentAttributeName, SegmentAttributeValue)),
    QueueInfo: Type.Optional(QueueInfoInput),
    UserInfo: Type.Optional(UserInfo),
    CustomerEndpoint: Type.Optional(Endpoint),
    SystemEndpoint: Type.Optional(Endpoint),
  }),
  output: Type.Object({}),
})

export const DisconnectReason = Type.Object({
  Code: Type.Optional(Type.String()),
})

export const StopContact = operation({
  name: 'StopContact',
  service: 'connect',
  method: 'POST',
  path: '/contact/stop',
  errors: [
    'InvalidRequestException',
    'ContactNotFoundException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'InvalidActiveRegionException',
  ],
  input: Type.Object({
    ContactId: ContactId,
    InstanceId: InstanceId,
    DisconnectReason: Type.Optional(DisconnectReason),
  }),
  output: Type.Object({}),
})

export const TaskTemplateId = Type.String({ minLength: 1, maxLength: 500 })

export const PreSignedAttachmentUrl = Type.String({ minLength: 1, maxLength: 2000 })

export const TaskAttachment = Type.Object({
  FileName: FileName,
  S3Url: PreSignedAttachmentUrl,
})

export const StartTaskContact = operation({
  name: 'StartTaskContact',
  service: 'connect',
  method: 'PUT',
  path: '/contact/task',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'ServiceQuotaExceededException',
    'InternalServiceException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    PreviousContactId: Type.Optional(ContactId),
    ContactFlowId: Type.Optional(ContactFlowId),
    Attributes: Type.Optional(map(AttributeName, AttributeValue)),
    Name: Name,
    References: Type.Optional(map(ReferenceKey, Reference)),
    Description: Type.Optional(Description),
    ClientToken: Type.Optional(ClientToken),
    ScheduledTime: Type.Optional(EpochTimestamp),
    TaskTemplateId: Type.Optional(TaskTemplateId),
    QuickConnectId: Type.Optional(Type.String()),
    RelatedContactId: Type.Optional(ContactId),
    SegmentAttributes: Type.Optional(map(SegmentAttributeName, SegmentAttributeValue)),
    Attachments: Type.Optional(Type.Array(TaskAttachment, { minItems: 1, maxItems: 5 })),
  }),
  output: Type.Object({
    ContactId: Type.Optional(ContactId),
  }),
})
