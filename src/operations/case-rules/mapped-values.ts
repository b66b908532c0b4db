// How many values FieldOptions rules name: one of them, and all of a domain. Rules are held in memory, deleted ones
// too, and the model lets one name 300,200: without bounds a few would fill it, and each that is stored or read back
// would hold everybody up (B-268, B-279).
import type { DomainConfig } from '../../domain/domain-config.ts'
import type { Quotas } from '../../domain/quotas.ts'
import { quotaExceeded } from '../../errors.ts'
import type { CaseRuleDetails } from '../../model/case-rules.ts'

/** Refuse a rule that is too large by itself, before it is looked at any further. */
export const refuseLargeRule = (rule: CaseRuleDetails, quotas: Quotas): void => {
  const { parents, children } = mappedValues(rule)
  if (parents > quotas.parentValuesPerRule)
    throw full('parent values of a rule', quotas.parentValuesPerRule)
  if (children > quotas.childValuesPerRule)
    throw full('child values of a rule', quotas.childValuesPerRule)
}

/** Refuse a rule, new or in place of the one of id `insteadOf`, with which a domain has too many values. */
export const refuseTooManyValues = (
  domain: DomainConfig,
  rule: CaseRuleDetails,
  quota: number,
  insteadOf?: string,
): void => {
  let count = allValues(rule)
  if (count === 0) return
  for (const other of domain.caseRules.values()) {
    if (other.id !== insteadOf) count += allValues(other.rule)
  }
  if (count > quota) throw full('values in FieldOptions rules', quota)
}

const full = (what: string, quota: number) =>
  quotaExceeded(`The quota is reached: ${what}, ${quota}`)

/** How many values a rule names. */
export const allValues = (rule: CaseRuleDetails): number => {
  const { parents, children } = mappedValues(rule)
  return parents + children
}

const mappedValues = (rule: CaseRuleDetails): { parents: number; children: number } => {
  if (!('fieldOptions' in rule)) return { parents: 0, children: 0 }
  const mappings = rule.fieldOptions.parentChildFieldOptionsMappings
  let children = 0
  for (const { childFieldOptionValues } of mappings) children += childFieldOptionValues.length
  return { parents: mappings.length, children }
}
