// CreateRelatedItem of a File through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileArn, itemSetting } from '../support/item-setting.ts'

test('[B-418] a file of the case is added', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const file = { fileArn: await setting.newFile(caseId, 'f1') }
  await setting.add(caseId, { file })
  const [found] = await setting.items(caseId)
  assert.equal(found?.type, 'File')
  assert.deepEqual(found?.content, { file })
  const [event] = await setting.history(caseId)
  assert.deepEqual(event?.fields, [
    { eventFieldId: 'file.fileArn', newValue: { stringValue: file.fileArn } },
  ])
})

test('[B-402] adding a file again gives the item that is there', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const content = { file: { fileArn: await setting.newFile(caseId, 'f1') } }
  assert.equal(await setting.add(caseId, content), await setting.add(caseId, content))
  assert.equal((await setting.items(caseId)).length, 1)
  assert.equal((await setting.history(caseId)).length, 2)
})

test('[B-418] an unknown file, and one of another case, is not found', async () => {
  await using setting = await itemSetting()
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  for (const arn of [fileArn('unknown'), await setting.newFile(other, 'f1')]) {
    const content = { file: { fileArn: arn } }
    const error = await setting.refuse(caseId, content, /File/, 'ResourceNotFoundException')
    assert.equal(error.resourceType, 'File')
  }
  await setting.assertUntouched(caseId)
})
