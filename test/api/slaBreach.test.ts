// What is told of an SLA whose target time passes, through the official SDK: its history and the outgoing events.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { present } from '../support/case-setting.ts'
import { minutesMs } from '../support/item-setting.ts'
import { seedDomain } from '../support/seed.ts'
import { after, type TimeSetting, timeSetting } from '../support/time-setting.ts'

const created = { type: 'Case.Created', at: after(0), status: undefined }
const added = { type: 'RelatedItem.Created', at: after(0), status: ' > Active' }
const breachedAt = (at: string) => ({
  type: 'RelatedItem.Updated',
  at,
  status: 'Active > Overdue',
})

/** The outgoing events of type RELATED_ITEM.UPDATED that say Overdue. */
const overdue = async (setting: TimeSetting) =>
  (await setting.events())
    .map(({ detail }) => detail)
    .filter(({ eventType }) => eventType === 'RELATED_ITEM.UPDATED')
    .filter(({ relatedItem }) => relatedItem.sla.slaConfiguration.status === 'Overdue')

test('[B-1080] [B-1102] an SLA is told to be overdue when its target time has passed, once', async () => {
  await using setting = await timeSetting()
  const caseId = await setting.newCase()
  const itemId = await setting.addSla(caseId, 10)
  await setting.pass(minutesMs(10))
  assert.deepEqual(await setting.statusOf(caseId), ['Active'])
  assert.deepEqual(await setting.history(caseId), [created, added])
  await setting.pass(1)
  assert.deepEqual(await setting.statusOf(caseId), ['Overdue'])
  const told = [created, added, breachedAt(after(10, 1))]
  assert.deepEqual(await setting.history(caseId), told)
  for (const minutes of [1, 60, 1_051_200]) await setting.pass(minutesMs(minutes))
  assert.deepEqual(await setting.history(caseId), told)
  const [event, ...more] = await overdue(setting)
  assert.deepEqual(more, [])
  const { relatedItem, changedAttributes, approximateChangeTime } = event
  assert.deepEqual(changedAttributes, ['sla.status'])
  assert.equal(approximateChangeTime, after(10, 1))
  assert.equal(relatedItem.relatedItemId, itemId)
  assert.equal(relatedItem.sla.slaConfiguration.targetTime, after(10))
})

test('[B-1082] the clock did it, and the case is as it was updated last', async () => {
  await using setting = await timeSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const ids = ['last_updated_datetime', 'last_updated_user']
  const read = async () => {
    const fields = ids.map((id) => ({ id }))
    return (await setting.client().getCase({ domainId, caseId, fields })).fields
  }
  const before = await read()
  await setting.addSla(caseId, 1)
  await setting.pass(minutesMs(2))
  assert.deepEqual(await read(), before)
  const { auditEvents } = await setting.client().getCaseAuditEvents({ domainId, caseId })
  const clock = { iamPrincipalArn: 'arn:aws:iam::000000000000:role/opencases/clock' }
  assert.deepEqual(present(auditEvents)[0]?.performedBy, clock)
  assert.deepEqual((await overdue(setting))[0].performedBy, clock)
})

test('[B-1083] what is met, removed or deleted until its target time is told of nothing', async () => {
  await using setting = await timeSetting()
  const { domainId } = setting
  const [met, removed, deleted] = [
    await setting.newCase(),
    await setting.newCase(),
    await setting.newCase(),
  ]
  for (const caseId of [met, deleted]) await setting.addSla(caseId, 5)
  const relatedItemId = await setting.addSla(removed, 5)
  await setting.pass(minutesMs(5))
  await setting.update(met, { status: 'closed' })
  await setting.client().deleteRelatedItem({ domainId, caseId: removed, relatedItemId })
  await setting.client().deleteCase({ domainId, caseId: deleted })
  await setting.pass(minutesMs(60))
  assert.deepEqual(await overdue(setting), [])
  assert.deepEqual(await setting.statusOf(met), ['Met'])
})

/** A case with SLAs that fell due while the server was down, and the server just started again. */
const missed = async (...minutes: readonly number[]) => {
  const setting = await timeSetting()
  const caseId = await setting.newCase()
  const ids: string[] = []
  for (const each of minutes) ids.push(await setting.addSla(caseId, each, `in ${each}`))
  await setting.restartAt(after(60))
  return { ...setting, caseId, ids, [Symbol.asyncDispose]: setting[Symbol.asyncDispose] }
}

test('[B-1081] what fell due while the server was down is told when it runs again, once', async () => {
  await using setting = await missed(5, 10, 90)
  const { caseId } = setting
  await setting.pass(0)
  const told = [breachedAt(after(60)), breachedAt(after(60))]
  assert.deepEqual((await setting.history(caseId)).slice(4), told)
  await setting.restartAt(after(61))
  await setting.pass(0)
  assert.deepEqual((await setting.history(caseId)).slice(4), told)
  assert.deepEqual(await setting.statusOf(caseId), ['Active', 'Overdue', 'Overdue'])
  assert.equal((await overdue(setting)).length, 2)
})

test('[B-1083] what was due and is met late was told before, in one order', async () => {
  await using setting = await missed(5, 10, 90)
  const { caseId } = setting
  await setting.update(caseId, { status: 'closed' })
  const events = (await setting.history(caseId)).slice(4)
  assert.deepEqual(
    events.map(({ type, status }) => [type, status].filter(Boolean).join(' ')),
    [
      'RelatedItem.Updated Active > Overdue',
      'RelatedItem.Updated Active > Overdue',
      'Case.Updated',
      'RelatedItem.Updated Overdue > NotMet',
      'RelatedItem.Updated Overdue > NotMet',
      'RelatedItem.Updated Active > Met',
    ],
  )
  await setting.pass(minutesMs(600))
  assert.equal((await setting.history(caseId)).length, 10)
  assert.equal((await overdue(setting)).length, 2)
  assert.equal(await setting.nextBreach(caseId), undefined)
})

test('[B-1083] what was due and is removed late was told before', async () => {
  await using setting = await missed(5, 90)
  const { client, domainId, caseId, ids } = setting
  await client().deleteRelatedItem({ domainId, caseId, relatedItemId: ids[0] })
  const events = (await setting.history(caseId)).slice(3)
  assert.deepEqual(
    events.map(({ status }) => status),
    ['Active > Overdue', 'Overdue > '],
  )
  assert.equal((await overdue(setting)).length, 1)
  assert.equal(await setting.nextBreach(caseId), after(90))
})

test('[B-1083] of what was due others are told before its case is deleted', async () => {
  await using setting = await missed(5, 90)
  const { client, domainId, caseId } = setting
  await client().deleteCase({ domainId, caseId })
  const types = (await setting.events()).map(({ detail }) => detail.eventType)
  assert.deepEqual(types.slice(3), ['RELATED_ITEM.UPDATED', 'CASE.DELETED'])
  assert.equal((await overdue(setting)).length, 1)
})

test('[B-1084] what was told stays so when the machine’s clock is set back', async () => {
  await using setting = await timeSetting()
  const { client, domainId } = setting
  const caseId = await setting.newCase()
  await setting.addSla(caseId, 10)
  await setting.addSla(caseId, 30)
  await setting.pass(minutesMs(20))
  await setting.restartAt(after(5))
  const check = async (...expected: readonly string[]) => {
    assert.deepEqual(await setting.statusOf(caseId), expected)
    const filters = [{ sla: { status: 'Overdue' as const } }]
    const { relatedItems } = await client().searchAllRelatedItems({ domainId, filters })
    const count = expected.filter((status) => status === 'Overdue').length
    assert.equal(present(relatedItems).length, count)
  }
  await check('Active', 'Overdue')
  assert.equal(await setting.nextBreach(caseId), after(30))
  await setting.pass(minutesMs(4))
  await check('Active', 'Overdue')
  assert.equal((await overdue(setting)).length, 1)
  await setting.update(caseId, { status: 'closed' })
  await check('Met', 'NotMet')
  const [, , , told, update] = await setting.history(caseId)
  assert.equal(told?.at, after(10, 1))
  assert.equal(update?.at, after(10, 1))
})

test('[B-1085] a deleted domain tells nothing, and others are told of theirs', async () => {
  await using setting = await timeSetting()
  const other = await seedDomain(setting.client(), 'other')
  for (let index = 0; index < 60; index += 1) {
    await setting.addSla(await setting.newCase(other), 1, 'gone', other.domainId)
  }
  const caseId = await setting.newCase()
  await setting.addSla(caseId, 2)
  await setting.client().deleteDomain({ domainId: other.domainId })
  await setting.pass(minutesMs(5))
  assert.deepEqual((await setting.history(caseId)).at(-1), breachedAt(after(2, 1)))
  assert.equal((await overdue(setting)).length, 1)
})

test('[B-1086] however many fall due together, requests are answered in between', async () => {
  await using setting = await timeSetting()
  const { client, domainId } = setting
  const cases = await Promise.all(Array.from({ length: 60 }, () => setting.newCase()))
  await Promise.all(cases.flatMap((id) => Array.from({ length: 10 }, () => setting.addSla(id, 1))))
  let done = false
  const passing = setting.pass(minutesMs(2)).then(() => {
    done = true
  })
  let answers = 0
  const fields = [{ id: 'title' }]
  while (!done) {
    await client().getCase({ domainId, caseId: cases[0] as string, fields })
    answers += 1
  }
  await passing
  assert.ok(answers > 3, `${answers} requests were answered meanwhile`)
  assert.equal((await overdue(setting)).length, 600)
  for (const id of cases) assert.equal((await setting.history(id)).length, 21)
  const { server } = setting.server()
  assert.deepEqual((await server.store.verify(server.key.chain)).faults, [])
})
