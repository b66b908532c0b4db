// ListRules: the rules of an instance in order of creation, by status and event source (B-1253).
import { toDate } from '../../../clock.ts'
import { pageOf } from '../../paging.ts'
import { onInstance, readInstance } from '../instance-call.ts'
import { pagedAsCases } from '../paged.ts'
import { rulesOf, tieQuery } from './rule-call.ts'

const operation = 'ListRules'

export const listRules = readInstance(operation, {
  checks: (call) => [onInstance('connect:ListRules', call)],
  load: (call) => ({ tie: tieQuery(call) }),
  answer: (call, { tie }) => {
    const { InstanceId, PublishStatus, EventSourceName } = call.input
    const { rows, more } = pageOf(
      pagedAsCases(call),
      { operation, domainId: InstanceId, terms: [PublishStatus, EventSourceName] },
      {
        items: rulesOf(call, tie),
        keyOf: ({ id }) => id,
        shown: ({ publishStatus, trigger }) =>
          (PublishStatus ?? publishStatus) === publishStatus &&
          (EventSourceName ?? trigger) === trigger,
      },
    )
    return {
      RuleSummaryList: rows.map((rule) => ({
        Name: rule.name,
        RuleId: rule.id,
        RuleArn: call.connect.rule(rule.id),
        EventSourceName: rule.trigger,
        PublishStatus: rule.publishStatus,
        ActionSummaries: rule.actions.map(({ ActionType }) => ({ ActionType })),
        CreatedTime: toDate(rule.createdAt),
        LastUpdatedTime: toDate(rule.modifiedAt),
      })),
      ...(more.nextToken === undefined ? {} : { NextToken: more.nextToken }),
    }
  },
})
