// Fields of a domain, their attributes, and the options of single-select fields.
import type { Static } from 'typebox'
import { DomainId, FieldId, FieldIdentifier, MaxResults, NextToken, Tags } from './common.ts'
import { operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

export const FieldArn = Type.String({ minLength: 1, maxLength: 500 })
export type FieldArn = Static<typeof FieldArn>

export const FieldDescription = Type.String({ maxLength: 255 })
export type FieldDescription = Static<typeof FieldDescription>

export const FieldError = Type.Object({
  id: FieldId,
  errorCode: Type.String(),
  message: Type.Optional(Type.String()),
})
export type FieldError = Static<typeof FieldError>

export const FieldName = Type.String({ minLength: 1, maxLength: 100, pattern: '.*[\\S]' })
export type FieldName = Static<typeof FieldName>

export const FieldNamespace = Type.Enum(['System', 'Custom'])
export type FieldNamespace = Static<typeof FieldNamespace>

export const FieldOptionName = Type.String({ minLength: 1, maxLength: 100, pattern: '.*[\\S]' })
export type FieldOptionName = Static<typeof FieldOptionName>

export const FieldOptionValue = Type.String({ minLength: 1, maxLength: 100, pattern: '.*[\\S]' })
export type FieldOptionValue = Static<typeof FieldOptionValue>

export const FieldOption = Type.Object({
  name: FieldOptionName,
  value: FieldOptionValue,
  active: Type.Boolean(),
})
export type FieldOption = Static<typeof FieldOption>

export const FieldOptionError = Type.Object({
  message: Type.String(),
  errorCode: Type.String(),
  value: FieldOptionValue,
})
export type FieldOptionError = Static<typeof FieldOptionError>

export const FieldType = Type.Enum([
  'Text',
  'Number',
  'Boolean',
  'DateTime',
  'SingleSelect',
  'Url',
  'User',
])
export type FieldType = Static<typeof FieldType>

export const TextAttributes = Type.Object({
  isMultiline: Type.Boolean(),
})
export type TextAttributes = Static<typeof TextAttributes>

export const FieldAttributes = Type.Union([Type.Object({ text: TextAttributes })])
export type FieldAttributes = Static<typeof FieldAttributes>

export const FieldSummary = Type.Object({
  fieldId: FieldId,
  fieldArn: FieldArn,
  name: FieldName,
  type: FieldType,
  namespace: FieldNamespace,
  attributes: Type.Optional(FieldAttributes),
})
export type FieldSummary = Static<typeof FieldSummary>

export const GetFieldResponse = Type.Object({
  fieldId: FieldId,
  name: FieldName,
  fieldArn: FieldArn,
  description: Type.Optional(FieldDescription),
  type: FieldType,
  namespace: FieldNamespace,
  tags: Type.Optional(Tags),
  deleted: Type.Optional(Type.Boolean()),
  createdTime: Type.Optional(Timestamp),
  lastModifiedTime: Type.Optional(Timestamp),
  attributes: Type.Optional(FieldAttributes),
})
export type GetFieldResponse = Static<typeof GetFieldResponse>

export const Value = Type.String({ maxLength: 100 })
export type Value = Static<typeof Value>

/** Create a custom field. */
export const CreateField = operation({
  name: 'CreateField',
  method: 'POST',
  path: '/domains/{domainId}/fields',
  idempotent: true,
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    name: FieldName,
    type: FieldType,
    description: Type.Optional(FieldDescription),
    attributes: Type.Optional(FieldAttributes),
  }),
  output: Type.Object({
    fieldId: FieldId,
    fieldArn: FieldArn,
  }),
})

/** Change the name, description or attributes of a field. */
export const UpdateField = operation({
  name: 'UpdateField',
  method: 'PUT',
  path: '/domains/{domainId}/fields/{fieldId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ConflictException'],
  input: Type.Object({
    domainId: DomainId,
    fieldId: FieldId,
    name: Type.Optional(FieldName),
    description: Type.Optional(FieldDescription),
    attributes: Type.Optional(FieldAttributes),
  }),
  output: Type.Object({}),
})

/** Soft-delete a custom field; values already held stay. */
export const DeleteField = operation({
  name: 'DeleteField',
  method: 'DELETE',
  path: '/domains/{domainId}/fields/{fieldId}',
  idempotent: true,
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    fieldId: FieldId,
  }),
  output: Type.Object({}),
})

/** Describe up to 50 fields, deleted ones too. */
export const BatchGetField = operation({
  name: 'BatchGetField',
  method: 'POST',
  path: '/domains/{domainId}/fields-batch',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    fields: Type.Array(FieldIdentifier, { minItems: 1, maxItems: 50 }),
  }),
  output: Type.Object({
    fields: Type.Array(GetFieldResponse, { maxItems: 50 }),
    errors: Type.Array(FieldError, { maxItems: 50 }),
  }),
})

/** List the living fields. */
export const ListFields = operation({
  name: 'ListFields',
  method: 'POST',
  path: '/domains/{domainId}/fields-list',
  query: { maxResults: 'maxResults', nextToken: 'nextToken' },
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    maxResults: Type.Optional(MaxResults),
    nextToken: Type.Optional(NextToken),
  }),
  output: Type.Object({
    fields: Type.Array(FieldSummary, { maxItems: 100 }),
    nextToken: Type.Optional(NextToken),
  }),
})

/** Create or change options of a single-select field, keyed by value. */
export const BatchPutFieldOptions = operation({
  name: 'BatchPutFieldOptions',
  method: 'PUT',
  path: '/domains/{domainId}/fields/{fieldId}/options',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ServiceQuotaExceededException'],
  input: Type.Object({
    domainId: DomainId,
    fieldId: FieldId,
    options: Type.Array(FieldOption, { maxItems: 50 }),
  }),
  output: Type.Object({
    errors: Type.Optional(Type.Array(FieldOptionError, { maxItems: 50 })),
  }),
})

/** List the options of a single-select field. */
export const ListFieldOptions = operation({
  name: 'ListFieldOptions',
  method: 'POST',
  path: '/domains/{domainId}/fields/{fieldId}/options-list',
  query: { maxResults: 'maxResults', nextToken: 'nextToken', values: 'values' },
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    fieldId: FieldId,
    maxResults: Type.Optional(MaxResults),
    nextToken: Type.Optional(NextToken),
    values: Type.Optional(Type.Array(Value, { maxItems: 1 })),
  }),
  output: Type.Object({
    options: Type.Array(FieldOption),
    nextToken: Type.Optional(NextToken),
  }),
})
