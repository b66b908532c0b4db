// Amazon Connect: contact search.
import type { Static } from 'typebox'
import { EpochTimestamp, map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import {
  AgentResourceId,
  AiAgentVersionId,
  AiUseCase,
  Channel,
  ContactId,
  ContactInitiationMethod,
  ContactTagKey,
  ContactTagValue,
  ControlPlaneTagFilter,
  GlobalResiliencyMetadata,
  InstanceId,
  MaxResult100,
  Name,
  RegionName,
  SegmentAttributeName,
  SegmentAttributeValue,
  SegmentAttributeValueString,
} from './common.ts'
import { RoutingCriteria } from './routing-criteria.ts'

export const ContactSearchSummaryQueueInfo = Type.Object({
  Id: Type.Optional(Type.String()),
  EnqueueTimestamp: Type.Optional(EpochTimestamp),
})

export const ContactSearchSummaryAgentInfo = Type.Object({
  Id: Type.Optional(AgentResourceId),
  ConnectedToAgentTimestamp: Type.Optional(EpochTimestamp),
})

export const ContactSearchSummarySegmentAttributeValue = Type.Object({
  ValueString: Type.Optional(SegmentAttributeValueString),
  ValueMap: Type.Optional(map(SegmentAttributeName, SegmentAttributeValue)),
})

export const ContactSearchSummaryAiAgentInfo = Type.Object({
  AiAgentVersionId: Type.Optional(AiAgentVersionId),
  AiAgentEscalated: Type.Optional(Type.Boolean()),
  AiUseCase: Type.Optional(AiUseCase),
})

export const ContactSearchSummary = Type.Object({
  Arn: Type.Optional(Type.String()),
  Id: Type.Optional(ContactId),
  InitialContactId: Type.Optional(ContactId),
  PreviousContactId: Type.Optional(ContactId),
  InitiationMethod: Type.Optional(ContactInitiationMethod),
  Channel: Type.Optional(Channel),
  QueueInfo: Type.Optional(ContactSearchSummaryQueueInfo),
  AgentInfo: Type.Optional(ContactSearchSummaryAgentInfo),
  InitiationTimestamp: Type.Optional(EpochTimestamp),
  DisconnectTimestamp: Type.Optional(EpochTimestamp),
  ScheduledTimestamp: Type.Optional(EpochTimestamp),
  SegmentAttributes: Type.Optional(
    map(SegmentAttributeName, ContactSearchSummarySegmentAttributeValue),
  ),
  Name: Type.Optional(Name),
  RoutingCriteria: Type.Optional(RoutingCriteria),
  Tags: Type.Optional(map(ContactTagKey, ContactTagValue, { minProperties: 1, maxProperties: 6 })),
  GlobalResiliencyMetadata: Type.Optional(GlobalResiliencyMetadata),
  AiAgentInfo: Type.Optional(Type.Array(ContactSearchSummaryAiAgentInfo)),
})

export const LargeNextToken = Type.String({ minLength: 1, maxLength: 100000 })

export const SearchContactsTimeRangeType = Type.Enum([
  'INITIATION_TIMESTAMP',
  'SCHEDULED_TIMESTAMP',
  'CONNECTED_TO_AGENT_TIMESTAMP',
  'DISCONNECT_TIMESTAMP',
  'ENQUEUE_TIMESTAMP',
])
export type SearchContactsTimeRangeType = Static<typeof SearchContactsTimeRangeType>

export const SearchContactsTimeRange = Type.Object({
  Type: SearchContactsTimeRangeType,
  StartTime: EpochTimestamp,
  EndTime: EpochTimestamp,
})
export type SearchContactsTimeRange = Static<typeof SearchContactsTimeRange>

export const SearchText = Type.String({ maxLength: 128, sensitive: true })

export const SearchContactsMatchType = Type.Enum([
  'MATCH_ALL',
  'MATCH_ANY',
  'MATCH_EXACT',
  'MATCH_NONE',
])
export type SearchContactsMatchType = Static<typeof SearchContactsMatchType>

export const NameCriteria = Type.Object({
  SearchText: Type.Array(SearchText, { maxItems: 100 }),
  MatchType: SearchContactsMatchType,
})
export type NameCriteria = Static<typeof NameCriteria>

export const AgentHierarchyGroups = Type.Object({
  L1Ids: Type.Optional(Type.Array(Type.String(), { maxItems: 10 })),
  L2Ids: Type.Optional(Type.Array(Type.String(), { maxItems: 10 })),
  L3Ids: Type.Optional(Type.Array(Type.String(), { maxItems: 10 })),
  L4Ids: Type.Optional(Type.Array(Type.String(), { maxItems: 10 })),
  L5Ids: Type.Optional(Type.Array(Type.String(), { maxItems: 10 })),
})

export const ParticipantRole = Type.Enum([
  'AGENT',
  'CUSTOMER',
  'SYSTEM',
  'CUSTOM_BOT',
  'SUPERVISOR',
])

export const TranscriptCriteria = Type.Object({
  ParticipantRole: ParticipantRole,
  SearchText: Type.Array(SearchText, { maxItems: 100 }),
  MatchType: SearchContactsMatchType,
})

export const Transcript = Type.Object({
  Criteria: Type.Array(TranscriptCriteria, { maxItems: 6 }),
  MatchType: Type.Optional(SearchContactsMatchType),
})

export const ContactAnalysis = Type.Object({
  Transcript: Type.Optional(Transcript),
})

export const SearchableAgentCriteriaStep = Type.Object({
  AgentIds: Type.Optional(Type.Array(AgentResourceId, { maxItems: 100 })),
  MatchType: Type.Optional(SearchContactsMatchType),
})

export const SearchableRoutingCriteriaStep = Type.Object({
  AgentCriteria: Type.Optional(SearchableAgentCriteriaStep),
})

export const SearchableRoutingCriteria = Type.Object({
  Steps: Type.Optional(Type.Array(SearchableRoutingCriteriaStep)),
})

export const SearchContactsTimeRangeConditionType = Type.Enum(['NOT_EXISTS'])

export const SearchContactsTimestampCondition = Type.Object({
  Type: SearchContactsTimeRangeType,
  ConditionType: SearchContactsTimeRangeConditionType,
})

export const SearchContactsAdditionalTimeRangeCriteria = Type.Object({
  TimeRange: Type.Optional(SearchContactsTimeRange),
  TimestampCondition: Type.Optional(SearchContactsTimestampCondition),
})

export const SearchContactsAdditionalTimeRange = Type.Object({
  Criteria: Type.Array(SearchContactsAdditionalTimeRangeCriteria),
  MatchType: SearchContactsMatchType,
})
export type SearchContactsAdditionalTimeRange = Static<typeof SearchContactsAdditionalTimeRange>

export const SearchableContactAttributeKey = Type.String({
  minLength: 1,
  maxLength: 100,
  sensitive: true,
})

export const SearchableContactAttributeValue = Type.String({
  maxLength: 100,
  sensitive: true,
})

export const SearchableContactAttributesCriteria = Type.Object({
  Key: SearchableContactAttributeKey,
  Values: Type.Array(SearchableContactAttributeValue, { maxItems: 20 }),
})

export const SearchableContactAttributes = Type.Object({
  Criteria: Type.Array(SearchableContactAttributesCriteria, { maxItems: 15 }),
  MatchType: Type.Optional(SearchContactsMatchType),
})

export const SearchableSegmentAttributeKey = Type.String({
  minLength: 1,
  maxLength: 64,
  sensitive: true,
})

export const SearchableSegmentAttributeValue = Type.String({
  maxLength: 128,
  sensitive: true,
})

export const SearchableSegmentAttributesCriteria = Type.Object({
  Key: SearchableSegmentAttributeKey,
  Values: Type.Array(SearchableSegmentAttributeValue, { minItems: 1, maxItems: 20 }),
})

export const SearchableSegmentAttributes = Type.Object({
  Criteria: Type.Array(SearchableSegmentAttributesCriteria, { minItems: 1, maxItems: 15 }),
  MatchType: Type.Optional(SearchContactsMatchType),
})

export const AiAgentId = Type.String({ maxLength: 128 })

export const AiAgentSearchCriteria = Type.Object({
  Id: Type.Optional(AiAgentId),
  VersionNumber: Type.Optional(Type.Integer()),
  AiAgentEscalated: Type.Optional(Type.Boolean()),
  AiUseCase: Type.Optional(AiUseCase),
})

export const AiAgentsCriteria = Type.Object({
  Criteria: Type.Optional(Type.Array(AiAgentSearchCriteria, { maxItems: 1 })),
})

export const SearchCriteria = Type.Object({
  Name: Type.Optional(NameCriteria),
  AgentIds: Type.Optional(Type.Array(AgentResourceId, { maxItems: 100 })),
  AgentHierarchyGroups: Type.Optional(AgentHierarchyGroups),
  Channels: Type.Optional(Type.Array(Channel)),
  ContactAnalysis: Type.Optional(ContactAnalysis),
  InitiationMethods: Type.Optional(Type.Array(ContactInitiationMethod)),
  QueueIds: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
  RoutingCriteria: Type.Optional(SearchableRoutingCriteria),
  AdditionalTimeRange: Type.Optional(SearchContactsAdditionalTimeRange),
  SearchableContactAttributes: Type.Optional(SearchableContactAttributes),
  SearchableSegmentAttributes: Type.Optional(SearchableSegmentAttributes),
  ActiveRegions: Type.Optional(Type.Array(RegionName)),
  ContactTags: Type.Optional(ControlPlaneTagFilter),
  AiAgents: Type.Optional(AiAgentsCriteria),
})
export type SearchCriteria = Static<typeof SearchCriteria>

export const SortableFieldName = Type.Enum([
  'INITIATION_TIMESTAMP',
  'SCHEDULED_TIMESTAMP',
  'CONNECTED_TO_AGENT_TIMESTAMP',
  'DISCONNECT_TIMESTAMP',
  'INITIATION_METHOD',
  'CHANNEL',
  'EXPIRY_TIMESTAMP',
])
export type SortableFieldName = Static<typeof SortableFieldName>

export const SortOrder = Type.Enum(['ASCENDING', 'DESCENDING'])

export const Sort = Type.Object({
  FieldName: SortableFieldName,
  Order: SortOrder,
})
export type Sort = Static<typeof Sort>

export const SearchContacts = operation({
  name: 'SearchContacts',
  service: 'connect',
  method: 'POST',
  path: '/search-contacts',
  errors: [
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'ThrottlingException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    TimeRange: SearchContactsTimeRange,
    SearchCriteria: Type.Optional(SearchCriteria),
    MaxResults: Type.Optional(MaxResult100),
    NextToken: Type.Optional(LargeNextToken),
    Sort: Type.Optional(Sort),
  }),
  output: Type.Object({
    Contacts: Type.Array(ContactSearchSummary),
    NextToken: Type.Optional(LargeNextToken),
    TotalCount: Type.Optional(Type.Integer()),
  }),
})
