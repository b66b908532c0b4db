// ListCaseRules: the living rules in order of creation (B-207, B-208).
import { ruleType } from '../../domain/case-rule-definition.ts'
import { given } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'
import { livingOf, pageOf } from '../paging.ts'

export const listCaseRules = read('ListCaseRules', {
  checks: (call, domain) => [checksOf('cases:ListCaseRules', call, domain).domain],
  load: () => ({}),
  answer: (call) => {
    const { domain, arns } = call
    const question = { operation: 'ListCaseRules', domainId: domain.id }
    const { rows, more } = pageOf(call, question, livingOf(domain.caseRules))
    const caseRules = rows.map((caseRule) => ({
      caseRuleId: caseRule.id,
      name: caseRule.name,
      caseRuleArn: arns.caseRule(caseRule.id),
      ruleType: ruleType(caseRule.rule),
      ...given(caseRule, ['description']),
    }))
    return { caseRules, ...more }
  },
})
