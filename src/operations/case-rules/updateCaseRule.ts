// UpdateCaseRule: replaces what is given and keeps the rest (B-206, B-218, B-277).
import { refuseBadRule } from '../../domain/case-rule-definition.ts'
import { refuseMisfit } from '../../domain/template-definition.ts'
import { changeable, done, given, refuseTakenName } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'
import { refuseLargeRule, refuseTooManyValues } from './mapped-values.ts'

export const updateCaseRule = write('UpdateCaseRule', {
  checks: (call, domain) => {
    const on = checksOf('cases:UpdateCaseRule', call, domain)
    return [on.domain, on.caseRule(call.input.caseRuleId)]
  },
  load: () => ({}),
  decide: ({ input, domain, quotas, now }) => {
    const caseRule = changeable('CaseRule', domain.caseRules, input.caseRuleId)
    if (input.rule !== undefined) {
      refuseLargeRule(input.rule, quotas)
      refuseBadRule(domain, input.rule)
      refuseMisfit(domain, caseRule.id, input.rule)
    }
    refuseTakenName('CaseRule', domain.caseRules, input.name, caseRule.id)
    if (input.rule !== undefined) {
      refuseTooManyValues(domain, input.rule, quotas.mappedValuesPerDomain, caseRule.id)
    }
    const changed = given(input, ['name', 'description', 'rule'])
    if (Object.keys(changed).length === 0) return done()
    return done({
      change: 'caseRule.put',
      scope: domain.scope,
      caseRule: { ...caseRule, ...changed, modifiedAt: now },
    })
  },
})
