// What holds for all operations of Amazon Connect alike, over the table in `test/support/connect-operations.ts`:
// which permissions they need, that ARNs will do for ids, and what an id that names nothing comes to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ErrorName } from '../../src/errors.ts'
import { connectOperations } from '../../src/model/index.ts'
import { nowhere } from '../support/configuration.ts'
import { type Connect, connectFor, connectWith } from '../support/connect.ts'
import {
  type ConnectName,
  type ConnectWorld,
  connectRowOf,
  seedInstance,
} from '../support/connect-operations.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const names = Object.keys(connectOperations) as ConnectName[]

/** A server with two instances, and one of its own for each operation that takes something away. */
const everything = async () => {
  const quotas = 'instancesPerAccount=30,domainsPerAccount=30'
  const server = await startTestServer({ settings: { quotas } })
  const other = await seedInstance(server, 'other')
  const common = await seedInstance(server, 'common')
  const world = async (name: ConnectName) =>
    /^(Delete|Stop)/.test(name) ? seedInstance(server, name) : common
  return { server, other, world, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const perform = (client: Connect, name: ConnectName, input: object): Promise<unknown> => {
  const method = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
  // The client has a method for each operation; its type cannot be told to a table of all of them.
  const methods = client as unknown as Record<string, (input: object) => Promise<unknown>>
  return given(methods[method]).call(client, input)
}

const policy = (Action: string, Resource: readonly string[], more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
})

test('[B-903] every operation needs its permission on all its resources', async () => {
  await using all = await everything()
  for (const name of names) {
    const { input, resources } = connectRowOf(name, await all.world(name))
    for (const missing of resources) {
      const others = [...resources.filter((each) => each !== missing), 'arn:aws:connect:::x']
      const client = await connectFor(all.server, policy(`connect:${name}`, others))
      const denied = perform(client, name, input)
      await expectError(denied, 'AccessDeniedException', new RegExp(`connect:${name} on`))
    }
    await perform(await connectFor(all.server, policy(`connect:${name}`, resources)), name, input)
  }
})

test('[B-903] connect:InstanceId is the instance of the request', async () => {
  await using all = await everything()
  for (const name of names) {
    const world = await all.world(name)
    const { input } = connectRowOf(name, world)
    if (!('InstanceId' in input)) continue
    const only = (id: string) =>
      connectFor(
        all.server,
        policy('connect:*', ['*'], { Condition: { StringEquals: { 'connect:InstanceId': id } } }),
      )
    const denied = perform(await only(all.other.instanceId), name, input)
    await expectError(denied, 'AccessDeniedException')
    await perform(await only(world.instanceId), name, input)
  }
})

test('[B-904] everything may be given by ARN', async () => {
  await using all = await everything()
  const client = connectWith(all.server)
  let given = 0
  for (const name of names) {
    const world = await all.world(name)
    const { input, ids } = connectRowOf(name, world)
    const call: Record<string, unknown> = { ...input }
    if ('InstanceId' in input) call.InstanceId = world.instanceArn
    for (const [path, kind] of Object.entries(ids)) {
      Object.assign(call, withValue(call, path, world.arn(kind)))
    }
    given += Object.keys(ids).length
    await perform(client, name, call)
  }
  assert.ok(given >= 3, `${given} ids were given by ARN`)
})

/** A copy of `input` with another value at `path`. */
const withValue = (input: object, path: string, value: string): object => {
  const copy = structuredClone(input) as Record<string, unknown>
  const members = path.split('.')
  const last = members.pop() ?? ''
  const parent = members.reduce((at, member) => at[member] as Record<string, unknown>, copy)
  assert.ok(last in parent, `${path} is not in the call`)
  parent[last] = value
  return copy
}

const foreign = (arn: string) => [
  arn.replace(':000000000000:', ':111111111111:'),
  arn.replace(':us-east-1:', ':eu-west-2:'),
]

test('[B-904] what names nothing in the instance is not found', async () => {
  await using all = await everything()
  const { other } = all
  const client = connectWith(all.server)
  for (const name of names) {
    const world = await all.world(name)
    const { input, ids, ...row } = connectRowOf(name, world)
    const missing = (call: object, as: ErrorName = row.missing ?? 'ResourceNotFoundException') =>
      expectError(perform(client, name, { ...input, ...call }), as)
    const missingInstance = row.missingInstance ?? 'ResourceNotFoundException'
    for (const [path, kind] of Object.entries(ids)) {
      const wrong = [nowhere, 'no-id', other.id[kind], other.arn(kind), world.instanceArn]
      for (const id of [...wrong, ...foreign(world.arn(kind))]) {
        await missing(withValue(input, path, id))
      }
    }
    if (!('InstanceId' in input)) continue
    for (const InstanceId of [nowhere, 'no-id', ...foreign(world.instanceArn)]) {
      await missing({ InstanceId }, missingInstance)
      await missing({ InstanceId, NextToken: 'forged' }, missingInstance)
    }
    // None of it changed anything.
    await perform(client, name, input)
  }
})

test('[B-903] who may nothing learns nothing, whatever is asked for', async () => {
  await using all = await everything()
  const nobody = await connectFor(all.server, policy('cases:*', ['*']))
  const world: ConnectWorld = all.other
  for (const name of names) {
    const { input, ids } = connectRowOf(name, world)
    const calls: object[] = [input]
    if ('InstanceId' in input) calls.push({ ...input, InstanceId: nowhere, NextToken: 'forged' })
    for (const path of Object.keys(ids)) calls.push(withValue(input, path, nowhere))
    for (const call of calls) {
      const denied = perform(nobody, name, call)
      await expectError(denied, 'AccessDeniedException', new RegExp(`connect:${name} on`))
    }
  }
})
