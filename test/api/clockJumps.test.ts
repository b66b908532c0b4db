// What the API shows when the machine's clock was set back and the server started again: time of the domain is the
// test's here, so it can be.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { present } from '../support/case-setting.ts'
import { comment, itemSetting, minutesMs, sla } from '../support/item-setting.ts'

const early = '2026-11-23T10:00:00.000Z'
const late = '2026-11-23T11:00:00.000Z'

/** A case that was updated at 11:00, and a clock that says 10:00 again. */
const setBack = async () => {
  const setting = await itemSetting()
  const caseId = await setting.newCase()
  setting.clock.advance(minutesMs(60))
  await setting.update(caseId, { title: 'Lamp' })
  setting.clock.advance(minutesMs(-60))
  return { ...setting, caseId, [Symbol.asyncDispose]: setting[Symbol.asyncDispose] }
}

test('[B-332] an update is not earlier than the one before it', async () => {
  await using setting = await setBack()
  const { caseId } = setting
  await setting.update(caseId, { status: 'closed' })
  await setting.update(caseId, { status: 'open' })
  const times = ['last_updated', 'last_closed', 'last_reopened'].map((what) => `${what}_datetime`)
  const all = Object.fromEntries(times.map((id) => [id, late]))
  assert.deepEqual(await setting.read(caseId, ...times), all)
  const other = await setting.newCase()
  assert.deepEqual(await setting.read(other, 'created_datetime'), { created_datetime: early })
  const { cases } = await setting.root.searchCases({ domainId: setting.domainId })
  assert.deepEqual(
    present(cases).map((found) => found.caseId),
    [caseId, other],
  )
})

test('[B-332] what happens to related items is not earlier than the update of their case', async () => {
  await using setting = await setBack()
  const { root, domainId, caseId } = setting
  const relatedItemId = await setting.addComment(caseId, 'First')
  const place = { domainId, caseId, relatedItemId }
  await root.updateRelatedItem({ ...place, content: comment('Second') })
  const [item] = await setting.items(caseId)
  assert.equal(item?.associationTime?.toISOString(), late)
  await root.deleteRelatedItem(place)
  const history = await setting.history(caseId)
  assert.deepEqual(
    history.map(({ type, performedTime }) => [type, performedTime?.toISOString()]),
    [
      ['RelatedItem.Deleted', late],
      ['RelatedItem.Updated', late],
      ['RelatedItem.Created', late],
      ['Case.Updated', late],
      ['Case.Created', early],
    ],
  )
})

test('[B-332] [B-432] [B-434] an SLA added meanwhile has its whole time', async () => {
  await using setting = await setBack()
  const { caseId } = setting
  await setting.add(caseId, sla('answer', 10))
  const target = '2026-11-23T11:10:00.000Z'
  const next = { next_sla_breach_datetime: target }
  assert.deepEqual(await setting.read(caseId, 'next_sla_breach_datetime'), next)
  setting.clock.advance(minutesMs(1))
  await setting.update(caseId, { status: 'closed' })
  const [item] = await setting.items(caseId)
  const { status, completionTime } = item?.content?.sla?.slaConfiguration ?? {}
  assert.deepEqual([status, completionTime?.toISOString()], ['Met', late])
})

test('[B-332] [B-207] ids and lists keep the order of creation', async () => {
  await using setting = await setBack()
  const { root, domainId } = setting
  const made: (string | undefined)[] = []
  for (const name of ['a', 'b', 'c']) {
    made.push((await root.createField({ domainId, name, type: 'Text' })).fieldId)
    setting.clock.advance(-1)
  }
  const listed = present((await root.listFields({ domainId })).fields)
  assert.deepEqual(
    listed.slice(-3).map(({ fieldId }) => fieldId),
    made,
  )
  assert.deepEqual(made.toSorted(), made)
})
