// CreateCaseRule: a rule that templates can attach to fields (B-270 to B-279).
import { refuseBadRule } from '../../domain/case-rule-definition.ts'
import { given, newborn, refuseOneMore, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'
import { refuseLargeRule, refuseTooManyValues } from './mapped-values.ts'

export const createCaseRule = write('CreateCaseRule', {
  checks: (call, domain) => {
    const on = checksOf('cases:CreateCaseRule', call, domain)
    return [on.domain, on.anyCaseRule]
  },
  load: () => ({}),
  decide: (call) => {
    const { input, domain, quotas, arns } = call
    refuseLargeRule(input.rule, quotas)
    refuseBadRule(domain, input.rule)
    refuseTakenName('CaseRule', domain.caseRules, input.name)
    refuseOneMore('CaseRule', domain.caseRules.values(), quotas.caseRulesPerDomain)
    refuseTooManyValues(domain, input.rule, quotas.mappedValuesPerDomain)
    const caseRule = {
      ...newborn(call, input.name),
      ...given(input, ['description']),
      rule: input.rule,
    }
    return {
      output: { caseRuleId: caseRule.id, caseRuleArn: arns.caseRule(caseRule.id) },
      changes: [{ change: 'caseRule.put', scope: domain.scope, caseRule }],
    }
  },
})
