// Layouts: which fields an agent sees, where, and in what order.
import type { Static } from 'typebox'
import { DomainId, FieldId, LayoutId, MaxResults, NextToken, Tags } from './common.ts'
import { operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

export const FieldGroupNameString = Type.String({ maxLength: 100 })
export type FieldGroupNameString = Static<typeof FieldGroupNameString>

export const FieldItem = Type.Object({
  id: FieldId,
})
export type FieldItem = Static<typeof FieldItem>

export const FieldGroup = Type.Object({
  name: Type.Optional(FieldGroupNameString),
  fields: Type.Array(FieldItem, { maxItems: 220 }),
})
export type FieldGroup = Static<typeof FieldGroup>

export const LayoutArn = Type.String({ minLength: 1, maxLength: 500 })
export type LayoutArn = Static<typeof LayoutArn>

export const LayoutName = Type.String({ minLength: 1, maxLength: 100, pattern: '.*[\\S]' })
export type LayoutName = Static<typeof LayoutName>

export const LayoutSummary = Type.Object({
  layoutId: LayoutId,
  layoutArn: LayoutArn,
  name: LayoutName,
})
export type LayoutSummary = Static<typeof LayoutSummary>

export const Section = Type.Union([Type.Object({ fieldGroup: FieldGroup })])
export type Section = Static<typeof Section>

export const LayoutSections = Type.Object({
  sections: Type.Optional(Type.Array(Section, { maxItems: 1 })),
})
export type LayoutSections = Static<typeof LayoutSections>

export const BasicLayout = Type.Object({
  topPanel: Type.Optional(LayoutSections),
  moreInfo: Type.Optional(LayoutSections),
})
export type BasicLayout = Static<typeof BasicLayout>

export const LayoutContent = Type.Union([Type.Object({ basic: BasicLayout })])
export type LayoutContent = Static<typeof LayoutContent>

/** Create a layout. */
export const CreateLayout = operation({
  name: 'CreateLayout',
  method: 'POST',
  path: '/domains/{domainId}/layouts',
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    name: LayoutName,
    content: LayoutContent,
  }),
  output: Type.Object({
    layoutId: LayoutId,
    layoutArn: LayoutArn,
  }),
})

/** Change the name or content of a layout. */
export const UpdateLayout = operation({
  name: 'UpdateLayout',
  method: 'PUT',
  path: '/domains/{domainId}/layouts/{layoutId}',
  idempotent: true,
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    layoutId: LayoutId,
    name: Type.Optional(LayoutName),
    content: Type.Optional(LayoutContent),
  }),
  output: Type.Object({}),
})

/** Soft-delete a layout. */
export const DeleteLayout = operation({
  name: 'DeleteLayout',
  method: 'DELETE',
  path: '/domains/{domainId}/layouts/{layoutId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ConflictException'],
  input: Type.Object({
    domainId: DomainId,
    layoutId: LayoutId,
  }),
  output: Type.Object({}),
})

/** Describe a layout, a deleted one too. */
export const GetLayout = operation({
  name: 'GetLayout',
  method: 'POST',
  path: '/domains/{domainId}/layouts/{layoutId}',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    layoutId: LayoutId,
  }),
  output: Type.Object({
    layoutId: LayoutId,
    layoutArn: LayoutArn,
    name: LayoutName,
    content: LayoutContent,
    tags: Type.Optional(Tags),
    deleted: Type.Optional(Type.Boolean()),
    createdTime: Type.Optional(Timestamp),
    lastModifiedTime: Type.Optional(Timestamp),
  }),
})

/** List the living layouts. */
export const ListLayouts = operation({
  name: 'ListLayouts',
  method: 'POST',
  path: '/domains/{domainId}/layouts-list',
  query: { maxResults: 'maxResults', nextToken: 'nextToken' },
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    maxResults: Type.Optional(MaxResults),
    nextToken: Type.Optional(NextToken),
  }),
  output: Type.Object({
    layouts: Type.Array(LayoutSummary),
    nextToken: Type.Optional(NextToken),
  }),
})
