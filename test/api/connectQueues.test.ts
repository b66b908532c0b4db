// CreateQueue, DescribeQueue and ListQueues, and ListInstances, through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectWith, instanceInput } from '../support/connect.ts'
import { queueInput } from '../support/connect-operations.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const setting = async (quotas = '') => {
  const server = await startTestServer({ settings: quotas === '' ? {} : { quotas } })
  const connect = connectWith(server)
  const { Id, Arn } = await connect.createInstance(instanceInput())
  const dispose = () => server[Symbol.asyncDispose]()
  const ids = { InstanceId: given(Id), instanceArn: given(Arn) }
  return { server, connect, ...ids, [Symbol.asyncDispose]: dispose }
}

test('[B-940] a queue is enabled, and is as it was asked for', async () => {
  await using here = await setting()
  const { connect, InstanceId, instanceArn } = here
  const more = {
    Description: 'First line',
    MaxContacts: 5,
    OutboundCallerConfig: { OutboundCallerIdName: 'Acme' },
    Tags: { team: 'red' },
  }
  const input = queueInput(InstanceId, 'support')
  const { QueueId, QueueArn } = await connect.createQueue({ ...input, ...more })
  assert.equal(QueueArn, `${instanceArn}/queue/${QueueId}`)
  const { Queue } = await connect.describeQueue({ InstanceId, QueueId })
  const { LastModifiedTime, ...queue } = Queue ?? assert.fail()
  assert.ok(LastModifiedTime instanceof Date)
  const { InstanceId: _, ...given } = { ...input, ...more }
  const told = { QueueId, QueueArn, Status: 'ENABLED', LastModifiedRegion: 'us-east-1' }
  assert.deepEqual(queue, { ...given, ...told })
})

test('[B-941] a queue’s name is there once, and a quota bounds the queues', async () => {
  await using here = await setting('queuesPerInstance=2')
  const { connect, InstanceId } = here
  const create = (name: string) => connect.createQueue(queueInput(InstanceId, name))
  await create('a')
  await expectError(create('a'), 'DuplicateResourceException')
  await create('b')
  await expectError(create('c'), 'LimitExceededException', /Queue, 2/)
})

test('[B-942] queues are listed in pages; all of them are standard ones', async () => {
  await using here = await setting()
  const { connect, InstanceId } = here
  const names = ['z', 'a', 'm']
  for (const name of names) await connect.createQueue(queueInput(InstanceId, name))
  const first = await connect.listQueues({ InstanceId, MaxResults: 2 })
  const { NextToken } = first
  const second = await connect.listQueues({ InstanceId, MaxResults: 2, NextToken })
  const all = [first, second].flatMap(({ QueueSummaryList = [] }) => QueueSummaryList)
  assert.deepEqual(
    all.map(({ Name, QueueType }) => [Name, QueueType]),
    names.map((name) => [name, 'STANDARD']),
  )
  assert.equal(second.NextToken, undefined)
  const ofType = async (...QueueTypes: ('AGENT' | 'STANDARD')[]) =>
    (await connect.listQueues({ InstanceId, QueueTypes })).QueueSummaryList?.length
  assert.deepEqual([await ofType('AGENT'), await ofType('STANDARD', 'AGENT')], [0, 3])
})

test('[B-913] instances are listed in pages, the oldest first', async () => {
  await using here = await setting('instancesPerAccount=5')
  const { connect, InstanceId, instanceArn } = here
  await connect.createInstance(instanceInput('b'))
  await connect.createInstance(instanceInput('a'))
  const first = await connect.listInstances({ MaxResults: 2 })
  const { NextToken } = first
  const second = await connect.listInstances({ MaxResults: 2, NextToken })
  const all = [first, second].flatMap(({ InstanceSummaryList = [] }) => InstanceSummaryList)
  assert.deepEqual(
    all.map((each) => each.InstanceAlias),
    ['acme', 'b', 'a'],
  )
  const { CreatedTime, ...summary } = all[0] ?? assert.fail()
  assert.ok(CreatedTime instanceof Date)
  const told = { Id: InstanceId, Arn: instanceArn, InstanceStatus: 'ACTIVE' }
  assert.deepEqual(summary, { ...told, ...instanceInput('acme') })
  const forged = connect.listInstances({ NextToken: 'forged' })
  await expectError(forged, 'InvalidRequestException', /nextToken/)
})
