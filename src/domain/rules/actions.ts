// What the actions of a rule on cases come to: operations of the API, one a step, run in the rule's name. A step is
// done once, in the transaction that says so, so an action of two operations has two.
import type { FieldValueUnion } from '../../model/common.ts'
import type {
  FieldValueUnion as ConnectValueUnion,
  RuleAction,
} from '../../model/connect/rule-actions.ts'
import type { RuleTrigger } from './rule.ts'

/** One thing to do. */
export type Step =
  | { readonly step: 'updateCase'; readonly fields: readonly Field[] }
  | { readonly step: 'assignSla'; readonly sla: Sla }
  | { readonly step: 'startTask'; readonly task: Task }
  | { readonly step: 'linkTask' }
  | { readonly step: 'endTasks' }
  | { readonly step: 'sendEvent'; readonly name: string }

type Field = { readonly id: string; readonly value: FieldValueUnion }
export type Task = NonNullable<RuleAction['TaskAction']>
export type Sla = NonNullable<NonNullable<RuleAction['AssignSlaAction']>['CaseSlaConfiguration']>

/** Says why a rule cannot have an action; its message is meant to be shown. */
export class RuleActionError extends Error {
  override readonly name = 'RuleActionError'
}

/** The steps of all actions, in their order. The actions are those that `requireActions` let pass. */
export const stepsOf = (actions: readonly RuleAction[]): readonly Step[] =>
  actions.flatMap((action, index) => armOf(action, `Actions[${index}]`).steps(action))

/**
 * @throws RuleActionError at the first action that a rule with this trigger cannot have (B-1260).
 */
export const requireActions = (actions: readonly RuleAction[], trigger: RuleTrigger): void => {
  if (actions.length === 0 || actions.length > actionsMax) {
    throw new RuleActionError(`Actions must be 1 to ${actionsMax}.`)
  }
  actions.forEach((action, index) => {
    const at = `Actions[${index}]`
    const { member, triggers, steps } = armOf(action, at)
    if (!triggers.includes(trigger)) {
      throw new RuleActionError(`${at}: ${action.ActionType} is not supported for ${trigger}.`)
    }
    const given = Object.keys(action).filter((name) => name !== 'ActionType')
    if (given.length !== 1 || given[0] !== member) {
      throw new RuleActionError(`${at} must have ${member} and no other action.`)
    }
    steps(action, at)
  })
}

const actionsMax = 10

type Arm = {
  readonly member: keyof RuleAction
  readonly triggers: readonly RuleTrigger[]
  steps(action: RuleAction, at?: string): readonly Step[]
}

const changes = ['OnCaseCreate', 'OnCaseUpdate'] as const
const all = [...changes, 'OnSlaBreach'] as const

const arms: { readonly [T in RuleAction['ActionType']]?: Arm } = {
  UPDATE_CASE: {
    member: 'UpdateCaseAction',
    triggers: changes,
    steps: ({ UpdateCaseAction }, at = '') => {
      const given = UpdateCaseAction?.Fields ?? []
      const fields = given.map(({ Id, Value }) => ({ id: Id, value: caseValueOf(Value, at) }))
      return [{ step: 'updateCase', fields }]
    },
  },
  ASSIGN_SLA: {
    member: 'AssignSlaAction',
    triggers: changes,
    steps: ({ AssignSlaAction }, at = '') => {
      const sla = AssignSlaAction?.CaseSlaConfiguration
      if (sla === undefined) {
        throw new RuleActionError(`${at}.AssignSlaAction must have a CaseSlaConfiguration.`)
      }
      return [{ step: 'assignSla', sla }]
    },
  },
  CREATE_TASK: {
    member: 'TaskAction',
    triggers: all,
    steps: ({ TaskAction: task }) =>
      task === undefined ? [] : [{ step: 'startTask', task }, { step: 'linkTask' }],
  },
  END_ASSOCIATED_TASKS: {
    member: 'EndAssociatedTasksAction',
    triggers: ['OnCaseUpdate'],
    steps: () => [{ step: 'endTasks' }],
  },
  GENERATE_EVENTBRIDGE_EVENT: {
    member: 'EventBridgeAction',
    triggers: all,
    steps: ({ EventBridgeAction }) => [{ step: 'sendEvent', name: EventBridgeAction?.Name ?? '' }],
  },
}

const armOf = ({ ActionType }: RuleAction, at: string): Arm => {
  const arm = arms[ActionType]
  if (arm === undefined) {
    throw new RuleActionError(`${at}: ${ActionType} is not supported for rules on cases.`)
  }
  return arm
}

/** A value as Connect's rules write it, in the words of Cases. */
export const caseValueOf = (value: ConnectValueUnion, at: string): FieldValueUnion => {
  const { StringValue, DoubleValue, BooleanValue, EmptyValue } = value
  const given = [StringValue, DoubleValue, BooleanValue, EmptyValue].filter(
    (each) => each !== undefined,
  )
  if (given.length !== 1) throw new RuleActionError(`${at}: a Value must have exactly one member.`)
  if (StringValue !== undefined) return { stringValue: StringValue }
  if (DoubleValue !== undefined) return { doubleValue: DoubleValue }
  return BooleanValue !== undefined ? { booleanValue: BooleanValue } : { emptyValue: {} }
}
