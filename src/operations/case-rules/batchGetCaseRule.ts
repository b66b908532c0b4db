// BatchGetCaseRule: rules by id, deleted ones too; an unknown id is an entry in `errors` (B-220,
// B-221). What would make the answer too large to be written at once is left for another call (B-278).
import { toDate } from '../../clock.ts'
import type { CaseRule } from '../../domain/domain-config.ts'
import { batch } from '../batch.ts'
import { given } from '../configuration.ts'
import { checksOf } from '../configuration-checks.ts'
import { read } from '../operation.ts'
import { allValues } from './mapped-values.ts'

export const batchGetCaseRule = read('BatchGetCaseRule', {
  checks: (call, domain) => {
    const on = checksOf('cases:BatchGetCaseRule', call, domain)
    return [on.domain, ...call.input.caseRules.map(({ id }) => on.caseRule(id))]
  },
  load: () => ({}),
  answer: ({ input, domain, arns, quotas }) => {
    const { found, errors } = batch('CaseRule', domain.caseRules, input.caseRules)
    const { fit, left } = fitting(found, quotas.childValuesPerRule)
    const caseRules = fit.map((caseRule) => ({
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
    return { caseRules, errors, unprocessedCaseRules: left.map(({ id }) => id) }
  },
})

/** Rules in their order until the next would name more than `valuesMax` values with them; the first always fits. */
const fitting = (rules: readonly CaseRule[], valuesMax: number) => {
  let values = 0
  const end = rules.findIndex(({ rule }, index) => {
    values += allValues(rule)
    return index > 0 && values > valuesMax
  })
  return end === -1
    ? { fit: rules, left: [] }
    : { fit: rules.slice(0, end), left: rules.slice(end) }
}
