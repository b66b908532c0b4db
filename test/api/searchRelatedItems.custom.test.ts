// SearchRelatedItems and SearchAllRelatedItems by the field values of Custom items.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CustomFieldsFilter } from '@aws-sdk/client-connectcases'
import { type Fields, fieldValues, present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { itemSetting, unknownId } from '../support/item-setting.ts'

test('[B-464] custom items are found by their own values, as they are now', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const city = await setting.newField('Text')
  const price = await setting.newField('Number')
  const day = await setting.newField('DateTime')
  const custom = (fields: Fields) => ({ custom: { fields: fieldValues(fields) } })
  const names = new Map<string | undefined, string>()
  const add = async (name: string, fields: Fields, where = caseId) => {
    const relatedItemId = await setting.add(where, custom(fields))
    names.set(relatedItemId, name)
    return relatedItemId
  }
  const rome = await add('rome', { [city]: 'Rome', [price]: 10, [day]: '2026-12-01' })
  await add('paris', { [city]: 'Paris', [price]: 20 })
  await add('nowhere', { [price]: 30, [day]: '2026-12-24' })
  await add('far', { [city]: 'Rome' }, other)
  await setting.addComment(caseId, 'Rome')
  const find = async (fields: CustomFieldsFilter) => {
    const filters = [{ custom: { fields } }]
    const everywhere = present(
      (await root.searchAllRelatedItems({ domainId, filters })).relatedItems,
    )
    const here = await setting.items(caseId, ...filters)
    const found = everywhere.map(({ relatedItemId }) => names.get(relatedItemId))
    const expected = here.map(({ relatedItemId }) => names.get(relatedItemId))
    assert.deepEqual(found.filter((name) => name !== 'far').sort(), expected.sort())
    return found.sort().join(' ')
  }
  const of = (fields: Fields) => fieldValues(fields)[0] ?? assert.fail()
  const isRome = { field: { equalTo: of({ [city]: 'Rome' }) } }
  assert.equal(await find(isRome), 'far rome')
  assert.equal(await find({ field: { equalTo: of({ [city]: 'rome' }) } }), '')
  assert.equal(await find({ field: { contains: of({ [city]: 'AR' }) } }), 'paris')
  assert.equal(await find({ field: { equalTo: of({ [city]: null }) } }), 'nowhere')
  assert.equal(await find({ not: isRome }), 'nowhere paris')
  assert.equal(await find({ field: { greaterThan: of({ [price]: 10 }) } }), 'nowhere paris')
  assert.equal(await find({ field: { lessThanOrEqualTo: of({ [price]: 10 }) } }), 'rome')
  assert.equal(
    await find({ field: { greaterThanOrEqualTo: of({ [day]: '2026-12-02' }) } }),
    'nowhere',
  )
  assert.equal(
    await find({ andAll: [isRome, { field: { equalTo: of({ [price]: 10 }) } }] }),
    'rome',
  )
  const orAll = [isRome, { field: { equalTo: of({ [price]: 30 }) } }]
  assert.equal(await find({ orAll }), 'far nowhere rome')
  const content = custom({ [city]: 'Oslo' })
  await root.updateRelatedItem({ domainId, caseId, relatedItemId: rome, content })
  assert.equal(await find(isRome), 'far')
  assert.equal(await find({ field: { equalTo: of({ [city]: 'Oslo' }) } }), 'rome')
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId: rome })
  assert.equal(await find({ field: { equalTo: of({ [city]: 'Oslo' }) } }), '')
})

test('[B-464] a filter on unknown or system fields, or too deep, is refused', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const text = await setting.newField('Text')
  const equalTo = (id: string): CustomFieldsFilter => ({
    field: { equalTo: { id, value: { stringValue: 'x' } } },
  })
  const refuse = async (fields: CustomFieldsFilter, message: RegExp) => {
    const filters = [{ custom: { fields } }]
    const calls = [
      () => root.searchRelatedItems({ domainId, caseId, filters }),
      () => root.searchAllRelatedItems({ domainId, filters }),
    ]
    for (const call of calls) await expectError(call(), 'ValidationException', message)
  }
  await refuse(equalTo(unknownId), /does not exist/)
  await refuse(equalTo('title'), /system field/)
  const compared = { greaterThan: { id: text, value: { stringValue: 'x' } } }
  await refuse({ field: compared }, /Number and DateTime/)
  let deep = equalTo(text)
  for (let depth = 0; depth < 10; depth += 1) deep = { not: deep }
  await root.searchRelatedItems({ domainId, caseId, filters: [{ custom: { fields: deep } }] })
  await refuse({ not: deep }, /10 levels/)
  const ten = (part: CustomFieldsFilter) => ({ orAll: Array.from({ length: 10 }, () => part) })
  await refuse({ andAll: [ten(ten(equalTo(text))), equalTo(text)] }, /100/)
})
