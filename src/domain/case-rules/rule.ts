// What a kind of case rule must answer: what it says about a field of a case, if it says anything.
import type { RuleContext } from './conditions.ts'

export type Verdict =
  | { readonly fieldId: string; readonly says: 'hidden' | 'required' }
  /** The only values that the field may take. */
  | { readonly fieldId: string; readonly says: 'options'; readonly allowed: readonly string[] }

/** `fieldId` is the field that the template puts the rule on. */
export type RuleArm<Rule> = (
  rule: Rule,
  fieldId: string | undefined,
  context: RuleContext,
) => Verdict | undefined
