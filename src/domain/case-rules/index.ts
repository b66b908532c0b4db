// What the case rules of a template say about a case. The table is typed by the model: a kind of
// rule without an entry does not compile.
import type { CaseRuleDetails } from '../../model/case-rules.ts'
import type { DomainConfig, Template } from '../domain-config.ts'
import type { FieldValues } from '../rows.ts'
import type { RuleContext } from './conditions.ts'
import { fieldOptions } from './field-options.ts'
import { hidden } from './hidden.ts'
import { required } from './required.ts'
import type { RuleArm, Verdict } from './rule.ts'

type Kinds = CaseRuleDetails extends infer D ? (D extends D ? keyof D : never) : never
type RuleOf<K extends Kinds> = Extract<CaseRuleDetails, { [Q in K]: unknown }>[K]

const arms: { readonly [K in Kinds]: RuleArm<RuleOf<K>> } = { required, hidden, fieldOptions }

/** What all rules of a template together say. */
export type Outcome = {
  readonly required: ReadonlySet<string>
  readonly hidden: ReadonlySet<string>
  /** By field, the values that every rule on it allows. */
  readonly allowed: ReadonlyMap<string, ReadonlySet<string>>
}

/** What a template without rules says. */
export const noOutcome: Outcome = { required: new Set(), hidden: new Set(), allowed: new Map() }

/**
 * Judge all living rules of a template, on fields that are not deleted, by the values of a case.
 */
export const outcomeOf = (
  domain: DomainConfig,
  template: Template,
  values: FieldValues,
): Outcome => {
  const requiredIds = new Set<string>()
  const hiddenIds = new Set<string>()
  const allowed = new Map<string, ReadonlySet<string>>()
  for (const verdict of verdicts(template, { domain, values })) {
    const { fieldId } = verdict
    if (domain.fields.get(fieldId)?.deleted !== false) continue
    if (verdict.says === 'options') {
      const others = allowed.get(fieldId)
      const both = verdict.allowed.filter((value) => others?.has(value) ?? true)
      allowed.set(fieldId, new Set(both))
    } else {
      const ids = verdict.says === 'required' ? requiredIds : hiddenIds
      ids.add(fieldId)
    }
  }
  return { required: requiredIds, hidden: hiddenIds, allowed }
}

const verdicts = function* (template: Template, context: RuleContext): Generator<Verdict> {
  for (const { caseRuleId, fieldId } of template.rules) {
    const caseRule = context.domain.caseRules.get(caseRuleId)
    if (caseRule === undefined || caseRule.deleted) continue
    const verdict = judge(caseRule.rule, fieldId, context)
    if (verdict !== undefined) yield verdict
  }
}

const judge = (
  rule: CaseRuleDetails,
  fieldId: string | undefined,
  context: RuleContext,
): Verdict | undefined => {
  if ('required' in rule) return arms.required(rule.required, fieldId, context)
  if ('hidden' in rule) return arms.hidden(rule.hidden, fieldId, context)
  return arms.fieldOptions(rule.fieldOptions, fieldId, context)
}
