// The steps of fired rules as writes: operations of the API, in the rule's name and without a client. `jobs/rules.ts`
// runs them and says that they are done.

import type { DomainScope } from '../../domain/domain-config.ts'
import { caseValueOf, type Sla, type Task } from '../../domain/rules/actions.ts'
import { ruleEvent } from '../../domain/rules/event.ts'
import { ruleArn } from '../../domain/rules/rule-arn.ts'
import type { RuleStep, StepDone } from '../../domain/rules/step.ts'
import { expanded } from '../../domain/rules/variables.ts'
import { ApiError, notFound } from '../../errors.ts'
import { connectArnsOf, parseConnectArn } from '../../ids.ts'
import type { Input, OperationName } from '../../model/index.ts'
import { type Plan, query, type Rows, type Store, type Write } from '../../storage/contract.ts'
import { ownWrite } from '../execute.ts'
import { handlers } from '../index.ts'
import type { Call } from '../operation.ts'

/** What every call is handed, but who calls and what for. */
export type OwnCall = Omit<
  Call<unknown>,
  'arns' | 'cause' | 'endpoint' | 'input' | 'now' | 'principal' | 'wallNow'
>

type Options = {
  readonly store: Store
  readonly call: OwnCall
  now(): number
  wallNow(): number
}

type StepWrite = Write<Plan, StepDone>

/** The write of a step. Rejects with an ApiError where it cannot be done. */
export const ruleSteps =
  (options: Options) =>
  async (step: RuleStep): Promise<StepWrite> => {
    const { firing, domain } = step
    const { caseId } = firing
    const domainId = domain.id
    switch (step.step.step) {
      case 'updateCase': {
        const input = { domainId, caseId, fields: [...step.step.fields] }
        return operation(options, step, 'UpdateCase', input)
      }
      case 'assignSla':
        return operation(options, step, 'CreateRelatedItem', {
          domainId,
          caseId,
          type: 'Sla',
          content: { sla: { slaInputConfiguration: slaInput(step.step.sla) } },
        })
      case 'startTask':
        return startTask(options, step, step.step.task)
      case 'linkTask': {
        const { taskArn } = firing
        if (taskArn === undefined) return nothing
        const content = { contact: { contactArn: taskArn } }
        const input = { domainId, caseId, type: 'Contact', content } as const
        return operation(options, step, 'CreateRelatedItem', input)
      }
      case 'endTasks':
        return endTasks(options, step)
      case 'sendEvent':
        return sendEvent(options, step, step.step.name)
    }
  }

const nothing: StepWrite = { plan: () => ({}), decide: () => ({ answer: {}, changes: [] }) }

/** An operation in the rule's name; `done` makes of its output what the next step needs. */
const operation = async <N extends OperationName>(
  { store, call, now, wallNow }: Options,
  { rule, firing }: RuleStep,
  name: N,
  input: Input<N>,
  done: (output: unknown) => StepDone = () => ({}),
): Promise<StepWrite> => {
  const arn = ruleArn(call.location, firing.scope, rule)
  const write = await ownWrite(store, {
    handler: handlers[name],
    call: {
      ...call,
      input: input as { domainId?: string },
      now: now(),
      wallNow: wallNow(),
      // Nothing that a rule does makes an address of this server's.
      endpoint: '',
      principal: { arn, accessKeyId: '', root: true },
      cause: firing.cause,
    },
  })
  return {
    plan: write.plan,
    decide: (rows, configs) => {
      const { answer, changes } = write.decide(rows, configs)
      return { answer: done(answer), changes }
    },
  }
}

const slaInput = ({ Name, Type, FieldId, TargetFieldValues, TargetSlaMinutes }: Sla) => ({
  name: Name,
  type: Type,
  ...(FieldId === undefined ? {} : { fieldId: FieldId }),
  targetFieldValues: (TargetFieldValues ?? []).map((value) =>
    caseValueOf(value, 'TargetFieldValues'),
  ),
  targetSlaMinutes: TargetSlaMinutes,
})

const taskNameMax = 512
const taskDescriptionMax = 4096

const startTask = async (options: Options, step: RuleStep, task: Task): Promise<StepWrite> => {
  const { firing, rule, domain } = step
  // Only rules of an instance have tasks (B-1260, B-1270).
  if (rule.trigger === 'Time') return nothing
  const { row } = await options.store.load({
    row: query('caseById', { scope: domain.scope, caseId: firing.caseId }),
  })
  if (row === undefined) throw notFound('Case', firing.caseId)
  const known = { row, slaName: firing.slaName, now: options.now() }
  const { Name, Description, ContactFlowId, References } = task
  const input = {
    InstanceId: rule.instanceId,
    ContactFlowId,
    Name: expanded(Name, known, taskNameMax) || rule.name,
    ...(Description === undefined
      ? {}
      : { Description: expanded(Description, known, taskDescriptionMax) }),
    ...(References === undefined ? {} : { References: references(References, known) }),
  }
  const { contact } = connectArnsOf(options.call.location, rule.instanceId)
  return operation(options, step, 'StartTaskContact', input, (output) => {
    const { ContactId } = output as { ContactId: string }
    return { taskArn: contact(ContactId) }
  })
}

const referenceMax = 4096

const references = (
  given: NonNullable<Task['References']>,
  known: Parameters<typeof expanded>[1],
) =>
  Object.fromEntries(
    Object.entries(given).map(([name, reference]) => [
      name,
      reference.Value === undefined
        ? reference
        : { ...reference, Value: expanded(reference.Value, known, referenceMax) },
    ]),
  )

const tasksMax = 200

/** Ending a task that has ended does nothing, so it does not matter how often this begins again. */
const endTasks = async (options: Options, step: RuleStep): Promise<StepWrite> => {
  const { store, call } = options
  const { scope } = step.domain
  const { caseId } = step.firing
  const { items } = await store.load({
    items: query('relatedItems', {
      scope,
      caseId,
      anyOf: [{ type: 'Contact', channels: ['TASK'] }],
      sorts: [],
      nowMs: options.now(),
      limit: tasksMax,
    }),
  })
  for (const { reference = '' } of items.rows) {
    const task = parseConnectArn(call.location, reference)
    if (task?.kind !== 'contact') continue
    const input = { InstanceId: task.instanceId, ContactId: task.id }
    try {
      await store.write(await operation(options, step, 'StopContact', input))
    } catch (error) {
      // Ended already, or no contact of this server's.
      if (!(error instanceof ApiError) || error.status >= 500) throw error
    }
  }
  return nothing
}

const sendEvent = ({ call, now }: Options, step: RuleStep, name: string): StepWrite => {
  const { scope } = step.domain
  const { caseId } = step.firing
  const write: Write<{ row: ReturnType<typeof caseQuery> }, StepDone> = {
    plan: () => ({ row: caseQuery(scope, caseId) }),
    decide: ({ row }) => {
      if (row === undefined) throw notFound('Case', caseId)
      const at = now()
      const event = ruleEvent(
        { id: call.newId(), location: call.location, now: at },
        step,
        row,
        name,
      )
      const { sequence } = row.chain
      return {
        answer: {},
        changes: [{ change: 'outbox.append', row: { scope, caseId, sequence, at, event } }],
      }
    },
  }
  // The rows are those of its own plan.
  return { plan: write.plan, decide: (rows, configs) => write.decide(rows as Rows<never>, configs) }
}

const caseQuery = (scope: DomainScope, caseId: string) => query('caseById', { scope, caseId })
