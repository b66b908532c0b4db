// What the operations on rules share: the domain that the instance is tied to, whose configuration has the rules
// (B-1251), and the check of what a request says.
import type { ConnectResourceRow } from '../../../domain/connect/rows.ts'
import { ofKind } from '../../../domain/connect/rows.ts'
import type { DomainConfig } from '../../../domain/domain-config.ts'
import { RuleActionError, requireActions } from '../../../domain/rules/actions.ts'
import { parseFunction, RuleFunctionError } from '../../../domain/rules/function.ts'
import { RuleReferenceError, requireReferences } from '../../../domain/rules/references.ts'
import type { ConnectRule, RuleTrigger } from '../../../domain/rules/rule.ts'
import { invalidRequest, notFound } from '../../../errors.ts'
import { parseArn } from '../../../ids.ts'
import type { RuleAction } from '../../../model/connect/rule-actions.ts'
import { query } from '../../../storage/contract.ts'
import type { Check } from '../../operation.ts'
import { type InstanceCall, instanceKey } from '../instance-call.ts'

type InInstance = { readonly InstanceId: string }

/** The question for what ties the instance to a domain. */
export const tieQuery = ({ input }: InstanceCall<InInstance>) =>
  query('connectResourceByName', {
    instanceId: input.InstanceId,
    kind: 'integration-association',
    name: 'CASES_DOMAIN',
  })

/** The domain that the instance is tied to, if there is one. */
export const tiedDomain = (
  { configs, location }: InstanceCall<InInstance>,
  tie: ConnectResourceRow | undefined,
): DomainConfig | undefined => {
  const association = ofKind('integration-association', tie)
  if (association === undefined) return undefined
  const arn = parseArn(location, association.document.IntegrationArn)
  return arn?.kind === 'domain' ? configs.domain(arn.id) : undefined
}

/** The living rules of the instance, in order of creation. */
export const rulesOf = (
  call: InstanceCall<InInstance>,
  tie: ConnectResourceRow | undefined,
): readonly ConnectRule[] => {
  const rules = tiedDomain(call, tie)?.rules.values() ?? []
  return [...rules].flatMap((rule) =>
    rule.trigger !== 'Time' && rule.instanceId === call.input.InstanceId ? [rule] : [],
  )
}

/** The rule that was asked for, and its domain. */
export const existingRule = (
  call: InstanceCall<InInstance & { readonly RuleId: string }>,
  tie: ConnectResourceRow | undefined,
): { readonly rule: ConnectRule; readonly domain: DomainConfig } => {
  const { RuleId } = call.input
  const domain = tiedDomain(call, tie)
  const rule = rulesOf(call, tie).find(({ id }) => id === RuleId)
  if (domain === undefined || rule === undefined) throw notFound('Rule', RuleId)
  return { rule, domain }
}

/** The check on a rule: `resource` is its ARN, or that of a rule about to be made. */
export const onRule = (
  action: string,
  resource: string,
  { input }: InstanceCall<InInstance>,
): Check => ({ action, resource, keys: instanceKey(input) })

type Said = { readonly Function: string; readonly Actions: readonly RuleAction[] }

/** What a rule says, checked; InvalidRequestException with a sentence where it cannot be. */
export const checkedRule = (
  { Function: text, Actions: actions }: Said,
  trigger: RuleTrigger,
  domain: DomainConfig,
) => {
  try {
    const condition = parseFunction(text, trigger)
    requireActions(actions, trigger)
    requireReferences(domain, condition, actions)
    return { function: text, condition, actions }
  } catch (error) {
    const isRefusal =
      error instanceof RuleFunctionError ||
      error instanceof RuleActionError ||
      error instanceof RuleReferenceError
    throw isRefusal ? invalidRequest(error.message) : error
  }
}
