// BatchGetCaseRule: rules by id, deleted ones too; an unknown id is an entry in `errors` (B-220,
// B-221).
import { toDate } from '../../clock.ts'
import { batch } from '../batch.ts'
import { given } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'

export const batchGetCaseRule = read('BatchGetCaseRule', {
  checks: (call, domain) => {
    const on = checksOf('cases:BatchGetCaseRule', call, domain)
    return [on.domain, ...call.input.caseRules.map(({ id }) => on.caseRule(id))]
  },
  load: () => ({}),
  answer: ({ input, domain, arns }) => {
    const { found, errors } = batch('CaseRule', domain.caseRules, input.caseRules)
    const caseRules = found.map((caseRule) => ({
      caseRuleId: caseRule.id,
      name: caseRule.name,
      caseRuleArn: arns.caseRule(caseRule.id),
      rule: caseRule.rule,
      ...given(caseRule, ['description']),
      deleted: caseRule.deleted,
      createdTime: toDate(caseRule.createdAt),
      lastModifiedTime: toDate(caseRule.modifiedAt),
      tags: caseRule.tags,
    }))
    return { caseRules, errors, unprocessedCaseRules: [] }
  },
})
