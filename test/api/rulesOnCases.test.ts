// What rules do to cases (CreateRule), end to end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  endTasks,
  onField,
  ruleFunction,
  ruleSetting,
  setFields,
  sla,
  statusIs,
  task,
} from '../support/rule-setting.ts'

test('[B-1261] [B-1262] a new case gets what its rules say, in the name of the rule', async () => {
  await using setting = await ruleSetting()
  const { domainId, root } = setting
  const urgent = ruleFunction([onField('title', 'CONTAINS', ['fire'])])
  const first = await setting.newRule('OnCaseCreate', [setFields({ summary: 'Hurry' }), sla], {
    Function: urgent,
  })
  const fire = await setting.newCase({ title: 'The printer is on FIRE' })
  const lamp = await setting.newCase({ title: 'The lamp is out' })
  await setting.settled()
  assert.deepEqual(await setting.read(fire, 'summary', 'last_updated_user'), {
    summary: 'Hurry',
    last_updated_user: first.RuleArn,
  })
  assert.deepEqual(await setting.read(lamp, 'summary'), {})
  const slas = async (caseId: string) =>
    (await root.searchRelatedItems({ domainId, caseId })).relatedItems?.map(
      (item) => item?.content?.sla?.slaConfiguration?.name,
    )
  assert.deepEqual(await slas(fire), ['First reply'])
  assert.deepEqual(await slas(lamp), [])
  const history = await setting.history(fire)
  assert.deepEqual(
    history.map(({ type, performedBy }) => [type, performedBy?.iamPrincipalArn]),
    [
      ['RelatedItem.Created', first.RuleArn],
      ['Case.Updated', first.RuleArn],
      ['Case.Created', 'arn:aws:iam::000000000000:root'],
    ],
  )
})

test('[B-1258] a rule sees the case as each change left it', async () => {
  await using setting = await ruleSetting()
  await setting.newRule('OnCaseUpdate', [sla], { Function: ruleFunction([statusIs('closed')]) })
  const caseId = await setting.newCase()
  // Nobody waits between the two: the rule must not miss the first.
  await setting.update(caseId, { status: 'closed' })
  await setting.update(caseId, { status: 'open' })
  await setting.settled()
  const history = await setting.history(caseId)
  assert.equal(history.filter(({ type }) => type === 'RelatedItem.Created').length, 1)
})

test('[B-1263] rules fire one another, none twice in a chain, and five in all', async () => {
  await using setting = await ruleSetting()
  const text = (id: string, value: string) => ruleFunction([onField(id, 'EQUALS', [value])])
  // Each sets what the next one waits for, and the sixth what the first one waits for.
  for (const [index, next] of [1, 2, 3, 4, 5, 0].entries()) {
    await setting.newRule('OnCaseUpdate', [setFields({ summary: `step ${next}` })], {
      Function: text('summary', `step ${index}`),
    })
  }
  const caseId = await setting.newCase()
  await setting.update(caseId, { summary: 'step 0' })
  await setting.settled()
  assert.deepEqual(await setting.read(caseId, 'summary'), { summary: 'step 5' })
  // A rule that undoes what fired it does not go on for ever.
  const self = await setting.newRule('OnCaseUpdate', [setFields({ title: 'again' })], {
    Function: text('title', 'again'),
  })
  await setting.update(caseId, { title: 'again' })
  await setting.settled()
  const by = (await setting.history(caseId)).filter(
    ({ performedBy }) => performedBy?.iamPrincipalArn === self.RuleArn,
  )
  assert.deepEqual(by, [], 'setting what is there changes nothing')
})

test('[B-1264] drafts, and rules that went, do nothing', async () => {
  await using setting = await ruleSetting()
  const { connect, InstanceId } = setting
  const close = setFields({ status: 'closed' })
  await setting.newRule('OnCaseCreate', [close], { PublishStatus: 'DRAFT' })
  const { RuleId } = await setting.newRule('OnCaseCreate', [close])
  await connect.deleteRule({ InstanceId, RuleId })
  const caseId = await setting.newCase()
  await setting.settled()
  assert.deepEqual(await setting.read(caseId, 'status'), { status: 'open' })
})

test('[B-1265] what is refused is left out, and the rest is done', async () => {
  await using setting = await ruleSetting()
  const { root, domainId } = setting
  const fieldId = await setting.newField('Text')
  await setting.newRule('OnCaseCreate', [
    setFields({ [fieldId]: 'lost' }),
    setFields({ summary: 'kept' }),
  ])
  await root.deleteField({ domainId, fieldId })
  const caseId = await setting.newCase()
  const deleted = await setting.newCase()
  await root.deleteCase({ domainId, caseId: deleted })
  await setting.settled()
  assert.deepEqual(await setting.read(caseId, 'summary'), { summary: 'kept' })
})

test('[B-1266] [B-1267] a task is started and related, and ended when its time has come', async () => {
  await using setting = await ruleSetting()
  const { root, connect, domainId, InstanceId } = setting
  await setting.newRule('OnCaseCreate', [task])
  await setting.newRule('OnCaseUpdate', [endTasks], {
    Function: ruleFunction([statusIs('closed')]),
  })
  const caseId = await setting.newCase({ title: 'the lamp' })
  await setting.settled()
  const { relatedItems = [] } = await root.searchRelatedItems({ domainId, caseId })
  const [item] = relatedItems
  const { contactArn = '', channel } = item?.content?.contact ?? {}
  assert.deepEqual([relatedItems.length, channel], [1, 'TASK'])
  const ContactId = contactArn.slice(contactArn.lastIndexOf('/') + 1)
  const describe = async () => (await connect.describeContact({ InstanceId, ContactId })).Contact
  const started = await describe()
  assert.equal(started?.Name, 'Call about the lamp')
  assert.equal(started?.DisconnectTimestamp, undefined)
  await setting.update(caseId, { status: 'closed' })
  await setting.settled()
  assert.ok((await describe())?.DisconnectTimestamp)
  // It has ended, and a second end is none.
  await setting.update(caseId, { title: 'the lamp again' })
  await setting.settled()
  assert.equal((await root.searchRelatedItems({ domainId, caseId })).relatedItems?.length, 1)
})

test('[B-1268] an event of a rule goes to the sinks, and says which rule and case', async () => {
  await using setting = await ruleSetting()
  const { test, domainId, instanceArn } = setting
  const rule = await setting.newRule('OnCaseCreate', [
    { ActionType: 'GENERATE_EVENTBRIDGE_EVENT', EventBridgeAction: { Name: 'new-case' } },
  ])
  const caseId = await setting.newCase()
  await setting.settled()
  const outgoing = { query: 'outgoing', takes: { after: 0, limit: 10 } } as const
  const { rows } = (await test.server.store.load({ outgoing })).outgoing
  const [event] = rows.map(({ event: text }) => JSON.parse(text))
  const caseArn = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}/case/${caseId}`
  assert.equal(rows.length, 1)
  assert.equal(event['detail-type'], 'Contact Lens Case Rules Matched')
  assert.deepEqual([event.source, event.account], ['aws.connect', '000000000000'])
  assert.deepEqual(event.resources, [instanceArn, caseArn])
  assert.equal(event.detail.ruleArn, rule.RuleArn)
  assert.equal(event.detail.actionName, 'new-case')
  assert.equal(event.detail.caseArn, caseArn)
})
