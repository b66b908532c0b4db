// The event configuration of a domain: which case changes leave the server, and with what content.
import type { Static } from 'typebox'
import { DomainId, FieldIdentifier } from './common.ts'
import { operation } from './shape.ts'
import { Type } from './type.ts'

export const CaseEventIncludedData = Type.Object({
  fields: Type.Array(FieldIdentifier, { maxItems: 400 }),
})
export type CaseEventIncludedData = Static<typeof CaseEventIncludedData>

export const RelatedItemEventIncludedData = Type.Object({
  includeContent: Type.Boolean(),
})
export type RelatedItemEventIncludedData = Static<typeof RelatedItemEventIncludedData>

export const EventIncludedData = Type.Object({
  caseData: Type.Optional(CaseEventIncludedData),
  relatedItemData: Type.Optional(RelatedItemEventIncludedData),
})
export type EventIncludedData = Static<typeof EventIncludedData>

export const EventBridgeConfiguration = Type.Object({
  enabled: Type.Boolean(),
  includedData: Type.Optional(EventIncludedData),
})
export type EventBridgeConfiguration = Static<typeof EventBridgeConfiguration>

/** Read which events leave the domain. */
export const GetCaseEventConfiguration = operation({
  name: 'GetCaseEventConfiguration',
  method: 'POST',
  path: '/domains/{domainId}/case-event-configuration',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
  }),
  output: Type.Object({
    eventBridge: EventBridgeConfiguration,
  }),
})

/** Overwrite which events leave the domain. */
export const PutCaseEventConfiguration = operation({
  name: 'PutCaseEventConfiguration',
  method: 'PUT',
  path: '/domains/{domainId}/case-event-configuration',
  errors: ['ResourceNotFoundException', 'ValidationException', 'ConflictException'],
  input: Type.Object({
    domainId: DomainId,
    eventBridge: EventBridgeConfiguration,
  }),
  output: Type.Object({}),
})
