// UpdateTemplate through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-259] what is given is replaced whole, what is absent is kept', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, templateId, layoutId, fields } = server
  const read = async () => {
    const template = await client.getTemplate({ domainId, templateId })
    const { name, description, status, layoutConfiguration, requiredFields } = template
    return { name, description, status, layoutConfiguration, requiredFields }
  }
  const update = (more: object) => client.updateTemplate({ domainId, templateId, ...more })
  const text = { fieldId: fields.text }
  await update({ requiredFields: [text, { fieldId: `${domainArn}/field/${fields.url}` }] })
  await update({ description: 'What breaks', status: 'Inactive' })
  const kept = { name: 'template', description: 'What breaks', status: 'Inactive' }
  assert.deepEqual(await read(), {
    ...kept,
    layoutConfiguration: { defaultLayout: layoutId },
    requiredFields: [text, { fieldId: fields.url }],
  })
  await update({ requiredFields: [text], layoutConfiguration: {} })
  const expected = { ...kept, layoutConfiguration: {}, requiredFields: [text] }
  assert.deepEqual(await read(), expected)
  const propagation = [{ resourceType: 'Cases', tagMap: { team: 'a' } }]
  await update({ requiredFields: [], tagPropagationConfigurations: propagation })
  const after = await client.getTemplate({ domainId, templateId })
  assert.deepEqual(after.requiredFields, [])
  assert.deepEqual(after.tagPropagationConfigurations, propagation)
})

test('[B-259] [B-204] [B-020] [B-225] updates that are refused', async () => {
  await using server = await configured()
  const { client, domainId, templateId, layoutId, fields, other } = server
  const refused = (more: object) =>
    expectError(client.updateTemplate({ domainId, templateId, ...more }), 'ValidationException')
  await refused({})
  await refused({ status: 'Paused' })
  await refused({ description: 'd'.repeat(256) })
  await refused({ layoutConfiguration: { defaultLayout: nowhere } })
  await refused({ layoutConfiguration: { defaultLayout: other.layoutId } })
  await refused({ requiredFields: [{ fieldId: other.fields.text }] })
  await refused({ rules: [{ caseRuleId: nowhere, fieldId: fields.text }] })
  const tagMap = { 'aws:x': 'y' }
  await refused({ tagPropagationConfigurations: [{ resourceType: 'Cases', tagMap }] })
  await client.deleteLayout({ domainId, layoutId })
  await refused({ layoutConfiguration: { defaultLayout: layoutId } })
  await client.deleteField({ domainId, fieldId: fields.url })
  await refused({ requiredFields: [{ fieldId: fields.url }] })
  const { requiredFields } = await client.getTemplate({ domainId, templateId })
  assert.deepEqual(requiredFields, [])
})

test('[B-253] [B-252] [B-251] rules on fields that they do not fit', async () => {
  await using server = await configured()
  const { client, domainId, templateId, fields } = server
  const attach = (...rules: { caseRuleId: string | undefined; fieldId?: string }[]) =>
    client.updateTemplate({ domainId, templateId, rules })
  const always = { defaultValue: true, conditions: [] }
  const create = (name: string, rule: { required: typeof always } | { hidden: typeof always }) =>
    client.createCaseRule({ domainId, name, rule })
  const { caseRuleId: required } = await create('required', { required: always })
  const { caseRuleId: hidden } = await create('hidden', { hidden: always })
  const mapping = { parentFieldOptionValue: 'small', childFieldOptionValues: ['open'] }
  const { caseRuleId: options } = await client.createCaseRule({
    domainId,
    name: 'options',
    rule: {
      fieldOptions: {
        parentFieldId: fields.singleSelect,
        childFieldId: 'status',
        parentChildFieldOptionsMappings: [mapping],
      },
    },
  })
  const fieldId = fields.text
  const refused = (...rules: Parameters<typeof attach>) =>
    expectError(attach(...rules), 'ValidationException')
  await refused({ caseRuleId: hidden })
  await refused({ caseRuleId: required, fieldId: 'case_id' })
  await refused({ caseRuleId: options, fieldId })
  await refused({ caseRuleId: hidden, fieldId }, { caseRuleId: hidden, fieldId })
  await attach(
    { caseRuleId: required, fieldId },
    { caseRuleId: hidden, fieldId },
    { caseRuleId: required, fieldId: fields.url },
    { caseRuleId: options, fieldId: 'status' },
  )
  await attach({ caseRuleId: options })
  const { rules } = await client.getTemplate({ domainId, templateId })
  assert.deepEqual(rules, [{ caseRuleId: given(options) }])
})

test('[B-206] [B-225] deleted templates are refused, unknown ones not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  const update = (templateId: string) => client.updateTemplate({ domainId, templateId, name: 'x' })
  for (const templateId of [nowhere, other.templateId]) {
    const error = await expectError(update(templateId), 'ResourceNotFoundException')
    assert.equal(error.resourceType, 'Template')
  }
  await client.deleteTemplate({ domainId, templateId: server.templateId })
  await expectError(update(server.templateId), 'ValidationException', /deleted/)
})

test('[B-290] UpdateTemplate needs its permission on domain and template', async () => {
  await using server = await configured()
  const { domainId, domainArn, templateId } = server
  const resources = ['', `/template/${templateId}`]
  await needs(server, { action: 'UpdateTemplate', base: domainArn, resources }, (client) =>
    client.updateTemplate({ domainId, templateId, status: 'Active' }),
  )
})

test('[B-201] a name that another living template has is taken', async () => {
  await using server = await configured()
  const { client, domainId, templateId } = server
  const { templateId: second } = await client.createTemplate({ domainId, name: 'second' })
  const rename = () => client.updateTemplate({ domainId, templateId, name: 'second' })
  await expectError(rename(), 'ConflictException')
  await client.deleteTemplate({ domainId, templateId: second })
  await rename()
})
