// CreateRelatedItem through the official SDK: what holds for every type, and comments. The other types have files
// of their own beside this one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { comment, itemSetting, sla, unknownId } from '../support/item-setting.ts'

test('[B-400] [B-410] a comment is added, found and recorded', async () => {
  await using setting = await itemSetting()
  const { root, domainId, domainArn } = setting
  const caseId = await setting.newCase()
  setting.clock.advance(1000)
  const content = comment('Called back')
  const input = { domainId, caseId, type: 'Comment', content } as const
  const { $metadata: _, ...output } = await root.createRelatedItem(input)
  const relatedItemId = output.relatedItemId ?? assert.fail()
  const relatedItemArn = `${domainArn}/case/${caseId}/related-item/${relatedItemId}`
  assert.deepEqual(output, { relatedItemId, relatedItemArn })
  assert.deepEqual(await setting.items(caseId), [
    {
      relatedItemId,
      type: 'Comment',
      associationTime: new Date('2026-11-23T10:00:01Z'),
      content,
      tags: {},
    },
  ])
  const [event] = await setting.history(caseId)
  assert.equal(event?.type, 'RelatedItem.Created')
  assert.equal(event?.relatedItemType, 'Comment')
  assert.deepEqual(event?.fields, [
    { eventFieldId: 'comment.body', newValue: { stringValue: 'Called back' } },
    { eventFieldId: 'comment.contentType', newValue: { stringValue: 'Text/Plain' } },
  ])
})

test('[B-400] the domain and the case may be given by ARN', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const place = { domainId: setting.domainArn, caseId: setting.caseArn(caseId) }
  await setting.root.createRelatedItem({ ...place, type: 'Comment', content: comment('By ARN') })
  assert.equal((await setting.items(caseId)).length, 1)
})

test('[B-410] the same comment twice is two comments, of up to 15,000 code points', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const body = '😀'.repeat(15_000)
  const ids = [await setting.addComment(caseId, body), await setting.addComment(caseId, body)]
  const found = await setting.items(caseId)
  assert.deepEqual(new Set(found.map(({ relatedItemId }) => relatedItemId)), new Set(ids))
  for (const { content } of found) assert.deepEqual(content, comment(body))
  await setting.refuse(caseId, comment(`${body}x`), /content\.comment\.body.*15000/)
  await setting.refuse(caseId, comment(''), /content\.comment\.body/)
})

test('[B-405] performedBy is shown as given, and is nobody where it is not', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const users = [{ userArn: 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a' }]
  for (const performedBy of [...users, { customEntity: 'crm-import' }]) {
    const relatedItemId = await setting.addComment(caseId, 'By somebody', { performedBy })
    const found = (await setting.items(caseId)).find((item) => item.relatedItemId === relatedItemId)
    assert.deepEqual(found?.performedBy, performedBy)
    const content = comment('Changed')
    const answer = await root.updateRelatedItem({ domainId, caseId, relatedItemId, content })
    assert.deepEqual(answer.createdBy, performedBy)
    const [, event] = await setting.history(caseId)
    assert.deepEqual(event?.performedBy?.user, performedBy)
    assert.equal(event?.performedBy?.iamPrincipalArn, 'arn:aws:iam::000000000000:root')
    await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  }
})

test('[B-409] related items leave the time and the user of the last update alone', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const ids = ['last_updated_datetime', 'last_updated_user']
  const before = await setting.read(caseId, ...ids)
  setting.clock.advance(60_000)
  const performedBy = { customEntity: 'somebody' }
  const relatedItemId = await setting.addComment(caseId, 'Later', { performedBy })
  const content = comment('Later still')
  await root.updateRelatedItem({ domainId, caseId, relatedItemId, content })
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  assert.deepEqual(await setting.read(caseId, ...ids), before)
})

test('[B-401] the type must name the member of the content', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const contents = {
    Contact: comment('No contact'),
    Comment: { file: { fileArn: 'f' } },
    File: { contact: { contactArn: 'c' } },
    Sla: { connectCase: { caseId } },
    ConnectCase: sla('No link', 1),
    Custom: comment('No custom item'),
  }
  for (const [type, content] of Object.entries(contents)) {
    const input = { domainId, caseId, type: type as keyof typeof contents, content }
    await expectError(root.createRelatedItem(input), 'ValidationException', new RegExp(type))
  }
  await setting.assertUntouched(caseId)
})

test('[B-404] an unknown case, and another domain’s, is not found before all else', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const other = await setting.newDomain('other')
  const notFound = async (place: { domainId: string; caseId: string }, message: RegExp) => {
    for (const type of ['Comment', 'Sla'] as const) {
      const call = root.createRelatedItem({ ...place, type, content: comment('Lost') })
      await expectError(call, 'ResourceNotFoundException', message)
    }
  }
  await notFound({ domainId, caseId: unknownId }, /Case/)
  await notFound({ domainId, caseId: 'no-id' }, /Case/)
  await notFound({ domainId: other, caseId }, /Case/)
  await notFound({ domainId: other, caseId: setting.caseArn(caseId) }, /Case/)
  await notFound({ domainId: unknownId, caseId }, /Domain/)
  await setting.assertUntouched(caseId)
})

test('[B-406] case, domain and related-item/* must be allowed', async () => {
  await using setting = await itemSetting()
  const { domainId, domainArn } = setting
  const caseId = await setting.newCase()
  const caseArn = setting.caseArn(caseId)
  const resources = [domainArn, caseArn, `${caseArn}/related-item/*`]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:CreateRelatedItem', Resource })
  const input = { domainId, caseId, type: 'Comment', content: comment('Mine') } as const
  for (const missing of resources) {
    const someone = await allow(resources.filter((resource) => resource !== missing))
    const call = someone.createRelatedItem(input)
    const { message } = await expectError(call, 'AccessDeniedException')
    assert.ok(message.includes(missing), message)
  }
  await setting.assertUntouched(caseId)
  await (await allow(resources)).createRelatedItem(input)
})

test('[B-406] a policy may tell types, tags of the case and users apart', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  await root.tagResource({ arn: setting.caseArn(caseId), tags: { team: 'blue' } })
  const allow = (Condition: object) =>
    setting.as(
      { Effect: 'Allow', Action: 'cases:CreateRelatedItem', Resource: '*', Condition },
      { Effect: 'Allow', Action: 'connect:DescribeUser', Resource: '*' },
    )
  const input = { domainId, caseId, type: 'Comment', content: comment('Mine') } as const
  const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'
  const slas = await allow({ StringEquals: { 'cases:RelatedItemType': 'Sla' } })
  await expectError(slas.createRelatedItem(input), 'AccessDeniedException')
  const users = await allow({ ArnEquals: { 'connect:UserArn': userArn } })
  await expectError(users.createRelatedItem(input), 'AccessDeniedException')
  const red = await setting.as(
    { Effect: 'Allow', Action: 'cases:CreateRelatedItem', Resource: '*' },
    {
      Effect: 'Deny',
      Action: 'cases:*',
      Resource: setting.caseArn(caseId),
      Condition: { StringNotEquals: { 'aws:ResourceTag/team': 'red' } },
    },
  )
  await expectError(red.createRelatedItem(input), 'AccessDeniedException', /explicit deny/)
  assert.deepEqual(await setting.items(caseId), [])
  const comments = await allow({ StringEquals: { 'cases:RelatedItemType': 'Comment' } })
  await comments.createRelatedItem(input)
  await users.createRelatedItem({ ...input, performedBy: { userArn } })
  assert.equal((await setting.items(caseId)).length, 2)
})

test('[B-406] performedBy.userArn needs connect:DescribeUser on that user', async () => {
  await using setting = await itemSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'
  const create = { Effect: 'Allow', Action: 'cases:CreateRelatedItem', Resource: '*' }
  const describe = { Effect: 'Allow', Action: 'connect:DescribeUser', Resource: userArn }
  const performedBy = { userArn }
  const content = comment('For another')
  const input = { domainId, caseId, type: 'Comment', content, performedBy } as const
  const someone = await setting.as(create)
  await expectError(someone.createRelatedItem(input), 'AccessDeniedException', /DescribeUser/)
  await setting.assertUntouched(caseId)
  await (await setting.as(create, describe)).createRelatedItem(input)
})

test('[B-403] a case has no more related items, files and SLAs than the quotas say', async () => {
  const quotas = 'relatedItemsPerCase=4,slasPerCase=1,filesPerCase=1'
  await using setting = await itemSetting({ quotas })
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const full = (call: Promise<unknown>, message: RegExp) =>
    expectError(call, 'ServiceQuotaExceededException', message)
  await setting.add(caseId, sla('First', 5))
  await full(setting.add(caseId, sla('Second', 5)), /1 SLAs/)
  await setting.add(caseId, { file: { fileArn: await setting.newFile(caseId, 'f1') } })
  const second = await setting.newFile(caseId, 'f2')
  await full(setting.add(caseId, { file: { fileArn: second } }), /1 files/)
  const [first] = [await setting.addComment(caseId, 'Third'), await setting.addComment(caseId, '4')]
  await full(setting.addComment(caseId, 'Fifth'), /4 related items/)
  assert.equal((await setting.items(caseId)).length, 4)
  await root.deleteRelatedItem({ domainId, caseId, relatedItemId: first })
  await setting.addComment(caseId, 'Fourth again')
})
