// One step of one firing: what is to be done, in whose name, and why.
import type { DomainConfig } from '../domain-config.ts'
import type { RuleFiringRow } from '../rows.ts'
import type { Step } from './actions.ts'
import type { Rule } from './rule.ts'

export type RuleStep = {
  readonly firing: RuleFiringRow
  readonly rule: Rule
  readonly domain: DomainConfig
  readonly step: Step
}

/** What a step leaves for the next one. */
export type StepDone = { readonly taskArn?: string }
