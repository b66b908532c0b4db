// A case setting whose domain is tied to a Connect instance, for tests that are about rules on cases.
import type { CreateRuleCommandInput, EventSourceName, RuleAction } from '@aws-sdk/client-connect'
import { caseSetting } from './case-setting.ts'
import { connectWith, instanceInput } from './connect.ts'

export const ruleFunction = (Operands: object[], Operator = 'AND') =>
  JSON.stringify({ Version: '2022-11-25', RuleFunction: { Operator, Operands } })

export const onField = (
  fieldId: string,
  Operator: string,
  Operands: unknown[],
  Negate = false,
) => ({
  Operator,
  Operands,
  ComparisonValue: `$.Case.Fields.${fieldId}`,
  Negate,
})

export const statusIs = (status: string) => onField('status', 'EQUALS', [status])

export const setFields = (fields: Readonly<Record<string, string>>): RuleAction => ({
  ActionType: 'UPDATE_CASE',
  UpdateCaseAction: {
    Fields: Object.entries(fields).map(([Id, StringValue]) => ({ Id, Value: { StringValue } })),
  },
})

export const task: RuleAction = {
  ActionType: 'CREATE_TASK',
  TaskAction: { Name: 'Call about $.Case.Fields.title', ContactFlowId: 'flow' },
}

export const endTasks: RuleAction = {
  ActionType: 'END_ASSOCIATED_TASKS',
  EndAssociatedTasksAction: {},
}

export const sla: RuleAction = {
  ActionType: 'ASSIGN_SLA',
  AssignSlaAction: {
    SlaAssignmentType: 'CASES',
    CaseSlaConfiguration: {
      Name: 'First reply',
      Type: 'CaseField',
      FieldId: 'status',
      TargetFieldValues: [{ StringValue: 'closed' }],
      TargetSlaMinutes: 60,
    },
  },
}

export const ruleSetting = async () => {
  const setting = await caseSetting()
  const { test, domainId, root } = setting
  const connect = connectWith(test)
  const { Id: InstanceId = '', Arn: instanceArn = '' } = await connect.createInstance(
    instanceInput('acme'),
  )
  const { domainArn } = await root.getDomain({ domainId })
  await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn: domainArn,
  })
  const input = (
    source: EventSourceName,
    Actions: RuleAction[],
    more: Partial<CreateRuleCommandInput> = {},
  ): CreateRuleCommandInput => ({
    InstanceId,
    Name: `rule-${Math.random().toString(36).slice(2)}`,
    TriggerEventSource: { EventSourceName: source },
    Function: ruleFunction([statusIs('open')]),
    Actions,
    PublishStatus: 'PUBLISHED',
    ...more,
  })
  return {
    ...setting,
    connect,
    InstanceId,
    instanceArn,
    input,
    newRule: async (...rule: Parameters<typeof input>) => {
      const { RuleId = '', RuleArn = '' } = await connect.createRule(input(...rule))
      return { RuleId, RuleArn }
    },
    /** Resolves when everything that fired is done. */
    settled: async () => {
      const { store } = test.server
      const due = {
        query: 'ruleFirings',
        takes: { nowMs: Number.MAX_SAFE_INTEGER, limit: 1 },
      } as const
      while ((await store.load({ due })).due.length > 0) await pause(20)
    },
    [Symbol.asyncDispose]: async () => {
      connect.destroy()
      await setting[Symbol.asyncDispose]()
    },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
