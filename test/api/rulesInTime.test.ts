// Rules (CreateRule, PutTimedRule) under a clock that a test moves: what they do happens at the time that it is due,
// however far the clock is moved at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectWith, instanceInput } from '../support/connect.ts'
import { ruleFunction, setFields, statusIs, task } from '../support/rule-setting.ts'
import { after, timeSetting } from '../support/time-setting.ts'

const dayMs = 24 * 60 * 60 * 1000
const closed = 24 * 60 * 14

test('[B-1274] a clock that is moved a month stops where a case grows stale', async () => {
  await using setting = await timeSetting()
  const { domainId } = setting
  const put = await setting
    .server()
    .send('PUT', `/_opencases/timed-rules/${domainId}/close-stale`, {
      fieldId: 'last_updated_datetime',
      afterMinutes: closed,
      filter: { field: { equalTo: { id: 'status', value: { stringValue: 'open' } } } },
      actions: [setFields({ status: 'closed' })],
    })
  assert.equal(put.status, 200, put.text)
  const first = await setting.newCase()
  await setting.pass(3 * dayMs)
  const second = await setting.newCase()
  await setting.pass(30 * dayMs)
  const times = async (caseId: string) => (await setting.history(caseId)).map(({ at }) => at)
  assert.deepEqual(await times(first), [after(0), after(closed)])
  assert.deepEqual(await times(second), [after(3 * 24 * 60), after(3 * 24 * 60 + closed)])
})

test('[B-1260] [B-1261] a breach fires its rules at the time of the breach, once', async () => {
  await using setting = await timeSetting()
  const { domainId } = setting
  const connect = connectWith(setting.server())
  const { Id: InstanceId } = await connect.createInstance(instanceInput('acme'))
  const { domainArn } = await setting.client().getDomain({ domainId })
  await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn: domainArn,
  })
  const isSolved = {
    Operator: 'CONTAINS_ANY',
    Operands: ['Solved'],
    ComparisonValue: '$.RelatedItem.SlaConfiguration.Name',
    Negate: false,
  }
  await connect.createRule({
    InstanceId,
    Name: 'late',
    TriggerEventSource: { EventSourceName: 'OnSlaBreach' },
    Function: ruleFunction([isSolved, statusIs('open')]),
    Actions: [task],
    PublishStatus: 'PUBLISHED',
  })
  const late = await setting.newCase()
  await setting.addSla(late, 60)
  await setting.addSla(late, 30, 'Another')
  const solved = await setting.newCase()
  await setting.addSla(solved, 60)
  await setting.update(solved, { status: 'closed' })
  await setting.pass(dayMs)
  const tasks = async (caseId: string) =>
    (await setting.history(caseId)).filter(({ type }) => type === 'RelatedItem.Created')
  // The SLAs themselves, and the task at the first millisecond after the target.
  assert.deepEqual(
    (await tasks(late)).map(({ at }) => at),
    [after(0), after(0), after(60, 1)],
  )
  assert.equal((await tasks(solved)).length, 1)
  connect.destroy()
})
