// PutTimedRule: what is to follow so long after the time that a field of a case holds (B-1270 to B-1272). AWS has no
// such call: its rules know events only.
import { compileFilter } from '../../domain/case-filter.ts'
import type { DomainConfig } from '../../domain/domain-config.ts'
import { RuleActionError, requireActions } from '../../domain/rules/actions.ts'
import { RuleReferenceError, requireReferences } from '../../domain/rules/references.ts'
import type { TimedRule } from '../../domain/rules/rule.ts'
import { ruleArn } from '../../domain/rules/rule-arn.ts'
import { requireTimedActions, timedRulesOf } from '../../domain/rules/timed.ts'
import { nextBreachField } from '../../domain/system-fields.ts'
import { quotaExceeded, validation } from '../../errors.ts'
import type { Input } from '../../model/index.ts'
import { write } from '../operation.ts'

export const putTimedRule = write('PutTimedRule', {
  checks: ({ arns }, domain) => [
    { action: 'opencases:PutTimedRule', resource: arns.domain, tags: domain?.tags },
  ],
  load: () => ({}),
  decide: ({ input, domain, location, newId, now, principal, quotas }) => {
    refuseUnfitting(input, domain)
    const rules = timedRulesOf(domain)
    const known = rules.find(({ name }) => name === input.name)
    if (known === undefined && rules.length >= quotas.timedRulesPerDomain) {
      throw quotaExceeded(`The quota is reached: TimedRule, ${quotas.timedRulesPerDomain}`)
    }
    const { name, fieldId, afterMinutes, filter, actions } = input
    const rule: TimedRule = {
      id: known?.id ?? newId(),
      name,
      deleted: false,
      trigger: 'Time',
      fieldId,
      afterMinutes,
      ...(filter === undefined ? {} : { filter }),
      actions,
      publishStatus: 'PUBLISHED',
      createdAt: known?.createdAt ?? now,
      modifiedAt: now,
      modifiedBy: principal.arn,
    }
    return {
      output: { timedRuleArn: ruleArn(location, domain.scope, rule) },
      changes: [{ change: 'rule.put', scope: domain.scope, rule }],
    }
  },
})

const refuseUnfitting = (
  { fieldId, filter, actions }: Input<'PutTimedRule'>,
  domain: DomainConfig,
): void => {
  const field = domain.fields.get(fieldId)
  // What a case does not store cannot be looked for by a time of its own.
  if (
    field === undefined ||
    field.deleted ||
    field.type !== 'DateTime' ||
    fieldId === nextBreachField
  ) {
    throw validation('The fieldId must be that of a DateTime field of the domain.')
  }
  compileFilter(domain, filter)
  try {
    requireActions(actions, 'OnCaseUpdate')
    requireTimedActions(actions)
    requireReferences(domain, { all: [] }, actions)
  } catch (error) {
    const isRefusal = error instanceof RuleActionError || error instanceof RuleReferenceError
    throw isRefusal ? validation(error.message) : error
  }
}
