// UpdateRelatedItem through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Fields, fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { comment, itemSetting, minutesMs, sla, unknownId } from '../support/item-setting.ts'

const custom = (fields: Fields) => ({ custom: { fields: fieldValues(fields) } })
const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'

test('[B-446] [B-447] a comment is replaced; who wrote it stays, who changed it is told', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const relatedItemId = await setting.addComment(caseId, 'First')
  const before = await setting.items(caseId)
  setting.clock.advance(minutesMs(1))
  const content = comment('Second')
  const performedBy = { userArn }
  const input = { domainId, caseId, relatedItemId, content, performedBy }
  const { $metadata: _, ...output } = await root.updateRelatedItem(input)
  assert.deepEqual(output, {
    relatedItemId,
    relatedItemArn: setting.itemArn(caseId, relatedItemId),
    type: 'Comment',
    content,
    associationTime: before[0]?.associationTime,
    tags: {},
    lastUpdatedUser: performedBy,
    createdBy: { userArn: 'arn:aws:iam::000000000000:root' },
  })
  assert.deepEqual(await setting.items(caseId), [{ ...before[0], content }])
  const [event] = await setting.history(caseId)
  assert.equal(event?.type, 'RelatedItem.Updated')
  assert.deepEqual(event?.performedBy?.user, performedBy)
  assert.deepEqual(event?.fields, [
    {
      eventFieldId: 'comment.body',
      oldValue: { stringValue: 'First' },
      newValue: { stringValue: 'Second' },
    },
  ])
})

test('[B-446] the fields of a custom item are replaced as a whole', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const [kept, gone, came] = await Promise.all([
    setting.newField('Text'),
    setting.newField('Boolean'),
    setting.newField('Number'),
  ])
  const relatedItemId = await setting.add(caseId, custom({ [kept]: 'Paris', [gone]: true }))
  const content = custom({ [kept]: 'Rome', [came]: 2 })
  await root.updateRelatedItem({ domainId, caseId, relatedItemId, content })
  const [found] = await setting.items(caseId)
  assert.deepEqual(found?.content, content)
  const [event] = await setting.history(caseId)
  const fields = new Map(event?.fields?.map((field) => [field?.eventFieldId, field]))
  assert.deepEqual([...fields.keys()].sort(), [kept, gone, came].sort())
  assert.deepEqual(fields.get(kept), {
    eventFieldId: kept,
    oldValue: { stringValue: 'Paris' },
    newValue: { stringValue: 'Rome' },
  })
  assert.deepEqual(fields.get(gone)?.newValue, { emptyValue: {} })
  assert.equal(fields.get(came)?.oldValue, undefined)
})

test('[B-445] an update that changes nothing leaves no trace', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const text = await setting.newField('Text')
  const time = await setting.newField('DateTime')
  const number = await setting.newField('Number')
  const same = custom({ [text]: 'Paris', [time]: '2026-12-01T09:00:00.000Z', [number]: 1 })
  const turned = { custom: { fields: [...same.custom.fields].reverse() } }
  for (const [content, again = content] of [[comment('Same')], [same], [same, turned]]) {
    assert.ok(content)
    const relatedItemId = await setting.add(caseId, content)
    const before = await setting.history(caseId)
    const input = { domainId, caseId, relatedItemId, content: again }
    const answer = await root.updateRelatedItem({ ...input, performedBy: { userArn } })
    assert.deepEqual(answer.content, content)
    assert.equal(answer.lastUpdatedUser, undefined)
    assert.deepEqual(await setting.history(caseId), before)
  }
})

test('[B-400] everything may be given by ARN', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const relatedItemId = await setting.addComment(caseId, 'First')
  const { root, domainArn } = setting
  const place = { domainId: domainArn, caseId: setting.caseArn(caseId) }
  const itemArn = setting.itemArn(caseId, relatedItemId)
  const content = comment('Second')
  const answer = await root.updateRelatedItem({ ...place, relatedItemId: itemArn, content })
  assert.equal(answer.relatedItemId, relatedItemId)
})

test('[B-446] only comments and custom items can be updated', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const items = [
    await setting.add(caseId, { contact: { contactArn: await setting.newContact('c1') } }),
    await setting.add(caseId, { file: { fileArn: await setting.newFile(caseId, 'f1') } }),
    await setting.add(caseId, { connectCase: { caseId: other } }),
    await setting.add(caseId, sla('Solved', 5)),
  ]
  const before = await setting.history(caseId)
  for (const relatedItemId of items) {
    const call = root.updateRelatedItem({ domainId, caseId, relatedItemId, content: comment('x') })
    await expectError(call, 'ValidationException', /cannot be updated/)
  }
  assert.deepEqual(await setting.history(caseId), before)
})

test('[B-401] the content must be of the type of the item', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const text = await setting.newField('Text')
  const commentId = await setting.addComment(caseId, 'First')
  const customId = await setting.add(caseId, custom({ [text]: 'Paris' }))
  const before = await setting.items(caseId)
  const update = (relatedItemId: string, content: ReturnType<typeof comment | typeof custom>) =>
    root.updateRelatedItem({ domainId, caseId, relatedItemId, content })
  await expectError(update(commentId, custom({ [text]: 'x' })), 'ValidationException', /Comment/)
  await expectError(update(customId, comment('x')), 'ValidationException', /Custom/)
  const long = update(commentId, comment('x'.repeat(15_001)))
  await expectError(long, 'ValidationException', /content\.comment\.body/)
  assert.deepEqual(await setting.items(caseId), before)
})

test('[B-440] [B-441] [B-444] a custom item is held to the rules of a new one', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const text = await setting.newField('Text')
  const relatedItemId = await setting.add(caseId, custom({ [text]: 'Paris' }))
  const before = await setting.items(caseId)
  const refuse = async (fields: Fields, message: RegExp) => {
    const content = custom(fields)
    const call = root.updateRelatedItem({ domainId, caseId, relatedItemId, content })
    await expectError(call, 'ValidationException', message)
  }
  await refuse({ title: 'x' }, /system field/)
  await refuse({ [unknownId]: 'x' }, /does not exist/)
  await refuse({ [text]: 5 }, /must be/)
  await refuse({ [text]: null }, /needs a field with a value/)
  assert.deepEqual(await setting.items(caseId), before)
})

test('[B-442] an update can not bring more fields than the quota allows', async () => {
  await using setting = await itemSetting({ quotas: 'fieldsPerCustomItem=1' })
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const [first, second] = [await setting.newField('Text'), await setting.newField('Text')]
  const relatedItemId = await setting.add(caseId, custom({ [first]: 'Paris' }))
  const content = custom({ [first]: 'Paris', [second]: 'Rome' })
  const call = root.updateRelatedItem({ domainId, caseId, relatedItemId, content })
  await expectError(call, 'ServiceQuotaExceededException', /at most 1 fields/)
})

test('[B-443] a field or option that is gone may stay in an item that has it', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const [gone, text] = [await setting.newField('Text'), await setting.newField('Text')]
  const select = await setting.newField('SingleSelect', ['a', 'b'])
  const held = { [gone]: 'Paris', [select]: 'a' }
  const relatedItemId = await setting.add(caseId, custom(held))
  const without = await setting.add(caseId, custom({ [text]: 'Rome' }))
  const options = [{ name: 'a', value: 'a', active: false }]
  await root.batchPutFieldOptions({ domainId, fieldId: select, options })
  await root.deleteField({ domainId, fieldId: gone })
  const update = (id: string, fields: Fields) =>
    root.updateRelatedItem({ domainId, caseId, relatedItemId: id, content: custom(fields) })
  await update(relatedItemId, { ...held, [gone]: 'Rome', [text]: 'new' })
  await expectError(update(without, { [gone]: 'Rome' }), 'ValidationException', /deleted/)
  await expectError(update(without, { [select]: 'a' }), 'ValidationException', /must be/)
  await update(relatedItemId, { [text]: 'new' })
  await expectError(update(relatedItemId, { [gone]: 'x' }), 'ValidationException', /deleted/)
})

test('[B-404] an unknown item, of another case or another domain, is not found', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const relatedItemId = await setting.addComment(caseId, 'First')
  const domain = await setting.newDomain('other')
  const content = comment('Second')
  const itemArn = setting.itemArn(caseId, relatedItemId)
  const places = [
    { domainId, caseId, relatedItemId: unknownId, type: 'RelatedItem' },
    { domainId, caseId, relatedItemId: 'no-id', type: 'RelatedItem' },
    { domainId, caseId: other, relatedItemId, type: 'RelatedItem' },
    { domainId, caseId: other, relatedItemId: itemArn, type: 'RelatedItem' },
    { domainId, caseId: unknownId, relatedItemId, type: 'Case' },
    { domainId: domain, caseId, relatedItemId, type: 'Case' },
    { domainId: unknownId, caseId, relatedItemId, type: 'Domain' },
  ]
  for (const { type, ...place } of places) {
    const call = root.updateRelatedItem({ ...place, content })
    const error = await expectError(call, 'ResourceNotFoundException')
    assert.equal(error.resourceType, type)
  }
  assert.deepEqual((await setting.items(caseId))[0]?.content, comment('First'))
})

test('[B-407] case, domain and item must be allowed', async () => {
  await using setting = await itemSetting()
  const { domainId, domainArn } = setting
  const caseId = await setting.newCase()
  const relatedItemId = await setting.addComment(caseId, 'First')
  const before = await setting.history(caseId)
  const itemArn = setting.itemArn(caseId, relatedItemId)
  const resources = [domainArn, setting.caseArn(caseId), itemArn]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:UpdateRelatedItem', Resource })
  const input = { domainId, caseId, relatedItemId, content: comment('Second') }
  for (const missing of resources) {
    const someone = await allow(resources.filter((resource) => resource !== missing))
    const call = someone.updateRelatedItem(input)
    const { message } = await expectError(call, 'AccessDeniedException')
    assert.ok(message.includes(missing), message)
  }
  const someone = await allow(resources)
  const asUser = someone.updateRelatedItem({ ...input, performedBy: { userArn } })
  await expectError(asUser, 'AccessDeniedException', /connect:DescribeUser/)
  assert.deepEqual(await setting.history(caseId), before)
  await someone.updateRelatedItem(input)
})

test('[B-407] a policy may allow one’s own items, and one type', async () => {
  await using setting = await itemSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const update = (key: string, value: string) =>
    setting.as({
      Effect: 'Allow',
      Action: ['cases:CreateRelatedItem', 'cases:UpdateRelatedItem'],
      Resource: '*',
      Condition: { StringEqualsIfExists: { [key]: value } },
    })
  const theirs = await setting.addComment(caseId, 'Theirs')
  const performedBy = { customEntity: 'crm' }
  const imported = await setting.addComment(caseId, 'Imported', { performedBy })
  const own = await update('cases:CreatedBy', ['$', '{aws:PrincipalArn}'].join(''))
  const mine = await own.createRelatedItem({
    domainId,
    caseId,
    type: 'Comment',
    content: comment('Mine'),
  })
  const input = { domainId, caseId, content: comment('Changed') }
  for (const relatedItemId of [theirs, imported, unknownId]) {
    await expectError(own.updateRelatedItem({ ...input, relatedItemId }), 'AccessDeniedException')
  }
  await own.updateRelatedItem({ ...input, relatedItemId: mine.relatedItemId })
  const crm = await update('cases:CreatedBy', 'crm')
  await crm.updateRelatedItem({ ...input, relatedItemId: imported })
  const customs = await update('cases:RelatedItemType', 'Custom')
  const call = customs.updateRelatedItem({ ...input, relatedItemId: theirs })
  await expectError(call, 'AccessDeniedException')
  const comments = await update('cases:RelatedItemType', 'Comment')
  await comments.updateRelatedItem({ ...input, relatedItemId: theirs })
})
