// DeleteRelatedItem through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { comment, fileArn, itemSetting, nowhere } from '../support/items.ts'

test('[B-450] a deleted item is gone, and makes room', async () => {
  await using setting = await itemSetting('relatedItemsPerCase=1')
  const { client, domainId, caseId, caseArn } = setting
  const { relatedItemId } = await client.createRelatedItem({ domainId, caseId, ...comment('a') })
  const gone = { domainId, caseId: caseArn, relatedItemId }
  await client.deleteRelatedItem(gone)
  assert.deepEqual(await setting.items(), [])
  await expectError(client.deleteRelatedItem(gone), 'ResourceNotFoundException')
  const missing = { domainId, caseId: nowhere, relatedItemId }
  await expectError(client.deleteRelatedItem(missing), 'ResourceNotFoundException')
  await client.createRelatedItem({ domainId, caseId, ...comment('b') })
})

test('[B-451] [B-407] a file stays, and so does what may not be deleted', async () => {
  await using setting = await itemSetting()
  const { server, client, domainId, caseId } = setting
  const content = { file: { fileArn } }
  const { relatedItemId } = await client.createRelatedItem({
    domainId,
    caseId,
    type: 'File',
    content,
  })
  const input = { domainId, caseId, relatedItemId }
  await expectError(client.deleteRelatedItem(input), 'ValidationException')
  const Condition = { StringEquals: { 'cases:RelatedItemType': 'Comment' } }
  const Statement = [{ Effect: 'Allow', Action: 'cases:*', Resource: '*', Condition }]
  const comments = await server.clientFor({ Version: '2012-10-17', Statement })
  await expectError(comments.deleteRelatedItem(input), 'AccessDeniedException')
  assert.equal((await setting.items()).length, 1)
})
