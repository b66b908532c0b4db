// Related items: what a case collects. Six types, one union each for input, update, output, filter.
import type { Static } from 'typebox'
import { CustomFieldsFilter } from './case-filters.ts'
import {
  CaseId,
  ContactArn,
  DomainId,
  FieldValue,
  NextToken,
  Order,
  RelatedItemType,
  Tags,
  UserUnion,
} from './common.ts'
import { operation, Timestamp } from './shape.ts'
import { SlaContent, SlaFilter, SlaInputContent } from './slas.ts'
import { Type } from './type.ts'

export const Channel = Type.String({ minLength: 1, maxLength: 100 })
export type Channel = Static<typeof Channel>

export const CommentBody = Type.String({ minLength: 1, maxLength: 15000, sensitive: true })
export type CommentBody = Static<typeof CommentBody>

export const CommentBodyTextType = Type.Enum(['Text/Plain'])
export type CommentBodyTextType = Static<typeof CommentBodyTextType>

export const CommentContent = Type.Object({
  body: CommentBody,
  contentType: CommentBodyTextType,
})
export type CommentContent = Static<typeof CommentContent>

export const CommentFilter = Type.Object({})
export type CommentFilter = Static<typeof CommentFilter>

export const CommentUpdateContent = Type.Object({
  body: CommentBody,
  contentType: CommentBodyTextType,
})
export type CommentUpdateContent = Static<typeof CommentUpdateContent>

export const ConnectCaseContent = Type.Object({
  caseId: CaseId,
})
export type ConnectCaseContent = Static<typeof ConnectCaseContent>

export const ConnectCaseFilter = Type.Object({
  caseId: Type.Optional(CaseId),
})
export type ConnectCaseFilter = Static<typeof ConnectCaseFilter>

export const ConnectCaseInputContent = Type.Object({
  caseId: CaseId,
})
export type ConnectCaseInputContent = Static<typeof ConnectCaseInputContent>

export const Contact = Type.Object({
  contactArn: ContactArn,
})
export type Contact = Static<typeof Contact>

export const ContactContent = Type.Object({
  contactArn: ContactArn,
  channel: Channel,
  connectedToSystemTime: Timestamp,
})
export type ContactContent = Static<typeof ContactContent>

export const ContactFilter = Type.Object({
  channel: Type.Optional(Type.Array(Channel, { maxItems: 3 })),
  contactArn: Type.Optional(ContactArn),
})
export type ContactFilter = Static<typeof ContactFilter>

export const CustomContent = Type.Object({
  fields: Type.Array(FieldValue),
})
export type CustomContent = Static<typeof CustomContent>

export const CustomFilter = Type.Object({
  fields: Type.Optional(CustomFieldsFilter),
})
export type CustomFilter = Static<typeof CustomFilter>

export const CustomInputContent = Type.Object({
  fields: Type.Array(FieldValue, { minItems: 1, maxItems: 50 }),
})
export type CustomInputContent = Static<typeof CustomInputContent>

export const CustomUpdateContent = Type.Object({
  fields: Type.Array(FieldValue, { minItems: 1, maxItems: 50 }),
})
export type CustomUpdateContent = Static<typeof CustomUpdateContent>

export const FileArn = Type.String({ minLength: 1, maxLength: 500 })
export type FileArn = Static<typeof FileArn>

export const FileContent = Type.Object({
  fileArn: FileArn,
})
export type FileContent = Static<typeof FileContent>

export const FileFilter = Type.Object({
  fileArn: Type.Optional(FileArn),
})
export type FileFilter = Static<typeof FileFilter>

export const RelatedItemArn = Type.String({ minLength: 1, maxLength: 500 })
export type RelatedItemArn = Static<typeof RelatedItemArn>

export const RelatedItemId = Type.String({ minLength: 1, maxLength: 500, idOf: 'related-item' })
export type RelatedItemId = Static<typeof RelatedItemId>

export const RelatedItemUpdateContent = Type.Union([
  Type.Object({ comment: CommentUpdateContent }),
  Type.Object({ custom: CustomUpdateContent }),
])
export type RelatedItemUpdateContent = Static<typeof RelatedItemUpdateContent>

export const SearchAllRelatedItemsSortProperty = Type.Enum(['AssociationTime', 'CaseId'])
export type SearchAllRelatedItemsSortProperty = Static<typeof SearchAllRelatedItemsSortProperty>

export const SearchAllRelatedItemsSort = Type.Object({
  sortProperty: SearchAllRelatedItemsSortProperty,
  sortOrder: Order,
})
export type SearchAllRelatedItemsSort = Static<typeof SearchAllRelatedItemsSort>

export const RelatedItemTypeFilter = Type.Union([
  Type.Object({ contact: ContactFilter }),
  Type.Object({ comment: CommentFilter }),
  Type.Object({ file: FileFilter }),
  Type.Object({ sla: SlaFilter }),
  Type.Object({ connectCase: ConnectCaseFilter }),
  Type.Object({ custom: CustomFilter }),
])
export type RelatedItemTypeFilter = Static<typeof RelatedItemTypeFilter>

export const RelatedItemContent = Type.Union([
  Type.Object({ contact: ContactContent }),
  Type.Object({ comment: CommentContent }),
  Type.Object({ file: FileContent }),
  Type.Object({ sla: SlaContent }),
  Type.Object({ connectCase: ConnectCaseContent }),
  Type.Object({ custom: CustomContent }),
])
export type RelatedItemContent = Static<typeof RelatedItemContent>

export const SearchAllRelatedItemsResponseItem = Type.Object({
  relatedItemId: RelatedItemId,
  caseId: CaseId,
  type: RelatedItemType,
  associationTime: Timestamp,
  content: RelatedItemContent,
  performedBy: Type.Optional(UserUnion),
  tags: Type.Optional(Tags),
})
export type SearchAllRelatedItemsResponseItem = Static<typeof SearchAllRelatedItemsResponseItem>

export const SearchRelatedItemsResponseItem = Type.Object({
  relatedItemId: RelatedItemId,
  type: RelatedItemType,
  associationTime: Timestamp,
  content: RelatedItemContent,
  tags: Type.Optional(Tags),
  performedBy: Type.Optional(UserUnion),
})
export type SearchRelatedItemsResponseItem = Static<typeof SearchRelatedItemsResponseItem>

export const RelatedItemInputContent = Type.Union([
  Type.Object({ contact: Contact }),
  Type.Object({ comment: CommentContent }),
  Type.Object({ file: FileContent }),
  Type.Object({ sla: SlaInputContent }),
  Type.Object({ connectCase: ConnectCaseInputContent }),
  Type.Object({ custom: CustomInputContent }),
])
export type RelatedItemInputContent = Static<typeof RelatedItemInputContent>

/** Add a related item to a case. */
export const CreateRelatedItem = operation({
  name: 'CreateRelatedItem',
  method: 'POST',
  path: '/domains/{domainId}/cases/{caseId}/related-items/',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ServiceQuotaExceededException'],
  input: Type.Object({
    domainId: DomainId,
    caseId: CaseId,
    type: RelatedItemType,
    content: RelatedItemInputContent,
    performedBy: Type.Optional(UserUnion),
  }),
  output: Type.Object({
    relatedItemId: RelatedItemId,
    relatedItemArn: RelatedItemArn,
  }),
})

/** Replace the content of a comment or custom item. */
export const UpdateRelatedItem = operation({
  name: 'UpdateRelatedItem',
  method: 'PUT',
  path: '/domains/{domainId}/cases/{caseId}/related-items/{relatedItemId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ServiceQuotaExceededException'],
  input: Type.Object({
    domainId: DomainId,
    caseId: CaseId,
    relatedItemId: RelatedItemId,
    content: RelatedItemUpdateContent,
    performedBy: Type.Optional(UserUnion),
  }),
  output: Type.Object({
    relatedItemId: RelatedItemId,
    relatedItemArn: RelatedItemArn,
    type: RelatedItemType,
    content: RelatedItemContent,
    associationTime: Timestamp,
    tags: Type.Optional(Tags),
    lastUpdatedUser: Type.Optional(UserUnion),
    createdBy: Type.Optional(UserUnion),
  }),
})

/** Remove a related item from a case (not a file). */
export const DeleteRelatedItem = operation({
  name: 'DeleteRelatedItem',
  method: 'DELETE',
  path: '/domains/{domainId}/cases/{caseId}/related-items/{relatedItemId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    caseId: CaseId,
    relatedItemId: RelatedItemId,
  }),
  output: Type.Object({}),
})

/** Search the related items of one case. */
export const SearchRelatedItems = operation({
  name: 'SearchRelatedItems',
  method: 'POST',
  path: '/domains/{domainId}/cases/{caseId}/related-items-search',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    caseId: CaseId,
    maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 25 })),
    nextToken: Type.Optional(NextToken),
    filters: Type.Optional(Type.Array(RelatedItemTypeFilter, { maxItems: 10 })),
  }),
  output: Type.Object({
    nextToken: Type.Optional(NextToken),
    relatedItems: Type.Array(SearchRelatedItemsResponseItem, { maxItems: 25 }),
  }),
})

/** Search the related items of all cases of a domain. */
export const SearchAllRelatedItems = operation({
  name: 'SearchAllRelatedItems',
  method: 'POST',
  path: '/domains/{domainId}/related-items-search',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 25 })),
    nextToken: Type.Optional(NextToken),
    filters: Type.Optional(Type.Array(RelatedItemTypeFilter, { maxItems: 10 })),
    sorts: Type.Optional(Type.Array(SearchAllRelatedItemsSort, { maxItems: 2 })),
  }),
  output: Type.Object({
    nextToken: Type.Optional(NextToken),
    relatedItems: Type.Array(SearchAllRelatedItemsResponseItem, { maxItems: 25 }),
  }),
})
