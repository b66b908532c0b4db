// UpdateRule: another name, conditions, actions or status; what fired before keeps its actions (B-1264).
import { writeInstance } from '../instance-call.ts'
import { refuseTakenRuleName } from './createRule.ts'
import { checkedRule, existingRule, onRule, rulesOf, tieQuery } from './rule-call.ts'

export const updateRule = writeInstance('UpdateRule', {
  checks: (call) => [onRule('connect:UpdateRule', call.connect.rule(call.input.RuleId), call)],
  load: (call) => ({ tie: tieQuery(call) }),
  decide: (call, { tie }) => {
    const { input, principal, now } = call
    const { rule, domain } = existingRule(call, tie)
    const said = checkedRule(input, rule.trigger, domain)
    refuseTakenRuleName(rulesOf(call, tie), input.Name, rule.id)
    const changed = {
      ...rule,
      ...said,
      name: input.Name,
      publishStatus: input.PublishStatus,
      modifiedAt: now,
      modifiedBy: principal.arn,
    }
    return { output: {}, changes: [{ change: 'rule.put', scope: domain.scope, rule: changed }] }
  },
})
