// Checks of one caller: the keys that a request has, what is decided when, and how a denial reads.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authorizer as createAuthorizer } from '../../src/access/authorize.ts'
import type { Check, StoredAttributes } from '../../src/access/check.ts'
import type { RequestContext } from '../../src/access/context.ts'
import { allow, check, deny, domain, policyOf, request, user } from './support.ts'

type Attributes = Readonly<Record<string, StoredAttributes | undefined>>

const authorizer = (...caller: Parameters<typeof createAuthorizer>) => {
  const authorize = createAuthorizer(...caller)
  return (checks: readonly Check[], attributes: Attributes | undefined) =>
    authorize(() => checks, attributes)
}

const may = (
  statements: readonly object[],
  {
    principal = user,
    context = request,
  }: { principal?: typeof user; context?: RequestContext } = {},
) => authorizer(policyOf(...statements), principal, context)

const denied = { name: 'AccessDeniedException' }

const root = { arn: 'arn:aws:iam::000000000000:root', accessKeyId: 'AKIAROOT', root: true }

test('[B-143] root may do everything', () => {
  const authorize = authorizer(undefined, root, request)
  assert.equal(authorize([check({ stored: 'case' })], undefined), true)
})

test('[B-140] a caller without a policy who is not root may do nothing', () => {
  assert.throws(() => authorizer(undefined, user, request)([check()], undefined), denied)
})

test('[B-145] a denial names principal, action, resource and what decided', () => {
  const at = check().resource
  const subject = `User: ${user.arn} is not authorized to perform: cases:GetCase on resource: ${at}`
  assert.throws(() => may([allow({ Action: 'cases:GetLayout' })])([check()], undefined), {
    ...denied,
    message: `${subject} because no identity-based policy allows the cases:GetCase action`,
  })
  assert.throws(() => may([allow(), deny({ Action: 'cases:Get*' })])([check()], undefined), {
    ...denied,
    message: `${subject} with an explicit deny in an identity-based policy`,
  })
})

test('[B-140] all checks of a call must pass', () => {
  const authorize = may([allow({ Action: 'cases:GetCase' })])
  assert.equal(authorize([check(), check({ resource: domain })], undefined), true)
  assert.throws(
    () => authorize([check(), check({ action: 'cases:TagResource' })], undefined),
    denied,
  )
})

test('[B-146] tags and creator of a stored row decide once they are loaded', () => {
  const authorize = may([
    allow({ Condition: { StringEquals: { 'aws:ResourceTag/Team': 'red' } } }),
    deny({ Condition: { StringLike: { 'cases:CreatedBy': '*/bob' } } }),
  ])
  const checks = [check({ stored: 'case' })]
  const loaded = (team: string, by: string) =>
    authorize(checks, { case: { tags: { team }, keys: { 'cases:CreatedBy': by } } })
  assert.equal(authorize(checks, undefined), false)
  assert.equal(loaded('red', 'user/ann'), true)
  assert.throws(() => loaded('blue', 'user/ann'), /no identity-based policy/)
  assert.throws(() => loaded('red', 'user/bob'), /explicit deny/)
  const always = may([allow()])
  assert.equal(always(checks, undefined), true)
  assert.throws(() => may([deny()])(checks, undefined), denied)
})

test('[B-146] what configuration and request say is known before the load', () => {
  const authorize = may([
    allow({
      Condition: {
        StringEquals: { 'aws:ResourceTag/team': 'red', 'cases:RelatedItemType': 'Comment' },
      },
    }),
  ])
  const known = (team: string, type: string) =>
    authorize([check({ tags: { team }, keys: { 'cases:RelatedItemType': type } })], undefined)
  assert.equal(known('red', 'Comment'), true)
  assert.throws(() => known('blue', 'Comment'), denied)
  assert.throws(() => known('red', 'Sla'), denied)
})

test('[B-162] what does not exist is denied like what is hidden', () => {
  const red = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } }
  const stored = [check({ stored: 'case' })]
  const hidden = { case: { tags: { team: 'red' } } }
  const exceptRed = may([allow(), deny(red)])
  const messageOf = (attributes: Parameters<typeof exceptRed>[1]): string => {
    try {
      return String(exceptRed(stored, attributes))
    } catch (error) {
      return error instanceof Error ? error.message : ''
    }
  }
  assert.match(messageOf(hidden), /explicit deny/)
  assert.equal(messageOf({}), messageOf(hidden))
  assert.throws(() => may([allow(red)])(stored, {}), denied)
  // A field that no domain has: nobody gives its tags.
  const field = check({ resource: `${domain}/field/unknown` })
  assert.equal(may([allow(red)])([field], undefined), false)
  assert.throws(() => may([allow(red)])([field], {}), denied)
  assert.throws(() => may([allow(), deny(red)])([check({ tags: undefined })], {}), denied)
  assert.equal(may([allow()])([field], {}), true)
})

test('[B-146] what is about to be created has no tags', () => {
  const untagged = allow({ Condition: { Null: { 'aws:ResourceTag/team': 'true' } } })
  assert.equal(may([untagged])([check({ resource: `${domain}/field/*` })], undefined), true)
})

test('[B-158] tags that differ by case count as one key', () => {
  const checks = [check({ tags: { team: 'red', Team: 'blue' } })]
  for (const team of ['red', 'blue']) {
    const condition = { StringEquals: { 'aws:ResourceTag/TEAM': team } }
    assert.throws(() => may([allow({ Condition: condition })])(checks, undefined), denied)
    assert.throws(() => may([allow(), deny({ Condition: condition })])(checks, undefined), denied)
    const other = { StringNotEquals: { 'aws:ResourceTag/TEAM': team } }
    assert.throws(() => may([allow(), deny({ Condition: other })])(checks, undefined), denied)
  }
})

test('[B-161] [B-160] global keys are those of the request', () => {
  const context: RequestContext = {
    ...request,
    sourceIp: '::ffff:203.0.113.7',
    secureTransport: true,
    userAgent: 'aws-cli/2',
    referer: 'https://desk.example',
    now: Date.UTC(2026, 10, 23, 10),
    tokenIssuedAt: Date.UTC(2026, 10, 23, 9),
  }
  const rows: readonly [string, string, string][] = [
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24'],
    ['Bool', 'aws:SecureTransport', 'true'],
    ['DateEquals', 'aws:CurrentTime', '2026-11-23T10:00:00Z'],
    ['NumericEquals', 'aws:EpochTime', String(Date.UTC(2026, 10, 23, 10) / 1000)],
    ['DateEquals', 'aws:EpochTime', '2026-11-23T10:00:00Z'],
    ['DateEquals', 'aws:TokenIssueTime', '2026-11-23T09:00:00Z'],
    ['ArnEquals', 'aws:PrincipalArn', user.arn],
    ['StringEquals', 'aws:PrincipalAccount', '000000000000'],
    ['StringEquals', 'aws:PrincipalType', 'User'],
    ['StringEquals', 'aws:username', 'ann'],
    ['StringLike', 'aws:UserAgent', 'aws-cli/*'],
    ['StringEquals', 'aws:Referer', 'https://desk.example'],
    ['StringEquals', 'aws:RequestedRegion', 'us-east-1'],
    ['StringEquals', 'aws:ResourceAccount', '000000000000'],
    ['Bool', 'aws:ViaAWSService', 'false'],
    ['Bool', 'aws:PrincipalIsAWSService', 'false'],
    ['Null', 'aws:MultiFactorAuthPresent', 'true'],
  ]
  for (const [operator, key, value] of rows) {
    const statement = allow({ Condition: { [operator]: { [key]: value } } })
    assert.equal(may([statement], { context })([check()], undefined), true, key)
  }
  const absent = { StringLike: { 'aws:Referer': '*' } }
  assert.throws(() => may([allow({ Condition: absent })])([check()], undefined), denied)
  const token = { Null: { 'aws:TokenIssueTime': 'true' } }
  assert.equal(may([allow({ Condition: token })])([check()], undefined), true)
})

test('[B-163] aws:userid is the name of the user', () => {
  const statement = allow({ Condition: { StringEquals: { 'aws:userid': 'ann' } } })
  assert.equal(may([statement])([check()], undefined), true)
})
