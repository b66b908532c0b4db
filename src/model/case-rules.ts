// Case rules (the console calls them case field conditions): required, hidden, dependent options.
import type { Static } from 'typebox'
import { CaseRuleId, DomainId, FieldId, MaxResults, NextToken, Tags } from './common.ts'
import { operation, Timestamp } from './shape.ts'
import { Type } from './type.ts'

export const CaseRuleArn = Type.String({ minLength: 1, maxLength: 500 })
export type CaseRuleArn = Static<typeof CaseRuleArn>

export const CaseRuleDescription = Type.String({ maxLength: 255 })
export type CaseRuleDescription = Static<typeof CaseRuleDescription>

export const CaseRuleError = Type.Object({
  id: CaseRuleId,
  errorCode: Type.String(),
  message: Type.Optional(Type.String()),
})
export type CaseRuleError = Static<typeof CaseRuleError>

export const CaseRuleIdentifier = Type.Object({
  id: CaseRuleId,
})
export type CaseRuleIdentifier = Static<typeof CaseRuleIdentifier>

export const CaseRuleName = Type.String({ minLength: 1, maxLength: 100, pattern: '.*[\\S]' })
export type CaseRuleName = Static<typeof CaseRuleName>

export const EmptyOperandValue = Type.Object({})
export type EmptyOperandValue = Static<typeof EmptyOperandValue>

export const OperandOne = Type.Union([Type.Object({ fieldId: FieldId })])
export type OperandOne = Static<typeof OperandOne>

export const OperandTwoStringValueString = Type.String({ minLength: 1, maxLength: 1500 })
export type OperandTwoStringValueString = Static<typeof OperandTwoStringValueString>

export const OperandTwo = Type.Union([
  Type.Object({ stringValue: OperandTwoStringValueString }),
  Type.Object({ booleanValue: Type.Boolean() }),
  Type.Object({ doubleValue: Type.Number() }),
  Type.Object({ emptyValue: EmptyOperandValue }),
])
export type OperandTwo = Static<typeof OperandTwo>

export const BooleanOperands = Type.Object({
  operandOne: OperandOne,
  operandTwo: OperandTwo,
  result: Type.Boolean(),
})
export type BooleanOperands = Static<typeof BooleanOperands>

export const BooleanCondition = Type.Cyclic(
  {
    BooleanCondition: Type.Union([
      Type.Object({ equalTo: BooleanOperands }),
      Type.Object({ notEqualTo: BooleanOperands }),
      Type.Object({
        andAll: Type.Object({
          conditions: Type.Array(Type.Ref('BooleanCondition'), { maxItems: 100 }),
        }),
      }),
      Type.Object({
        orAll: Type.Object({
          conditions: Type.Array(Type.Ref('BooleanCondition'), { maxItems: 100 }),
        }),
      }),
    ]),
  },
  'BooleanCondition',
)
export type BooleanCondition = Static<typeof BooleanCondition>

export const HiddenCaseRule = Type.Object({
  defaultValue: Type.Boolean(),
  conditions: Type.Array(BooleanCondition, { maxItems: 100 }),
})
export type HiddenCaseRule = Static<typeof HiddenCaseRule>

export const ParentChildFieldOptionValue = Type.String({ maxLength: 100, pattern: '$|^.*[\\S]' })
export type ParentChildFieldOptionValue = Static<typeof ParentChildFieldOptionValue>

export const ParentChildFieldOptionsMapping = Type.Object({
  parentFieldOptionValue: ParentChildFieldOptionValue,
  childFieldOptionValues: Type.Array(ParentChildFieldOptionValue, { maxItems: 1500 }),
})
export type ParentChildFieldOptionsMapping = Static<typeof ParentChildFieldOptionsMapping>

export const FieldOptionsCaseRule = Type.Object({
  parentFieldId: Type.Optional(FieldId),
  childFieldId: Type.Optional(FieldId),
  parentChildFieldOptionsMappings: Type.Array(ParentChildFieldOptionsMapping, {
    minItems: 1,
    maxItems: 200,
  }),
})
export type FieldOptionsCaseRule = Static<typeof FieldOptionsCaseRule>

export const RequiredCaseRule = Type.Object({
  defaultValue: Type.Boolean(),
  conditions: Type.Array(BooleanCondition, { maxItems: 100 }),
})
export type RequiredCaseRule = Static<typeof RequiredCaseRule>

export const CaseRuleDetails = Type.Union([
  Type.Object({ required: RequiredCaseRule }),
  Type.Object({ fieldOptions: FieldOptionsCaseRule }),
  Type.Object({ hidden: HiddenCaseRule }),
])
export type CaseRuleDetails = Static<typeof CaseRuleDetails>

export const GetCaseRuleResponse = Type.Object({
  caseRuleId: CaseRuleId,
  name: CaseRuleName,
  caseRuleArn: CaseRuleArn,
  rule: CaseRuleDetails,
  description: Type.Optional(CaseRuleDescription),
  deleted: Type.Optional(Type.Boolean()),
  createdTime: Type.Optional(Timestamp),
  lastModifiedTime: Type.Optional(Timestamp),
  tags: Type.Optional(Tags),
})
export type GetCaseRuleResponse = Static<typeof GetCaseRuleResponse>

export const RuleType = Type.Enum(['Required', 'Hidden', 'FieldOptions'])
export type RuleType = Static<typeof RuleType>

export const CaseRuleSummary = Type.Object({
  caseRuleId: CaseRuleId,
  name: CaseRuleName,
  caseRuleArn: CaseRuleArn,
  ruleType: RuleType,
  description: Type.Optional(CaseRuleDescription),
})
export type CaseRuleSummary = Static<typeof CaseRuleSummary>

/** Create a case rule. */
export const CreateCaseRule = operation({
  name: 'CreateCaseRule',
  method: 'POST',
  path: '/domains/{domainId}/case-rules',
  idempotent: true,
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    name: CaseRuleName,
    description: Type.Optional(CaseRuleDescription),
    rule: CaseRuleDetails,
  }),
  output: Type.Object({
    caseRuleId: CaseRuleId,
    caseRuleArn: CaseRuleArn,
  }),
})

/** Change a case rule. */
export const UpdateCaseRule = operation({
  name: 'UpdateCaseRule',
  method: 'PUT',
  path: '/domains/{domainId}/case-rules/{caseRuleId}',
  idempotent: true,
  errors: [
    'ResourceNotFoundException',
    'ValidationException',
    'ConflictException',
    'ServiceQuotaExceededException',
  ],
  input: Type.Object({
    domainId: DomainId,
    caseRuleId: CaseRuleId,
    name: Type.Optional(CaseRuleName),
    description: Type.Optional(CaseRuleDescription),
    rule: Type.Optional(CaseRuleDetails),
  }),
  output: Type.Object({}),
})

/** Soft-delete a case rule. */
export const DeleteCaseRule = operation({
  name: 'DeleteCaseRule',
  method: 'DELETE',
  path: '/domains/{domainId}/case-rules/{caseRuleId}',
  idempotent: true,
  errors: ['ResourceNotFoundException', 'ConflictException'],
  input: Type.Object({
    domainId: DomainId,
    caseRuleId: CaseRuleId,
  }),
  output: Type.Object({}),
})

/** Describe up to 50 case rules, deleted ones too. */
export const BatchGetCaseRule = operation({
  name: 'BatchGetCaseRule',
  method: 'POST',
  path: '/domains/{domainId}/rules-batch',
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    caseRules: Type.Array(CaseRuleIdentifier, { minItems: 1, maxItems: 50 }),
  }),
  output: Type.Object({
    caseRules: Type.Array(GetCaseRuleResponse, { maxItems: 50 }),
    errors: Type.Array(CaseRuleError, { maxItems: 50 }),
    unprocessedCaseRules: Type.Optional(Type.Array(CaseRuleId, { maxItems: 50 })),
  }),
})

/** List the living case rules. */
export const ListCaseRules = operation({
  name: 'ListCaseRules',
  method: 'POST',
  path: '/domains/{domainId}/rules-list/',
  query: { maxResults: 'maxResults', nextToken: 'nextToken' },
  errors: ['ResourceNotFoundException', 'ValidationException'],
  input: Type.Object({
    domainId: DomainId,
    maxResults: Type.Optional(MaxResults),
    nextToken: Type.Optional(NextToken),
  }),
  output: Type.Object({
    caseRules: Type.Array(CaseRuleSummary, { maxItems: 100 }),
    nextToken: Type.Optional(NextToken),
  }),
})
