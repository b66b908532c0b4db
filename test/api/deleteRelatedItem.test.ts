// DeleteRelatedItem through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { comment, itemSetting, sla, unknownId } from '../support/item-setting.ts'

test('[B-450] an item of every type but File goes, with an event of what it held', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const text = await setting.newField('Text')
  const contents = {
    Contact: { contact: { contactArn: await setting.newContact('c1') } },
    Comment: comment('Called back'),
    Sla: sla('Solved', 5),
    ConnectCase: { connectCase: { caseId: other } },
    Custom: { custom: { fields: fieldValues({ [text]: 'Paris' }) } },
  }
  for (const [type, content] of Object.entries(contents)) {
    const relatedItemId = await setting.add(caseId, content)
    const [created] = await setting.history(caseId)
    const input = { domainId, caseId, relatedItemId }
    const { $metadata: _, ...output } = await root.deleteRelatedItem(input)
    assert.deepEqual(output, {})
    assert.deepEqual(await setting.items(caseId), [])
    const [deleted] = await setting.history(caseId)
    assert.deepEqual([deleted?.type, deleted?.relatedItemType], ['RelatedItem.Deleted', type])
    const held = created?.fields?.map((field) => ({
      eventFieldId: field?.eventFieldId,
      oldValue: field?.newValue,
      newValue: { emptyValue: {} },
    }))
    assert.deepEqual(deleted?.fields, held)
  }
  assert.deepEqual(await setting.read(caseId, 'next_sla_breach_datetime'), {})
})

test('[B-450] [B-363] an SLA that goes counts no more, nor does its target', async () => {
  await using setting = await itemSetting({ quotas: 'slasPerCase=2' })
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const breach = 'next_sla_breach_datetime'
  const next = async () => (await setting.read(caseId, breach))[breach]
  const add = (name: string, minutes: number) => setting.add(caseId, sla(name, minutes))
  const [soon, twin] = [await add('soon', 5), await add('twin', 5)]
  await expectError(add('third', 9), 'ServiceQuotaExceededException', /2 SLAs/)
  const remove = (relatedItemId: string) =>
    root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  await remove(soon)
  assert.equal(await next(), '2026-11-23T10:05:00.000Z')
  await add('later', 9)
  await remove(twin)
  assert.equal(await next(), '2026-11-23T10:09:00.000Z')
  const later = (await setting.items(caseId))[0]?.relatedItemId ?? ''
  await setting.update(caseId, { status: 'closed' })
  await remove(later)
  assert.equal(await next(), undefined)
  const filter = { field: { equalTo: { id: breach, value: { emptyValue: {} } } } }
  assert.equal((await root.searchCases({ domainId, filter })).totalCount, 1)
})

test('[B-451] a file can not be deleted', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const content = { file: { fileArn: await setting.newFile(caseId, 'f1') } }
  const relatedItemId = await setting.add(caseId, content)
  const call = root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  await expectError(call, 'ValidationException', /File/)
  assert.equal((await setting.items(caseId)).length, 1)
  assert.equal((await setting.history(caseId)).length, 2)
})

test('[B-404] what is gone, unknown, or elsewhere is not found', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const relatedItemId = await setting.addComment(caseId, 'Kept')
  const gone = await setting.addComment(caseId, 'Gone')
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId: gone })
  const domain = await setting.newDomain('other')
  const places = [
    { domainId, caseId, relatedItemId: gone, type: 'RelatedItem' },
    { domainId, caseId, relatedItemId: unknownId, type: 'RelatedItem' },
    { domainId, caseId: other, relatedItemId, type: 'RelatedItem' },
    { domainId, caseId: unknownId, relatedItemId, type: 'Case' },
    { domainId: domain, caseId, relatedItemId, type: 'Case' },
    { domainId: unknownId, caseId, relatedItemId, type: 'Domain' },
  ]
  for (const { type, ...place } of places) {
    const error = await expectError(root.deleteRelatedItem(place), 'ResourceNotFoundException')
    assert.equal(error.resourceType, type)
  }
  assert.equal((await setting.items(caseId)).length, 1)
  const itemArn = setting.itemArn(caseId, relatedItemId)
  const byArn = { domainId: setting.domainArn, caseId: setting.caseArn(caseId) }
  await root.deleteRelatedItem({ ...byArn, relatedItemId: itemArn })
  assert.deepEqual(await setting.items(caseId), [])
})

test('[B-407] case, domain and item must be allowed', async () => {
  await using setting = await itemSetting()
  const { domainId, domainArn } = setting
  const caseId = await setting.newCase()
  const relatedItemId = await setting.addComment(caseId, 'Kept')
  const before = await setting.history(caseId)
  const itemArn = setting.itemArn(caseId, relatedItemId)
  const resources = [domainArn, setting.caseArn(caseId), itemArn]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:DeleteRelatedItem', Resource })
  const input = { domainId, caseId, relatedItemId }
  for (const missing of resources) {
    const someone = await allow(resources.filter((resource) => resource !== missing))
    const { message } = await expectError(someone.deleteRelatedItem(input), 'AccessDeniedException')
    assert.ok(message.includes(missing), message)
  }
  assert.deepEqual(await setting.history(caseId), before)
  await (await allow(resources)).deleteRelatedItem(input)
})

test('[B-407] a policy may keep some items from being deleted by tag and by creator', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const [plain, tagged] = [
    await setting.addComment(caseId, 'Plain'),
    await setting.addComment(caseId, 'Tagged'),
  ]
  const imported = await setting.addComment(caseId, 'Imported', {
    performedBy: { customEntity: 'crm' },
  })
  await root.tagResource({ arn: setting.itemArn(caseId, tagged), tags: { hold: 'yes' } })
  const deny = (Condition: object) => ({
    Effect: 'Deny',
    Action: 'cases:DeleteRelatedItem',
    Resource: '*',
    Condition,
  })
  const someone = await setting.as(
    { Effect: 'Allow', Action: 'cases:DeleteRelatedItem', Resource: '*' },
    deny({ StringEquals: { 'aws:ResourceTag/hold': 'yes' } }),
    deny({ StringEquals: { 'cases:CreatedBy': 'crm' } }),
  )
  const remove = (relatedItemId: string) =>
    someone.deleteRelatedItem({ domainId, caseId, relatedItemId })
  for (const held of [tagged, imported]) {
    await expectError(remove(held), 'AccessDeniedException', /explicit deny/)
  }
  await remove(plain)
  const left = (await setting.items(caseId)).map(({ relatedItemId }) => relatedItemId)
  assert.deepEqual(left.sort(), [tagged, imported].sort())
})
