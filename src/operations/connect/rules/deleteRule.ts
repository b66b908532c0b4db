// DeleteRule: what it still had to do is left undone (B-1264).
import { writeInstance } from '../instance-call.ts'
import { existingRule, onRule, tieQuery } from './rule-call.ts'

export const deleteRule = writeInstance('DeleteRule', {
  checks: (call) => [onRule('connect:DeleteRule', call.connect.rule(call.input.RuleId), call)],
  load: (call) => ({ tie: tieQuery(call) }),
  decide: (call, { tie }) => {
    const { rule, domain } = existingRule(call, tie)
    return { output: {}, changes: [{ change: 'rule.delete', scope: domain.scope, rule }] }
  },
})
