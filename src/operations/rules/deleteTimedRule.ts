// DeleteTimedRule: what it still had to do is left undone (B-1264).
import { timedRulesOf } from '../../domain/rules/timed.ts'
import { notFound } from '../../errors.ts'
import { write } from '../operation.ts'

export const deleteTimedRule = write('DeleteTimedRule', {
  checks: ({ arns }, domain) => [
    { action: 'opencases:DeleteTimedRule', resource: arns.domain, tags: domain?.tags },
  ],
  load: () => ({}),
  decide: ({ input, domain }) => {
    const rule = timedRulesOf(domain).find(({ name }) => name === input.name)
    if (rule === undefined) throw notFound('Rule', input.name)
    return { output: {}, changes: [{ change: 'rule.delete', scope: domain.scope, rule }] }
  },
})
