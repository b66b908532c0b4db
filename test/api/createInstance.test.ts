// CreateInstance through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectFor, connectWith, instanceInput } from '../support/connect.ts'
import { expectError } from '../support/errors.ts'
import { startTestServer } from '../support/server.ts'

test('[B-910] an instance is active at once, and is as it was asked for', async () => {
  await using server = await startTestServer()
  const connect = connectWith(server)
  const Tags = { team: 'red' }
  const before = server.clock.now()
  const { Id, Arn } = await connect.createInstance({ ...instanceInput('acme'), Tags })
  assert.equal(Arn, `arn:aws:connect:us-east-1:000000000000:instance/${Id}`)
  const { Instance } = await connect.describeInstance({ InstanceId: Id })
  const { CreatedTime, ...rest } = Instance ?? assert.fail()
  const at = CreatedTime?.getTime() ?? 0
  assert.ok(before <= at && at <= server.clock.now(), `${CreatedTime}`)
  assert.deepEqual(rest, { Id, Arn, InstanceStatus: 'ACTIVE', ...instanceInput('acme'), Tags })
})

test('[B-911] alias and directory go with the type of identity management', async () => {
  await using server = await startTestServer()
  const connect = connectWith(server)
  const { InstanceAlias, ...calls } = instanceInput('acme')
  const refused = (more: object) =>
    expectError(connect.createInstance({ ...calls, ...more }), 'InvalidRequestException')
  const DirectoryId = 'd-0123456789'
  await refused({})
  await refused({ IdentityManagementType: 'SAML' })
  await refused({ InstanceAlias, DirectoryId })
  await refused({ IdentityManagementType: 'EXISTING_DIRECTORY', InstanceAlias })
  const existing = { ...calls, IdentityManagementType: 'EXISTING_DIRECTORY', DirectoryId } as const
  assert.ok((await connect.createInstance(existing)).Id)
  await connect.createInstance({ ...calls, InstanceAlias })
  await refused({ InstanceAlias: 'ACME' })
})

test('[B-912] an account has as many instances as its quota says', async () => {
  await using server = await startTestServer()
  const connect = connectWith(server)
  await connect.createInstance(instanceInput('a'))
  await connect.createInstance(instanceInput('b'))
  const more = connect.createInstance(instanceInput('c'))
  await expectError(more, 'ServiceQuotaExceededException', 'The quota is reached: Instance, 2')
})

test('[B-905] a client token gives the first answer again, and refuses another request', async () => {
  await using server = await startTestServer()
  const connect = connectWith(server)
  const input = { ...instanceInput('acme'), ClientToken: 'once' }
  const first = await connect.createInstance(input)
  const { Id, Arn } = await connect.createInstance(input)
  assert.deepEqual([Id, Arn], [first.Id, first.Arn])
  const other = connect.createInstance({ ...input, InstanceAlias: 'other' })
  await expectError(other, 'InvalidRequestException', /client token/)
  // The token of somebody else is another one.
  const policy = { Statement: { Effect: 'Allow', Action: 'connect:*', Resource: '*' } }
  const someone = await connectFor(server, policy)
  await someone.createInstance({ ...input, InstanceAlias: 'other' })
})

test('[B-903] CreateInstance needs its action on everything, and asks for tags', async () => {
  await using server = await startTestServer()
  const allow = (more: object) => ({
    Statement: { Effect: 'Allow', Action: 'connect:CreateInstance', ...more },
  })
  const Condition = { StringEquals: { 'aws:RequestTag/team': 'red' } }
  const reds = await connectFor(server, allow({ Resource: '*', Condition }))
  const create = (client: typeof reds, Tags: Record<string, string>) =>
    client.createInstance({ ...instanceInput('acme'), Tags })
  await expectError(create(reds, { team: 'blue' }), 'AccessDeniedException', /CreateInstance on/)
  await create(reds, { team: 'red' })
  const Resource = 'arn:aws:connect:us-east-1:000000000000:instance/*'
  const narrow = await connectFor(server, allow({ Resource }))
  await expectError(create(narrow, { team: 'red' }), 'AccessDeniedException')
})
