// How many values the FieldOptions rules of a domain name. Rules are held in memory, deleted ones too, and the model
// lets one of them name 300,200: without a bound of ours a few would fill it (B-279).
import type { DomainConfig } from '../../domain/domain-config.ts'
import { quotaExceeded } from '../../errors.ts'
import type { CaseRuleDetails } from '../../model/case-rules.ts'

/** Refuse a rule, new or in place of the one of id `insteadOf`, with which there would be too many. */
export const refuseTooManyValues = (
  domain: DomainConfig,
  rule: CaseRuleDetails,
  quota: number,
  insteadOf?: string,
): void => {
  let count = mappedValues(rule)
  if (count === 0) return
  for (const other of domain.caseRules.values()) {
    if (other.id !== insteadOf) count += mappedValues(other.rule)
  }
  if (count > quota) {
    throw quotaExceeded(`The quota is reached: values in FieldOptions rules, ${quota}`)
  }
}

const mappedValues = (rule: CaseRuleDetails): number => {
  if (!('fieldOptions' in rule)) return 0
  let count = 0
  for (const { childFieldOptionValues } of rule.fieldOptions.parentChildFieldOptionsMappings) {
    count += 1 + childFieldOptionValues.length
  }
  return count
}
