// CreateRelatedItem of a Custom item through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FieldType } from '@aws-sdk/client-connectcases'
import { type Fields, fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { itemSetting, unknownId } from '../support/item-setting.ts'

const custom = (fields: Fields) => ({ custom: { fields: fieldValues(fields) } })

test('[B-440] [B-441] a custom item holds values of every type', async () => {
  await using setting = await itemSetting({ quotas: 'fieldsPerCustomItem=7' })
  const caseId = await setting.newCase()
  const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'
  const given: Fields = {
    [await setting.newField('Text')]: 'Paris',
    [await setting.newField('Number')]: 2.5,
    [await setting.newField('Boolean')]: false,
    [await setting.newField('DateTime')]: '2026-12-01T10:00:00+01:00',
    [await setting.newField('SingleSelect', ['train', 'plane'])]: 'train',
    [await setting.newField('Url')]: 'https://example.com/booking/1',
    [await setting.newField('User')]: { userArnValue: userArn },
  }
  await setting.add(caseId, custom(given))
  const stored = fieldValues(given).map(({ id, value }) =>
    value?.stringValue?.startsWith('2026')
      ? { id, value: { stringValue: '2026-12-01T09:00:00.000Z' } }
      : { id, value },
  )
  const [found] = await setting.items(caseId)
  assert.equal(found?.type, 'Custom')
  assert.deepEqual(found?.content, { custom: { fields: stored } })
  const [event] = await setting.history(caseId)
  const expected = stored.map(({ id, value }) => ({ eventFieldId: id, newValue: value }))
  assert.deepEqual(event?.fields, expected)
})

test('[B-441] a field may be given by its ARN, and two items may be alike', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const id = await setting.newField('Text')
  await setting.add(caseId, custom({ [`${setting.domainArn}/field/${id}`]: 'Paris' }))
  await setting.add(caseId, custom({ [id]: 'Paris' }))
  const contents = (await setting.items(caseId)).map(({ content }) => content)
  assert.deepEqual(contents, [custom({ [id]: 'Paris' }), custom({ [id]: 'Paris' })])
})

test('[B-440] system fields are refused', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  for (const id of ['title', 'status', 'case_reason']) {
    await setting.refuse(caseId, custom({ [id]: 'open' }), /system field/)
  }
  await setting.assertUntouched(caseId)
})

test('[B-441] unknown, deleted and repeated fields are refused, and values of another type', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const types: readonly FieldType[] = ['Text', 'Number', 'Boolean', 'DateTime', 'Url', 'User']
  for (const type of types) {
    const wrong = type === 'Number' ? 'one' : 1
    await setting.refuse(caseId, custom({ [await setting.newField(type)]: wrong }), /must be/)
  }
  const select = await setting.newField('SingleSelect', ['a'])
  await setting.refuse(caseId, custom({ [select]: 'b' }), /must be/)
  const text = await setting.newField('Text')
  await setting.refuse(caseId, custom({ [text]: 'x'.repeat(501) }), /must be/)
  await setting.refuse(caseId, custom({ [unknownId]: 'x' }), /does not exist/)
  await setting.refuse(caseId, custom({ 'no-id': 'x' }), /does not exist/)
  const twice = { fields: [...fieldValues({ [text]: 'a' }), ...fieldValues({ [text]: 'b' })] }
  await setting.refuse(caseId, { custom: twice }, /more than once/)
  await root.deleteField({ domainId, fieldId: text })
  await setting.refuse(caseId, custom({ [text]: 'x' }), /deleted/)
  await setting.assertUntouched(caseId)
})

test('[B-441] a field of another domain does not exist', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const domainId = await setting.newDomain('other')
  const input = { domainId, name: 'Theirs', type: 'Text' } as const
  const { fieldId, fieldArn } = await setting.root.createField(input)
  for (const id of [fieldId, fieldArn]) {
    await setting.refuse(caseId, custom({ [id as string]: 'x' }), /does not exist/)
  }
})

test('[B-444] a field without a value is left out, and one must be left', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const [full, empty] = [await setting.newField('Text'), await setting.newField('Number')]
  await setting.add(caseId, custom({ [full]: 'Paris', [empty]: null }))
  const [found] = await setting.items(caseId)
  assert.deepEqual(found?.content, custom({ [full]: 'Paris' }))
  const nothing = custom({ [full]: '', [empty]: null })
  await setting.refuse(caseId, nothing, /needs a field with a value/)
  await setting.refuse(caseId, custom({}), /custom\.fields/)
})

test('[B-442] 5 fields by quota, 50 by the model', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const ids = await Promise.all(Array.from({ length: 51 }, () => setting.newField('Text')))
  const withFields = (count: number) =>
    custom(Object.fromEntries(ids.slice(0, count).map((id) => [id, 'x'])))
  for (const count of [6, 50]) {
    const call = setting.add(caseId, withFields(count))
    await expectError(call, 'ServiceQuotaExceededException', /at most 5 fields/)
  }
  await setting.refuse(caseId, withFields(51), /custom\.fields/)
  await setting.assertUntouched(caseId)
  await setting.add(caseId, withFields(5))
})
