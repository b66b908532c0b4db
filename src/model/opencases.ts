// What no Cases operation can create: the contacts and files that cases point at. AWS keeps them in Amazon
// Connect; here a signed PUT fills the directory.

import { CaseFilter } from './case-filters.ts'
import { CaseId, ContactArn, DomainId, FieldId } from './common.ts'
import { RuleAction } from './connect/rule-actions.ts'
import { FileArn } from './related-items.ts'
import { operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

/** Put a contact into the directory, or change what is known of it. */
export const PutContact = operation({
  name: 'PutContact',
  method: 'PUT',
  path: '/_opencases/contacts',
  idempotent: true,
  errors: ['ValidationException'],
  input: Type.Object({
    arn: ContactArn,
    channel: Type.Enum(['VOICE', 'CHAT', 'TASK', 'EMAIL']),
    /** RFC 3339. */
    connectedToSystemTime: Type.String({ minLength: 1, maxLength: 40 }),
  }),
  output: Type.Object({}),
})

/** Put an attached file of a case into the directory. */
export const PutFile = operation({
  name: 'PutFile',
  method: 'PUT',
  path: '/_opencases/files',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    arn: FileArn,
    /** The ARN of the case that the file is attached to. */
    case: CaseId,
    name: Type.String({ minLength: 1, maxLength: 256 }),
  }),
  output: Type.Object({}),
})

export const TimedRuleName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[0-9a-zA-Z._-]+$',
})

/** In minutes, ten years at most. */
const AfterMinutes = Type.Integer({ minimum: 1, maximum: 5_256_000 })

/** What is to follow so long after the time that a field of a case holds. */
export const PutTimedRule = operation({
  name: 'PutTimedRule',
  method: 'PUT',
  path: '/_opencases/timed-rules/{domainId}/{name}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ServiceQuotaExceededException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    name: TimedRuleName,
    fieldId: FieldId,
    afterMinutes: AfterMinutes,
    filter: Type.Optional(CaseFilter),
    actions: Type.Array(RuleAction, { minItems: 1, maxItems: 10 }),
  }),
  output: Type.Object({ timedRuleArn: Type.String() }),
})

export const ListTimedRules = operation({
  name: 'ListTimedRules',
  method: 'GET',
  path: '/_opencases/timed-rules/{domainId}',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({ domainId: DomainId }),
  output: Type.Object({
    timedRules: Type.Array(
      Type.Object({
        name: TimedRuleName,
        timedRuleArn: Type.String(),
        fieldId: FieldId,
        afterMinutes: AfterMinutes,
        filter: Type.Optional(CaseFilter),
        actions: Type.Array(RuleAction),
        createdTime: Timestamp,
        lastModifiedTime: Timestamp,
      }),
    ),
  }),
})

export const DeleteTimedRule = operation({
  name: 'DeleteTimedRule',
  method: 'DELETE',
  path: '/_opencases/timed-rules/{domainId}/{name}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({ domainId: DomainId, name: TimedRuleName }),
  output: Type.Object({}),
})
