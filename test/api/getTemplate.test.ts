// GetTemplate through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-222] [B-025] [B-255] a template is described whole, by id or ARN', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, layoutId, fields } = server
  const definition = {
    name: 'whole',
    description: 'All of it',
    layoutConfiguration: { defaultLayout: layoutId },
    requiredFields: [{ fieldId: fields.text }],
    status: 'Inactive' as const,
    tagPropagationConfigurations: [{ resourceType: 'Cases' as const, tagMap: { team: '' } }],
  }
  const created = await client.createTemplate({ domainId, ...definition })
  const { templateId, templateArn } = created
  assert.equal(templateArn, `${domainArn}/template/${templateId}`)
  for (const asked of [templateId, templateArn]) {
    const got = await client.getTemplate({ domainId, templateId: asked })
    const { $metadata: _, createdTime, lastModifiedTime, ...read } = got
    assert.deepEqual(lastModifiedTime, given(createdTime))
    const rest = { rules: [], tags: {}, deleted: false }
    assert.deepEqual(read, { ...definition, ...rest, templateId, templateArn })
  }
})

test('[B-205] rules on deleted fields are not shown either', async () => {
  await using server = await configured()
  const { client, domainId, templateId, fields } = server
  const rule = { required: { defaultValue: true, conditions: [] } }
  const { caseRuleId } = await client.createCaseRule({ domainId, name: 'r', rule })
  const rules = [fields.text, fields.url].map((fieldId) => ({ caseRuleId, fieldId }))
  await client.updateTemplate({ domainId, templateId, rules })
  await client.deleteField({ domainId, fieldId: fields.text })
  assert.deepEqual((await client.getTemplate({ domainId, templateId })).rules, [rules[1]])
  await client.deleteCaseRule({ domainId, caseRuleId })
  assert.deepEqual((await client.getTemplate({ domainId, templateId })).rules, [])
})

test('[B-225] unknown templates and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const templateId of [nowhere, other.templateId, other.templateArn]) {
    await expectError(client.getTemplate({ domainId, templateId }), 'ResourceNotFoundException')
  }
})

test('[B-290] GetTemplate needs its permission on domain and template', async () => {
  await using server = await configured()
  const { domainId, domainArn, templateId } = server
  const resources = ['', `/template/${templateId}`]
  await needs(server, { action: 'GetTemplate', base: domainArn, resources }, (client) =>
    client.getTemplate({ domainId, templateId }),
  )
})
