// How conditions of a case rule decide. Values are those that the case would hold after the change;
// fields that the service sets count as they were before it, so they are empty while a case is
// created (B-342).
import type { BooleanCondition, BooleanOperands } from '../../model/case-rules.ts'
import type { FieldValueUnion } from '../../model/common.ts'
import type { DomainConfig } from '../domain-config.ts'
import { parseDateTime } from '../field-types/date-time.ts'
import { plain } from '../field-types/index.ts'
import type { FieldValues } from '../rows.ts'

/** What a rule is judged in. */
export type RuleContext = { readonly domain: DomainConfig; readonly values: FieldValues }

/** The result of the first condition that holds, else the default. */
export const firstThatHolds = (
  rule: { readonly defaultValue: boolean; readonly conditions: readonly BooleanCondition[] },
  context: RuleContext,
): boolean => {
  const decisive = rule.conditions.find((condition) => holds(condition, context))
  return (decisive && resultOf(decisive)) ?? rule.defaultValue
}

const holds = (condition: BooleanCondition, context: RuleContext): boolean => {
  if ('equalTo' in condition) return comparison(condition.equalTo, context) === true
  if ('notEqualTo' in condition) return comparison(condition.notEqualTo, context) === false
  if ('andAll' in condition) {
    return condition.andAll.conditions.every((inner) => holds(inner, context))
  }
  return condition.orAll.conditions.some((inner) => holds(inner, context))
}

/** All leaves of a compound agree (B-272), so the first one speaks for it. */
const resultOf = (condition: BooleanCondition): boolean | undefined => {
  if ('equalTo' in condition) return condition.equalTo.result
  if ('notEqualTo' in condition) return condition.notEqualTo.result
  const { conditions } = 'andAll' in condition ? condition.andAll : condition.orAll
  const [first] = conditions
  return first === undefined ? undefined : resultOf(first)
}

/**
 * Whether the operands are equal; undefined if the field is gone, and then neither way holds
 * (B-347).
 */
const comparison = (operands: BooleanOperands, context: RuleContext): boolean | undefined => {
  const { fieldId } = operands.operandOne
  const field = context.domain.fields.get(fieldId)
  if (field === undefined || field.deleted) return undefined
  const value = context.values[fieldId]
  const { operandTwo } = operands
  if ('emptyValue' in operandTwo) return value === undefined
  if (value === undefined) return false
  const wanted = plain(operandTwo as FieldValueUnion)
  if (field.type === 'DateTime' && typeof wanted === 'string') {
    return parseDateTime(wanted) === parseDateTime(String(plain(value)))
  }
  return plain(value) === wanted
}
