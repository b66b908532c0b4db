// Hidden rules: the field is not shown if the rule comes out true. A hidden field may hold a value,
// and a request may write it: hiding is a matter of the screen (B-346).
import type { HiddenCaseRule } from '../../model/case-rules.ts'
import { firstThatHolds } from './conditions.ts'
import type { RuleArm } from './rule.ts'

export const hidden: RuleArm<HiddenCaseRule> = (rule, fieldId, context) =>
  fieldId !== undefined && firstThatHolds(rule, context) ? { fieldId, says: 'hidden' } : undefined
