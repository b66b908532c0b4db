// CreateRule, UpdateRule, DescribeRule, ListRules, DeleteRule through the official SDK; what rules do is in
// rulesOnCases.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectWith, instanceInput } from '../support/connect.ts'
import { expectError } from '../support/errors.ts'
import { endTasks, onField, ruleFunction, ruleSetting, setFields } from '../support/rule-setting.ts'
import { startTestServer } from '../support/server.ts'

const close = setFields({ status: 'closed' })

test('[B-1252] a rule is described as it was given, and as it was changed', async () => {
  await using setting = await ruleSetting()
  const { connect, InstanceId, clock } = setting
  const input = setting.input('OnCaseUpdate', [close], { Name: 'first' })
  const { RuleId, RuleArn } = await connect.createRule(input)
  const { instanceArn } = setting
  assert.equal(RuleArn, `${instanceArn}/rule/${RuleId}`)
  const created = new Date(clock.now())
  const { Rule } = await connect.describeRule({ InstanceId, RuleId })
  const { Function: text, Actions, TriggerEventSource, PublishStatus, Name } = input
  const root = 'arn:aws:iam::000000000000:root'
  const given = {
    RuleId,
    RuleArn,
    Name,
    Function: text,
    Actions,
    TriggerEventSource,
    PublishStatus,
  }
  const times = { CreatedTime: created, LastUpdatedTime: created, LastUpdatedBy: root }
  assert.deepEqual(Rule, { ...given, ...times })

  clock.advance(5000)
  const change = { Name: 'second', Function: ruleFunction([onField('title', 'CONTAINS', ['x'])]) }
  const status = { PublishStatus: 'DRAFT' as const, Actions: [endTasks] }
  await connect.updateRule({ InstanceId, RuleId, ...change, ...status })
  const later = { LastUpdatedTime: new Date(clock.now()) }
  const after = await connect.describeRule({ InstanceId, RuleId })
  assert.deepEqual(after.Rule, { ...given, ...times, ...later, ...change, ...status })

  await connect.deleteRule({ InstanceId, RuleId })
  await expectError(connect.describeRule({ InstanceId, RuleId }), 'ResourceNotFoundException')
  await expectError(connect.deleteRule({ InstanceId, RuleId }), 'ResourceNotFoundException')
})

test('[B-1252] two rules of an instance cannot have one name', async () => {
  await using setting = await ruleSetting()
  const { connect, InstanceId } = setting
  const { RuleId } = await setting.newRule('OnCaseCreate', [close], { Name: 'first' })
  const again = setting.input('OnCaseUpdate', [close], { Name: 'first' })
  await expectError(connect.createRule(again), 'ResourceConflictException')
  const other = await setting.newRule('OnCaseCreate', [close], { Name: 'second' })
  const { TriggerEventSource: _, ...change } = again
  await expectError(
    connect.updateRule({ ...change, RuleId: other.RuleId }),
    'ResourceConflictException',
  )
  await connect.updateRule({ ...change, RuleId })
  await connect.deleteRule({ InstanceId, RuleId })
  await connect.createRule(again)
})

test('[B-1250] [B-1255] [B-1259] [B-1260] what cannot work is refused with a sentence', async () => {
  await using setting = await ruleSetting()
  const { connect } = setting
  const refused = async (sentence: RegExp, ...rule: Parameters<typeof setting.input>) =>
    expectError(connect.createRule(setting.input(...rule)), 'InvalidRequestException', sentence)
  await refused(/OnCaseCreate, OnCaseUpdate, OnSlaBreach/, 'OnMetricDataUpdate', [close])
  await refused(/not JSON/, 'OnCaseUpdate', [close], { Function: 'status = open' })
  const lost = ruleFunction([onField('lost', 'EQUALS', ['x'])])
  await refused(/field that the domain lacks/, 'OnCaseUpdate', [close], { Function: lost })
  await refused(/field that the domain lacks/, 'OnCaseUpdate', [setFields({ lost: 'x' })])
  const template = {
    Operator: 'CONTAINS_ANY',
    Operands: ['x'],
    ComparisonValue: '$.Case.TemplateId',
  }
  await refused(/template/, 'OnCaseUpdate', [close], { Function: ruleFunction([template]) })
  await refused(/END_ASSOCIATED_TASKS is not supported/, 'OnCaseCreate', [endTasks])
  const email = { DeliveryMethod: 'EMAIL', Content: 'x', ContentType: 'PLAIN_TEXT', Recipient: {} }
  await refused(/SEND_NOTIFICATION/, 'OnCaseCreate', [
    { ActionType: 'SEND_NOTIFICATION', SendNotificationAction: email as never },
  ])
})

test('[B-1251] rules need a domain, and the tie stays while there are rules', async () => {
  await using setting = await ruleSetting()
  const { connect, InstanceId } = setting
  const { RuleId } = await setting.newRule('OnCaseUpdate', [close])
  const { IntegrationAssociationSummaryList: ties = [] } =
    await connect.listIntegrationAssociations({ InstanceId })
  const [tie] = ties
  const untie = () =>
    connect.deleteIntegrationAssociation({
      InstanceId,
      IntegrationAssociationId: tie?.IntegrationAssociationId,
    })
  await expectError(untie(), 'InvalidRequestException', /rules on cases/)
  await connect.deleteRule({ InstanceId, RuleId })
  await untie()
  const input = setting.input('OnCaseUpdate', [close])
  await expectError(connect.createRule(input), 'InvalidRequestException', /CASES_DOMAIN/)
  assert.deepEqual((await connect.listRules({ InstanceId })).RuleSummaryList, [])
})

test('[B-1253] rules are listed page by page, by status and event source if asked', async () => {
  await using setting = await ruleSetting()
  const { connect, InstanceId } = setting
  const first = await setting.newRule('OnCaseCreate', [close], { Name: 'a' })
  const second = await setting.newRule('OnCaseUpdate', [close, endTasks], { Name: 'b' })
  const third = await setting.newRule('OnCaseUpdate', [close], { PublishStatus: 'DRAFT' })
  const list = async (more: object = {}) => {
    const { RuleSummaryList: rules, NextToken } = await connect.listRules({ InstanceId, ...more })
    return { ids: (rules ?? []).map(({ RuleId }) => RuleId), rules, NextToken }
  }
  const all = await list()
  assert.deepEqual(all.ids, [first.RuleId, second.RuleId, third.RuleId])
  const at = new Date(setting.clock.now())
  assert.deepEqual(all.rules?.[1], {
    Name: 'b',
    RuleId: second.RuleId,
    RuleArn: second.RuleArn,
    EventSourceName: 'OnCaseUpdate',
    PublishStatus: 'PUBLISHED',
    ActionSummaries: [{ ActionType: 'UPDATE_CASE' }, { ActionType: 'END_ASSOCIATED_TASKS' }],
    CreatedTime: at,
    LastUpdatedTime: at,
  })
  assert.deepEqual((await list({ PublishStatus: 'DRAFT' })).ids, [third.RuleId])
  assert.deepEqual((await list({ EventSourceName: 'OnCaseCreate' })).ids, [first.RuleId])
  const { ids, NextToken } = await list({ MaxResults: 2 })
  assert.deepEqual(ids, [first.RuleId, second.RuleId])
  assert.deepEqual((await list({ MaxResults: 2, NextToken })).ids, [third.RuleId])
  const other = list({ NextToken, PublishStatus: 'DRAFT' })
  await expectError(other, 'InvalidRequestException', /NextToken/i)
})

test('[B-1254] a client token gives the first answer, and rules have a quota', async () => {
  await using server = await startTestServer({ settings: { quotas: 'rulesPerInstance=1' } })
  const connect = connectWith(server)
  const { Id: InstanceId } = await connect.createInstance(instanceInput('acme'))
  const { domainArn } = await server.client.createDomain({ name: 'support' })
  const IntegrationType = 'CASES_DOMAIN'
  const tie = { InstanceId, IntegrationType, IntegrationArn: domainArn } as const
  await connect.createIntegrationAssociation(tie)
  const input = {
    InstanceId,
    Name: 'first',
    TriggerEventSource: { EventSourceName: 'OnCaseUpdate' },
    Function: ruleFunction([onField('status', 'EQUALS', ['open'])]),
    Actions: [close],
    PublishStatus: 'PUBLISHED',
    ClientToken: 'once',
  } as const
  const { RuleId } = await connect.createRule({ ...input, Actions: [...input.Actions] })
  const again = await connect.createRule({ ...input, Actions: [...input.Actions] })
  assert.equal(again.RuleId, RuleId)
  const another = { ...input, Actions: [...input.Actions], Name: 'second' }
  await expectError(connect.createRule(another), 'ResourceConflictException', /client token/)
  await expectError(
    connect.createRule({ ...another, ClientToken: 'twice' }),
    'ServiceQuotaExceededException',
  )
})
