// Events at EventBridge and SQS, through the official SDKs, against receivers that check what they sign.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awsKeys, type Entry, startAwsReceiver } from '../support/aws-receiver.ts'
import { present } from '../support/case-setting.ts'
import { byCase, changeCases, eventSetting, type Outgoing, quick } from './setting.ts'

process.env.AWS_ACCESS_KEY_ID = awsKeys.accessKeyId
process.env.AWS_SECRET_ACCESS_KEY = awsKeys.secretAccessKey

const bus = (endpoint: string, more: object = {}) => {
  return { name: 'bus', type: 'eventbridge', endpoint, ...quick, ...more }
}

const queue = (endpoint: string, name: string) => {
  const queueUrl = `${endpoint}/000000000000/${name}`
  return { name: 'queue', type: 'sqs', endpoint, queueUrl, ...quick }
}

/** Case and id of what EventBridge got. */
const ofBus = ({ Detail = '' }: Entry) => {
  const detail = JSON.parse(Detail)
  return { id: detail.eventId, caseId: (detail.case ?? detail.relatedItem).caseId }
}

/** Case and id of what SQS got. */
const ofQueue = ({ MessageBody = '' }: Entry) => {
  const { id, detail } = JSON.parse(MessageBody)
  return { id, caseId: (detail.case ?? detail.relatedItem).caseId }
}

test('[B-1174] EventBridge gets entries that say what the envelope says, and its id', async () => {
  await using receiver = await startAwsReceiver('AWSEvents.PutEvents')
  await using setting = await eventSetting([bus(receiver.endpoint, { bus: 'cases' })])
  setting.clock.advance(5)
  await setting.newCase()
  await receiver.hasTaken(1)
  const [{ id, event }] = setting.outbox() as [Outgoing]
  const { detail, resources, 'detail-type': type } = JSON.parse(event)
  const [{ Detail = '', Time, ...entry }] = receiver.taken as [Entry]
  assert.deepEqual(entry, {
    EventBusName: 'cases',
    Source: 'opencases',
    DetailType: type,
    Resources: resources,
  })
  assert.deepEqual(JSON.parse(Detail), { ...detail, eventId: id })
  assert.equal(
    Math.round(Number(Time)),
    Math.round(Date.parse(detail.approximateChangeTime) / 1000),
  )
})

test('[B-1162] [B-1174] entries that EventBridge refuses come again, and nothing overtakes them', async () => {
  const refused = new Set<string>()
  await using receiver = await startAwsReceiver('AWSEvents.PutEvents', (entry, count) => {
    const { id } = ofBus(entry)
    if (refused.has(id) || count % 3 !== 0) return undefined
    refused.add(id)
    return 'ThrottlingException'
  })
  await using setting = await eventSetting([bus(receiver.endpoint)])
  await changeCases(setting, 30, 4)
  await receiver.hasTaken(150)
  assert.ok(refused.size > 20, `${refused.size} were refused`)
  assert.deepEqual(byCase(receiver.taken.map(ofBus)), byCase(setting.outbox()))
  assert.equal(receiver.taken.length, 150)
  assert.ok(
    receiver.calls.some((entries) => entries.length > 1),
    'no call had several entries',
  )
  for (const entries of receiver.calls) {
    const cases = entries.map((entry) => ofBus(entry).caseId)
    assert.equal(new Set(cases).size, cases.length, 'two events of a case in one call')
  }
})

test('[B-1160] [B-1174] a bus that is down gets everything when it is back', async () => {
  await using receiver = await startAwsReceiver('AWSEvents.PutEvents')
  await using setting = await eventSetting([bus(receiver.endpoint)])
  receiver.state.down = true
  await changeCases(setting, 5, 3)
  receiver.state.down = false
  await receiver.hasTaken(20)
  assert.deepEqual(byCase(receiver.taken.map(ofBus)), byCase(setting.outbox()))
})

test('[B-1175] a FIFO queue gets the case as group and the event id against repetition', async () => {
  const refused = new Set<string>()
  await using receiver = await startAwsReceiver('AmazonSQS.SendMessageBatch', (entry, count) => {
    const { id } = ofQueue(entry)
    if (refused.has(id) || count % 4 !== 0) return undefined
    refused.add(id)
    return 'InternalError'
  })
  await using setting = await eventSetting([queue(receiver.endpoint, 'cases.fifo')])
  await changeCases(setting, 20, 3)
  // XML has no such characters; SQS refuses them.
  await setting.newCase('odd \uffff\ufffe\u0007 text')
  await receiver.hasTaken(81)
  const sent = setting.outbox()
  assert.deepEqual(byCase(receiver.taken.map(ofQueue)), byCase(sent))
  assert.ok(refused.size > 10)
  const texts = new Map(sent.map(({ id, event }) => [id, JSON.parse(event)]))
  for (const entry of receiver.taken) {
    const { id, caseId } = ofQueue(entry)
    assert.equal(entry.MessageGroupId, caseId)
    assert.equal(entry.MessageDeduplicationId, id)
    assert.doesNotMatch(entry.MessageBody ?? '', /[\ufffe\uffff]/)
    assert.deepEqual(JSON.parse(entry.MessageBody ?? ''), texts.get(id))
  }
})

test('[B-1175] another queue gets neither group nor deduplication id', async () => {
  await using receiver = await startAwsReceiver('AmazonSQS.SendMessageBatch')
  await using setting = await eventSetting([queue(receiver.endpoint, 'cases')])
  const caseId = await setting.newCase()
  await receiver.hasTaken(1)
  const [entry] = receiver.taken
  assert.deepEqual(Object.keys(entry ?? {}).sort(), ['Id', 'MessageBody'])
  assert.equal(entry?.MessageBody, setting.outbox()[0]?.event)
  assert.equal(ofQueue(entry ?? {}).caseId, caseId)
})

test('[B-1174] [B-1175] a large event fits into a call', async () => {
  await using receiver = await startAwsReceiver('AWSEvents.PutEvents')
  await using other = await startAwsReceiver('AmazonSQS.SendMessageBatch')
  const sinks = [bus(receiver.endpoint), queue(other.endpoint, 'cases.fifo')]
  const settings = { quotas: 'fieldsPerCustomItem=50' }
  await using setting = await eventSetting(sinks, { settings })
  const { client, domainId } = setting
  const attributes = { text: { isMultiline: true } }
  const fields = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      client.createField({ domainId, name: `f${index}`, type: 'Text', attributes }),
    ),
  )
  const value = { stringValue: '\u0001'.repeat(4100) }
  const custom = { fields: present(fields).map(({ fieldId }) => ({ id: fieldId, value })) }
  const caseId = await setting.newCase()
  await client.createRelatedItem({ domainId, caseId, type: 'Custom', content: { custom } })
  await Promise.all([receiver.hasTaken(2), other.hasTaken(2)])
  const limit = 256 * 1024
  const [, entry] = receiver.taken
  const bytes = ['Source', 'DetailType', 'Detail', 'Resources'].map((name) =>
    Buffer.byteLength(`${entry?.[name]}`),
  )
  const size = bytes.reduce((sum, each) => sum + each, 14)
  assert.ok(size > limit - 40_000 && size < limit, `${size} bytes`)
  assert.ok(Buffer.byteLength(`${other.taken[1]?.MessageBody}`) < limit)
})
