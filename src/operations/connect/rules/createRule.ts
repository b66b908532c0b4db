// CreateRule: what is to follow when a case is created or updated, or an SLA breached (B-1250 to B-1260).
import { type ConnectRule, type RuleTrigger, ruleTriggers } from '../../../domain/rules/rule.ts'
import { ApiError, invalidRequest, quotaExceeded } from '../../../errors.ts'
import type { Input, Output } from '../../../model/index.ts'
import { type ClientToken, firstAnswer, remembered, repeated } from '../../client-token.ts'
import { writeInstance } from '../instance-call.ts'
import { checkedRule, onRule, rulesOf, tiedDomain, tieQuery } from './rule-call.ts'

export const createRule = writeInstance('CreateRule', {
  checks: (call) => [onRule('connect:CreateRule', call.connect.any('rule'), call)],
  load: (call) => ({ tie: tieQuery(call), first: firstAnswer(call, tokenOf(call.input)) }),
  decide: (call, { tie, first }) => {
    const { input, connect, quotas, principal, now } = call
    const token = tokenOf(input)
    const answered = repeated<Output<'CreateRule'>>(token, first, resourceConflict)
    if (answered !== undefined) return { output: answered, changes: [] }
    const trigger = triggerOf(input)
    const domain = tiedDomain(call, tie)
    if (domain === undefined) {
      throw invalidRequest(
        'The instance is tied to no domain: it needs a CASES_DOMAIN integration.',
      )
    }
    const said = checkedRule(input, trigger, domain)
    const rules = rulesOf(call, tie)
    refuseTakenRuleName(rules, input.Name)
    if (rules.length >= quotas.rulesPerInstance) {
      throw quotaExceeded(`The quota is reached: Rule, ${quotas.rulesPerInstance}`)
    }
    const rule: ConnectRule = {
      id: call.newId(),
      name: input.Name,
      deleted: false,
      instanceId: input.InstanceId,
      trigger,
      ...said,
      publishStatus: input.PublishStatus,
      createdAt: now,
      modifiedAt: now,
      modifiedBy: principal.arn,
    }
    const output = { RuleId: rule.id, RuleArn: connect.rule(rule.id) }
    return {
      output,
      changes: [
        { change: 'rule.put', scope: domain.scope, rule },
        ...remembered(call, token, output),
      ],
    }
  },
})

const tokenOf = ({ ClientToken: token, ...request }: Input<'CreateRule'>): ClientToken => ({
  operation: 'CreateRule',
  place: request.InstanceId,
  token,
  request,
})

const resourceConflict = (message: string) => new ApiError('ResourceConflictException', message)

/** No two rules of an instance have one name. */
export const refuseTakenRuleName = (
  rules: readonly ConnectRule[],
  name: string,
  except?: string,
): void => {
  if (rules.some((rule) => rule.name === name && rule.id !== except)) {
    throw resourceConflict('Another rule has this name.')
  }
}

const triggerOf = ({ TriggerEventSource }: Input<'CreateRule'>): RuleTrigger => {
  const { EventSourceName } = TriggerEventSource
  const trigger = ruleTriggers.find((name) => name === EventSourceName)
  if (trigger === undefined) {
    throw invalidRequest(`Rules are on ${ruleTriggers.join(', ')} here, not ${EventSourceName}.`)
  }
  return trigger
}
