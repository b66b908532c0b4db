// What a rule names must be there when it is made (B-1259): else it would wait for what can never happen.
import type { RuleAction } from '../../model/connect/rule-actions.ts'
import type { DomainConfig } from '../domain-config.ts'
import { stepsOf } from './actions.ts'
import type { Condition } from './conditions.ts'

/** Says what is missing; its message is meant to be shown. */
export class RuleReferenceError extends Error {
  override readonly name = 'RuleReferenceError'
}

/** @throws RuleReferenceError at the first field or template that the domain does not have. */
export const requireReferences = (
  domain: DomainConfig,
  condition: Condition,
  actions: readonly RuleAction[],
): void => {
  requireSubjects(domain, condition)
  for (const step of stepsOf(actions)) {
    if (step.step !== 'updateCase') continue
    for (const { id } of step.fields) requireField(domain, id)
  }
}

const requireSubjects = (domain: DomainConfig, condition: Condition): void => {
  if ('all' in condition || 'any' in condition) {
    const inner = 'all' in condition ? condition.all : condition.any
    for (const each of inner) requireSubjects(domain, each)
    return
  }
  const { subject, operands } = condition
  if (subject.of === 'field') requireField(domain, subject.fieldId)
  if (subject.of !== 'template') return
  const missing = operands.some((id) => domain.templates.get(id)?.deleted !== false)
  if (missing) throw new RuleReferenceError('The rule names a template that the domain lacks.')
}

const requireField = (domain: DomainConfig, fieldId: string): void => {
  if (domain.fields.get(fieldId)?.deleted === false) return
  throw new RuleReferenceError('The rule names a field that the domain lacks.')
}
