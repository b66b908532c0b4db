// Every condition operator, in tables: policy value, request value, whether it holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, conditionHolds, decide, deny, type Keys, v } from './support.ts'

type Row = readonly [operator: string, policy: unknown, request: string | undefined, holds: boolean]

const key = 'aws:Test'

const run = (rows: readonly Row[]) => {
  assert.ok(rows.length > 0)
  for (const [operator, policy, value, holds] of rows) {
    const keys: Keys = value === undefined ? {} : { [key]: value }
    const actual = conditionHolds({ [operator]: { [key]: policy } }, keys)
    assert.equal(actual, holds, `${operator} ${JSON.stringify(policy)} on ${value}`)
  }
}

test('[B-159] string operators compare texts', () => {
  run([
    ['StringEquals', 'blue', 'blue', true],
    ['StringEquals', 'blue', 'Blue', false],
    ['StringEquals', 'b*', 'blue', false],
    ['StringEquals', 'b*', 'b*', true],
    ['StringEquals', ['red', 'blue'], 'blue', true],
    ['StringNotEquals', 'blue', 'blue', false],
    ['StringNotEquals', 'blue', 'red', true],
    ['StringNotEquals', ['red', 'blue'], 'red', false],
    ['StringNotEquals', ['red', 'blue'], 'green', true],
    ['StringEqualsIgnoreCase', 'blue', 'BLUE', true],
    ['StringEqualsIgnoreCase', 'blue', 'red', false],
    ['StringNotEqualsIgnoreCase', 'blue', 'BLUE', false],
    ['StringNotEqualsIgnoreCase', 'blue', 'red', true],
    ['StringLike', 'b*e', 'blue', true],
    ['StringLike', 'bl?e', 'blue', true],
    ['StringLike', 'bl?', 'blue', false],
    ['StringLike', 'B*', 'blue', false],
    ['StringNotLike', 'b*', 'blue', false],
    ['StringNotLike', ['x*', 'y*'], 'blue', true],
    ['stringequals', 'blue', 'blue', true],
    ['StringEquals', 7, '7', true],
  ])
})

test('[B-159] numeric operators compare numbers', () => {
  run([
    ['NumericEquals', 10, '10.0', true],
    ['NumericEquals', '10', '11', false],
    ['NumericNotEquals', '10', '11', true],
    ['NumericNotEquals', '10', '10', false],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericLessThanEquals', '10', '10.5', false],
    ['NumericGreaterThan', '-10', '-9', true],
    ['NumericGreaterThan', '10', '10', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['NumericLessThan', '10', 'nine', false],
    ['NumericEquals', ['1', '2'], '2', true],
  ])
})

test('[B-159] date operators compare moments', () => {
  run([
    ['DateEquals', '2026-11-23T10:00:00Z', '2026-11-23T11:00:00+01:00', true],
    ['DateEquals', '2026-11-23', '2026-11-24', false],
    ['DateNotEquals', '2026-11-23', '2026-11-24', true],
    ['DateLessThan', '2026-11-23T10:00:00Z', '2026-11-23T09:59:59.999Z', true],
    ['DateLessThan', '2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z', false],
    ['DateLessThanEquals', '2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z', true],
    ['DateGreaterThan', '2026-11-23', '2026-11-24', true],
    ['DateGreaterThan', '2026-11-23', '2026-11-22', false],
    ['DateGreaterThanEquals', '1795000000', '1795000000', true],
    ['DateGreaterThan', '2020-01-01T00:00:00Z', '1795000000', true],
    ['DateLessThan', '2026', 'soon', false],
  ])
})

test('[B-159] Bool and Binary compare values of their type', () => {
  run([
    ['Bool', true, 'true', true],
    ['Bool', 'TRUE', 'true', true],
    ['bool', 'false', 'true', false],
    ['Bool', 'false', 'no', false],
    ['BinaryEquals', 'aGVsbG8=', 'aGVsbG8=', true],
    ['BinaryEquals', 'aGVsbG8=', 'aGVsbG8', true],
    ['BinaryEquals', 'aGVsbG8=', 'aGVsbG9v', false],
  ])
})

test('[B-160] IpAddress takes addresses and ranges of both versions', () => {
  run([
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.7', false],
    ['IpAddress', '203.0.113.7', '203.0.113.7', true],
    ['IpAddress', '203.0.113.7', '203.0.113.8', false],
    ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8:1::5', true],
    ['IpAddress', '2001:db8::/32', '2001:db9::1', false],
    ['IpAddress', '0.0.0.0/0', '198.51.100.1', true],
    ['IpAddress', '0.0.0.0/0', 'unknown', false],
    ['NotIpAddress', '203.0.113.0/24', '203.0.113.7', false],
    ['NotIpAddress', ['203.0.113.0/24', '10.0.0.0/8'], '198.51.100.1', true],
  ])
})

test('[B-160] ArnLike and ArnEquals match each part of an ARN by itself', () => {
  const ann = 'arn:aws:iam::000000000000:user/ann'
  for (const operator of ['ArnLike', 'ArnEquals']) {
    run([
      [operator, ann, ann, true],
      [operator, 'arn:aws:iam::*:user/*', ann, true],
      [operator, 'arn:aws:iam:*:user/ann', ann, false],
      [operator, 'arn:aws:*:*:*:*', ann, true],
      [operator, 'arn:*', ann, false],
      [operator, '*', ann, true],
      [operator, '*', 'ann', false],
      [operator, 'arn:aws:iam::000000000000:user/A??', ann, false],
    ])
  }
  run([
    ['ArnNotLike', 'arn:aws:iam::*:user/*', ann, false],
    ['ArnNotEquals', 'arn:aws:iam::*:role/*', ann, true],
    ['ArnLike', 'arn:aws:s3:::b:*', 'arn:aws:s3:::b:c:d', true],
  ])
})

test('[B-156] a missing key matches nothing, holds negated and with IfExists', () => {
  const negated = [
    ...['StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike'],
    ...['ArnNotEquals', 'ArnNotLike'],
  ].map((operator): Row => [operator, 'arn:a:b:c:d:e', undefined, true])
  const positive = ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike']
  run([
    ...negated,
    ['NumericNotEquals', '1', undefined, true],
    ['DateNotEquals', '2026-01-01', undefined, true],
    ['NotIpAddress', '10.0.0.0/8', undefined, true],
    ...positive.map((operator): Row => [operator, '*', undefined, false]),
    ...positive.map((operator): Row => [`${operator}IfExists`, '*', undefined, true]),
    ['NumericEquals', '1', undefined, false],
    ['DateLessThan', '2026-01-01', undefined, false],
    ['Bool', 'false', undefined, false],
    ['BoolIfExists', 'true', undefined, true],
    ['IpAddress', '0.0.0.0/0', undefined, false],
    ['StringEqualsIfExists', 'blue', 'red', false],
    ['StringNotEqualsIfExists', 'blue', 'blue', false],
    ['NumericLessThanIfExists', '5', '4', true],
  ])
})

test('[B-156] Null asks whether a key is there', () => {
  run([
    ['Null', 'true', undefined, true],
    ['Null', true, 'x', false],
    ['Null', 'false', 'x', true],
    ['Null', false, undefined, false],
    ['Null', 'false', '', true],
  ])
  assert.equal(conditionHolds({ Null: { [key]: 'true' } }, { [key]: [] }), true)
})

test('[B-157] ForAllValues and ForAnyValue ask every value or one', () => {
  const rows: readonly [string, readonly string[] | undefined, boolean][] = [
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'x'], false],
    ['ForAllValues:StringEquals', [], true],
    ['ForAllValues:StringEquals', undefined, true],
    ['ForAllValues:StringNotEquals', ['x', 'y'], true],
    ['ForAllValues:StringNotEquals', ['x', 'a'], false],
    ['ForAnyValue:StringEquals', ['x', 'b'], true],
    ['ForAnyValue:StringEquals', ['x', 'y'], false],
    ['ForAnyValue:StringEquals', [], false],
    ['ForAnyValue:StringEquals', undefined, false],
    ['ForAnyValue:StringEqualsIfExists', undefined, true],
    ['ForAnyValue:StringEqualsIfExists', ['x'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'x'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], false],
    ['ForAnyValue:StringNotEquals', undefined, false],
    ['foranyvalue:StringLike', ['x', 'b'], true],
  ]
  for (const [operator, values, holds] of rows) {
    const condition = { [operator]: { [key]: ['a', 'b'] } }
    const keys = values === undefined ? {} : { [key]: values }
    assert.equal(conditionHolds(condition, keys), holds, `${operator} on ${values}`)
  }
  assert.equal(
    conditionHolds({ 'ForAllValues:StringEquals': { [key]: 'a' } }, { [key]: 'a' }),
    true,
  )
})

test('[B-157] without them all values must hold to allow, and one to deny', () => {
  const rows: readonly [string, readonly string[], allows: boolean, denies: boolean][] = [
    ['StringEquals', ['a', 'b'], true, true],
    ['StringEquals', ['x', 'a'], false, true],
    ['StringEquals', ['x', 'y'], false, false],
    ['StringNotEquals', ['x', 'y'], true, true],
    ['StringNotEquals', ['x', 'a'], false, true],
    ['StringNotEquals', ['a', 'b'], false, false],
    ['StringEqualsIfExists', ['x', 'a'], false, true],
  ]
  for (const [operator, values, allows, denies] of rows) {
    const Condition = { [operator]: { [key]: ['a', 'b'] } }
    const decision = decide([allow({ Condition })], { [key]: values })
    assert.equal(decision, allows ? 'allow' : 'implicitDeny', `${operator} on ${values}`)
    const denied = decide([allow(), deny({ Condition })], { [key]: values })
    assert.equal(denied, denies ? 'explicitDeny' : 'allow', `${operator} on ${values}`)
  }
})

test('[B-155] all operators and keys must hold', () => {
  const both = { StringEquals: { 'aws:A': '1', 'aws:B': '2' }, Bool: { 'aws:C': 'true' } }
  assert.equal(conditionHolds(both, { 'aws:A': '1', 'aws:B': '2', 'aws:C': 'true' }), true)
  assert.equal(conditionHolds(both, { 'aws:A': '1', 'aws:B': '2', 'aws:C': 'false' }), false)
  assert.equal(conditionHolds(both, { 'aws:A': '1', 'aws:C': 'true' }), false)
})

test('[B-158] condition keys do not differ by case', () => {
  assert.equal(conditionHolds({ StringEquals: { 'AWS:test': 'x' } }, { 'aws:Test': 'x' }), true)
})

test('[B-152] variables are filled in, with defaults and escapes', () => {
  const rows: readonly [unknown, string, Keys, boolean][] = [
    [v('aws:username'), 'ann', { 'aws:username': 'ann' }, true],
    [v('AWS:UserName'), 'ann', { 'aws:username': 'ann' }, true],
    [v('aws:username'), 'bob', { 'aws:username': 'ann' }, false],
    [v("aws:team, 'none'"), 'none', {}, true],
    [v("aws:team, 'none'"), 'none', { 'aws:team': 'a' }, false],
    [`x-${v('aws:username')}-*`, 'x-ann-9', { 'aws:username': 'ann' }, true],
    [v('*') + v('?') + v('$'), '*?$', {}, true],
    [v('*'), 'anything', {}, false],
  ]
  for (const [policy, value, keys, holds] of rows) {
    const condition = { StringLike: { [key]: policy } }
    assert.equal(conditionHolds(condition, { ...keys, [key]: value }), holds, String(policy))
  }
  const arn = { ArnEquals: { [key]: v('aws:PrincipalArn') } }
  const principal = 'arn:aws:iam::000000000000:user/ann'
  assert.equal(conditionHolds(arn, { [key]: principal, 'aws:PrincipalArn': principal }), true)
  assert.equal(
    conditionHolds(arn, { [key]: `${principal}a`, 'aws:PrincipalArn': principal }),
    false,
  )
})

test('[B-153] a star that a variable brings in is no wildcard', () => {
  const condition = { StringLike: { [key]: v('aws:tag') } }
  assert.equal(conditionHolds(condition, { [key]: 'anything', 'aws:tag': '*' }), false)
  assert.equal(conditionHolds(condition, { [key]: '*', 'aws:tag': '*' }), true)
})

test('[B-154] a variable without a value opens no door', () => {
  const equals = { Condition: { StringEquals: { [key]: v('aws:team') } } }
  const notEquals = { Condition: { StringNotEquals: { [key]: v('aws:team') } } }
  const keys = { [key]: 'x' }
  assert.equal(decide([allow(equals)], keys), 'implicitDeny')
  assert.equal(decide([allow(notEquals)], keys), 'implicitDeny')
  assert.equal(decide([allow(), deny(notEquals)], keys), 'explicitDeny')
  assert.equal(decide([allow(), deny(equals)], keys), 'allow')
  const elsewhere = { NotResource: `arn:aws:cases:*:*:domain/${v('aws:team')}` }
  assert.equal(decide([allow(elsewhere)], keys), 'implicitDeny')
  assert.equal(decide([allow(), deny(elsewhere)], keys), 'explicitDeny')
})

test('[B-159] policy values of another type are refused', () => {
  const rows: readonly [string, unknown, RegExp][] = [
    ['NumericEquals', 'ten', /Statement 1: 'ten' is no number/],
    ['DateLessThan', 'tomorrow', /'tomorrow' is no date/],
    ['Bool', 'maybe', /'maybe' is no boolean/],
    ['IpAddress', '10.0.0.0/33', /'10.0.0.0\/33' is no IP address or range/],
    ['IpAddress', '10.0.0', /is no IP address/],
    ['BinaryEquals', '%%', /'%%' is no base64 text/],
    ['Null', 'maybe', /Null aws:Test must be true or false/],
    ['NullIfExists', 'true', /'NullIfExists' is no condition operator/],
    ['ForAllValues:Null', 'true', /no condition operator/],
    ['StringMatches', 'x', /'StringMatches' is no condition operator/],
    ['ForSomeValues:StringEquals', 'x', /no condition operator/],
    ['StringEquals', '${aws:username', /no closing brace/],
    ['StringEquals', v('username'), /no policy variable/],
  ]
  for (const [operator, value, message] of rows) {
    const statement = allow({ Condition: { [operator]: { [key]: value } } })
    assert.throws(() => decide([statement]), { name: 'ValidationException', message })
  }
})
