// The audit history of a case.
import type { Static } from 'typebox'
import {
  CaseId,
  DomainId,
  EmptyFieldValue,
  NextToken,
  RelatedItemType,
  UserUnion,
} from './common.ts'
import { operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

export const AuditEventFieldId = Type.String({ minLength: 1, maxLength: 500 })
export type AuditEventFieldId = Static<typeof AuditEventFieldId>

export const AuditEventFieldValueUnionStringValueString = Type.String({ maxLength: 4100 })
export type AuditEventFieldValueUnionStringValueString = Static<
  typeof AuditEventFieldValueUnionStringValueString
>

export const AuditEventFieldValueUnion = Type.Union([
  Type.Object({ stringValue: AuditEventFieldValueUnionStringValueString }),
  Type.Object({ doubleValue: Type.Number() }),
  Type.Object({ booleanValue: Type.Boolean() }),
  Type.Object({ emptyValue: EmptyFieldValue }),
  Type.Object({ userArnValue: Type.String() }),
])
export type AuditEventFieldValueUnion = Static<typeof AuditEventFieldValueUnion>

export const AuditEventField = Type.Object({
  eventFieldId: AuditEventFieldId,
  oldValue: Type.Optional(AuditEventFieldValueUnion),
  newValue: AuditEventFieldValueUnion,
})
export type AuditEventField = Static<typeof AuditEventField>

export const AuditEventId = Type.String({ minLength: 1, maxLength: 500 })
export type AuditEventId = Static<typeof AuditEventId>

export const AuditEventType = Type.Enum([
  'Case.Created',
  'Case.Updated',
  'RelatedItem.Created',
  'RelatedItem.Deleted',
  'RelatedItem.Updated',
])
export type AuditEventType = Static<typeof AuditEventType>

export const IamPrincipalArn = Type.String({ minLength: 1, maxLength: 500 })
export type IamPrincipalArn = Static<typeof IamPrincipalArn>

export const AuditEventPerformedBy = Type.Object({
  user: Type.Optional(UserUnion),
  iamPrincipalArn: IamPrincipalArn,
})
export type AuditEventPerformedBy = Static<typeof AuditEventPerformedBy>

export const AuditEvent = Type.Object({
  eventId: AuditEventId,
  type: AuditEventType,
  relatedItemType: Type.Optional(RelatedItemType),
  performedTime: Timestamp,
  fields: Type.Array(AuditEventField),
  performedBy: Type.Optional(AuditEventPerformedBy),
})
export type AuditEvent = Static<typeof AuditEvent>

/** Read the history of a case. */
export const GetCaseAuditEvents = operation({
  name: 'GetCaseAuditEvents',
  method: 'POST',
  path: '/domains/{domainId}/cases/{caseId}/audit-history',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    caseId: CaseId,
    domainId: DomainId,
    maxResults: Type.Optional(Type.Integer({ minimum: 1, maximum: 25 })),
    nextToken: Type.Optional(NextToken),
  }),
  output: Type.Object({
    nextToken: Type.Optional(NextToken),
    auditEvents: Type.Array(AuditEvent, { maxItems: 25 }),
  }),
})
