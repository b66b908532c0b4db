// Case rules by tables: what a rule says about a case's values.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOf } from '../../src/domain/case-rules/index.ts'
import type { CaseRule, DomainConfig, Field, Template } from '../../src/domain/domain-config.ts'
import { newDomain } from '../../src/domain/new-domain.ts'
import type { FieldValues } from '../../src/domain/rows.ts'
import type { BooleanCondition, CaseRuleDetails } from '../../src/model/case-rules.ts'
import type { FieldType } from '../../src/model/fields.ts'

const resource = { name: 'x', tags: {}, deleted: false, createdAt: 0, modifiedAt: 0 }

const field = (id: string, type: FieldType, deleted = false): Field => ({
  ...resource,
  id,
  type,
  deleted,
  namespace: 'Custom',
  options: [],
})

type Rule = { on?: string; rule: CaseRuleDetails; deleted?: boolean }

/**
 * A domain with fields `target`, `other`, `when`, `count`, `flag` and a template with these rules.
 */
const setting = (rules: readonly Rule[], gone: readonly string[] = []) => {
  const types = {
    target: 'Text',
    other: 'Text',
    when: 'DateTime',
    count: 'Number',
    flag: 'Boolean',
  }
  const fields = Object.entries(types).map(([id, type]) =>
    field(id, type as FieldType, gone.includes(id)),
  )
  const base = newDomain('0198c000-0000-7000-8000-000000000001', 'domain', 0)
  const caseRules = rules.map(
    ({ rule, deleted = false }, index): CaseRule => ({
      ...resource,
      id: `r${index}`,
      rule,
      deleted,
    }),
  )
  const domain: DomainConfig = {
    ...base,
    fields: new Map([...base.fields, ...fields.map((one) => [one.id, one] as const)]),
    caseRules: new Map(caseRules.map((rule) => [rule.id, rule])),
  }
  const template: Template = {
    ...resource,
    id: 't',
    status: 'Active',
    requiredFields: [],
    tagPropagationConfigurations: [],
    rules: rules.map(({ on = 'target' }, index) => ({ caseRuleId: `r${index}`, fieldId: on })),
  }
  return (values: FieldValues) => outcomeOf(domain, template, values)
}

const equal = (fieldId: string, operandTwo: object, result = true): BooleanCondition =>
  ({ equalTo: { operandOne: { fieldId }, operandTwo, result } }) as BooleanCondition
const notEqual = (fieldId: string, operandTwo: object, result = true): BooleanCondition =>
  ({ notEqualTo: { operandOne: { fieldId }, operandTwo, result } }) as BooleanCondition
const required = (conditions: BooleanCondition[], defaultValue = false): Rule => ({
  rule: { required: { defaultValue, conditions } },
})

const text = (stringValue: string) => ({ stringValue })
const empty = { emptyValue: {} }

test('[B-340] the first condition that holds decides, else the default', () => {
  const judge = setting([
    required([equal('other', text('a')), equal('other', text('a'), false)], false),
  ])
  assert.ok(judge({ other: text('a') }).required.has('target'))
  assert.ok(!judge({ other: text('b') }).required.has('target'))
  const byDefault = setting([required([equal('other', text('a'), false)], true)])
  assert.ok(!byDefault({ other: text('a') }).required.has('target'))
  assert.ok(byDefault({}).required.has('target'))
})

test('[B-340] andAll needs all, orAll one, nested too', () => {
  const a = equal('other', text('a'))
  const one = equal('count', { doubleValue: 1 })
  const on = equal('flag', { booleanValue: true })
  const values = (other: string, count: number, flag: boolean): FieldValues => ({
    other: text(other),
    count: { doubleValue: count },
    flag: { booleanValue: flag },
  })
  const all = setting([required([{ andAll: { conditions: [a, one] } }])])
  assert.ok(all(values('a', 1, false)).required.has('target'))
  assert.ok(!all(values('a', 2, false)).required.has('target'))
  const nested = setting([
    required([{ orAll: { conditions: [{ andAll: { conditions: [a, one] } }, on] } }]),
  ])
  assert.ok(nested(values('b', 2, true)).required.has('target'))
  assert.ok(nested(values('a', 1, false)).required.has('target'))
  assert.ok(!nested(values('a', 2, false)).required.has('target'))
  const negative = setting([
    required([{ orAll: { conditions: [equal('other', text('a'), false)] } }], true),
  ])
  assert.ok(!negative({ other: text('a') }).required.has('target'))
})

test('[B-341] a field without a value equals the empty operand and nothing else', () => {
  const cases: [BooleanCondition, FieldValues, boolean][] = [
    [equal('other', empty), {}, true],
    [equal('other', empty), { other: text('a') }, false],
    [notEqual('other', empty), {}, false],
    [notEqual('other', empty), { other: text('a') }, true],
    [equal('other', text('a')), {}, false],
    [notEqual('other', text('a')), {}, true],
    [equal('count', { doubleValue: 0 }), {}, false],
    [equal('flag', { booleanValue: false }), {}, false],
    [equal('count', { doubleValue: 0 }), { count: { doubleValue: 0 } }, true],
    [equal('other', { doubleValue: 1 }), { other: text('1') }, false],
    [equal('last_updated_user', text('u')), { last_updated_user: { userArnValue: 'u' } }, true],
  ]
  for (const [condition, values, holds] of cases) {
    const says = setting([required([condition])])(values).required.has('target')
    assert.equal(says, holds, JSON.stringify([condition, values]))
  }
})

test('[B-341] instants are compared as instants', () => {
  const judge = setting([required([equal('when', text('2026-11-23T12:00+02:00'))])])
  assert.ok(judge({ when: text('2026-11-23T10:00:00.000Z') }).required.has('target'))
  assert.ok(!judge({ when: text('2026-11-23T12:00:00.000Z') }).required.has('target'))
})

const always = (kind: 'hidden' | 'required', on: string): Rule => ({
  on,
  rule: { [kind]: { defaultValue: true, conditions: [] } } as unknown as CaseRuleDetails,
})
const never = (kind: 'hidden' | 'required', on: string): Rule => ({
  on,
  rule: { [kind]: { defaultValue: false, conditions: [] } } as unknown as CaseRuleDetails,
})
const mapping = (...pairs: [string, string[]][]): Rule => ({
  rule: {
    fieldOptions: {
      parentFieldId: 'other',
      childFieldId: 'target',
      parentChildFieldOptionsMappings: pairs.map(([parent, children]) => ({
        parentFieldOptionValue: parent,
        childFieldOptionValues: children,
      })),
    },
  },
})

test('[B-344] one rule that requires or hides is enough, options must be allowed by all', () => {
  const outcome = setting([
    always('required', 'target'),
    never('required', 'target'),
    never('hidden', 'other'),
    always('hidden', 'other'),
    mapping(['a', ['x', 'y']]),
    mapping(['a', ['y', 'z']]),
  ])({ other: text('a') })
  assert.deepEqual([...outcome.required], ['target'])
  assert.deepEqual([...outcome.hidden], ['other'])
  assert.deepEqual([...(outcome.allowed.get('target') ?? [])], ['y'])
})

test('[B-345] an unmapped or empty parent allows nothing, unless the empty text is mapped', () => {
  const judge = setting([mapping(['a', ['x']])])
  assert.deepEqual([...(judge({ other: text('a') }).allowed.get('target') ?? [])], ['x'])
  assert.equal(judge({ other: text('b') }).allowed.get('target')?.size, 0)
  assert.equal(judge({}).allowed.get('target')?.size, 0)
  const withEmpty = setting([mapping(['', ['x']])])
  assert.deepEqual([...(withEmpty({}).allowed.get('target') ?? [])], ['x'])
})

test('[B-347] what is deleted does not count', () => {
  const rule = required([], true)
  assert.equal(setting([{ ...rule, deleted: true }])({}).required.size, 0)
  assert.equal(setting([rule], ['target'])({}).required.size, 0)
  for (const condition of [equal('other', text('a')), notEqual('other', text('b'))]) {
    const judge = setting([required([condition])], ['other'])
    assert.equal(judge({ other: text('a') }).required.size, 0)
  }
  assert.equal(setting([mapping(['a', ['x']])], ['other'])({ other: text('a') }).allowed.size, 0)
})
