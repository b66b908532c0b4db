// Cases, their field values, and the search over them.
import type { Static } from 'typebox'
import { CaseFilter } from './case-filters.ts'
import {
  CaseId,
  ContactArn,
  DomainId,
  FieldId,
  FieldIdentifier,
  FieldValue,
  MutableTagKey,
  NextToken,
  Order,
  Tags,
  TagValueString,
  TemplateId,
  UserUnion,
} from './common.ts'
import { map, operation } from './shape.ts'
import { Type } from './type.ts'

export const CaseArn = Type.String({ minLength: 1, maxLength: 500 })
export type CaseArn = Static<typeof CaseArn>

export const CaseSummary = Type.Object({
  caseId: CaseId,
  templateId: TemplateId,
})
export type CaseSummary = Static<typeof CaseSummary>

export const MutableTags = map(MutableTagKey, TagValueString, { maxProperties: 50 })
export type MutableTags = Static<typeof MutableTags>

export const SearchCasesResponseItem = Type.Object({
  caseId: CaseId,
  templateId: TemplateId,
  fields: Type.Array(FieldValue, { maxItems: 25 }),
  tags: Type.Optional(Tags),
})
export type SearchCasesResponseItem = Static<typeof SearchCasesResponseItem>

export const Sort = Type.Object({
  fieldId: FieldId,
  sortOrder: Order,
})
export type Sort = Static<typeof Sort>

export const TotalCount = Type.Integer({ minimum: 0 })
export type TotalCount = Static<typeof TotalCount>

/** Create a case from a template. */
export const CreateCase = operation({
  name: 'CreateCase',
  method: 'POST',
  path: '/domains/{domainId}/cases',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException', 'ConflictException'],
  input: Type.Object({
    domainId: DomainId,
    templateId: TemplateId,
    fields: Type.Array(FieldValue, { maxItems: 220 }),
    clientToken: Type.Optional(Type.String({ maxLength: 64 })),
    performedBy: Type.Optional(UserUnion),
    tags: Type.Optional(MutableTags),
  }),
  output: Type.Object({
    caseId: CaseId,
    caseArn: CaseArn,
  }),
})

/** Change field values of a case. */
export const UpdateCase = operation({
  name: 'UpdateCase',
  method: 'PUT',
  path: '/domains/{domainId}/cases/{caseId}',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    caseId: CaseId,
    fields: Type.Array(FieldValue, { maxItems: 220 }),
    performedBy: Type.Optional(UserUnion),
  }),
  output: Type.Object({}),
})

/** Delete a case for good, with its related items and its history. */
export const DeleteCase = operation({
  name: 'DeleteCase',
  method: 'DELETE',
  path: '/domains/{domainId}/cases/{caseId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    caseId: CaseId,
  }),
  output: Type.Object({}),
})

/** Read field values of a case. */
export const GetCase = operation({
  name: 'GetCase',
  method: 'POST',
  path: '/domains/{domainId}/cases/{caseId}',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    caseId: CaseId,
    domainId: DomainId,
    fields: Type.Array(FieldIdentifier, { minItems: 1, maxItems: 220 }),
    nextToken: Type.Optional(NextToken),
  }),
  output: Type.Object({
    fields: Type.Array(FieldValue, { maxItems: 220 }),
    templateId: TemplateId,
    nextToken: Type.Optional(NextToken),
    tags: Type.Optional(Tags),
  }),
})

/** Search the cases of a domain. */
export const SearchCases = operation({
  name: 'SearchCases',
  method: 'POST',
  path: '/domains/{domainId}/cases-search',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    nextToken: Type.Optional(NextToken),
    searchTerm: Type.Optional(Type.String({ maxLength: 255 })),
    filter: Type.Optional(CaseFilter),
    sorts: Type.Optional(Type.Array(Sort, { maxItems: 2 })),
    fields: Type.Optional(Type.Array(FieldIdentifier, { maxItems: 25 })),
  }),
  output: Type.Object({
    nextToken: Type.Optional(NextToken),
    cases: Type.Array(SearchCasesResponseItem, { maxItems: 100 }),
    totalCount: Type.Optional(TotalCount),
  }),
})

/** List the cases that a contact is linked to. */
export const ListCasesForContact = operation({
  name: 'ListCasesForContact',
  method: 'POST',
  path: '/domains/{domainId}/list-cases-for-contact',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    contactArn: ContactArn,
    maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
    nextToken: Type.Optional(NextToken),
  }),
  output: Type.Object({
    cases: Type.Array(CaseSummary, { maxItems: 10 }),
    nextToken: Type.Optional(NextToken),
  }),
})
