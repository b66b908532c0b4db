// Amazon Connect: user search.
import type { Static } from 'typebox'
import { map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import {
  AfterContactWorkConfigPerChannel,
  AgentFirstName,
  AgentLastName,
  AgentUsername,
  AutoAcceptConfig,
  ControlPlaneTagFilter,
  InstanceId,
  PersistentConnectionConfig,
  PhoneNumberConfig,
  TagCondition,
  TagKey,
  TagValue,
  UserPhoneConfig,
  VoiceEnhancementConfig,
} from './common.ts'

export const UserIdentityInfoLite = Type.Object({
  FirstName: Type.Optional(AgentFirstName),
  LastName: Type.Optional(AgentLastName),
})

export const UserSearchSummary = Type.Object({
  Arn: Type.Optional(Type.String()),
  DirectoryUserId: Type.Optional(Type.String()),
  HierarchyGroupId: Type.Optional(Type.String()),
  Id: Type.Optional(Type.String()),
  IdentityInfo: Type.Optional(UserIdentityInfoLite),
  PhoneConfig: Type.Optional(UserPhoneConfig),
  RoutingProfileId: Type.Optional(Type.String()),
  SecurityProfileIds: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 10 })),
  Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  Username: Type.Optional(AgentUsername),
  AutoAcceptConfigs: Type.Optional(Type.Array(AutoAcceptConfig)),
  AfterContactWorkConfigs: Type.Optional(Type.Array(AfterContactWorkConfigPerChannel)),
  PhoneNumberConfigs: Type.Optional(Type.Array(PhoneNumberConfig)),
  PersistentConnectionConfigs: Type.Optional(Type.Array(PersistentConnectionConfig)),
  VoiceEnhancementConfigs: Type.Optional(Type.Array(VoiceEnhancementConfig)),
})

export const NextToken2500 = Type.String({ minLength: 1, maxLength: 2500 })

export const MaxResult500 = Type.Integer({ minimum: 1, maximum: 500 })

export const HierarchyGroupMatchType = Type.Enum(['EXACT', 'WITH_CHILD_GROUPS'])

export const HierarchyGroupCondition = Type.Object({
  Value: Type.Optional(Type.String()),
  HierarchyGroupMatchType: Type.Optional(HierarchyGroupMatchType),
})
export type HierarchyGroupCondition = Static<typeof HierarchyGroupCondition>

export const AttributeAndCondition = Type.Object({
  TagConditions: Type.Optional(Type.Array(TagCondition)),
  HierarchyGroupCondition: Type.Optional(HierarchyGroupCondition),
})

export const ControlPlaneUserAttributeFilter = Type.Object({
  OrConditions: Type.Optional(Type.Array(AttributeAndCondition)),
  AndCondition: Type.Optional(AttributeAndCondition),
  TagCondition: Type.Optional(TagCondition),
  HierarchyGroupCondition: Type.Optional(HierarchyGroupCondition),
})

export const UserSearchFilter = Type.Object({
  TagFilter: Type.Optional(ControlPlaneTagFilter),
  UserAttributeFilter: Type.Optional(ControlPlaneUserAttributeFilter),
})

export const StringComparisonType = Type.Enum(['STARTS_WITH', 'CONTAINS', 'EXACT'])

export const StringCondition = Type.Object({
  FieldName: Type.Optional(Type.String()),
  Value: Type.Optional(Type.String()),
  ComparisonType: Type.Optional(StringComparisonType),
})
export type StringCondition = Static<typeof StringCondition>

export const TargetListType = Type.Enum(['PROFICIENCIES'])

export const NumberComparisonType = Type.Enum([
  'GREATER_OR_EQUAL',
  'GREATER',
  'LESSER_OR_EQUAL',
  'LESSER',
  'EQUAL',
  'NOT_EQUAL',
  'RANGE',
])

export const NumberCondition = Type.Object({
  FieldName: Type.Optional(Type.String()),
  MinValue: Type.Optional(Type.Integer()),
  MaxValue: Type.Optional(Type.Integer()),
  ComparisonType: Type.Optional(NumberComparisonType),
})

export const Condition = Type.Object({
  StringCondition: Type.Optional(StringCondition),
  NumberCondition: Type.Optional(NumberCondition),
})

export const ListCondition = Type.Object({
  TargetListType: Type.Optional(TargetListType),
  Conditions: Type.Optional(Type.Array(Condition)),
})

export const UserSearchCriteria = Type.Cyclic(
  {
    UserSearchCriteria: Type.Object({
      OrConditions: Type.Optional(Type.Array(Type.Ref('UserSearchCriteria'))),
      AndConditions: Type.Optional(Type.Array(Type.Ref('UserSearchCriteria'))),
      StringCondition: Type.Optional(StringCondition),
      ListCondition: Type.Optional(ListCondition),
      HierarchyGroupCondition: Type.Optional(HierarchyGroupCondition),
    }),
  },
  'UserSearchCriteria',
)

export const SearchUsers = operation({
  name: 'SearchUsers',
  service: 'connect',
  method: 'POST',
  path: '/search-users',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ThrottlingException',
    'InternalServiceException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    NextToken: Type.Optional(NextToken2500),
    MaxResults: Type.Optional(MaxResult500),
    SearchFilter: Type.Optional(UserSearchFilter),
    SearchCriteria: Type.Optional(UserSearchCriteria),
  }),
  output: Type.Object({
    Users: Type.Optional(Type.Array(UserSearchSummary)),
    NextToken: Type.Optional(NextToken2500),
    ApproximateTotalCount: Type.Optional(Type.Integer()),
  }),
})
