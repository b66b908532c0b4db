// Values by type of field, in the table form that the API would make long.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field } from '../../src/domain/domain-config.ts'
import { parseDateTime } from '../../src/domain/field-types/date-time.ts'
import { parseFieldValue } from '../../src/domain/field-types/index.ts'
import type { FieldValueUnion } from '../../src/model/common.ts'
import type { FieldType } from '../../src/model/fields.ts'

const field = (type: FieldType, more: Partial<Field> = {}): Field => ({
  id: '0198c000-0000-7000-8000-000000000001',
  name: 'Field',
  type,
  namespace: 'Custom',
  options: [],
  tags: {},
  deleted: false,
  createdAt: 0,
  modifiedAt: 0,
  ...more,
})

const parse = (of: Field, value: FieldValueUnion, held?: FieldValueUnion) => {
  const parsed = parseFieldValue(of, value, held)
  if (parsed === undefined) return 'empty'
  return 'mustBe' in parsed ? 'refused' : parsed.value
}

test('[B-309] the empty value and the empty text are no value, whatever the type', () => {
  for (const type of ['Text', 'Number', 'Boolean', 'DateTime', 'Url', 'User'] as const) {
    assert.equal(parse(field(type), { emptyValue: {} }), 'empty')
    assert.equal(parse(field(type), { stringValue: '' }), 'empty')
  }
  assert.equal(parse(field('User'), { userArnValue: '' }), 'empty')
})

test('[B-310] lengths are counted in code points', () => {
  const multiline = field('Text', { attributes: { text: { isMultiline: true } } })
  const lengths: [Field, number][] = [
    [field('Text'), 500],
    [multiline, 4100],
    [field('Text', { id: 'summary', attributes: { text: { isMultiline: true } } }), 3000],
  ]
  for (const [of, max] of lengths) {
    const longest = '😀'.repeat(max)
    assert.deepEqual(parse(of, { stringValue: longest }), { stringValue: longest })
    assert.equal(parse(of, { stringValue: `${longest}a` }), 'refused')
  }
})

test('[B-311] a customer is a profile', () => {
  const customer = field('Text', { id: 'customer_id' })
  const profile = 'arn:aws:profile:us-east-1:111122223333:domains/shop/profiles/0123abcd'
  assert.deepEqual(parse(customer, { stringValue: profile }), { stringValue: profile })
  for (const stringValue of ['Jane', `${profile}/more`, profile.replace('profile:', 'connect:')]) {
    assert.equal(parse(customer, { stringValue }), 'refused')
  }
})

test('[B-312] a value comes in the member of its type and in no other', () => {
  const values: FieldValueUnion[] = [
    { stringValue: 'x' },
    { doubleValue: 1.5 },
    { booleanValue: false },
    { userArnValue: 'arn:aws:iam::111122223333:user/jane' },
  ]
  const taken = { Text: 0, Number: 1, Boolean: 2 } as const
  for (const [type, index] of Object.entries(taken)) {
    for (const [i, value] of values.entries()) {
      const parsed = parse(field(type as FieldType), value)
      assert.deepEqual(parsed, i === index ? value : 'refused', `${type} ${i}`)
    }
  }
  assert.ok(Object.is(Object.values(parse(field('Number'), { doubleValue: -0 }))[0], 0))
})

test('[B-313] instants are read in ISO 8601 and kept in UTC to the millisecond', () => {
  const read: [string, string][] = [
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T10:11', '2026-11-23T10:11:00.000Z'],
    ['2026-11-23T10:11:12', '2026-11-23T10:11:12.000Z'],
    ['2026-11-23T10:11:12.111999Z', '2026-11-23T10:11:12.111Z'],
    ['2026-11-23T10:11:12.5+02:00', '2026-11-23T08:11:12.500Z'],
    ['2026-11-23T10:11:12-0130', '2026-11-23T11:41:12.000Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
    ['0000-01-01', '0000-01-01T00:00:00.000Z'],
  ]
  for (const [given, kept] of read) {
    assert.deepEqual(parse(field('DateTime'), { stringValue: given }), { stringValue: kept })
  }
  const refused = [
    ...['yesterday', '23.11.2026', '2026-13-01', '2026-02-30', '2025-02-29', '2026-11-23T24:00'],
    ...['2026-11-23T10', '2026-11-23 10:11', '2026-11-23T10:11:60Z', '2026-11-23T10:11Z\n'],
    ...['0000-01-01T00:00+14:00', '9999-12-31T23:59-01:00', '+012026-01-01', '1700000000000'],
  ]
  for (const given of refused) assert.equal(parseDateTime(given), undefined, given)
  assert.equal(parse(field('DateTime'), { doubleValue: 0 }), 'refused')
})

test('[B-314] an option must be active, or held already', () => {
  const options = [
    { name: 'New', value: 'new', active: true },
    { name: 'Old', value: 'old', active: false },
  ]
  const select = field('SingleSelect', { options })
  assert.deepEqual(parse(select, { stringValue: 'new' }), { stringValue: 'new' })
  assert.equal(parse(select, { stringValue: 'New' }), 'refused')
  assert.equal(parse(select, { stringValue: 'old' }), 'refused')
  assert.equal(parse(select, { stringValue: 'old' }, { stringValue: 'new' }), 'refused')
  const held = { stringValue: 'old' }
  assert.deepEqual(parse(select, { stringValue: 'old' }, held), held)
})

test('[B-314] what is held may stay, whatever has become of the field', () => {
  const long = { stringValue: 'a'.repeat(4100) }
  assert.deepEqual(parse(field('Text'), long, long), long)
  assert.equal(parse(field('Text'), { stringValue: 'b'.repeat(4100) }, long), 'refused')
  const entity = { stringValue: 'arn:aws:iam::111122223333:user/ann' }
  const arn = { userArnValue: entity.stringValue }
  assert.deepEqual(parse(field('User'), arn, entity), arn)
})

test('[B-315] a URL is absolute and runs nothing', () => {
  const taken = ['https://example.com/a?b#c', 'mailto:jane@example.com', 'ftp://example.com/x']
  for (const stringValue of taken)
    assert.deepEqual(parse(field('Url'), { stringValue }), { stringValue })
  const refused = [
    ...['example.com', '/a/b', 'https://', 'https://exa mple.com', ' https://example.com'],
    ...['javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'java\tscript:alert(1)'],
    `https://example.com/${'a'.repeat(4100)}`,
  ]
  for (const stringValue of refused) {
    assert.equal(parse(field('Url'), { stringValue }), 'refused', stringValue.slice(0, 40))
  }
})

test('[B-316] a user is an ARN or a custom entity', () => {
  const user = field('User')
  const arn = 'arn:aws:connect:us-east-1:111122223333:instance/i/agent/a'
  assert.deepEqual(parse(user, { userArnValue: arn }), { userArnValue: arn })
  assert.deepEqual(parse(user, { stringValue: 'night shift' }), { stringValue: 'night shift' })
  for (const value of [
    { userArnValue: 'jane' },
    { userArnValue: `${arn}${'a'.repeat(500)}` },
    { stringValue: 'jane ' },
    { stringValue: 'jane<script>' },
    { stringValue: 'a'.repeat(501) },
  ]) {
    assert.equal(parse(user, value), 'refused', JSON.stringify(value).slice(0, 60))
  }
})
