// What an update does to the outcome of case rules, through the official SDK: dependent options in chains, rules that
// the request itself turns, several rules on one field.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BooleanCondition } from '@aws-sdk/client-connectcases'
import {
  equalTo,
  hiddenIf,
  optionsOf,
  type Rules,
  requiredIf,
  templateWith,
} from '../support/case-rules.ts'
import { caseSetting, type Fields } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

/** Country, city, district: what the first is decides the second, and that the third. */
const chained = async () => {
  const setting = await caseSetting()
  const country = await setting.newField('SingleSelect', ['fr', 'it'])
  const city = await setting.newField('SingleSelect', ['paris', 'lyon', 'rome'])
  const district = await setting.newField('SingleSelect', ['nord', 'sud', 'est'])
  const template = await templateWith(setting, [
    [city, optionsOf(country, city, { fr: ['paris', 'lyon'], it: ['rome'] })],
    [
      district,
      optionsOf(city, district, { paris: ['nord'], lyon: ['nord', 'sud'], rome: ['est'] }),
    ],
  ])
  const place = (...[a, b, c]: (string | null)[]): Fields => ({
    ...(a === undefined ? {} : { [country]: a }),
    ...(b === undefined ? {} : { [city]: b }),
    ...(c === undefined ? {} : { [district]: c }),
  })
  return {
    ...setting,
    place,
    ids: { country, city, district },
    start: (...values: (string | null)[]) => setting.newCase(place(...values), template),
    [Symbol.asyncDispose]: setting[Symbol.asyncDispose],
  }
}

const refused = (call: Promise<unknown>, what: string, ...ids: string[]) =>
  expectError(call, 'ValidationException', new RegExp(`${what}: ${ids.join(', ')}\\.$`))
const forbidden = (call: Promise<unknown>, ...ids: string[]) =>
  refused(call, 'does not allow', ...ids)
const missing = (call: Promise<unknown>, ...ids: string[]) => refused(call, 'need a value', ...ids)

test('[B-343] [B-345] a chain of dependent options is held link by link', async () => {
  await using setting = await chained()
  const { start, place, ids } = setting
  await forbidden(start('fr', 'rome', 'est'), ids.city)
  await forbidden(start('fr', 'paris', 'est'), ids.district)
  await forbidden(start('it', 'paris', 'est'), ids.city, ids.district)
  await forbidden(start(null, null, 'nord'), ids.district)
  await start('fr')
  const caseId = await start('fr', 'lyon', 'sud')
  const update = (fields: Fields) => setting.update(caseId, fields)
  // The city no longer fits; the district still goes with the city.
  await forbidden(update(place('it')), ids.city)
  // The city fits again, and takes the district's options away.
  await forbidden(update(place('it', 'rome')), ids.district)
  await forbidden(update({ [ids.city]: 'paris' }), ids.district)
  await forbidden(update({ [ids.country]: null }), ids.city)
  await forbidden(update({ [ids.city]: null }), ids.district)
  assert.deepEqual(await setting.read(caseId, ...Object.values(ids)), place('fr', 'lyon', 'sud'))
  await update(place('it', 'rome', 'est'))
  await update(place('fr', null, null))
  await update(place('fr', 'lyon', 'nord'))
  // Both cities allow it: nothing turns.
  await update({ [ids.city]: 'paris' })
  assert.deepEqual(await setting.read(caseId, ...Object.values(ids)), place('fr', 'paris', 'nord'))
})

test('[B-344] [B-345] options must be allowed by every rule, and the empty parent may allow some', async () => {
  await using setting = await caseSetting()
  const size = await setting.newField('SingleSelect', ['s', 'l'])
  const kind = await setting.newField('SingleSelect', ['lamp', 'chair'])
  const color = await setting.newField('SingleSelect', ['red', 'blue', 'green'])
  const template = await templateWith(setting, [
    [color, optionsOf(size, color, { '': ['red', 'blue'], s: ['red'], l: ['blue', 'green'] })],
    [color, optionsOf(kind, color, { '': ['red', 'blue', 'green'], lamp: ['blue', 'red'] })],
  ])
  const make = (fields: Fields) => setting.newCase(fields, template)
  await make({ [color]: 'blue' })
  await forbidden(make({ [color]: 'green' }), color)
  await make({ [size]: 'l', [color]: 'green' })
  await forbidden(make({ [size]: 'l', [kind]: 'lamp', [color]: 'green' }), color)
  await forbidden(make({ [kind]: 'chair', [color]: 'red' }), color)
  const caseId = await make({ [size]: 'l', [kind]: 'lamp', [color]: 'blue' })
  await forbidden(setting.update(caseId, { [size]: 's' }), color)
  await setting.update(caseId, { [size]: 's', [color]: 'red' })
  await setting.update(caseId, { [size]: null })
  await forbidden(setting.update(caseId, { [kind]: 'chair' }), color)
  await setting.update(caseId, { [kind]: 'chair', [color]: null })
})

test('[B-343] a request answers for what it turns, in either direction', async () => {
  await using setting = await caseSetting()
  const kind = await setting.newField('SingleSelect', ['bug', 'wish'])
  const version = await setting.newField('Text')
  const urgent = await setting.newField('Boolean')
  const due = await setting.newField('DateTime')
  const rules: Rules = [
    [version, requiredIf([equalTo(kind, { stringValue: 'bug' })])],
    [due, requiredIf([equalTo(urgent, { booleanValue: true })])],
    [due, requiredIf([equalTo(version, { stringValue: '2' })])],
  ]
  const template = await templateWith(setting, rules)
  const caseId = await setting.newCase({ [kind]: 'wish' }, template)
  const update = (fields: Fields) => setting.update(caseId, fields)
  await missing(update({ [kind]: 'bug' }), version)
  await missing(update({ [kind]: 'bug', [version]: '2' }), due)
  await missing(update({ [urgent]: true, [kind]: 'bug' }), version, due)
  await update({ [kind]: 'bug', [version]: '1' })
  await missing(update({ [version]: null }), version)
  // What the request turns off it may clear.
  await update({ [kind]: 'wish', [version]: null })
  await update({ [kind]: 'bug', [version]: '2', [due]: '2026-12-24' })
  // One rule lets go, the other does not.
  await missing(update({ [urgent]: true, [version]: '1', [due]: null }), due)
  await update({ [version]: '1', [due]: null })
  await missing(update({ [version]: '2' }), due)
})

test('[B-343] [B-344] showing a field asks for its value, hiding it does not', async () => {
  await using setting = await caseSetting()
  const kind = await setting.newField('SingleSelect', ['bug', 'wish', 'chat'])
  const version = await setting.newField('Text')
  const is = (stringValue: string) => equalTo(kind, { stringValue })
  const rules: Rules = [
    [version, hiddenIf([is('wish')])],
    [version, hiddenIf([is('chat')])],
    [version, requiredIf([is('bug'), is('wish')])],
  ]
  const template = await templateWith(setting, rules)
  const caseId = await setting.newCase({ [kind]: 'wish' }, template)
  const update = (fields: Fields) => setting.update(caseId, fields)
  await update({ [kind]: 'chat' })
  await update({ [version]: null })
  await missing(update({ [kind]: 'bug' }), version)
  await update({ [kind]: 'bug', [version]: '1' })
  await update({ [kind]: 'wish', [version]: null })
  await update({ title: 'Lamp', [version]: '' })
})

test('[B-342] [B-343] times of the service count as they were before the request', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const wasClosed: BooleanCondition = {
    notEqualTo: {
      operandOne: { fieldId: 'last_closed_datetime' },
      operandTwo: { emptyValue: {} },
      result: true,
    },
  }
  const template = await templateWith(setting, [['summary', requiredIf([wasClosed])]])
  const caseId = await setting.newCase({}, template)
  await setting.update(caseId, { status: 'closed' })
  // It was closed before, and nothing that this request does turns the rule.
  await setting.update(caseId, { status: 'open' })
  await missing(setting.update(caseId, { summary: null }), 'summary')
  await setting.newCase({ status: 'closed' }, template)
  const { totalCount } = await root.searchCases({ domainId })
  assert.equal(totalCount, 2)
})

test('[B-348] advisory rules allow any option', async () => {
  await using setting = await caseSetting({ 'case-rules': 'advisory' })
  const parent = await setting.newField('SingleSelect', ['lamp'])
  const child = await setting.newField('SingleSelect', ['bulb', 'leg'])
  const rule = optionsOf(parent, child, { lamp: ['bulb'] })
  const template = await templateWith(setting, [[child, rule]])
  const caseId = await setting.newCase({ [parent]: 'lamp', [child]: 'leg' }, template)
  await setting.update(caseId, { [parent]: null })
})
