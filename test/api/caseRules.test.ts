// Case rules at work in CreateCase and UpdateCase, through the official SDK; how single conditions
// decide is in test/domain/case-rules.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BooleanCondition, CaseRuleDetails } from '@aws-sdk/client-connectcases'
import {
  closed,
  equalTo,
  hiddenIf,
  optionsOf,
  type Rules,
  requiredIf,
  templateWith,
} from '../support/case-rules.ts'
import { caseSetting } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

test('[B-343] a new case must satisfy the Required rules of its template', async () => {
  await using setting = await caseSetting()
  const template = await templateWith(setting, [['summary', requiredIf(closed)]])
  await setting.newCase({}, template)
  const call = setting.newCase({ status: 'closed' }, template)
  await expectError(call, 'ValidationException', /need a value: summary\./)
  await setting.newCase({ status: 'closed', summary: 'Mended' }, template)
})

test('[B-343] [B-345] a new case must satisfy the FieldOptions rules of its template', async () => {
  await using setting = await caseSetting()
  const parent = await setting.newField('SingleSelect', ['lamp', 'chair'])
  const child = await setting.newField('SingleSelect', ['bulb', 'leg'])
  const rule = optionsOf(parent, child, { lamp: ['bulb'] })
  const template = await templateWith(setting, [[child, rule]])
  await setting.newCase({ [parent]: 'lamp', [child]: 'bulb' }, template)
  await setting.newCase({ [parent]: 'chair' }, template)
  const message = new RegExp(`does not allow: ${child}\\.`)
  for (const fields of [
    { [parent]: 'lamp', [child]: 'leg' },
    { [parent]: 'chair', [child]: 'leg' },
  ]) {
    await expectError(setting.newCase(fields, template), 'ValidationException', message)
  }
  await expectError(setting.newCase({ [child]: 'bulb' }, template), 'ValidationException', message)
})

test('[B-342] what the service sets is empty while a case is created, not later', async () => {
  await using setting = await caseSetting()
  const operands = { operandOne: { fieldId: 'created_datetime' }, operandTwo: { emptyValue: {} } }
  const isThere: BooleanCondition = { notEqualTo: { ...operands, result: true } }
  const template = await templateWith(setting, [['summary', requiredIf([isThere])]])
  const caseId = await setting.newCase({}, template)
  await setting.update(caseId, { summary: 'Broken' })
  const call = setting.update(caseId, { summary: null })
  await expectError(call, 'ValidationException', /need a value: summary/)
})

test('[B-342] rules see the id of a case and its next breach, as any other value', async () => {
  await using setting = await caseSetting()
  const has = (fieldId: string): BooleanCondition => ({
    notEqualTo: { operandOne: { fieldId }, operandTwo: { emptyValue: {} }, result: true },
  })
  const rules: Rules = [
    ['summary', requiredIf([has('case_id')])],
    ['assigned_user', requiredIf([has('next_sla_breach_datetime')])],
  ]
  const template = await templateWith(setting, rules)
  const caseId = await setting.newCase({}, template)
  const needs = async (fieldId: string) => {
    const call = setting.update(caseId, { [fieldId]: null })
    await expectError(call, 'ValidationException', new RegExp(`need a value: ${fieldId}\\.`))
  }
  await needs('summary')
  await setting.update(caseId, { assigned_user: null })
  await setting.addSla(caseId, 'answer', 1)
  await needs('assigned_user')
  setting.clock.advance(60_001)
  await setting.update(caseId, { assigned_user: null })
})

test('[B-318] [B-320] a reference number that is made is a value like one that is given', async () => {
  await using setting = await caseSetting()
  const operands = { operandOne: { fieldId: 'reference_number' }, operandTwo: { emptyValue: {} } }
  const unnumbered: BooleanCondition = { equalTo: { ...operands, result: true } }
  const rules: Rules = [['summary', requiredIf([unnumbered])]]
  const template = await templateWith(setting, rules, ['reference_number'])
  for (const fields of [{}, { reference_number: null }, { reference_number: 'REF-1' }]) {
    await setting.newCase(fields, template)
  }
})

test('[B-343] an update answers for what it names and for rules that it turns', async () => {
  await using setting = await caseSetting()
  const parent = await setting.newField('SingleSelect', ['lamp', 'chair', 'stool'])
  const child = await setting.newField('SingleSelect', ['bulb', 'leg'])
  const caseTemplate = await setting.newTemplate()
  const caseId = await setting.newCase({ [parent]: 'lamp', [child]: 'leg' }, caseTemplate)
  const { root, domainId } = setting
  const rules: { caseRuleId: string; fieldId: string }[] = []
  const all: Rules = [
    [child, optionsOf(parent, child, { lamp: ['bulb'], chair: ['leg'], stool: ['bulb'] })],
    ['summary', requiredIf(closed)],
    ['customer_id', { required: { defaultValue: true, conditions: [] } }],
  ]
  for (const [index, [fieldId, rule]] of all.entries()) {
    const made = await root.createCaseRule({ domainId, name: `rule ${index}`, rule })
    rules.push({ caseRuleId: made.caseRuleId ?? '', fieldId })
  }
  await root.updateTemplate({ domainId, templateId: caseTemplate, rules })

  // The case breaks the new rules already; who does not touch them is not held to them.
  await setting.update(caseId, { title: 'Lamp' })
  const named = setting.update(caseId, { [child]: 'leg', customer_id: null })
  const error = await expectError(named, 'ValidationException', /need a value: customer_id\./)
  assert.match(error.message, new RegExp(`allow: ${child}\\.`))
  const closing = setting.update(caseId, { status: 'closed' })
  await expectError(closing, 'ValidationException', /need a value: summary\./)
  await setting.update(caseId, { status: 'closed', summary: 'Mended' })
  await setting.update(caseId, { [parent]: 'chair' })
  const parentChanged = setting.update(caseId, { [parent]: 'stool' })
  await expectError(parentChanged, 'ValidationException', new RegExp(`allow: ${child}\\.`))
  await setting.update(caseId, { [parent]: 'stool', [child]: 'bulb' })
})

test('[B-344] a hidden field is not required, until it is shown', async () => {
  await using setting = await caseSetting()
  const reopened = [equalTo('status', { stringValue: 'open' })]
  const rules: Rules = [
    ['summary', requiredIf(reopened)],
    ['summary', hiddenIf(reopened)],
    ['assigned_user', hiddenIf(reopened)],
  ]
  const template = await templateWith(setting, rules, ['assigned_user'])
  const caseId = await setting.newCase({}, template)
  const shown = setting.update(caseId, { status: 'closed' })
  await expectError(shown, 'ValidationException', /need a value: assigned_user\./)
  await setting.update(caseId, { status: 'closed', assigned_user: 'me' })
  const titleHidden = await templateWith(setting, [['assigned_queue', hiddenIf(reopened)]])
  await expectError(
    setting.newCase({ title: null, assigned_queue: 'q' }, titleHidden),
    'ValidationException',
    /need a value: title\./,
  )
})

test('[B-346] a hidden field keeps and takes values', async () => {
  await using setting = await caseSetting()
  const always: CaseRuleDetails = { hidden: { defaultValue: true, conditions: [] } }
  const template = await templateWith(setting, [['summary', always]])
  const caseId = await setting.newCase({ summary: 'a' }, template)
  await setting.update(caseId, { summary: 'b' })
  assert.deepEqual(await setting.read(caseId, 'summary'), { summary: 'b' })
})

test('[B-347] a deleted rule no longer counts', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const rule: CaseRuleDetails = { required: { defaultValue: true, conditions: [] } }
  const { caseRuleId } = await root.createCaseRule({ domainId, name: 'rule', rule })
  const attached = { caseRuleId, fieldId: 'summary' }
  const template = await setting.newTemplate({ rules: [attached] })
  await expectError(setting.newCase({}, template), 'ValidationException', /summary/)
  await root.deleteCaseRule({ domainId, caseRuleId })
  await setting.newCase({}, template)
})

test('[B-338] a case keeps the rules of a template that is deactivated and deleted', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const templateId = await templateWith(setting, [['summary', requiredIf(closed)]], ['case_reason'])
  await root.batchPutFieldOptions({
    domainId,
    fieldId: 'case_reason',
    options: [{ name: 'Broken', value: 'broken', active: true }],
  })
  const caseId = await setting.newCase({ case_reason: 'broken' }, templateId)
  const closing = () => setting.update(caseId, { status: 'closed' })
  const clearing = () => setting.update(caseId, { case_reason: null })
  await root.updateTemplate({ domainId, templateId, status: 'Inactive' })
  await expectError(closing(), 'ValidationException', /summary/)
  await root.deleteTemplate({ domainId, templateId })
  await expectError(closing(), 'ValidationException', /summary/)
  await expectError(clearing(), 'ValidationException', /case_reason/)
  await setting.update(caseId, { title: 'Lamp' })
})

test('[B-348] advisory rules refuse nothing, required fields of the template stay', async () => {
  await using setting = await caseSetting({ 'case-rules': 'advisory' })
  const always: CaseRuleDetails = { required: { defaultValue: true, conditions: [] } }
  const hide: CaseRuleDetails = { hidden: { defaultValue: true, conditions: [] } }
  const rules: Rules = [
    ['summary', always],
    ['assigned_user', hide],
  ]
  const template = await templateWith(setting, rules, ['assigned_user'])
  await setting.newCase({ assigned_user: 'me' }, template)
  await expectError(setting.newCase({}, template), 'ValidationException', /value: assigned_user\./)
})
