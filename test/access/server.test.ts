// Permission in a whole server: which checks operations make, and what callers with policies get to
// see.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actions } from '../../src/access/actions.ts'
import { arnsOf } from '../../src/ids.ts'
import { operations } from '../../src/model/index.ts'
import { handlers } from '../../src/operations/index.ts'
import type { Check } from '../../src/operations/operation.ts'
import { startTestServer } from '../support/server.ts'
import { allow, deny, request, user, v } from './support.ts'

const id = (last: number) => `01890000-0000-7000-8000-00000000000${last}`

// Has what any operation may name; each looks only at its own.
const anyInput = {
  ...{ domainId: id(1), caseId: id(2), relatedItemId: id(3), layoutId: id(4), templateId: id(5) },
  ...{ caseRuleId: id(6), fieldId: id(7), arn: arnsOf(request.location, id(1)).case(id(2)) },
  fields: [{ id: 'title', value: { stringValue: 'x' } }],
  options: [],
  tags: { team: 'red' },
  tagKeys: ['team'],
  caseRules: [{ id: id(6) }],
  layoutConfiguration: { defaultLayout: id(4) },
  type: 'Comment',
  content: { comment: { body: 'x', contentType: 'Text/Plain' } },
}

const typeOf = ({ resource }: Check): string => {
  const [, , , , , path = ''] = resource.split(':')
  const kind = path.split('/').at(-2) ?? resource
  return kind.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}

test('[B-144] every operation checks its action on every resource type of the table', () => {
  const arns = arnsOf(request.location, id(1))
  const configs = { domain: () => undefined, domains: () => [] }
  for (const name of Object.keys(operations) as (keyof typeof operations)[]) {
    const action = `cases:${name}`
    const wanted = [...(actions.get(action)?.resources ?? [])].sort()
    const members = Object.keys(operations[name].input.properties)
    const input = Object.fromEntries(
      Object.entries(anyInput).filter(([member]) => members.includes(member)),
    )
    const call = { input, arns, configs, location: request.location, principal: user }
    const checks = handlers[name].definition.checks(call as never, undefined)
    const own = checks.filter((check) => check.action === action)
    assert.ok(own.length > 0, `${name} checks nothing`)
    for (const check of checks) assert.ok(actions.has(check.action), check.action)
    if (wanted.length > 0) assert.deepEqual([...new Set(own.map(typeOf))].sort(), wanted, name)
  }
})

test('[B-140] [B-145] a caller may do what the policy allows and nothing else', async () => {
  await using server = await startTestServer()
  const { domainId } = await server.client.createDomain({ name: 'support' })
  const client = await server.clientFor({
    Version: '2012-10-17',
    Statement: [allow({ Action: 'cases:*' }), deny({ Action: 'cases:Delete*' })],
  })
  assert.equal((await client.getDomain({ domainId })).name, 'support')
  await assert.rejects(client.deleteDomain({ domainId }), {
    name: 'AccessDeniedException',
    message:
      /user\/tester is not authorized to perform: cases:DeleteDomain on .* with an explicit deny/,
  })
  const reader = await server.clientFor({ Statement: allow({ Action: 'cases:GetDomain' }) })
  await assert.rejects(
    reader.listDomains({}),
    /no identity-based policy allows the cases:ListDomains/,
  )
})

test('[B-162] [B-146] a caller confined by tags cannot tell hidden from missing', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, domainArn } = await client.createDomain({ name: 'support' })
  const { domainArn: otherArn, domainId: other } = await client.createDomain({ name: 'other' })
  await client.tagResource({ arn: domainArn, tags: { team: 'red' } })
  await client.tagResource({ arn: otherArn, tags: { team: 'blue' } })
  const team = { 'aws:ResourceTag/team': 'red' }
  const red = await server.clientFor({
    Version: '2012-10-17',
    Statement: allow({ Action: 'cases:*', Condition: { StringEquals: team } }),
  })
  const exceptRed = await server.clientFor({
    Version: '2012-10-17',
    Statement: [allow(), deny({ Condition: { StringEquals: team } })],
  })
  assert.equal((await red.getDomain({ domainId })).domainId, domainId)
  assert.equal((await exceptRed.getDomain({ domainId: other })).domainId, other)
  const denied = { name: 'AccessDeniedException' }
  await assert.rejects(red.getDomain({ domainId: other }), denied)
  await assert.rejects(red.getDomain({ domainId: id(9) }), denied)
  await assert.rejects(exceptRed.getDomain({ domainId }), denied)
  await assert.rejects(exceptRed.getDomain({ domainId: id(9) }), denied)
  await assert.rejects(client.getDomain({ domainId: id(9) }), { name: 'ResourceNotFoundException' })
})

test('[B-152] [B-161] a caller may be let in by name and address', async () => {
  await using server = await startTestServer()
  await server.client.createDomain({ name: 'support' })
  const policy = (range: string) => ({
    Version: '2012-10-17',
    Statement: allow({
      Action: 'cases:ListDomains',
      Condition: {
        IpAddress: { 'aws:SourceIp': range },
        Bool: { 'aws:SecureTransport': 'false' },
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:user/${v('aws:username')}` },
      },
    }),
  })
  const near = await server.clientFor(policy('127.0.0.0/8'))
  assert.equal((await near.listDomains({})).domains?.length, 1)
  const far = await server.clientFor(policy('203.0.113.0/24'))
  await assert.rejects(far.listDomains({}), { name: 'AccessDeniedException' })
})

test('[B-161] a caller may be let in by referer and user agent', async () => {
  await using server = await startTestServer()
  const keys = await server.keyFor({
    Statement: allow({
      Action: 'cases:ListDomains',
      Condition: {
        StringLike: { 'aws:Referer': 'https://desk.example/*', 'aws:UserAgent': 'desk/*' },
      },
    }),
  })
  const sent = (headers: Record<string, string>) =>
    server.send('POST', '/domains-list', {}, { keys, headers })
  const desk = { referer: 'https://desk.example/cases', 'user-agent': 'desk/1' }
  assert.equal((await sent(desk)).status, 200)
  assert.equal((await sent({ ...desk, referer: 'https://other.example/' })).status, 403)
  assert.equal((await sent({ 'user-agent': 'desk/1' })).error, 'AccessDeniedException')
})
