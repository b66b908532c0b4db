// A rule on cases: what follows by itself when something happens to a case. Part of a domain's configuration.
// Events fire Amazon Connect's Contact Lens rules, of the instance that is tied to the domain; AWS has none that
// time fires, and those are ours.
import type { CaseFilter } from '../../model/case-filters.ts'
import type { RuleAction } from '../../model/connect/rule-actions.ts'
import type { RulePublishStatus } from '../../model/connect/rules.ts'
import type { Condition } from './conditions.ts'

/** The event sources that are about cases. */
export const ruleTriggers = ['OnCaseCreate', 'OnCaseUpdate', 'OnSlaBreach'] as const

export type RuleTrigger = (typeof ruleTriggers)[number]

export type Rule = ConnectRule | TimedRule

type Common = {
  readonly id: string
  readonly name: string
  /** Never: a rule goes whole. Configuration of other kinds is kept after its deletion. */
  readonly deleted: boolean
  readonly actions: readonly RuleAction[]
  readonly publishStatus: RulePublishStatus
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly modifiedAt: number
  readonly modifiedBy: string
}

/** One that an event fires, by Connect's CreateRule. */
export type ConnectRule = Common & {
  readonly trigger: RuleTrigger
  readonly instanceId: string
  /** The conditions as they were given, and as they are judged. */
  readonly function: string
  readonly condition: Condition
}

/** One that time fires: so long after the time that a field holds, while the case matches the filter. */
export type TimedRule = Common & {
  readonly trigger: 'Time'
  readonly fieldId: string
  readonly afterMinutes: number
  readonly filter?: CaseFilter
}
