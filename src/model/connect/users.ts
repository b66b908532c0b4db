// Amazon Connect: users.
import { EpochTimestamp, map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import {
  AfterContactWorkConfigPerChannel,
  AgentFirstName,
  AgentLastName,
  AgentUsername,
  AutoAcceptConfig,
  InstanceId,
  MaxResult1000,
  PersistentConnectionConfig,
  PhoneNumberConfig,
  RegionName,
  TagKey,
  TagValue,
  UserPhoneConfig,
  VoiceEnhancementConfig,
} from './common.ts'

export const Password = Type.String({
  pattern: '/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[a-zA-Z\\d\\S]{8,64}$/',
  // The slashes are not meant.
  meant: '(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)\\S{8,64}',
  sensitive: true,
})

export const Email = Type.String({ sensitive: true })

export const PhoneNumber = Type.String({
  pattern: '\\\\+[1-9]\\\\d{1,14}$',
  // Its backslashes are doubled by mistake.
  meant: '\\+[1-9]\\d{1,14}',
})

export const UserIdentityInfo = Type.Object({
  FirstName: Type.Optional(AgentFirstName),
  LastName: Type.Optional(AgentLastName),
  Email: Type.Optional(Email),
  SecondaryEmail: Type.Optional(Email),
  Mobile: Type.Optional(PhoneNumber),
})

export const CreateUser = operation({
  name: 'CreateUser',
  service: 'connect',
  method: 'PUT',
  path: '/users/{InstanceId}',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'LimitExceededException',
    'DuplicateResourceException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
  ],
  input: Type.Object({
    Username: AgentUsername,
    Password: Type.Optional(Password),
    IdentityInfo: Type.Optional(UserIdentityInfo),
    PhoneConfig: Type.Optional(UserPhoneConfig),
    DirectoryUserId: Type.Optional(Type.String()),
    SecurityProfileIds: Type.Array(Type.String(), { minItems: 1, maxItems: 10 }),
    RoutingProfileId: Type.String(),
    HierarchyGroupId: Type.Optional(Type.String()),
    InstanceId: InstanceId,
    AutoAcceptConfigs: Type.Optional(Type.Array(AutoAcceptConfig)),
    AfterContactWorkConfigs: Type.Optional(Type.Array(AfterContactWorkConfigPerChannel)),
    PhoneNumberConfigs: Type.Optional(Type.Array(PhoneNumberConfig)),
    PersistentConnectionConfigs: Type.Optional(Type.Array(PersistentConnectionConfig)),
    VoiceEnhancementConfigs: Type.Optional(Type.Array(VoiceEnhancementConfig)),
    Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  }),
  output: Type.Object({
    UserId: Type.Optional(Type.String()),
    UserArn: Type.Optional(Type.String()),
  }),
})

export const User = Type.Object({
  Id: Type.Optional(Type.String()),
  Arn: Type.Optional(Type.String()),
  Username: Type.Optional(AgentUsername),
  IdentityInfo: Type.Optional(UserIdentityInfo),
  PhoneConfig: Type.Optional(UserPhoneConfig),
  DirectoryUserId: Type.Optional(Type.String()),
  SecurityProfileIds: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 10 })),
  RoutingProfileId: Type.Optional(Type.String()),
  HierarchyGroupId: Type.Optional(Type.String()),
  Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  AutoAcceptConfigs: Type.Optional(Type.Array(AutoAcceptConfig)),
  AfterContactWorkConfigs: Type.Optional(Type.Array(AfterContactWorkConfigPerChannel)),
  PhoneNumberConfigs: Type.Optional(Type.Array(PhoneNumberConfig)),
  PersistentConnectionConfigs: Type.Optional(Type.Array(PersistentConnectionConfig)),
  VoiceEnhancementConfigs: Type.Optional(Type.Array(VoiceEnhancementConfig)),
  LastModifiedTime: Type.Optional(EpochTimestamp),
  LastModifiedRegion: Type.Optional(RegionName),
})

export const DescribeUser = operation({
  name: 'DescribeUser',
  service: 'connect',
  method: 'GET',
  path: '/users/{InstanceId}/{UserId}',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
  ],
  input: Type.Object({
    UserId: Type.String({ idOf: 'user' }),
    InstanceId: InstanceId,
  }),
  output: Type.Object({
    User: Type.Optional(User),
  }),
})

export const UserSummary = Type.Object({
  Id: Type.Optional(Type.String()),
  Arn: Type.Optional(Type.String()),
  Username: Type.Optional(AgentUsername),
  LastModifiedTime: Type.Optional(EpochTimestamp),
  LastModifiedRegion: Type.Optional(RegionName),
})

export const ListUsers = operation({
  name: 'ListUsers',
  service: 'connect',
  method: 'GET',
  path: '/users-summary/{InstanceId}',
  query: { NextToken: 'nextToken', MaxResults: 'maxResults' },
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    NextToken: Type.Optional(Type.String()),
    MaxResults: Type.Optional(MaxResult1000),
  }),
  output: Type.Object({
    UserSummaryList: Type.Optional(Type.Array(UserSummary)),
    NextToken: Type.Optional(Type.String()),
  }),
})
