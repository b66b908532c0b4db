// UpdateRelatedItem through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { comment, contactArn, itemSetting, nowhere, sla } from '../support/items.ts'

const value = (id: string, stringValue: string) => ({ id, value: { stringValue } })

test('[B-405] [B-445] a comment is replaced; the same again leaves no trace', async () => {
  await using setting = await itemSetting()
  const { client, domainId, caseId, caseArn } = setting
  const { relatedItemId } = await client.createRelatedItem({ domainId, caseId, ...comment('a') })
  const { content } = comment('b')
  const performedBy = { customEntity: 'me' }
  const input = { domainId, caseId: caseArn, relatedItemId, content }
  const answer = await client.updateRelatedItem({ ...input, performedBy })
  assert.deepEqual(answer.content, content)
  assert.deepEqual(answer.lastUpdatedUser, performedBy)
  assert.deepEqual(answer.createdBy, { userArn: 'arn:aws:iam::000000000000:root' })
  const events = await setting.history()
  assert.deepEqual((await client.updateRelatedItem(input)).lastUpdatedUser, performedBy)
  assert.deepEqual(await setting.history(), events)
})

test('[B-442] [B-446] a custom item is replaced whole, within its quota', async () => {
  await using setting = await itemSetting('fieldsPerCustomItem=1')
  const { client, domain, domainId, caseId } = setting
  const { text, url } = domain.fields
  const custom = (...fields: ReturnType<typeof value>[]) => ({ custom: { fields } })
  const create = (content: ReturnType<typeof custom>) =>
    client.createRelatedItem({ domainId, caseId, type: 'Custom', content })
  const quota = 'ServiceQuotaExceededException'
  const both = custom(value(text, 'a'), value(url, 'https://a.example'))
  await expectError(create(both), quota)
  const { relatedItemId } = await create(custom(value(text, 'a')))
  const update = (content: ReturnType<typeof custom>) =>
    client.updateRelatedItem({ domainId, caseId, relatedItemId, content })
  await expectError(update(both), quota)
  const next = custom(value(url, 'https://b.example/'))
  assert.deepEqual((await update(next)).content, next)
})

test('[B-401] [B-444] only comments and custom items can be updated, as such', async () => {
  await using setting = await itemSetting()
  const { client, domain, domainId, caseId } = setting
  const update = async (made: object, content: object) => {
    const input = { domainId, caseId, ...comment('x'), ...made }
    const { relatedItemId } = await client.createRelatedItem(input)
    const changed = { domainId, caseId, relatedItemId, content: content as never }
    await expectError(client.updateRelatedItem(changed), 'ValidationException')
  }
  const { content } = comment('y')
  await update({ type: 'Contact', content: { contact: { contactArn } } }, content)
  await update(sla('s'), content)
  await update({}, { custom: { fields: [value(domain.fields.text, 'x')] } })
})

test('[B-404] [B-407] an item that is not there, and permission on it', async () => {
  await using setting = await itemSetting()
  const { server, client, domainId, caseId } = setting
  const { content } = comment('b')
  const { relatedItemId } = await client.createRelatedItem({ domainId, caseId, ...comment('a') })
  const input = { domainId, caseId, relatedItemId, content }
  const other = await setting.newCase()
  const far = (await client.createDomain({ name: 'far' })).domainId
  for (const wrong of [
    { relatedItemId: nowhere },
    { caseId: nowhere },
    { caseId: other.caseId },
    { domainId: far },
  ]) {
    const call = client.updateRelatedItem({ ...input, ...wrong })
    await expectError(call, 'ResourceNotFoundException')
  }
  const allowed = (type: string) => {
    const Condition = { StringEquals: { 'cases:RelatedItemType': type } }
    const Statement = [{ Effect: 'Allow', Action: 'cases:*', Resource: '*', Condition }]
    return server.clientFor({ Version: '2012-10-17', Statement }, `only-${type}`)
  }
  const events = await setting.history()
  const denied = (await allowed('Custom')).updateRelatedItem(input)
  await expectError(denied, 'AccessDeniedException')
  assert.deepEqual(await setting.history(), events)
  await (await allowed('Comment')).updateRelatedItem(input)
})
