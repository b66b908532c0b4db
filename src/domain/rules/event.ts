// The event that an action of a rule sends (B-1268): the envelope of the events that Contact Lens rules send, about a
// case instead of a contact. Of a rule that time fires it says that it is not AWS's.
import { formatInstant } from '../../clock.ts'
import { arnsOf, connectArnsOf, type Location } from '../../ids.ts'
import type { CaseRow } from '../rows.ts'
import { ruleArn } from './rule-arn.ts'
import type { RuleStep } from './step.ts'

type Place = { readonly id: string; readonly location: Location; readonly now: number }

/** The whole envelope as JSON text. `row` is the case as it is now. */
export const ruleEvent = (
  { id, location, now }: Place,
  { firing, rule }: RuleStep,
  row: CaseRow,
  actionName: string,
): string => {
  const arns = arnsOf(location, row.scope)
  const isTimed = rule.trigger === 'Time'
  const instanceArn = isTimed ? undefined : connectArnsOf(location, rule.instanceId).instance
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': isTimed ? 'OpenCases Timed Rule Matched' : 'Contact Lens Case Rules Matched',
    source: isTimed ? 'opencases' : 'aws.connect',
    account: location.accountId,
    time: `${formatInstant(now).slice(0, 19)}Z`,
    region: location.region,
    resources: [instanceArn ?? arns.domain, arns.case(row.id)],
    detail: {
      version: '1.0',
      ruleName: rule.name,
      actionName,
      eventSource: rule.trigger,
      ...(instanceArn === undefined ? {} : { instanceArn }),
      ruleArn: ruleArn(location, row.scope, rule),
      caseArn: arns.case(row.id),
      templateId: row.templateId,
      ...(firing.slaName === undefined ? {} : { slaName: firing.slaName }),
    },
  })
}
