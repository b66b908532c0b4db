// The filters of SearchCases through the official SDK: every operator on every type of field, and on the fields
// that the service writes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaseFilter, FieldValueUnion } from '@aws-sdk/client-connectcases'
import { caseSetting, present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const operators = [
  'equalTo',
  'contains',
  'greaterThan',
  'greaterThanOrEqualTo',
  'lessThan',
  'lessThanOrEqualTo',
] as const
type Operator = (typeof operators)[number]

const text = (stringValue: string): FieldValueUnion => ({ stringValue })
const number = (doubleValue: number): FieldValueUnion => ({ doubleValue })
const user = (name: string): FieldValueUnion => ({
  userArnValue: `arn:aws:iam::000000000000:user/${name}`,
})
const emptyValue: FieldValueUnion = { emptyValue: {} }

/** Of each type: the values of two cases, and what part of the first one is. */
const samples = {
  Text: { low: text('Alpha'), high: text('Beta'), part: text('LPH') },
  Number: { low: number(1), high: number(2) },
  Boolean: { low: { booleanValue: false }, high: { booleanValue: true } },
  DateTime: { low: text('2026-01-01'), high: text('2026-01-01T00:00:00.001Z') },
  SingleSelect: { low: text('small'), high: text('large'), part: text('MALL') },
  Url: { low: text('https://a.example/'), high: text('https://b.example/'), part: text('A.E') },
  User: { low: user('ann'), high: text('night shift'), part: text('USER/A') },
} as const satisfies Record<string, { low: FieldValueUnion; high: FieldValueUnion; part?: object }>

const ordered: Partial<Record<Operator, string[]>> = {
  greaterThan: ['high'],
  greaterThanOrEqualTo: ['high', 'low'],
  lessThan: [],
  lessThanOrEqualTo: ['low'],
}

/** A domain with a field of each type, and three cases: two with values and one without. */
const searching = async () => {
  const setting = await caseSetting()
  const fields = new Map<string, string>()
  const values: Record<'high' | 'low', Record<string, FieldValueUnion>> = { high: {}, low: {} }
  for (const [type, { low, high }] of Object.entries(samples)) {
    const options = type === 'SingleSelect' ? ['small', 'large'] : []
    const id = await setting.newField(type as keyof typeof samples, options)
    fields.set(type, id)
    Object.assign(values.low, { [id]: low })
    Object.assign(values.high, { [id]: high })
  }
  await setting.newCase({ title: 'low', ...values.low })
  await setting.newCase({ title: 'high', ...values.high })
  await setting.newCase({ title: 'none' })
  const search = (filter: CaseFilter) => {
    const { root, domainId } = setting
    return root.searchCases({ domainId, filter, fields: [{ id: 'title' }] })
  }
  return {
    ...setting,
    search,
    fieldOf: (type: string) => fields.get(type) ?? assert.fail(type),
    titles: async (filter: CaseFilter) => {
      const found = await search(filter)
      const all = present(found.cases).map(({ fields: [title] = [] }) => title?.value?.stringValue)
      assert.equal(Number(found.totalCount), all.length)
      return all.sort()
    },
    refused: (filter: CaseFilter, message: RegExp = /./) =>
      expectError(search(filter), 'ValidationException', message),
    [Symbol.asyncDispose]: setting[Symbol.asyncDispose],
  }
}

const on = (operator: Operator, id: string, value: FieldValueUnion): CaseFilter => {
  const condition = { id, value }
  switch (operator) {
    case 'equalTo':
      return { field: { equalTo: condition } }
    case 'contains':
      return { field: { contains: condition } }
    case 'greaterThan':
      return { field: { greaterThan: condition } }
    case 'greaterThanOrEqualTo':
      return { field: { greaterThanOrEqualTo: condition } }
    case 'lessThan':
      return { field: { lessThan: condition } }
    case 'lessThanOrEqualTo':
      return { field: { lessThanOrEqualTo: condition } }
  }
}

test('[B-503] every operator on every type of field', async () => {
  await using setting = await searching()
  for (const [type, sample] of Object.entries(samples)) {
    const id = setting.fieldOf(type)
    const compares = type === 'Number' || type === 'DateTime'
    for (const operator of operators) {
      const what = `${operator} on ${type}`
      const filter = on(operator, id, sample.low)
      if (operator === 'equalTo') assert.deepEqual(await setting.titles(filter), ['low'], what)
      else if (operator === 'contains' && 'part' in sample) {
        assert.deepEqual(await setting.titles(on(operator, id, sample.part)), ['low'], what)
        assert.deepEqual(await setting.titles({ not: filter }), ['high', 'none'], what)
      } else if (operator !== 'contains' && compares) {
        assert.deepEqual(await setting.titles(filter), ordered[operator], what)
      } else await setting.refused(filter)
    }
  }
})

test('[B-503] emptyValue is found by equalTo and fits no other operator', async () => {
  await using setting = await searching()
  for (const type of Object.keys(samples)) {
    const id = setting.fieldOf(type)
    for (const value of [emptyValue, text('')]) {
      assert.deepEqual(await setting.titles(on('equalTo', id, value)), ['none'], type)
      const others = await setting.titles({ not: on('equalTo', id, value) })
      assert.deepEqual(others, ['high', 'low'], type)
      for (const operator of operators.slice(1)) await setting.refused(on(operator, id, value))
    }
  }
  // Nothing is left of an accent alone.
  const accent = on('contains', setting.fieldOf('Text'), text('\u0301'))
  await setting.refused(accent, /at least one character/)
})

test('[B-503] a value in the member of another type is refused', async () => {
  await using setting = await searching()
  const wrong: Record<keyof typeof samples, FieldValueUnion[]> = {
    Text: [number(1), { booleanValue: true }, user('ann')],
    Number: [text('1'), { booleanValue: true }, user('ann')],
    Boolean: [text('true'), number(1)],
    DateTime: [text('soon'), text('2026-02-30'), number(1)],
    SingleSelect: [number(1), user('ann')],
    Url: [number(1), user('ann')],
    User: [number(1), { booleanValue: true }],
  }
  for (const [type, values] of Object.entries(wrong)) {
    for (const value of values) {
      for (const operator of operators) {
        await setting.refused(on(operator, setting.fieldOf(type), value))
      }
    }
  }
})

test('[B-503] text is exact, instants and numbers are what they stand for', async () => {
  await using setting = await searching()
  const { fieldOf, titles } = setting
  for (const near of ['alpha', 'Alpha ', 'Alph']) {
    assert.deepEqual(await titles(on('equalTo', fieldOf('Text'), text(near))), [], near)
  }
  const midnight = text('2026-01-01T02:00:00+02:00')
  assert.deepEqual(await titles(on('equalTo', fieldOf('DateTime'), midnight)), ['low'])
  const tiny = number(1 + Number.EPSILON)
  assert.deepEqual(await titles(on('equalTo', fieldOf('Number'), tiny)), [])
  assert.deepEqual(await titles(on('greaterThanOrEqualTo', fieldOf('Number'), tiny)), ['high'])
  assert.deepEqual(await titles(on('lessThan', fieldOf('Number'), tiny)), ['low'])
  const long = `${'x'.repeat(150)}é end`
  await setting.newCase({ title: 'long', [fieldOf('Text')]: long })
  assert.deepEqual(await titles(on('equalTo', fieldOf('Text'), text(long))), ['long'])
  assert.deepEqual(await titles(on('equalTo', fieldOf('Text'), text(`${long}s`))), [])
  assert.deepEqual(await titles(on('contains', fieldOf('Text'), text('XE END'))), ['long'])
})

test('[B-503] [B-307] what the service writes is found like all else', async () => {
  await using setting = await searching()
  const { titles } = setting
  const root = 'arn:aws:iam::000000000000:root'
  const all = ['high', 'low', 'none']
  for (const value of [text(root), { userArnValue: root }]) {
    assert.deepEqual(await titles(on('equalTo', 'created_by', value)), all)
  }
  assert.deepEqual(await titles(on('contains', 'last_updated_user', text('ROOT'))), all)
  const opened = text('2026-11-23T10:00:00Z')
  assert.deepEqual(await titles(on('equalTo', 'created_datetime', opened)), all)
  assert.deepEqual(await titles(on('greaterThan', 'last_updated_datetime', opened)), [])
  assert.deepEqual(await titles(on('equalTo', 'last_closed_datetime', emptyValue)), all)
  assert.deepEqual(await titles(on('equalTo', 'status', text('open'))), all)
  const [found] = present((await setting.search(on('contains', 'title', text('low')))).cases)
  assert.deepEqual(await titles(on('equalTo', 'case_id', text(found?.caseId ?? ''))), ['low'])
  const profile = 'arn:aws:profile:us-east-1:000000000000:domains/d/profiles/p'
  await setting.update(found?.caseId ?? '', { customer_id: profile })
  assert.deepEqual(await titles(on('equalTo', 'customer_id', text(profile))), ['low'])
})

test('[B-503] [B-025] [B-225] fields may be named by ARN, and are those of the domain', async () => {
  await using setting = await searching()
  const { root, domainId } = setting
  const arn = (domain: string, id: string) =>
    `arn:aws:cases:us-east-1:000000000000:domain/${domain}/field/${id}`
  const mine = setting.fieldOf('Text')
  const filter = on('equalTo', arn(domainId, mine), text('Alpha'))
  assert.deepEqual(await setting.titles({ andAll: [{ orAll: [filter] }] }), ['low'])
  const other = await setting.newDomain('other')
  const made = await root.createField({ domainId: other, name: 'a', type: 'Text' })
  const theirs = made.fieldId ?? ''
  for (const id of [theirs, arn(other, theirs), arn(other, mine), arn(other, 'title')]) {
    await setting.refused(on('equalTo', id, text('Alpha')), /does not exist/)
    const sorts = [{ fieldId: id, sortOrder: 'Asc' as const }]
    const fields = [{ id }]
    for (const more of [{ sorts }, { fields }]) {
      const call = root.searchCases({ domainId, ...more })
      await expectError(call, 'ValidationException', /does not exist/)
    }
  }
})

test('[B-503] [B-520] a deleted field is still looked through', async () => {
  await using setting = await searching()
  const { root, domainId } = setting
  const fieldId = setting.fieldOf('Text')
  await root.deleteField({ domainId, fieldId })
  assert.deepEqual(await setting.titles(on('contains', fieldId, text('alpha'))), ['low'])
  assert.deepEqual(await setting.titles(on('equalTo', fieldId, emptyValue)), ['none'])
  const { totalCount } = await root.searchCases({ domainId, searchTerm: 'alpha' })
  assert.equal(totalCount, 1)
})

test('[B-500] [B-504] the total is exact, however the same thing is said twice', async () => {
  await using setting = await searching()
  const low = on('equalTo', setting.fieldOf('Number'), number(1))
  const texts = on('contains', setting.fieldOf('Text'), text('a'))
  const arn = `arn:aws:cases:us-east-1:000000000000:domain/${setting.domainId}/case/`
  const [found] = present((await setting.search(low)).cases)
  await setting.root.tagResource({ arn: `${arn}${found?.caseId}`, tags: { a: 'x', b: 'x' } })
  const tagged: CaseFilter = { tag: { equalTo: { value: 'x' } } }
  for (const filter of [low, tagged]) {
    const twice: CaseFilter = { orAll: [filter, filter] }
    for (const part of [filter, twice, { orAll: [twice, filter] }]) {
      for (const group of [part, { andAll: [part] }, { andAll: [{ andAll: [part] }] }]) {
        assert.deepEqual(await setting.titles(group), ['low'])
        assert.deepEqual(await setting.titles({ not: group }), ['high', 'none'])
        assert.deepEqual(await setting.titles({ not: { not: group } }), ['low'])
        assert.deepEqual(await setting.titles({ not: { andAll: [group, texts] } }), [
          'high',
          'none',
        ])
      }
    }
  }
})

test('[B-505] a filter has at most 1,000 groups, however empty', async () => {
  await using setting = await searching()
  const groups = (depth: number): CaseFilter =>
    depth === 0 ? { andAll: [] } : { andAll: Array.from({ length: 10 }, () => groups(depth - 1)) }
  assert.deepEqual(await setting.titles(groups(2)), ['high', 'low', 'none'])
  await setting.refused(groups(3), /1000 groups/)
})
