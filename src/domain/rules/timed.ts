// Rules that time fires (B-1270 to B-1274).
import type { RuleAction } from '../../model/connect/rule-actions.ts'
import { compileFilter } from '../case-filter.ts'
import type { DomainConfig } from '../domain-config.ts'
import { parseDateTime } from '../field-types/date-time.ts'
import type { Predicate } from '../predicate.ts'
import type { CaseRow } from '../rows.ts'
import { RuleActionError, stepsOf } from './actions.ts'
import type { TimedRule } from './rule.ts'

const minuteMs = 60_000

export const timedRulesOf = (domain: DomainConfig): readonly TimedRule[] =>
  [...domain.rules.values()].filter((rule): rule is TimedRule => rule.trigger === 'Time')

export const afterMs = ({ afterMinutes }: TimedRule): number => afterMinutes * minuteMs

/** What the cases have in common that the rule is about, whatever the time. */
export const subjectsOf = (domain: DomainConfig, { filter }: TimedRule): Predicate =>
  compileFilter(domain, filter)

/** The cases whose time has come at `now`. */
export const dueAt = (domain: DomainConfig, rule: TimedRule, now: number): Predicate => ({
  all: [subjectsOf(domain, rule), compare(rule, 'lessOrEqual', now)],
})

/** Those whose time will come after `now`. */
export const dueAfter = (domain: DomainConfig, rule: TimedRule, now: number): Predicate => ({
  all: [subjectsOf(domain, rule), compare(rule, 'greater', now)],
})

const compare = (rule: TimedRule, is: 'greater' | 'lessOrEqual', now: number): Predicate => ({
  fieldId: rule.fieldId,
  is,
  value: { kind: 'instant', instantMs: now - afterMs(rule) },
})

/** The value of the rule's field, milliseconds since the epoch. */
export const timeOf = ({ values }: CaseRow, { fieldId }: TimedRule): number | undefined => {
  const value = values[fieldId]
  return value !== undefined && 'stringValue' in value
    ? parseDateTime(value.stringValue)
    : undefined
}

/** @throws RuleActionError where an action needs an instance of Connect, which no timed rule has. */
export const requireTimedActions = (actions: readonly RuleAction[]): void => {
  const needsInstance = stepsOf(actions).some(({ step }) => step === 'startTask')
  if (needsInstance) {
    throw new RuleActionError('A timed rule has no instance of Connect that a task could be in.')
  }
}
