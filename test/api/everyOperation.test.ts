// What holds for all 43 operations alike, over the table in `test/support/every-operation.ts`: which permissions they
// need, whose tags decide, that ARNs will do for ids, and what an id that names nothing comes to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operations } from '../../src/model/index.ts'
import { needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import {
  type Kind,
  type Name,
  names,
  perform,
  rowOf,
  seedWorld,
  type World,
} from '../support/every-operation.ts'
import { startTestServer } from '../support/server.ts'

/** A server with two domains, and one of its own for each operation that takes something away. */
const everything = async () => {
  const server = await startTestServer({ settings: { quotas: 'domainsPerAccount=20' } })
  const other = await seedWorld(server.client, 'other')
  const common = await seedWorld(server.client, 'common')
  const world = async (name: Name) =>
    name.startsWith('Delete') ? seedWorld(server.client, name) : common
  return { ...server, other, world }
}

/** A copy of `input` with another value at `path`. */
const withValue = (input: unknown, path: string, value: string): object => {
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
  arn.replace('arn:aws:', 'arn:aws-cn:'),
]

/** What names nothing of this kind in `world`, although some of it names something elsewhere. */
const wrongIds = (kind: Kind, world: World, other: World): string[] => {
  const wrongKind = kind === 'case' ? 'template' : 'case'
  return [
    nowhere,
    'no-id',
    world.id[kind].toUpperCase(),
    other.id[kind],
    other.arn(kind),
    other.arn(kind, world.id[kind]),
    world.arn(kind, nowhere),
    world.arn(wrongKind, world.id[kind]),
    `${world.arn(kind)}/more`,
    world.domainArn,
    ...foreign(world.arn(kind)),
  ]
}

test('[B-144] [B-290] [B-336] every operation needs its permission on all its resources', async () => {
  await using server = await everything()
  for (const name of names) {
    const { input, resources } = rowOf(name, await server.world(name))
    const clientFor = (policy: object, who?: string) => server.clientFor(policy, `${who}`)
    await needs({ clientFor }, { action: name, resources }, (client) =>
      perform(client, name, input),
    )
  }
})

test('[B-146] [B-336] tags of each resource decide, and the denial names it', async () => {
  await using server = await everything()
  const { client } = server
  const all = { Effect: 'Allow', Action: 'cases:*', Resource: '*' }
  const Condition = { StringEquals: { 'aws:ResourceTag/hidden': 'yes' } }
  const Statement = [all, { ...all, Effect: 'Deny', Condition }]
  const someone = await server.clientFor({ Version: '2012-10-17', Statement })
  let tagged = 0
  for (const name of names) {
    const { input, resources } = rowOf(name, await server.world(name))
    for (const arn of resources.filter((resource) => !resource.endsWith('*'))) {
      await client.tagResource({ arn, tags: { hidden: 'yes' } })
      const denied = perform(someone, name, input)
      const { message } = await expectError(denied, 'AccessDeniedException', /explicit deny/)
      assert.ok(message.includes(` ${arn} `), `${name}: ${message}`)
      await client.untagResource({ arn, tagKeys: ['hidden'] })
      tagged += 1
    }
    await perform(someone, name, input)
  }
  assert.ok(tagged > 60, `${tagged} resources were tagged`)
})

test('[B-025] everything may be given by ARN', async () => {
  await using server = await everything()
  let given = 0
  for (const name of names) {
    const world = await server.world(name)
    const { input, ids } = rowOf(name, world)
    let call: object = 'domainId' in input ? { ...input, domainId: world.domainArn } : input
    for (const [path, [kind]] of Object.entries(ids)) {
      call = withValue(call, path, world.arn(kind))
      given += 1
    }
    const answer = (await perform(server.client, name, call)) as { errors?: unknown[] }
    assert.deepEqual(answer.errors ?? [], [], name)
  }
  assert.ok(given > 30, `${given} ids were given by ARN`)
})

test('[B-225] [B-404] what names nothing in the domain is not found, or refused', async () => {
  await using server = await everything()
  const { client, other } = server
  for (const name of names) {
    const world = await server.world(name)
    const { input, ids } = rowOf(name, world)
    for (const [path, [kind, missing]] of Object.entries(ids)) {
      for (const given of wrongIds(kind, world, other)) {
        const call = perform(client, name, withValue(input, path, given))
        // An ARN of the right place and kind becomes its id, whether that exists or not.
        const wrong = given === world.arn(kind, nowhere) ? nowhere : given
        if (missing === 'errors') {
          const { errors } = (await call) as { errors: { id: string; errorCode: string }[] }
          const found = errors.map(({ id, errorCode }) => [id, errorCode])
          assert.deepEqual(found, [[wrong, 'ResourceNotFoundException']], name)
        } else if (missing === 'refused') {
          await expectError(call, 'ValidationException', escaped(wrong))
        } else {
          const error = await expectError(call, 'ResourceNotFoundException')
          assert.deepEqual([error.resourceType, error.resourceId], [missing, wrong], name)
        }
      }
    }
    // None of it changed anything.
    await perform(client, name, input)
  }
})

test('[B-226] what is missing is told before what is wrong with the rest', async () => {
  await using server = await everything()
  let tried = 0
  for (const name of names) {
    const { input, ids } = rowOf(name, await server.world(name))
    let nonsense: object = { ...input, nextToken: 'forged' }
    for (const [path, [, missing]] of Object.entries(ids)) {
      if (missing === 'refused') nonsense = withValue(nonsense, path, nowhere)
    }
    for (const [path, [, missing]] of Object.entries(ids)) {
      if (missing === 'refused' || missing === 'errors') continue
      const call = perform(server.client, name, withValue(nonsense, path, nowhere))
      const error = await expectError(call, 'ResourceNotFoundException')
      assert.equal(error.resourceType, missing, name)
      tried += 1
    }
  }
  assert.ok(tried > 20, `${tried} were tried`)
})

test('[B-226] a domain that is not there is not found before all else', async () => {
  await using server = await everything()
  const { client, other } = server
  const gone = await server.world('DeleteDomain')
  await client.deleteDomain({ domainId: gone.domainId })
  const wrong = [nowhere, 'no-id', gone.domainId, other.arn('case')]
  for (const name of names) {
    const { input } = rowOf(name, gone)
    if (!('domainId' in input)) continue
    for (const domainId of [...wrong, ...foreign(other.domainArn)]) {
      for (const more of [{}, { nextToken: 'forged' }]) {
        const call = perform(client, name, { ...input, ...more, domainId })
        const error = await expectError(call, 'ResourceNotFoundException')
        assert.deepEqual([error.resourceType, error.resourceId], ['Domain', domainId], name)
      }
    }
  }
})

test('[B-226] [B-145] who may nothing learns nothing, whatever is asked for', async () => {
  await using server = await everything()
  const { other } = server
  const Statement = [{ Effect: 'Allow', Action: 'connect:*', Resource: '*' }]
  const nobody = await server.clientFor({ Version: '2012-10-17', Statement })
  const world = await server.world('GetCase')
  for (const name of names) {
    const { input, ids } = rowOf(name, world)
    const calls = [input]
    if ('domainId' in input) calls.push({ ...input, domainId: nowhere })
    for (const [path, [kind]] of Object.entries(ids)) {
      const wrong = [nowhere, other.id[kind]]
      for (const id of wrong) calls.push({ ...withValue(input, path, id) })
    }
    for (const call of calls) {
      const denied = perform(nobody, name, { ...call, nextToken: 'forged' })
      await expectError(denied, 'AccessDeniedException', new RegExp(`cases:${name} on`))
    }
  }
})

test('[B-308] [B-336] [B-406] performedBy names connect:UserArn and needs DescribeUser', async () => {
  await using server = await everything()
  const user = (id: string) => ({
    userArn: `arn:aws:connect:us-east-1:000000000000:instance/i/agent/${id}`,
  })
  const allow = (Action: string, more: object) => ({ Effect: 'Allow', Action, ...more })
  const clientFor = (...Statement: object[]) =>
    server.clientFor({ Version: '2012-10-17', Statement }, `user-${Statement.length}`)
  const Condition = { ArnEquals: { 'connect:UserArn': user('ann').userArn } }
  const anns = await clientFor(
    allow('cases:*', { Resource: '*', Condition }),
    allow('connect:DescribeUser', { Resource: Object.values(user('*')) }),
  )
  const anyone = await clientFor(allow('cases:*', { Resource: '*' }))
  const performing = names.filter((name) => 'performedBy' in operations[name].input.properties)
  assert.equal(performing.length, 4)
  for (const name of performing) {
    const { input } = rowOf(name, await server.world(name))
    const as = (performedBy: object) => ({ ...input, performedBy })
    for (const call of [input, as(user('bob')), as({ customEntity: 'crm' })]) {
      const denied = perform(anns, name, call)
      await expectError(denied, 'AccessDeniedException', new RegExp(`cases:${name}`))
    }
    const undescribed = perform(anyone, name, as(user('ann')))
    await expectError(undescribed, 'AccessDeniedException', /connect:DescribeUser on.*agent.ann/)
    await perform(anyone, name, as({ customEntity: 'crm' }))
    await perform(anns, name, as(user('ann')))
  }
})

const escaped = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
