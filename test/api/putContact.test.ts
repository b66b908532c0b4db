// PutContact, signed by hand: no SDK knows it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactArn, itemSetting } from '../support/item-setting.ts'

const path = '/_opencases/contacts'
const contact = {
  arn: contactArn('c1'),
  channel: 'VOICE',
  connectedToSystemTime: '2026-11-23T09:00:00Z',
}

test('[B-480] a contact is put, put again and changed', async () => {
  await using setting = await itemSetting()
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const content = { contact: { contactArn: contact.arn } }
  const known = async (id: string) => {
    await setting.add(id, content)
    return (await setting.items(id))[0]?.content?.contact
  }
  for (const _ of ['once', 'again']) {
    const { status, text } = await setting.send('PUT', path, contact)
    assert.deepEqual([status, text], [200, ''])
  }
  const connectedToSystemTime = new Date('2026-11-23T09:00:00Z')
  assert.deepEqual(await known(caseId), {
    contactArn: contact.arn,
    channel: 'VOICE',
    connectedToSystemTime,
  })
  const time = '2026-11-23T11:30:00.25+01:00'
  const changed = { ...contact, channel: 'EMAIL', connectedToSystemTime: time }
  assert.equal((await setting.send('PUT', path, changed)).status, 200)
  assert.deepEqual(await known(other), {
    contactArn: contact.arn,
    channel: 'EMAIL',
    connectedToSystemTime: new Date('2026-11-23T10:30:00.250Z'),
  })
})

test('[B-481] the ARN is that of a contact of Amazon Connect, of any region and account', async () => {
  await using setting = await itemSetting()
  const put = async (arn: string) => {
    const { status, error } = await setting.send('PUT', path, { ...contact, arn })
    return error ?? status
  }
  const id = '4bee0a86-3ea8-4b9e-9a7d-8f2d2b1f6e0a'
  for (const place of [
    'aws:connect:eu-central-1:123456789012',
    'aws-cn:connect:cn-north-1:210987654321',
  ]) {
    assert.equal(await put(`arn:${place}:instance/${id}/contact/${id}`), 200)
  }
  const wrong = [
    'c1',
    contact.arn.replace('/contact/', '/file/'),
    contact.arn.replace(':connect:', ':cases:'),
    contact.arn.replace('000000000000', '0'),
    `${contact.arn}/more`,
    `${contact.arn}*`,
    `${contact.arn}\n`,
    contact.arn.replace('arn:aws', 'arn:gcp'),
  ]
  for (const arn of wrong) assert.equal(await put(arn), 'ValidationException', arn)
})

test('[B-481] the time is RFC 3339, and the channel one of four', async () => {
  await using setting = await itemSetting()
  const put = async (more: object) =>
    (await setting.send('PUT', path, { ...contact, ...more })).error
  const times = ['now', '2026-11-23', '2026-11-23T09:00', '2026-11-23T09:00:00', '1795424400']
  for (const time of [...times, '2026-02-30T09:00:00Z', '2026-11-23T25:00:00Z', '']) {
    assert.equal(await put({ connectedToSystemTime: time }), 'ValidationException', time)
  }
  for (const channel of ['voice', 'FAX', '']) {
    assert.equal(await put({ channel }), 'ValidationException', channel)
  }
  for (const missing of ['arn', 'channel', 'connectedToSystemTime']) {
    assert.equal(await put({ [missing]: null }), 'ValidationException', missing)
  }
})

test('[B-483] opencases:PutContact must be allowed on the contact', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  const put = async (Action: string, Resource: string) => {
    const Statement = [{ Effect: 'Allow', Action, Resource }]
    const keys = await setting.keyFor({ Version: '2012-10-17', Statement })
    const { status, error } = await setting.send('PUT', path, contact, { keys })
    return error ?? status
  }
  assert.equal(await put('cases:*', '*'), 'AccessDeniedException')
  assert.equal(await put('opencases:PutContact', contactArn('c2')), 'AccessDeniedException')
  const content = { contact: { contactArn: contact.arn } }
  await setting.refuse(caseId, content, /Contact/, 'ResourceNotFoundException')
  assert.equal(await put('opencases:PutContact', contact.arn), 200)
  await setting.add(caseId, content)
})

test('[B-483] a contact is not put without a signature', async () => {
  await using setting = await itemSetting()
  const { status, error } = await setting.send('PUT', path, contact, { unsigned: true })
  assert.deepEqual([status, error], [403, 'MissingAuthenticationTokenException'])
})
