// Templates: what a case of a kind must hold, its layout, its rules and the tags it hands on.
import type { Static } from 'typebox'
import {
  CaseRuleId,
  DomainId,
  FieldId,
  LayoutId,
  MaxResults,
  MutableTagKey,
  NextToken,
  Tags,
  TagValueString,
  TemplateId,
} from './common.ts'
import { map, operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

export const LayoutConfiguration = Type.Object({
  defaultLayout: Type.Optional(LayoutId),
})
export type LayoutConfiguration = Static<typeof LayoutConfiguration>

export const RequiredField = Type.Object({
  fieldId: FieldId,
})
export type RequiredField = Static<typeof RequiredField>

export const RequiredFieldList = Type.Array(RequiredField, { maxItems: 100 })
export type RequiredFieldList = Static<typeof RequiredFieldList>

export const TagPropagationConfigurationTagMapMap = map(MutableTagKey, TagValueString, {
  maxProperties: 10,
})
export type TagPropagationConfigurationTagMapMap = Static<
  typeof TagPropagationConfigurationTagMapMap
>

export const TagPropagationResourceType = Type.Enum(['Cases'])
export type TagPropagationResourceType = Static<typeof TagPropagationResourceType>

export const TagPropagationConfiguration = Type.Object({
  resourceType: TagPropagationResourceType,
  tagMap: TagPropagationConfigurationTagMapMap,
})
export type TagPropagationConfiguration = Static<typeof TagPropagationConfiguration>

export const TagPropagationConfigurationList = Type.Array(TagPropagationConfiguration, {
  maxItems: 1,
})
export type TagPropagationConfigurationList = Static<typeof TagPropagationConfigurationList>

export const TemplateArn = Type.String({ minLength: 1, maxLength: 500 })
export type TemplateArn = Static<typeof TemplateArn>

export const TemplateDescription = Type.String({ maxLength: 255 })
export type TemplateDescription = Static<typeof TemplateDescription>

export const TemplateName = Type.String({ minLength: 1, maxLength: 100, pattern: '.*[\\S]' })
export type TemplateName = Static<typeof TemplateName>

export const TemplateRule = Type.Object({
  caseRuleId: CaseRuleId,
  fieldId: Type.Optional(FieldId),
})
export type TemplateRule = Static<typeof TemplateRule>

export const TemplateCaseRuleList = Type.Array(TemplateRule, { maxItems: 50 })
export type TemplateCaseRuleList = Static<typeof TemplateCaseRuleList>

export const TemplateStatus = Type.Enum(['Active', 'Inactive'])
export type TemplateStatus = Static<typeof TemplateStatus>

export const TemplateStatusFilters = Type.Array(TemplateStatus, { minItems: 1, maxItems: 2 })
export type TemplateStatusFilters = Static<typeof TemplateStatusFilters>

export const TemplateSummary = Type.Object({
  templateId: TemplateId,
  templateArn: TemplateArn,
  name: TemplateName,
  status: TemplateStatus,
  tagPropagationConfigurations: Type.Optional(TagPropagationConfigurationList),
})
export type TemplateSummary = Static<typeof TemplateSummary>

/** Create a template. */
export const CreateTemplate = operation({
  name: 'CreateTemplate',
  method: 'POST',
  path: '/domains/{domainId}/templates',
  idempotent: true,
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    name: TemplateName,
    description: Type.Optional(TemplateDescription),
    layoutConfiguration: Type.Optional(LayoutConfiguration),
    requiredFields: Type.Optional(RequiredFieldList),
    status: Type.Optional(TemplateStatus),
    rules: Type.Optional(TemplateCaseRuleList),
    tagPropagationConfigurations: Type.Optional(TagPropagationConfigurationList),
  }),
  output: Type.Object({
    templateId: TemplateId,
    templateArn: TemplateArn,
  }),
})

/** Change the attributes of a template. */
export const UpdateTemplate = operation({
  name: 'UpdateTemplate',
  method: 'PUT',
  path: '/domains/{domainId}/templates/{templateId}',
  idempotent: true,
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    templateId: TemplateId,
    name: Type.Optional(TemplateName),
    description: Type.Optional(TemplateDescription),
    layoutConfiguration: Type.Optional(LayoutConfiguration),
    requiredFields: Type.Optional(RequiredFieldList),
    status: Type.Optional(TemplateStatus),
    rules: Type.Optional(TemplateCaseRuleList),
    tagPropagationConfigurations: Type.Optional(TagPropagationConfigurationList),
  }),
  output: Type.Object({}),
})

/** Soft-delete a template. */
export const DeleteTemplate = operation({
  name: 'DeleteTemplate',
  method: 'DELETE',
  path: '/domains/{domainId}/templates/{templateId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ConflictException'],
  input: Type.Object({
    domainId: DomainId,
    templateId: TemplateId,
  }),
  output: Type.Object({}),
})

/** Describe a template, a deleted one too. */
export const GetTemplate = operation({
  name: 'GetTemplate',
  method: 'POST',
  path: '/domains/{domainId}/templates/{templateId}',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    templateId: TemplateId,
  }),
  output: Type.Object({
    templateId: TemplateId,
    templateArn: TemplateArn,
    name: TemplateName,
    description: Type.Optional(TemplateDescription),
    layoutConfiguration: Type.Optional(LayoutConfiguration),
    requiredFields: Type.Optional(RequiredFieldList),
    tags: Type.Optional(Tags),
    status: TemplateStatus,
    deleted: Type.Optional(Type.Boolean()),
    createdTime: Type.Optional(Timestamp),
    lastModifiedTime: Type.Optional(Timestamp),
    rules: Type.Optional(TemplateCaseRuleList),
    tagPropagationConfigurations: Type.Optional(TagPropagationConfigurationList),
  }),
})

/** List the living templates. */
export const ListTemplates = operation({
  name: 'ListTemplates',
  method: 'POST',
  path: '/domains/{domainId}/templates-list',
  query: { maxResults: 'maxResults', nextToken: 'nextToken', status: 'status' },
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    maxResults: Type.Optional(MaxResults),
    nextToken: Type.Optional(NextToken),
    status: Type.Optional(TemplateStatusFilters),
  }),
  output: Type.Object({
    templates: Type.Array(TemplateSummary, { maxItems: 100 }),
    nextToken: Type.Optional(NextToken),
  }),
})
