// Does what fired rules say (B-1261 to B-1268). Each step is an operation of the API, run in the rule's name; the
// transaction that changes the store also says that the step is done, so it happens exactly once, whenever the server
// stops. A step that means nothing any more is left out; one that fails for the store's or a far end's sake is tried
// again, and holds back its own case only.
import type { Clock } from '../clock.ts'
import type { Configs } from '../domain/domain-config.ts'
import type { RuleFiringRow } from '../domain/rows.ts'
import { stepsOf } from '../domain/rules/actions.ts'
import type { RuleStep, StepDone } from '../domain/rules/step.ts'
import { ApiError } from '../errors.ts'
import { type Change, type Plan, query, type Store, type Write } from '../storage/contract.ts'
import type { Rounds } from './loop.ts'

/** What a step does to the store, and what it leaves for the next one. */
export type StepWrite = Write<Plan, StepDone>

type Options = {
  readonly store: Store
  readonly clock: Clock
  readonly log: { warn(fields: object, message: string): void }
  /** The write of a step; rejects with an ApiError where there is nothing to be done. */
  prepare(step: RuleStep): Promise<StepWrite>
}

const firingsPerRound = 32
const failuresMax = 12
const firstDelayMs = 1000
const longestDelayMs = 5 * 60_000

export const runRules = (options: Options): Rounds => ({
  name: 'rules on cases',
  round: async () => {
    const { store, clock } = options
    const { due } = await store.load({
      due: query('ruleFirings', { nowMs: clock.now(), limit: firingsPerRound }),
    })
    await Promise.all(due.map((firing) => advance(options, firing)))
    return due.length > 0
  },
})

/** Do the next step of a firing, or put it off. */
const advance = async (options: Options, firing: RuleFiringRow): Promise<void> => {
  const { store } = options
  const next = nextStep(store.configs, firing)
  if (next === undefined) {
    await store.write(marked(nothing, firing, { change: 'ruleFiring.delete', row: firing }))
    return
  }
  try {
    await store.write(marked(await options.prepare(next), firing))
  } catch (error) {
    await store.write(marked(nothing, firing, afterFailure(options, next, error)))
  }
}

/** Undefined when all is done, or the rule or its domain is gone. */
const nextStep = (configs: Configs, firing: RuleFiringRow): RuleStep | undefined => {
  const domain = configs.domain(firing.scope)
  const rule = domain?.rules.get(firing.ruleId)
  const step = stepsOf(firing.actions)[firing.stepsDone]
  if (domain === undefined || rule?.publishStatus !== 'PUBLISHED' || step === undefined) {
    return undefined
  }
  return { firing, rule, domain, step }
}

const nothing: StepWrite = {
  plan: () => ({}),
  decide: () => ({ answer: {}, changes: [] }),
}

/** A write that also marks the step as done, and does nothing at all where that has been marked before. */
const marked = (write: StepWrite, firing: RuleFiringRow, mark?: Change): StepWrite => ({
  plan: (configs) => ({
    ...write.plan(configs),
    '~firing': query('ruleFiring', { caseId: firing.caseId, id: firing.id }),
  }),
  decide: (rows, configs) => {
    const current = rows['~firing'] as RuleFiringRow | undefined
    if (current?.stepsDone !== firing.stepsDone || current.failures !== firing.failures) {
      return { answer: {}, changes: [] }
    }
    const { answer, changes } = write.decide(rows, configs)
    return { answer, changes: [...changes, mark ?? stepDone(firing, answer)] }
  },
})

const stepDone = (firing: RuleFiringRow, { taskArn }: StepDone): Change => {
  const stepsDone = firing.stepsDone + 1
  if (stepsDone === stepsOf(firing.actions).length)
    return { change: 'ruleFiring.delete', row: firing }
  const row = { ...firing, stepsDone, failures: 0, ...(taskArn === undefined ? {} : { taskArn }) }
  return { change: 'ruleFiring.put', row }
}

/** A refusal stays one: the step is left out. Anything else may pass. */
const afterFailure = ({ clock, log }: Options, next: RuleStep, error: unknown): Change => {
  const { firing, rule, step } = next
  const failures = firing.failures + 1
  const isRefusal = error instanceof ApiError && error.status < 500 && error.status !== 429
  const about = { ruleId: rule.id, caseId: firing.caseId, step: step.step, err: error }
  if (isRefusal || failures >= failuresMax) {
    log.warn(about, 'an action of a rule could not be done and is left out')
    return stepDone(firing, {})
  }
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** firing.failures)
  const jitterMs = delayMs * (clock.random(1)[0] ?? 0) * (0.5 / 255)
  log.warn(about, 'an action of a rule failed and is tried again')
  return {
    change: 'ruleFiring.put',
    row: { ...firing, failures, notBefore: clock.now() + Math.round(delayMs + jitterMs) },
  }
}
