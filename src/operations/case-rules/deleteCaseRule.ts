// DeleteCaseRule: soft; templates stop showing and applying it (B-205, B-209, B-223, B-278).
import { conflict } from '../../errors.ts'
import { deletedCount, done, existing } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { write } from '../operation.ts'

export const deleteCaseRule = write('DeleteCaseRule', {
  checks: (call, domain) => {
    const on = checksOf('cases:DeleteCaseRule', call, domain)
    return [on.domain, on.caseRule(call.input.caseRuleId)]
  },
  load: () => ({}),
  decide: ({ input, domain, quotas, now }) => {
    const caseRule = existing('CaseRule', domain.caseRules, input.caseRuleId)
    if (caseRule.deleted) return done()
    const most = quotas.deletedCaseRulesPerDomain
    if (deletedCount(domain.caseRules) >= most) {
      throw conflict(`At most ${most} case rules of a domain can be deleted.`)
    }
    return done({
      change: 'caseRule.put',
      scope: domain.scope,
      caseRule: { ...caseRule, deleted: true, modifiedAt: now },
    })
  },
})
