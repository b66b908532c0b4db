// Required rules: the field must have a value if the rule comes out true.
import type { RequiredCaseRule } from '../../model/case-rules.ts'
import { firstThatHolds } from './conditions.ts'
import type { RuleArm } from './rule.ts'

export const required: RuleArm<RequiredCaseRule> = (rule, fieldId, context) =>
  fieldId !== undefined && firstThatHolds(rule, context) ? { fieldId, says: 'required' } : undefined
