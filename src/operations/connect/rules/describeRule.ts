// DescribeRule: a rule as it was given (B-1252).
import { toDate } from '../../../clock.ts'
import { readInstance } from '../instance-call.ts'
import { existingRule, onRule, tieQuery } from './rule-call.ts'

export const describeRule = readInstance('DescribeRule', {
  checks: (call) => [onRule('connect:DescribeRule', call.connect.rule(call.input.RuleId), call)],
  load: (call) => ({ tie: tieQuery(call) }),
  answer: (call, { tie }) => {
    const { rule } = existingRule(call, tie)
    return {
      Rule: {
        Name: rule.name,
        RuleId: rule.id,
        RuleArn: call.connect.rule(rule.id),
        TriggerEventSource: { EventSourceName: rule.trigger },
        Function: rule.function,
        Actions: [...rule.actions],
        PublishStatus: rule.publishStatus,
        CreatedTime: toDate(rule.createdAt),
        LastUpdatedTime: toDate(rule.modifiedAt),
        LastUpdatedBy: rule.modifiedBy,
      },
    }
  },
})
