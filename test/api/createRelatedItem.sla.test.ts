// CreateRelatedItem of an Sla through the official SDK, and what the clock and the case's status make of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemSetting, minutesMs, sla } from '../support/item-setting.ts'

const start = new Date('2026-11-23T10:00:00Z')
const after = (minutes: number, ms = 0) => new Date(start.getTime() + minutesMs(minutes) + ms)

test('[B-430] [B-432] an SLA is due its minutes after it is added', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  await setting.add(caseId, sla('First answer', 10))
  assert.deepEqual(await stateOf(setting, caseId), {
    name: 'First answer',
    type: 'CaseField',
    status: 'Active',
    fieldId: 'status',
    targetFieldValues: [{ stringValue: 'closed' }],
    targetTime: after(10),
  })
  const [event] = await setting.history(caseId)
  assert.equal(event?.relatedItemType, 'Sla')
  assert.deepEqual(event?.fields, [
    { eventFieldId: 'sla.name', newValue: { stringValue: 'First answer' } },
    { eventFieldId: 'sla.status', newValue: { stringValue: 'Active' } },
    { eventFieldId: 'sla.fieldId', newValue: { stringValue: 'status' } },
    { eventFieldId: 'sla.targetFieldValues', newValue: { stringValue: 'closed' } },
    { eventFieldId: 'sla.targetTime', newValue: { stringValue: after(10).toISOString() } },
  ])
  assert.deepEqual(await setting.read(caseId, 'next_sla_breach_datetime'), {
    next_sla_breach_datetime: after(10).toISOString(),
  })
})

test('[B-433] Active and Overdue follow the clock on every read', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  await setting.add(caseId, sla('First answer', 10))
  setting.clock.advance(minutesMs(10))
  assert.equal((await stateOf(setting, caseId)).status, 'Active')
  setting.clock.advance(1)
  const overdue = await stateOf(setting, caseId)
  assert.equal(overdue.status, 'Overdue')
  assert.equal(overdue.completionTime, undefined)
  assert.deepEqual(await setting.read(caseId, 'next_sla_breach_datetime'), {})
  assert.equal((await setting.history(caseId)).length, 2)
})

test('[B-434] reaching the target until the target time is Met, after it NotMet', async () => {
  await using setting = await itemSetting()
  const [met, late] = [await setting.newCase(), await setting.newCase()]
  for (const caseId of [met, late]) await setting.add(caseId, sla('Solved', 10))
  setting.clock.advance(minutesMs(10))
  await setting.update(met, { status: 'closed' })
  setting.clock.advance(1)
  await setting.update(late, { status: 'closed' })
  const first = await stateOf(setting, met)
  assert.deepEqual([first.status, first.completionTime], ['Met', after(10)])
  const second = await stateOf(setting, late)
  assert.deepEqual([second.status, second.completionTime], ['NotMet', after(10, 1)])
  const event = (await setting.history(late)).find(({ type }) => type === 'RelatedItem.Updated')
  assert.deepEqual(event?.fields, [
    {
      eventFieldId: 'sla.status',
      oldValue: { stringValue: 'Overdue' },
      newValue: { stringValue: 'NotMet' },
    },
    {
      eventFieldId: 'sla.completionTime',
      newValue: { stringValue: after(10, 1).toISOString() },
    },
  ])
})

test('[B-435] an SLA whose target the case has already is Met at once', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase({ status: 'closed' })
  await setting.add(caseId, sla('Solved', 10))
  const state = await stateOf(setting, caseId)
  assert.deepEqual([state.status, state.completionTime], ['Met', start])
  assert.deepEqual(await setting.read(caseId, 'next_sla_breach_datetime'), {})
})

test('[B-436] Met and NotMet stay when the case is reopened', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  await setting.add(caseId, sla('Quick', 10))
  await setting.add(caseId, sla('Reopened', 10, { targetFieldValues: [{ stringValue: 'open' }] }))
  await setting.add(caseId, sla('Late', 1))
  setting.clock.advance(minutesMs(5))
  await setting.update(caseId, { status: 'closed' })
  const before = await setting.items(caseId)
  await setting.update(caseId, { status: 'open' })
  setting.clock.advance(minutesMs(60))
  await setting.update(caseId, { status: 'closed' })
  assert.deepEqual(await setting.items(caseId), before)
  const states = before.map(({ content }) => content?.sla?.slaConfiguration)
  const statuses = Object.fromEntries(states.map((state) => [state?.name, state?.status]))
  assert.deepEqual(statuses, { Quick: 'Met', Reopened: 'Met', Late: 'NotMet' })
})

test('[B-431] a status of one’s own can be the target while it is active', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const put = (active: boolean) =>
    root.batchPutFieldOptions({
      domainId,
      fieldId: 'status',
      options: [{ name: 'Waiting', value: 'waiting', active }],
    })
  const waiting = sla('Asked back', 5, { targetFieldValues: [{ stringValue: 'waiting' }] })
  const caseId = await setting.newCase()
  await setting.refuse(caseId, waiting, /active option/)
  await put(true)
  await setting.add(caseId, waiting)
  await setting.update(caseId, { status: 'waiting' })
  assert.equal((await stateOf(setting, caseId)).status, 'Met')
  await put(false)
  await setting.refuse(caseId, waiting, /active option/)
})

test('[B-430] the field of an SLA must be status, also by its ARN', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const fieldId = await setting.newField('SingleSelect', ['a'])
  for (const wrong of [undefined, 'title', 'case_reason', 'no-field', fieldId]) {
    await setting.refuse(caseId, sla('Wrong', 5, { fieldId: wrong }), /status/)
  }
  await setting.assertUntouched(caseId)
  await setting.add(caseId, sla('By ARN', 5, { fieldId: `${setting.domainArn}/field/status` }))
})

test('[B-431] exactly one target value, and it is an option of status', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const values = (targetFieldValues: object[] | undefined) => sla('Wrong', 5, { targetFieldValues })
  await setting.refuse(caseId, values(undefined), /targetFieldValues/)
  await setting.refuse(caseId, values([]), /targetFieldValues/)
  const closed = { stringValue: 'closed' }
  await setting.refuse(caseId, values([closed, closed]), /targetFieldValues/)
  for (const wrong of [{ stringValue: 'Closed' }, { booleanValue: true }, { emptyValue: {} }]) {
    await setting.refuse(caseId, values([wrong]), /active option/)
  }
  await setting.assertUntouched(caseId)
})

test('[B-432] the minutes are 1 to 1,051,200, and the name is not blank', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  for (const minutes of [0, 1_051_201]) {
    await setting.refuse(caseId, sla('Wrong', minutes), /targetSlaMinutes/)
  }
  const error = await setting.refuse(caseId, sla(' ', 5), /slaInputConfiguration\.name/)
  assert.doesNotMatch(error.message, /' '/)
  await setting.assertUntouched(caseId)
  await setting.add(caseId, sla('Two years', 1_051_200))
  assert.deepEqual((await stateOf(setting, caseId)).targetTime, after(1_051_200))
})

test('[B-437] several SLAs may have one name and one target time', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const ids = [await setting.add(caseId, sla('Same', 5)), await setting.add(caseId, sla('Same', 5))]
  assert.notEqual(ids[0], ids[1])
  const next = () => setting.read(caseId, 'next_sla_breach_datetime')
  const due = { next_sla_breach_datetime: after(5).toISOString() }
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId: ids[0] })
  assert.deepEqual(await next(), due)
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId: ids[1] })
  assert.deepEqual(await next(), {})
})

type Setting = Awaited<ReturnType<typeof itemSetting>>

const stateOf = async (setting: Setting, caseId: string) => {
  const [item] = await setting.items(caseId)
  return item?.content?.sla?.slaConfiguration ?? assert.fail('no SLA')
}
