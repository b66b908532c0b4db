// What a policy allows: statements, wildcards, and properties that hold for all policies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { glob, globMatches } from '../../src/access/glob.ts'
import { compilePolicy } from '../../src/access/policy.ts'
import { parsePolicyDocument } from '../../src/access/policy-document.ts'
import {
  allow,
  contextOfKeys,
  decide,
  deny,
  domain,
  type Keys,
  policyOf,
  unknownValue,
  v,
} from './support.ts'

test('[B-140] nothing is allowed by default and an explicit deny wins', () => {
  assert.equal(decide([allow({ Action: 'cases:GetLayout' })]), 'implicitDeny')
  assert.equal(decide([allow({ Action: 'cases:GetCase' })]), 'allow')
  assert.equal(decide([allow(), deny({ Action: 'cases:GetCase' })]), 'explicitDeny')
  assert.equal(decide([deny({ Action: 'cases:GetLayout' }), allow()]), 'allow')
  assert.equal(decide([deny()]), 'explicitDeny')
  const mine = { Condition: { StringEquals: { 'aws:username': 'ann' } } }
  assert.equal(decide([allow(), deny(mine)], { 'aws:username': 'ann' }), 'explicitDeny')
  assert.equal(decide([allow(), deny(mine)], { 'aws:username': 'bob' }), 'allow')
})

test('[B-141] actions match by wildcard in any case', () => {
  const rows: readonly [object, string, boolean][] = [
    [{ Action: 'cases:getcase' }, 'cases:GetCase', true],
    [{ Action: 'CASES:Get*' }, 'cases:GetCase', true],
    [{ Action: 'cases:Get????' }, 'cases:GetCase', true],
    [{ Action: 'cases:Get???' }, 'cases:GetCase', false],
    [{ Action: ['cases:List*', 'cases:*Case'] }, 'cases:GetCase', true],
    [{ Action: 'cases:*' }, 'connect:DescribeUser', false],
    [{ Action: '*' }, 'connect:DescribeUser', true],
    [{ NotAction: 'cases:Delete*' }, 'cases:GetCase', true],
    [{ NotAction: 'cases:delete*' }, 'cases:DeleteCase', false],
  ]
  for (const [element, action, allowed] of rows) {
    const decision = decide([allow(element)], {}, { action })
    assert.equal(
      decision,
      allowed ? 'allow' : 'implicitDeny',
      `${JSON.stringify(element)} ${action}`,
    )
  }
})

test('[B-142] resources match as patterns over the whole ARN', () => {
  const field = `${domain}/field/title`
  const rows: readonly [object, string, boolean][] = [
    [{ Resource: field }, field, true],
    [{ Resource: `${domain}/field/*` }, field, true],
    [{ Resource: `${domain}/field/*` }, `${domain}/field/*`, true],
    [{ Resource: `${domain}/field/Title` }, field, false],
    [{ Resource: `${domain}*` }, field, true],
    [{ Resource: 'arn:aws:cases:*' }, field, true],
    [{ Resource: 'arn:*:*:*:*:field/title' }, field, false],
    [{ Resource: 'arn:*:cases:*:*:*title' }, field, true],
    [{ Resource: [`${domain}/case/*`, `${domain}/field/t?tle`] }, field, true],
    [{ Resource: domain }, field, false],
    [{ Resource: 'arn:aws:cases:us-east-1:000000000000:domain/*' }, '*', false],
    [{ Resource: '*' }, '*', true],
    [{ NotResource: `${domain}/case/*` }, field, true],
    [{ NotResource: `${domain}/field/*` }, field, false],
    [{ NotResource: '*' }, field, false],
  ]
  for (const [element, resource, allowed] of rows) {
    const decision = decide([allow(element)], {}, { resource })
    assert.equal(
      decision,
      allowed ? 'allow' : 'implicitDeny',
      `${JSON.stringify(element)} ${resource}`,
    )
  }
})

test('[B-152] resources hold variables, but not in policies of 2008', () => {
  const statement = allow({ Resource: `arn:aws:cases:us-east-1:1:domain/\${aws:username}/*` })
  const resource = 'arn:aws:cases:us-east-1:1:domain/ann/x'
  assert.equal(decide([statement], { 'aws:username': 'ann' }, { resource }), 'allow')
  assert.equal(decide([statement], { 'aws:username': 'bob' }, { resource }), 'implicitDeny')
  assert.equal(decide([statement], {}, { resource }), 'implicitDeny')
  const old = compilePolicy(parsePolicyDocument(JSON.stringify({ Statement: statement })))
  const literal = `arn:aws:cases:us-east-1:1:domain/\${aws:username}/x`
  const keys = contextOfKeys({ 'aws:username': 'ann' })
  assert.equal(old.decide('cases:GetCase', resource, keys), 'implicitDeny')
  assert.equal(old.decide('cases:GetCase', literal, keys), 'allow')
})

test('[B-146] what is not loaded is unknown where it could matter, and only there', () => {
  const red = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } }
  const keys: Keys = { 'aws:ResourceTag/team': unknownValue }
  assert.equal(decide([allow(red)], keys), 'unknownAllow')
  assert.equal(decide([allow(red), allow()], keys), 'allow')
  assert.equal(decide([allow(), deny(red)], keys), 'unknownDeny')
  assert.equal(decide([allow(red), deny()], keys), 'explicitDeny')
  assert.equal(decide([deny(red)], keys), 'implicitDeny')
  assert.equal(decide([allow({ ...red, Action: 'cases:GetLayout' })], keys), 'implicitDeny')
  const both = { Condition: { ...red.Condition, Bool: { 'aws:SecureTransport': 'true' } } }
  assert.equal(decide([allow(both)], { ...keys, 'aws:SecureTransport': 'false' }), 'implicitDeny')
  const place = allow({ Resource: `${domain}/case/\${aws:ResourceTag/team}` })
  assert.equal(decide([place], keys, { resource: `${domain}/case/red` }), 'unknownAllow')
})

// A small world, so that statements meet often.
const actionsOf = ['cases:GetCase', 'cases:GetLayout', 'cases:DeleteCase'] as const
const resourcesOf = [domain, `${domain}/case/1`, `${domain}/case/2`, '*'] as const
const names = ['aws:A', 'aws:B'] as const
const values = ['x', 'y', 'xy'] as const

const anyCondition = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'),
    fc.constantFrom('', 'IfExists'),
    fc.constantFrom(...names),
    fc.array(fc.constantFrom(...values, 'x*', v("aws:B, 'x'"), v('aws:A')), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([set, operator, suffix, key, wanted]) => ({
    [`${set}${operator}${suffix}`]: { [key]: wanted },
  }))

const anyStatement = fc
  .tuple(
    fc.constantFrom('Allow', 'Deny'),
    fc.constantFrom('Action', 'NotAction'),
    fc.constantFrom(...actionsOf, 'cases:Get*', '*'),
    fc.constantFrom('Resource', 'NotResource'),
    fc.constantFrom(...resourcesOf, `${domain}/case/*`, `${domain}/case/\${aws:A}`),
    fc.option(anyCondition, { nil: {} }),
  )
  .map(([Effect, a, action, r, resource, Condition]) => ({
    Effect,
    [a]: action,
    [r]: resource,
    Condition,
  }))

const anyValue = fc.option(fc.oneof(fc.constantFrom(...values), fc.subarray([...values])), {
  nil: undefined,
})
const anyKeys = fc.record({ 'aws:A': anyValue, 'aws:B': anyValue })
const anyPolicy = fc.array(anyStatement, { minLength: 1, maxLength: 4 })
const anyQuestion = fc.record({
  action: fc.constantFrom(...actionsOf),
  resource: fc.constantFrom(...resourcesOf),
})

type Value = string | readonly string[] | typeof unknownValue | undefined

const keysOf = (record: Readonly<Record<string, Value>>): Keys =>
  Object.fromEntries<Keys[string]>(
    Object.entries(record).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  )

const isAllowed = (
  statements: readonly object[],
  keys: Readonly<Record<string, Value>>,
  question: { action: string; resource: string },
) => decide(statements, keysOf(keys), question) === 'allow'

test('[B-140] adding a Deny never allows more, adding an Allow never less', () => {
  fc.assert(
    fc.property(anyPolicy, anyStatement, anyKeys, anyQuestion, (policy, extra, keys, question) => {
      const before = isAllowed(policy, keys, question)
      const after = isAllowed([...policy, extra], keys, question)
      assert.ok(extra.Effect === 'Deny' ? before || !after : !before || after)
    }),
    { numRuns: 3000 },
  )
})

test('[B-140] the order of statements does not matter', () => {
  fc.assert(
    fc.property(anyPolicy, anyKeys, anyQuestion, (policy, keys, question) => {
      const forwards = decide(policy, keysOf(keys), question)
      assert.equal(decide([...policy].reverse(), keysOf(keys), question), forwards)
    }),
    { numRuns: 1000 },
  )
})

test('[B-146] a decision without the unknown holds whatever the unknown turns out to be', () => {
  let certain = 0
  let open = 0
  fc.assert(
    fc.property(anyPolicy, anyKeys, anyQuestion, anyValue, (policy, keys, question, value) => {
      const before = decide(policy, keysOf({ ...keys, 'aws:A': unknownValue }), question)
      const after = decide(policy, keysOf({ ...keys, 'aws:A': value }), question)
      if (before === 'unknownAllow' || before === 'unknownDeny') {
        open += 1
        // Nobody is certain to be refused, or to be let in, for another reason than the one named.
        if (before === 'unknownDeny') assert.notEqual(after, 'implicitDeny')
      } else {
        certain += 1
        assert.equal(after === 'allow', before === 'allow')
      }
    }),
    { numRuns: 5000 },
  )
  assert.ok(certain > 500 && open > 500, `${certain} certain, ${open} open`)
})

test('[B-164] patterns match as the plain definition says', () => {
  const naive = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === ''
    if (pattern[0] === '*') {
      return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)))
    }
    const fits = text !== '' && (pattern[0] === '?' || pattern[0] === text[0])
    return fits && naive(pattern.slice(1), text.slice(1))
  }
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })
  fc.assert(
    fc.property(pattern, text, (one, other) => {
      assert.equal(globMatches(glob(one), other), naive(one, other))
    }),
    { numRuns: 20_000 },
  )
})

test('[B-164] no pattern makes a match slow', () => {
  const policy = policyOf(allow({ Resource: `arn:aws:cases:a:b:${'*a?'.repeat(1900)}b` }))
  const resource = `arn:aws:cases:a:b:${'a'.repeat(2000)}`
  const began = process.hrtime.bigint()
  assert.equal(policy.decide('cases:GetCase', resource, contextOfKeys({})), 'implicitDeny')
  const took = Number(process.hrtime.bigint() - began) / 1e6
  assert.ok(took < 500, `${took} ms`)
})
