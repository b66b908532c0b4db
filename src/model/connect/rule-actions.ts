// Amazon Connect: what a rule does.
import type { Static } from 'typebox'
import { map } from '../shape.ts'
import { Type } from '../type.ts'
import { ContactFlowId, Reference, ReferenceKey } from './common.ts'

export const ActionType = Type.Enum([
  'CREATE_TASK',
  'ASSIGN_CONTACT_CATEGORY',
  'GENERATE_EVENTBRIDGE_EVENT',
  'SEND_NOTIFICATION',
  'CREATE_CASE',
  'UPDATE_CASE',
  'ASSIGN_SLA',
  'END_ASSOCIATED_TASKS',
  'SUBMIT_AUTO_EVALUATION',
  'EXTRACT_INFORMATION',
])

export const TaskNameExpression = Type.String({ minLength: 1, maxLength: 512 })

export const TaskDescriptionExpression = Type.String({ maxLength: 4096 })

export const TaskActionDefinition = Type.Object({
  Name: TaskNameExpression,
  Description: Type.Optional(TaskDescriptionExpression),
  ContactFlowId: ContactFlowId,
  References: Type.Optional(map(ReferenceKey, Reference)),
})

export const EventBridgeActionName = Type.String({ minLength: 1, maxLength: 100 })

export const EventBridgeActionDefinition = Type.Object({
  Name: EventBridgeActionName,
})

export const AssignContactCategoryActionDefinition = Type.Object({})

export const NotificationDeliveryType = Type.Enum(['EMAIL'])

export const Subject = Type.String({ minLength: 1, maxLength: 200 })

export const Content = Type.String({ minLength: 1, maxLength: 1024 })

export const NotificationContentType = Type.Enum(['PLAIN_TEXT'])

export const NotificationRecipientType = Type.Object({
  UserTags: Type.Optional(map(Type.String(), Type.String())),
  UserIds: Type.Optional(Type.Array(Type.String())),
})

export const SendNotificationActionDefinition = Type.Object({
  DeliveryMethod: NotificationDeliveryType,
  Subject: Type.Optional(Subject),
  Content: Content,
  ContentType: NotificationContentType,
  Recipient: NotificationRecipientType,
  Exclusion: Type.Optional(NotificationRecipientType),
})

export const FieldValueId = Type.String({ minLength: 1, maxLength: 500 })

export const EmptyFieldValue = Type.Object({})

export const FieldStringValue = Type.String({ maxLength: 500 })

export const FieldValueUnion = Type.Object({
  BooleanValue: Type.Optional(Type.Boolean()),
  DoubleValue: Type.Optional(Type.Number()),
  EmptyValue: Type.Optional(EmptyFieldValue),
  StringValue: Type.Optional(FieldStringValue),
})
export type FieldValueUnion = Static<typeof FieldValueUnion>

export const FieldValue = Type.Object({
  Id: FieldValueId,
  Value: FieldValueUnion,
})

export const TemplateId = Type.String({ minLength: 1, maxLength: 500 })

export const CreateCaseActionDefinition = Type.Object({
  Fields: Type.Array(FieldValue),
  TemplateId: TemplateId,
})

export const UpdateCaseActionDefinition = Type.Object({
  Fields: Type.Array(FieldValue),
})

export const SlaAssignmentType = Type.Enum(['CASES'])

export const SlaName = Type.String({ minLength: 1, maxLength: 500, pattern: '^.*[\\S]$' })

export const SlaType = Type.Enum(['CaseField'])

export const TargetSlaMinutes = Type.Integer({ minimum: 1, maximum: 1051200 })

export const CaseSlaConfiguration = Type.Object({
  Name: SlaName,
  Type: SlaType,
  FieldId: Type.Optional(FieldValueId),
  TargetFieldValues: Type.Optional(Type.Array(FieldValueUnion, { maxItems: 1 })),
  TargetSlaMinutes: TargetSlaMinutes,
})

export const AssignSlaActionDefinition = Type.Object({
  SlaAssignmentType: SlaAssignmentType,
  CaseSlaConfiguration: Type.Optional(CaseSlaConfiguration),
})

export const EndAssociatedTasksActionDefinition = Type.Object({})

export const EvaluationFormId = Type.String({ minLength: 1, maxLength: 256 })

export const SubmitAutoEvaluationActionDefinition = Type.Object({
  EvaluationFormId: EvaluationFormId,
})

export const RulesExtractionDefinitionIdentifier = Type.Object({
  Identifier: Type.String(),
})

export const ExtractInformationActionDefinition = Type.Object({
  RulesExtractionDefinitions: Type.Array(RulesExtractionDefinitionIdentifier),
})

export const RuleAction = Type.Object({
  ActionType: ActionType,
  TaskAction: Type.Optional(TaskActionDefinition),
  EventBridgeAction: Type.Optional(EventBridgeActionDefinition),
  AssignContactCategoryAction: Type.Optional(AssignContactCategoryActionDefinition),
  SendNotificationAction: Type.Optional(SendNotificationActionDefinition),
  CreateCaseAction: Type.Optional(CreateCaseActionDefinition),
  UpdateCaseAction: Type.Optional(UpdateCaseActionDefinition),
  AssignSlaAction: Type.Optional(AssignSlaActionDefinition),
  EndAssociatedTasksAction: Type.Optional(EndAssociatedTasksActionDefinition),
  SubmitAutoEvaluationAction: Type.Optional(SubmitAutoEvaluationActionDefinition),
  ExtractInformationAction: Type.Optional(ExtractInformationActionDefinition),
})
export type RuleAction = Static<typeof RuleAction>
