// DescribeContact, UpdateContact and StopContact through the official SDK, and contacts as cases point at them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { contactSetting } from '../support/contacts.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const call = { Channel: 'VOICE', InitiationMethod: 'TRANSFER' } as const

test('[B-956] a contact that was put is described as far as it was told of', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, instanceArn, send, describe } = here
  const arn = `${instanceArn}/contact/${nowhere}`
  const contact = { arn, channel: 'CHAT', connectedToSystemTime: '2026-11-23T09:00:00Z' }
  const put = (more: object = {}) => send('PUT', '/_opencases/contacts', { ...contact, ...more })
  await put()
  const at = new Date(contact.connectedToSystemTime)
  const { Contact: told = {} } = await connect.describeContact({ InstanceId, ContactId: nowhere })
  assert.deepEqual(
    [told.Arn, told.Id, told.Channel, told.InitiationTimestamp, told.ConnectedToSystemTimestamp],
    [arn, nowhere, 'CHAT', at, at],
  )
  assert.equal(told.InitiationMethod, undefined)
  await connect.updateContact({ InstanceId, ContactId: nowhere, Name: 'A chat' })
  await put({ channel: 'VOICE' })
  const { Name, Channel } = await describe(nowhere)
  assert.deepEqual([Name, Channel], ['A chat', 'VOICE'])
})

test('[B-956] a contact that was made here cannot be put', async () => {
  await using here = await contactSetting()
  const { instanceArn, send, startTask } = here
  const arn = `${instanceArn}/contact/${await startTask()}`
  const contact = { arn, channel: 'CHAT', connectedToSystemTime: '2026-11-23T09:00:00Z' }
  const { error } = await send('PUT', '/_opencases/contacts', contact)
  assert.equal(error, 'ValidationException')
})

test('[B-957] an update adds to what is known, and needs something to say', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, startTask, describe, clock } = here
  const ContactId = await startTask({ Description: 'kept' })
  clock.advance(5000)
  const update = (input: object) => connect.updateContact({ InstanceId, ContactId, ...input })
  await expectError(update({}), 'InvalidRequestException')
  await update({
    Name: 'Renamed',
    References: { order: { Type: 'STRING', Value: '1' } },
    SegmentAttributes: { level: { ValueString: 'gold' } },
  })
  await update({ SegmentAttributes: { area: { ValueString: 'north' } } })
  const contact = await describe(ContactId)
  assert.equal(contact.Name, 'Renamed')
  assert.equal(contact.Description, 'kept')
  const level = { ValueString: 'gold' }
  assert.deepEqual(contact.SegmentAttributes, { level, area: { ValueString: 'north' } })
  assert.deepEqual(contact.LastUpdateTimestamp, new Date(clock.now()))
  await expectError(
    update({ References: { a: { Type: 'EMAIL_MESSAGE', Value: 'x' } } }),
    'InvalidRequestException',
  )
  // What has ended can be updated too.
  await connect.stopContact({ InstanceId, ContactId })
  await update({ Name: 'Once more' })
})

test('[B-957] user, queue and endpoints are those of a call in another system, and exist', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, UserId, QueueId, startTask, describe, clock } = here
  const SystemEndpoint = { Type: 'TELEPHONE_NUMBER', Address: '+49123' } as const
  const more = { UserInfo: { UserId }, QueueInfo: { Id: QueueId }, SystemEndpoint }
  const ofTask = { InstanceId, ContactId: await startTask() }
  for (const [member, value] of Object.entries(more)) {
    const refused = connect.updateContact({ ...ofTask, [member]: value })
    await expectError(refused, 'InvalidRequestException', new RegExp(member))
  }
  const { ContactId } = await connect.createContact({ InstanceId, ...call })
  const update = (input: object) => connect.updateContact({ InstanceId, ContactId, ...input })
  const missing = [{ UserInfo: { UserId: nowhere } }, { QueueInfo: { Id: nowhere } }]
  for (const input of missing) await expectError(update(input), 'ResourceNotFoundException')
  await update(more)
  const now = new Date(clock.now())
  const contact = await describe(ContactId)
  assert.deepEqual(contact.AgentInfo, { Id: UserId, ConnectedToAgentTimestamp: now })
  assert.deepEqual(contact.QueueInfo, { Id: QueueId, EnqueueTimestamp: now })
  assert.deepEqual(contact.SystemEndpoint, SystemEndpoint)
})

test('[B-958] a task is stopped once, a call in another system never', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, instanceArn, send, startTask, describe, clock } = here
  const stop = (ContactId: string | undefined, more: object = {}) =>
    connect.stopContact({ InstanceId, ContactId, ...more })
  const task = await startTask()
  const campaign = stop(task, { DisconnectReason: { Code: 'x' } })
  await expectError(campaign, 'InvalidRequestException')
  await stop(task)
  const ended = await describe(task)
  assert.deepEqual(ended.DisconnectTimestamp, new Date(clock.now()))
  assert.equal(ended.DisconnectReason, 'API')
  clock.advance(1000)
  await stop(task)
  assert.deepEqual(await describe(task), ended)
  const { ContactId } = await connect.createContact({ InstanceId, ...call })
  await expectError(stop(ContactId), 'InvalidRequestException', /TRANSFER/)
  const arn = `${instanceArn}/contact/${nowhere}`
  const connectedToSystemTime = '2026-11-23T09:00:00Z'
  await send('PUT', '/_opencases/contacts', { arn, channel: 'VOICE', connectedToSystemTime })
  await stop(nowhere)
  await expectError(stop(nowhere), 'ContactNotFoundException')
})

test('[B-971] a case points at contacts of all channels, and reads channel and time of them', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, instanceArn, root, domainId, newCase, startTask, clock } = here
  const caseId = await newCase()
  const arnOf = (id: string | undefined) => `${instanceArn}/contact/${id}`
  const email = { Channel: 'EMAIL', InitiationMethod: 'FLOW' } as const
  const scheduled = new Date(Math.ceil(clock.now() / 1000) * 1000 + 60_000)
  const contacts = [
    [(await connect.createContact({ InstanceId, ...call })).ContactId, 'VOICE', clock.now()],
    [(await connect.createContact({ InstanceId, ...email })).ContactId, 'EMAIL', clock.now()],
    [await startTask(), 'TASK', clock.now()],
    [await startTask({ ScheduledTime: scheduled }), 'TASK', scheduled.getTime()],
  ] as const
  for (const [id, channel, at] of contacts) {
    const contactArn = arnOf(id)
    const content = { contact: { contactArn } }
    const item = { domainId, caseId, type: 'Contact', content } as const
    await root.createRelatedItem(item)
    const filters = [{ contact: { contactArn } }]
    const { relatedItems } = await root.searchRelatedItems({ domainId, caseId, filters })
    const connectedToSystemTime = new Date(at)
    const expected = { contactArn, channel, connectedToSystemTime }
    assert.deepEqual(relatedItems?.[0]?.content?.contact, expected)
  }
  const content = { contact: { contactArn: arnOf(nowhere) } }
  const missing = root.createRelatedItem({ domainId, caseId, type: 'Contact', content })
  const error = await expectError(missing, 'ResourceNotFoundException')
  assert.equal(error.resourceType, 'Contact')
})

test('[B-970] users are looked up for instances that the server knows, and for no others', async () => {
  await using here = await contactSetting()
  const { root, domainId, templateId, userArn, instanceArn, newCase } = here
  const caseId = await newCase()
  const content = { comment: { body: 'x', contentType: 'Text/Plain' } } as const
  const fields = [{ id: 'title', value: { stringValue: 'x' } }]
  const item = { domainId, caseId, type: 'Comment', content } as const
  const relatedItemId = given((await root.createRelatedItem(item)).relatedItemId)
  const elsewhere = 'arn:aws:connect:us-east-1:000000000000:instance'
  const calls = (performedBy: { userArn: string }) => [
    () => root.createCase({ domainId, templateId, fields, performedBy }),
    () => root.updateCase({ domainId, caseId, fields, performedBy }),
    () => root.createRelatedItem({ ...item, performedBy }),
    () => root.updateRelatedItem({ domainId, caseId, relatedItemId, content, performedBy }),
  ]
  for (const good of [
    userArn,
    `${elsewhere}/${nowhere}/agent/${nowhere}`,
    `${elsewhere}/i/agent/a`,
  ]) {
    for (const perform of calls({ userArn: good })) await perform()
  }
  const before = await here.history(caseId)
  const unknown = `${instanceArn}/agent/${nowhere}`
  for (const perform of calls({ userArn: unknown })) {
    const error = await expectError(perform(), 'ResourceNotFoundException')
    assert.deepEqual([error.resourceType, error.resourceId], ['User', unknown])
  }
  assert.deepEqual(await here.history(caseId), before)
})
