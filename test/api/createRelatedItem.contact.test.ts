// CreateRelatedItem of a Contact through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { contactArn, itemSetting } from '../support/item-setting.ts'

test('[B-415] a contact is linked with its channel and time', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  for (const channel of ['VOICE', 'CHAT', 'TASK', 'EMAIL']) {
    const arn = await setting.newContact(`c-${channel}`, channel)
    const relatedItemId = await setting.add(caseId, { contact: { contactArn: arn } })
    const found = (await setting.items(caseId)).find((item) => item.relatedItemId === relatedItemId)
    assert.equal(found?.type, 'Contact')
    const connectedToSystemTime = new Date('2026-11-23T09:00:00Z')
    assert.deepEqual(found?.content, {
      contact: { contactArn: arn, channel, connectedToSystemTime },
    })
    const fields = (await setting.history(caseId))[0]?.fields
    assert.deepEqual(fields, [
      { eventFieldId: 'contact.contactArn', newValue: { stringValue: arn } },
      { eventFieldId: 'contact.channel', newValue: { stringValue: channel } },
      {
        eventFieldId: 'contact.connectedToSystemTime',
        newValue: { stringValue: '2026-11-23T09:00:00.000Z' },
      },
    ])
  }
})

test('[B-415] an item keeps what was known of its contact when it was linked', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const contact = { contactArn: await setting.newContact('c1', 'TASK') }
  await setting.add(caseId, { contact })
  await setting.newContact('c1', 'EMAIL')
  const [found] = await setting.items(caseId)
  assert.equal(found?.content?.contact?.channel, 'TASK')
})

test('[B-402] linking a contact again gives the item that is there', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const content = { contact: { contactArn: await setting.newContact('c1') } }
  const relatedItemId = await setting.add(caseId, content)
  assert.equal(await setting.add(caseId, content), relatedItemId)
  assert.equal((await setting.items(caseId)).length, 1)
  assert.equal((await setting.history(caseId)).length, 2)
  assert.notEqual(await setting.add(other, content), relatedItemId)
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  assert.notEqual(await setting.add(caseId, content), relatedItemId)
})

test('[B-402] many at once make one item', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const content = { contact: { contactArn: await setting.newContact('c1') } }
  const ids = await Promise.all(Array.from({ length: 20 }, () => setting.add(caseId, content)))
  assert.equal(new Set(ids).size, 1)
  assert.equal((await setting.items(caseId)).length, 1)
  assert.equal((await setting.history(caseId)).length, 2)
})

test('[B-402] what is there is given again even if the case is full', async () => {
  await using setting = await itemSetting({ quotas: 'relatedItemsPerCase=1' })
  const caseId = await setting.newCase()
  const content = { contact: { contactArn: await setting.newContact('c1') } }
  const relatedItemId = await setting.add(caseId, content)
  assert.equal(await setting.add(caseId, content), relatedItemId)
})

test('[B-415] an unknown contact is not found', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  for (const arn of [contactArn('unknown'), 'no-arn']) {
    const content = { contact: { contactArn: arn } }
    const error = await setting.refuse(caseId, content, /Contact/, 'ResourceNotFoundException')
    assert.equal(error.resourceType, 'Contact')
    assert.equal(error.resourceId, arn)
  }
  await setting.assertUntouched(caseId)
})

test('[B-406] a contact needs connect:DescribeContact on its ARN', async () => {
  await using setting = await itemSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const arn = await setting.newContact('c1')
  const create = { Effect: 'Allow', Action: 'cases:CreateRelatedItem', Resource: '*' }
  const describe = (Resource: string) => ({
    Effect: 'Allow',
    Action: 'connect:DescribeContact',
    Resource,
  })
  const link = (contactArn: string) =>
    ({ domainId, caseId, type: 'Contact', content: { contact: { contactArn } } }) as const
  const someone = await setting.as(create, describe(contactArn('c2')))
  // The unknown one first: the denial must not tell which of them exists.
  for (const each of [contactArn('unknown'), arn]) {
    const call = someone.createRelatedItem(link(each))
    await expectError(call, 'AccessDeniedException', /connect:DescribeContact/)
  }
  await setting.assertUntouched(caseId)
  await (await setting.as(create, describe(arn))).createRelatedItem(link(arn))
  assert.equal((await setting.items(caseId)).length, 1)
})
