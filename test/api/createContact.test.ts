// CreateContact and StartTaskContact through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { contactSetting } from '../support/contacts.ts'
import { expectError } from '../support/errors.ts'

const minute = 60_000
const day = 24 * 60 * minute

const call = { Channel: 'VOICE', InitiationMethod: 'TRANSFER' } as const
const email = { Channel: 'EMAIL', InitiationMethod: 'FLOW' } as const
const task = { Channel: 'TASK', InitiationMethod: 'API' } as const

test('[B-950] a contact has what it was made with, and is connected at once', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, instanceArn, UserId, describe, clock } = here
  const References = { order: { Type: 'STRING', Value: '42' } } as const
  const { ContactId, ContactArn } = await connect.createContact({
    InstanceId,
    ...call,
    Name: 'A call',
    Description: 'From the other system',
    Attributes: { vip: 'yes' },
    References,
    UserInfo: { UserId },
    InitiateAs: 'CONNECTED_TO_USER',
  })
  assert.equal(ContactArn, `${instanceArn}/contact/${ContactId}`)
  const now = new Date(clock.now())
  assert.deepEqual(await describe(ContactId), {
    Id: ContactId,
    Arn: ContactArn,
    ...call,
    ContactAssociationId: ContactId,
    Name: 'A call',
    Description: 'From the other system',
    Attributes: { vip: 'yes' },
    SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:ExternalAudio' } },
    AgentInfo: { Id: UserId, ConnectedToAgentTimestamp: now },
    InitiationTimestamp: now,
    ConnectedToSystemTimestamp: now,
    LastUpdateTimestamp: now,
  })
})

test('[B-950] each channel begins in its own ways', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, UserId, describe } = here
  const create = (input: object) => connect.createContact({ InstanceId, ...(input as typeof call) })
  const UserInfo = { UserId }
  for (const bad of [
    { ...call, InitiationMethod: 'INBOUND' },
    { ...email, InitiationMethod: 'API' },
    { ...email, InitiationMethod: 'OUTBOUND' },
    { ...task, InitiationMethod: 'TRANSFER' },
    { Channel: 'CHAT', InitiationMethod: 'API' },
    { ...call, InitiateAs: 'COMPLETED' },
    { ...call, InitiateAs: 'CONNECTED_TO_USER' },
  ]) {
    await expectError(create(bad), 'InvalidRequestException')
  }
  const first = await create(call)
  const after = { PreviousContactId: first.ContactId }
  await expectError(create({ ...email, ...after }), 'InvalidRequestException')
  await create({ ...call, ...after })
  for (const good of [email, { ...email, InitiationMethod: 'AGENT_REPLY', UserInfo }]) {
    await create(good)
  }
  const done = await create({ ...task, InitiateAs: 'COMPLETED' })
  const { DisconnectTimestamp, DisconnectReason, SegmentAttributes } = await describe(
    done.ContactId,
  )
  assert.ok(DisconnectTimestamp !== undefined)
  assert.equal(DisconnectReason, 'API')
  const subtype = SegmentAttributes?.['connect:Subtype']?.ValueString
  assert.equal(subtype, 'connect:ExternalTask')
})

test('[B-951] a task needs one thing that runs it, and starts within 6 days', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, startTask, describe, clock } = here
  for (const bad of [
    { ContactFlowId: undefined },
    { QuickConnectId: nowhere },
    { TaskTemplateId: nowhere },
    { ScheduledTime: new Date(clock.now() - 1000) },
    { ScheduledTime: new Date(clock.now() + 6 * day + 1000) },
    { Attachments: [{ FileName: 'a.pdf', S3Url: 'https://s3.example/a.pdf' }] },
    { References: { a: { Type: 'ATTACHMENT', Value: 'x' } } },
  ]) {
    await expectError(startTask(bad), 'InvalidRequestException')
  }
  const input = { InstanceId, Name: 'Call back', ContactFlowId: nowhere }
  const { ContactId } = await connect.startTaskContact(input)
  const { Channel, InitiationMethod, Name } = await describe(ContactId)
  assert.deepEqual([Channel, InitiationMethod, Name], ['TASK', 'API', 'Call back'])
  await startTask({ ContactFlowId: undefined, QuickConnectId: nowhere })
  await startTask({ ContactFlowId: undefined, TaskTemplateId: nowhere })
})

test('[B-952] keys and sizes of attributes are bounded', async () => {
  await using here = await contactSetting()
  const { startTask } = here
  const value = 'ü'.repeat(16_000)
  for (const bad of [
    { Attributes: { 'a key': 'x' } },
    { Attributes: { a: value, b: 'x'.repeat(1000) } },
    { SegmentAttributes: { 'other:Key': { ValueString: 'x' } } },
    { SegmentAttributes: { a: { ValueString: 'x', ValueInteger: 1 } } },
    { SegmentAttributes: { a: {} } },
  ]) {
    await expectError(startTask(bad), 'InvalidRequestException')
  }
  await startTask({ Attributes: { a_b: value, 'c-d': '' } })
})

test('[B-953] what follows another contact has its attributes and its place', async () => {
  await using here = await contactSetting()
  const { startTask, describe } = here
  const first = await startTask({ Attributes: { a: '1', b: '1' } })
  const second = await startTask({ PreviousContactId: first, Attributes: { b: '2' } })
  const third = await startTask({ PreviousContactId: second })
  const beside = await startTask({ RelatedContactId: third })
  const at = async (id: string) => {
    const contact = await describe(id)
    const { InitialContactId, PreviousContactId, RelatedContactId } = contact
    assert.equal(contact.ContactAssociationId, first)
    return [InitialContactId, PreviousContactId, RelatedContactId, contact.Attributes]
  }
  const both = { a: '1', b: '2' }
  assert.deepEqual(await at(second), [first, first, undefined, both])
  assert.deepEqual(await at(third), [first, second, undefined, both])
  assert.deepEqual(await at(beside), [undefined, undefined, third, both])
  const more = { PreviousContactId: first, Attributes: { c: 'x'.repeat(32_766) } }
  await expectError(startTask(more), 'InvalidRequestException', /32768 bytes/)
  const two = startTask({ PreviousContactId: first, RelatedContactId: second })
  await expectError(two, 'InvalidRequestException')
})

test('[B-954] quotas bound the tasks that are active, and those that follow one contact', async () => {
  await using here = await contactSetting({ quotas: 'activeTasksPerInstance=14' })
  const { connect, InstanceId, startTask, clock } = here
  const first = await startTask()
  for (let count = 0; count < 12; count += 1) await startTask({ PreviousContactId: first })
  const more = startTask({ PreviousContactId: first })
  await expectError(more, 'ServiceQuotaExceededException', /PreviousContactId/)
  const last = await startTask()
  await expectError(startTask(), 'ServiceQuotaExceededException', /active tasks, 14/)
  const asContact = connect.createContact({ InstanceId, ...task })
  await expectError(asContact, 'ServiceQuotaExceededException')
  await connect.createContact({ InstanceId, ...task, InitiateAs: 'COMPLETED' })
  await connect.stopContact({ InstanceId, ContactId: last })
  await startTask()
  await expectError(startTask(), 'ServiceQuotaExceededException')
  // They expire after 7 days.
  clock.advance(7 * day)
  await startTask()
})

test('[B-955] a scheduled task is connected when its time has come, an expired one has ended', async () => {
  await using here = await contactSetting()
  const { startTask, describe, clock } = here
  const ScheduledTime = new Date(clock.now() + 5 * minute)
  const expiry = { ValueMap: { ExpiryDuration: { ValueInteger: 10 } } }
  const SegmentAttributes = { 'connect:ContactExpiry': expiry }
  const id = await startTask({ ScheduledTime, SegmentAttributes })
  const before = await describe(id)
  assert.equal(before.ConnectedToSystemTimestamp, undefined)
  assert.deepEqual(before.ScheduledTimestamp, ScheduledTime)
  clock.advance(5 * minute)
  assert.deepEqual((await describe(id)).ConnectedToSystemTimestamp, ScheduledTime)
  clock.advance(10 * minute - 1)
  assert.equal((await describe(id)).DisconnectTimestamp, undefined)
  clock.advance(1)
  const { DisconnectTimestamp, DisconnectReason } = await describe(id)
  assert.deepEqual(DisconnectTimestamp, new Date(ScheduledTime.getTime() + 10 * minute))
  assert.equal(DisconnectReason, 'EXPIRED')
  for (const ValueInteger of [0, 90 * 24 * 60 + 1]) {
    const bad = { 'connect:ContactExpiry': { ValueMap: { ExpiryDuration: { ValueInteger } } } }
    await expectError(startTask({ SegmentAttributes: bad }), 'InvalidRequestException')
  }
})

test('[B-905] a client token makes one contact, and another request with it is refused', async () => {
  await using here = await contactSetting()
  const { connect, InstanceId, startTask } = here
  const first = await startTask({ ClientToken: 'once' })
  assert.equal(await startTask({ ClientToken: 'once' }), first)
  await expectError(startTask({ ClientToken: 'once', Name: 'x' }), 'InvalidRequestException')
  const create = (input: object) =>
    connect.createContact({ InstanceId, ...email, ClientToken: 'once', ...input })
  const { ContactId } = await create({})
  assert.equal((await create({})).ContactId, ContactId)
  await expectError(create({ Name: 'x' }), 'IdempotencyException')
})
