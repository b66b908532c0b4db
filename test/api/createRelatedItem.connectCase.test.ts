// CreateRelatedItem of a ConnectCase, a link to another case, through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { itemSetting, unknownId } from '../support/item-setting.ts'

test('[B-420] [B-421] a case is linked, in one direction', async () => {
  await using setting = await itemSetting()
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  await setting.add(caseId, { connectCase: { caseId: other } })
  const [found] = await setting.items(caseId)
  assert.equal(found?.type, 'ConnectCase')
  assert.deepEqual(found?.content, { connectCase: { caseId: other } })
  const [event] = await setting.history(caseId)
  assert.deepEqual(event?.fields, [
    { eventFieldId: 'connectCase.caseId', newValue: { stringValue: other } },
  ])
  await setting.assertUntouched(other)
  await setting.add(other, { connectCase: { caseId } })
})

test('[B-402] [B-420] linking a case again, by its ARN too, gives the item that is there', async () => {
  await using setting = await itemSetting()
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const byArn = await setting.add(caseId, { connectCase: { caseId: setting.caseArn(other) } })
  assert.equal(await setting.add(caseId, { connectCase: { caseId: other } }), byArn)
  const [found] = await setting.items(caseId)
  assert.deepEqual(found?.content, { connectCase: { caseId: other } })
  assert.equal((await setting.history(caseId)).length, 2)
})

test('[B-420] a case cannot be linked to itself', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  for (const self of [caseId, setting.caseArn(caseId)]) {
    await setting.refuse(caseId, { connectCase: { caseId: self } }, /itself/)
  }
  await setting.assertUntouched(caseId)
})

test('[B-420] a missing case, and one of another domain, is not found', async () => {
  await using setting = await itemSetting()
  const { root } = setting
  const caseId = await setting.newCase()
  const domainId = await setting.newDomain('other')
  const { templateId } = await root.createTemplate({ domainId, name: 'other' })
  const fields = [{ id: 'title', value: { stringValue: 'Elsewhere' } }]
  const elsewhere = await root.createCase({ domainId, templateId, fields })
  for (const id of [unknownId, 'no-id', elsewhere.caseId, elsewhere.caseArn]) {
    const content = { connectCase: { caseId: id } }
    const error = await setting.refuse(caseId, content, /Case/, 'ResourceNotFoundException')
    assert.equal(error.resourceType, 'Case')
    assert.equal(error.resourceId, id)
  }
  await setting.assertUntouched(caseId)
})

test('[B-406] a link needs cases:GetCase on the other case', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  await root.tagResource({ arn: setting.caseArn(other), tags: { team: 'red' } })
  const create = { Effect: 'Allow', Action: 'cases:CreateRelatedItem', Resource: '*' }
  const get = { Effect: 'Allow', Action: 'cases:GetCase' }
  const link = (id: string) =>
    ({ domainId, caseId, type: 'ConnectCase', content: { connectCase: { caseId: id } } }) as const
  const tagged = (team: string) => ({
    ...get,
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/team': team } },
  })
  for (const seen of [{ ...get, Resource: setting.caseArn(caseId) }, tagged('blue')]) {
    const someone = await setting.as(create, seen)
    for (const id of [other, unknownId]) {
      await expectError(someone.createRelatedItem(link(id)), 'AccessDeniedException', /GetCase/)
    }
  }
  await setting.assertUntouched(caseId)
  const someone = await setting.as(create, tagged('red'))
  const { relatedItemId } = await someone.createRelatedItem(link(other))
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  const byArn = await setting.as(create, { ...get, Resource: setting.caseArn(other) })
  await byArn.createRelatedItem(link(setting.caseArn(other)))
})
