// DescribeInstance through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { connectFor, connectWith, instanceInput } from '../support/connect.ts'
import { expectError } from '../support/errors.ts'
import { startTestServer } from '../support/server.ts'

test('[B-904] an instance is found by its id or its ARN, and nothing else is', async () => {
  await using server = await startTestServer()
  const connect = connectWith(server)
  const { Id = '', Arn = '' } = await connect.createInstance(instanceInput())
  for (const InstanceId of [Id, Arn]) {
    assert.equal((await connect.describeInstance({ InstanceId })).Instance?.Id, Id)
  }
  const wrong = [
    nowhere,
    'no-id',
    Id.toUpperCase(),
    `${Arn}/x`,
    Arn.replace('us-east-1', 'eu-west-1'),
  ]
  for (const InstanceId of wrong.slice(0, 3)) {
    const call = connect.describeInstance({ InstanceId })
    await expectError(call, 'ResourceNotFoundException', `Instance not found: ${InstanceId}`)
  }
  for (const InstanceId of wrong.slice(3)) {
    await expectError(connect.describeInstance({ InstanceId }), 'ResourceNotFoundException')
  }
})

test('[B-903] DescribeInstance needs its action on the instance, by ARN, id or tags', async () => {
  await using server = await startTestServer()
  const connect = connectWith(server)
  const { Id = '', Arn = '' } = await connect.createInstance({
    ...instanceInput('acme'),
    Tags: { team: 'red' },
  })
  const other = await connect.createInstance(instanceInput('other'))
  const may = (more: object) =>
    connectFor(server, {
      Statement: { Effect: 'Allow', Action: 'connect:DescribeInstance', Resource: '*', ...more },
    })
  const ids = { StringEquals: { 'connect:InstanceId': Id } }
  const tags = { StringEquals: { 'aws:ResourceTag/team': 'red' } }
  for (const more of [{ Resource: Arn }, { Condition: ids }, { Condition: tags }]) {
    const client = await may(more)
    assert.equal((await client.describeInstance({ InstanceId: Id })).Instance?.Id, Id)
    for (const InstanceId of [other.Id, nowhere]) {
      const call = client.describeInstance({ InstanceId })
      await expectError(call, 'AccessDeniedException', /connect:DescribeInstance on/)
    }
  }
})
