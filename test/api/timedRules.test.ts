// PutTimedRule, ListTimedRules, DeleteTimedRule: no operations of AWS's, so by signed requests, and what they do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { endTasks, ruleSetting, setFields, task } from '../support/rule-setting.ts'
import { until } from '../support/until.ts'

const dayMs = 24 * 60 * 60 * 1000
const isOpen = { field: { equalTo: { id: 'status', value: { stringValue: 'open' } } } }

const closeStale = {
  fieldId: 'last_updated_datetime',
  afterMinutes: 14 * 24 * 60,
  filter: isOpen,
  actions: [setFields({ status: 'closed' })],
}

const timedSetting = async () => {
  const setting = await ruleSetting()
  const { domainId } = setting
  const path = (name?: string) =>
    `/_opencases/timed-rules/${domainId}${name === undefined ? '' : `/${name}`}`
  return {
    ...setting,
    path,
    put: (name: string, rule: object = closeStale) => setting.send('PUT', path(name), rule),
    list: async () => (await setting.send('GET', path())).json.timedRules,
    /** Resolves when whatever time has fired is done. */
    looked: async () => {
      await new Promise((resolve) => setTimeout(resolve, 2500))
      await setting.settled()
    },
    /** Resolves when time has fired what comes to this. */
    comesTo: (holds: () => Promise<boolean>) => until(holds, () => 'it was not fired'),
  }
}

test('[B-1270] [B-1273] a stale case is closed once, in the name of the rule', async () => {
  await using setting = await timedSetting()
  const { clock } = setting
  const { status, json } = await setting.put('close-stale')
  assert.equal(status, 200)
  const { domainId } = setting
  const form = new RegExp(`^arn:aws:cases:us-east-1:000000000000:domain/${domainId}/timed-rule/`)
  assert.match(json.timedRuleArn, form)
  const stale = await setting.newCase({ title: 'stale' })
  const touched = await setting.newCase({ title: 'touched' })
  clock.advance(7 * dayMs)
  await setting.update(touched, { summary: 'still at it' })
  clock.advance(7 * dayMs)
  const isClosed = (caseId: string) => async () =>
    isDeepStrictEqual(await setting.read(caseId, 'status'), { status: 'closed' })
  await setting.comesTo(isClosed(stale))
  await setting.looked()
  assert.deepEqual(await setting.read(stale, 'status', 'last_updated_user'), {
    status: 'closed',
    last_updated_user: json.timedRuleArn,
  })
  assert.deepEqual(await setting.read(touched, 'status'), { status: 'open' })
  clock.advance(7 * dayMs)
  await setting.comesTo(isClosed(touched))
  const history = await setting.history(stale)
  assert.deepEqual(
    history.map(({ type }) => type),
    ['Case.Updated', 'Case.Created'],
  )
})

test('[B-1273] [B-1274] each value of the field fires once, whatever the case still matches', async () => {
  await using setting = await timedSetting()
  const { clock, root, domainId } = setting
  const fieldId = await setting.newField('DateTime')
  const { status } = await setting.put('remind', {
    fieldId,
    afterMinutes: 60,
    actions: [
      {
        ActionType: 'ASSIGN_SLA',
        AssignSlaAction: {
          SlaAssignmentType: 'CASES',
          CaseSlaConfiguration: {
            Name: 'Reminded',
            Type: 'CaseField',
            FieldId: 'status',
            TargetFieldValues: [{ StringValue: 'closed' }],
            TargetSlaMinutes: 60,
          },
        },
      },
    ],
  })
  assert.equal(status, 200)
  const slas = async () =>
    (await root.searchRelatedItems({ domainId, caseId })).relatedItems?.length ?? 0
  const caseId = await setting.newCase({ [fieldId]: new Date(clock.now()).toISOString() })
  clock.advance(60 * 60_000 - 1)
  await setting.looked()
  assert.equal(await slas(), 0)
  clock.advance(20_000)
  await setting.comesTo(async () => (await slas()) === 1)
  clock.advance(dayMs)
  await setting.looked()
  assert.equal(await slas(), 1)
  await setting.update(caseId, { [fieldId]: new Date(clock.now() - 2 * 60 * 60_000).toISOString() })
  clock.advance(20_000)
  await setting.comesTo(async () => (await slas()) === 2)
})

test('[B-1271] a timed rule is listed, put again in its place, and deleted by name', async () => {
  await using setting = await timedSetting()
  await setting.put('first')
  await setting.put('second', { ...closeStale, actions: [endTasks] })
  await setting.put('first', { ...closeStale, afterMinutes: 5 })
  const rules = await setting.list()
  assert.deepEqual(
    rules.map(({ name, afterMinutes }: { name: string; afterMinutes: number }) => [
      name,
      afterMinutes,
    ]),
    [
      ['first', 5],
      ['second', 14 * 24 * 60],
    ],
  )
  assert.deepEqual(rules[1].filter, isOpen)
  assert.deepEqual(rules[1].actions, [endTasks])
  assert.equal((await setting.send('DELETE', setting.path('first'))).status, 200)
  const again = await setting.send('DELETE', setting.path('first'))
  assert.deepEqual([again.status, again.error], [404, 'ResourceNotFoundException'])
  assert.equal((await setting.list()).length, 1)
})

test('[B-1272] what cannot work is refused with a sentence', async () => {
  await using setting = await timedSetting()
  const refused = async (more: object, sentence: RegExp) => {
    const { status, error, json } = await setting.put('x', { ...closeStale, ...more })
    assert.deepEqual([status, error], [400, 'ValidationException'])
    assert.match(json.message, sentence)
  }
  await refused({ fieldId: 'title' }, /DateTime/)
  await refused({ fieldId: 'lost' }, /DateTime/)
  await refused({ fieldId: 'next_sla_breach_datetime' }, /DateTime/)
  await refused({ actions: [task] }, /no instance/)
  await refused({ actions: [setFields({ lost: 'x' })] }, /field that the domain lacks/)
  const lost = { field: { equalTo: { id: 'lost', value: { stringValue: 'x' } } } }
  await refused({ filter: lost }, /lost/)
  await refused({ afterMinutes: 0 }, /afterMinutes/)
})

test('[B-1270] timed rules have actions of their own', async () => {
  await using setting = await timedSetting()
  const keys = await setting.keyFor({
    Statement: { Effect: 'Allow', Action: 'opencases:ListTimedRules', Resource: '*' },
  })
  const denied = await setting.send('PUT', setting.path('x'), closeStale, { keys })
  assert.deepEqual([denied.status, denied.error], [403, 'AccessDeniedException'])
  assert.match(denied.json.message, /opencases:PutTimedRule on/)
  assert.equal((await setting.send('GET', setting.path(), undefined, { keys })).status, 200)
})
