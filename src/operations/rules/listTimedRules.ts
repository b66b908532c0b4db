// ListTimedRules: all of a domain, in order of creation; a quota bounds them (B-1271).
import { toDate } from '../../clock.ts'
import { ruleArn } from '../../domain/rules/rule-arn.ts'
import { timedRulesOf } from '../../domain/rules/timed.ts'
import { read } from '../operation.ts'

export const listTimedRules = read('ListTimedRules', {
  checks: ({ arns }, domain) => [
    { action: 'opencases:ListTimedRules', resource: arns.domain, tags: domain?.tags },
  ],
  load: () => ({}),
  answer: ({ domain, location }) => ({
    timedRules: timedRulesOf(domain).map((rule) => ({
      name: rule.name,
      timedRuleArn: ruleArn(location, domain.scope, rule),
      fieldId: rule.fieldId,
      afterMinutes: rule.afterMinutes,
      ...(rule.filter === undefined ? {} : { filter: rule.filter }),
      actions: [...rule.actions],
      createdTime: toDate(rule.createdAt),
      lastModifiedTime: toDate(rule.modifiedAt),
    })),
  }),
})
