// Amazon Connect: rules.
import type { Static } from 'typebox'
import { EpochTimestamp, map, operation } from '../shape.ts'
import { Type } from '../type.ts'
import { ClientToken, InstanceId, IntegrationAssociationId, TagKey, TagValue } from './common.ts'
import { ActionType, RuleAction } from './rule-actions.ts'

export const RuleId = Type.String({ minLength: 1, maxLength: 256, idOf: 'rule' })

export const RuleName = Type.String({ minLength: 1, maxLength: 200, pattern: '^[0-9a-zA-Z._-]+' })

export const EventSourceName = Type.Enum([
  'OnPostCallAnalysisAvailable',
  'OnRealTimeCallAnalysisAvailable',
  'OnRealTimeChatAnalysisAvailable',
  'OnPostChatAnalysisAvailable',
  'OnEmailAnalysisAvailable',
  'OnZendeskTicketCreate',
  'OnZendeskTicketStatusUpdate',
  'OnSalesforceCaseCreate',
  'OnContactEvaluationSubmit',
  'OnMetricDataUpdate',
  'OnCaseCreate',
  'OnCaseUpdate',
  'OnSlaBreach',
  'OnAlertUpdate',
  'OnSchedulePublish',
  'OnScheduleUpdate',
  'OnScheduleTimeOffRequestActivity',
  'OnAfterCallWorkAvailable',
  'OnAfterChatWorkAvailable',
])

export const RuleTriggerEventSource = Type.Object({
  EventSourceName: EventSourceName,
  IntegrationAssociationId: Type.Optional(IntegrationAssociationId),
})

export const RulePublishStatus = Type.Enum(['DRAFT', 'PUBLISHED'])
export type RulePublishStatus = Static<typeof RulePublishStatus>

export const PreEvaluationFilter = Type.Object({
  ResourceType: Type.Enum(['CONTACT']),
  FilterType: Type.Enum(['TAG']),
  FilterKey: Type.String(),
  FilterValue: Type.String(),
  Operator: Type.Enum(['EQUALS']),
})

export const PreEvaluationFilters = Type.Object({
  AndConditions: Type.Optional(Type.Array(PreEvaluationFilter)),
})

export const CreateRule = operation({
  name: 'CreateRule',
  service: 'connect',
  method: 'POST',
  path: '/rules/{InstanceId}',
  errors: [
    'InvalidRequestException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'ThrottlingException',
    'AccessDeniedException',
    'ResourceConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    Name: RuleName,
    TriggerEventSource: RuleTriggerEventSource,
    Function: Type.String(),
    Actions: Type.Array(RuleAction),
    PublishStatus: RulePublishStatus,
    ClientToken: Type.Optional(ClientToken),
    PreEvaluationFilters: Type.Optional(PreEvaluationFilters),
    Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
  }),
  output: Type.Object({
    RuleArn: Type.String(),
    RuleId: RuleId,
  }),
})

export const UpdateRule = operation({
  name: 'UpdateRule',
  service: 'connect',
  method: 'PUT',
  path: '/rules/{InstanceId}/{RuleId}',
  errors: [
    'InvalidRequestException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'ThrottlingException',
    'AccessDeniedException',
    'ResourceConflictException',
  ],
  input: Type.Object({
    RuleId: RuleId,
    InstanceId: InstanceId,
    Name: RuleName,
    Function: Type.String(),
    Actions: Type.Array(RuleAction),
    PublishStatus: RulePublishStatus,
    PreEvaluationFilters: Type.Optional(PreEvaluationFilters),
  }),
  output: Type.Object({}),
})

export const RuleCapabilityTier = Type.Enum(['GenerativeAI'])

export const Rule = Type.Object({
  Name: RuleName,
  RuleId: RuleId,
  RuleArn: Type.String(),
  TriggerEventSource: RuleTriggerEventSource,
  RuleCapabilityTiers: Type.Optional(Type.Array(RuleCapabilityTier)),
  Function: Type.String(),
  Actions: Type.Array(RuleAction),
  PublishStatus: RulePublishStatus,
  PreEvaluationFilters: Type.Optional(PreEvaluationFilters),
  CreatedTime: EpochTimestamp,
  LastUpdatedTime: EpochTimestamp,
  LastUpdatedBy: Type.String(),
  Tags: Type.Optional(map(TagKey, TagValue, { minProperties: 1, maxProperties: 50 })),
})

export const DescribeRule = operation({
  name: 'DescribeRule',
  service: 'connect',
  method: 'GET',
  path: '/rules/{InstanceId}/{RuleId}',
  errors: [
    'InvalidRequestException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'ThrottlingException',
    'AccessDeniedException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    RuleId: RuleId,
  }),
  output: Type.Object({
    Rule: Rule,
  }),
})

export const ActionSummary = Type.Object({
  ActionType: ActionType,
})

export const RuleSummary = Type.Object({
  Name: RuleName,
  RuleId: RuleId,
  RuleArn: Type.String(),
  EventSourceName: EventSourceName,
  PublishStatus: RulePublishStatus,
  RuleCapabilityTiers: Type.Optional(Type.Array(RuleCapabilityTier)),
  ActionSummaries: Type.Array(ActionSummary),
  CreatedTime: EpochTimestamp,
  LastUpdatedTime: EpochTimestamp,
})

export const MaxResult200 = Type.Integer({ minimum: 1, maximum: 200 })

export const ListRules = operation({
  name: 'ListRules',
  service: 'connect',
  method: 'GET',
  path: '/rules/{InstanceId}',
  query: {
    PublishStatus: 'publishStatus',
    EventSourceName: 'eventSourceName',
    MaxResults: 'maxResults',
    NextToken: 'nextToken',
  },
  errors: [
    'InvalidRequestException',
    'InternalServiceException',
    'ThrottlingException',
    'AccessDeniedException',
    'ResourceNotFoundException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    PublishStatus: Type.Optional(RulePublishStatus),
    EventSourceName: Type.Optional(EventSourceName),
    MaxResults: Type.Optional(MaxResult200),
    NextToken: Type.Optional(Type.String()),
  }),
  output: Type.Object({
    RuleSummaryList: Type.Array(RuleSummary),
    NextToken: Type.Optional(Type.String()),
  }),
})

export const DeleteRule = operation({
  name: 'DeleteRule',
  service: 'connect',
  method: 'DELETE',
  path: '/rules/{InstanceId}/{RuleId}',
  errors: [
    'InvalidRequestException',
    'ResourceNotFoundException',
    'InternalServiceException',
    'ThrottlingException',
    'AccessDeniedException',
  ],
  input: Type.Object({
    InstanceId: InstanceId,
    RuleId: RuleId,
  }),
  output: Type.Object({}),
})
