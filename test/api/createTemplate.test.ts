// Layouts and templates through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given, seedDomain } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const panel = (...ids: string[]) => ({
  sections: [{ fieldGroup: { fields: ids.map((id) => ({ id })) } }],
})
const top = (...ids: string[]) => ({ basic: { topPanel: panel(...ids) } })

test('[B-241] [B-242] [B-243] [B-204] what a layout may show', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const create = (content: ReturnType<typeof top> | { basic: object }) =>
    client.createLayout({ domainId, name: 'l', content })
  await expectError(create(top('title')), 'ValidationException', /title/)
  await expectError(create(top('status')), 'ValidationException', /status/)
  await expectError(create(top(nowhere)), 'ValidationException', /0198c000/)
  await expectError(create(top(fields.text, fields.text)), 'ValidationException')
  await create({ basic: {} })
  const both = { basic: { topPanel: panel(fields.text), moreInfo: panel(fields.text) } }
  const { layoutId } = await client.createLayout({ domainId, name: 'both', content: both })
  assert.deepEqual((await client.getLayout({ domainId, layoutId })).content, both)
})

test('[B-240] a layout names so many fields at most', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const ids: string[] = []
  for (let i = 0; i < 51; i++) {
    const made = await client.createField({ domainId, name: `f${i}`, type: 'Text' })
    ids.push(given(made.fieldId))
  }
  const content = { basic: { topPanel: panel(...ids), moreInfo: panel(...ids) } }
  await expectError(
    client.createLayout({ domainId, name: 'many', content }),
    'ServiceQuotaExceededException',
    /100/,
  )
})

test('[B-205] [B-245] [B-206] what is deleted no longer shows where it was used', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields, layoutId, templateId } = await seedDomain(client)
  await client.updateTemplate({ domainId, templateId, requiredFields: [{ fieldId: fields.text }] })
  await client.deleteField({ domainId, fieldId: fields.text })
  const layout = await client.getLayout({ domainId, layoutId })
  assert.ok(!JSON.stringify(layout.content).includes(fields.text))
  assert.deepEqual((await client.getTemplate({ domainId, templateId })).requiredFields, [])
  await client.deleteLayout({ domainId, layoutId })
  await client.deleteLayout({ domainId, layoutId })
  assert.equal((await client.getLayout({ domainId, layoutId })).deleted, true)
  const template = await client.getTemplate({ domainId, templateId })
  assert.equal(template.layoutConfiguration?.defaultLayout, undefined)
  const update = client.updateLayout({ domainId, layoutId, name: 'x' })
  await expectError(update, 'ValidationException')
})

test('[B-245] a hundred layouts can be deleted in a life, no more', async () => {
  await using server = await startTestServer({
    settings: { quotas: 'deletedLayoutsPerDomain=1,deletedTemplatesPerDomain=1' },
  })
  const { client } = server
  const { domainId, layoutId, templateId } = await seedDomain(client)
  const more = await client.createLayout({ domainId, name: 'more', content: { basic: {} } })
  const other = await client.createTemplate({ domainId, name: 'more' })
  await client.deleteLayout({ domainId, layoutId })
  await expectError(client.deleteLayout({ domainId, layoutId: more.layoutId }), 'ConflictException')
  await client.deleteTemplate({ domainId, templateId })
  await expectError(
    client.deleteTemplate({ domainId, templateId: other.templateId }),
    'ConflictException',
  )
})

test('[B-254] [B-255] [B-261] [B-263] a template from creation to deletion', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const tagPropagationConfigurations = [{ resourceType: 'Cases' as const, tagMap: { team: 'a' } }]
  const made = await client.createTemplate({
    domainId,
    name: 'plain',
    tagPropagationConfigurations,
  })
  const templateId = given(made.templateId)
  const read = await client.getTemplate({ domainId, templateId })
  assert.equal(read.status, 'Active')
  assert.deepEqual(read.tagPropagationConfigurations, tagPropagationConfigurations)
  await client.updateTemplate({ domainId, templateId, status: 'Inactive' })
  const names = async (...status: ('Active' | 'Inactive')[]) => {
    const all = await client.listTemplates({ domainId, ...(status.length > 0 ? { status } : {}) })
    return given(all.templates).map(({ name }) => name)
  }
  assert.deepEqual(await names(), ['template', 'plain'])
  assert.deepEqual(await names('Inactive'), ['plain'])
  await client.deleteTemplate({ domainId, templateId })
  assert.deepEqual(await names(), ['template'])
  assert.equal((await client.getTemplate({ domainId, templateId })).deleted, true)
})

test('[B-251] [B-252] [B-253] [B-259] [B-204] what a template refuses', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields, templateId } = await seedDomain(client)
  const update = (more: object) => client.updateTemplate({ domainId, templateId, ...more })
  const required = (...ids: string[]) => ({ requiredFields: ids.map((fieldId) => ({ fieldId })) })
  await expectError(update({}), 'ValidationException')
  await expectError(update(required(fields.text, fields.text)), 'ValidationException')
  await expectError(update(required('created_by')), 'ValidationException')
  await expectError(update(required(nowhere)), 'ValidationException', /0198c000/)
  const rule = { required: { defaultValue: true, conditions: [] } }
  const { caseRuleId } = await client.createCaseRule({ domainId, name: 'r', rule })
  await expectError(update({ rules: [{ caseRuleId }] }), 'ValidationException')
  const attached = { caseRuleId, fieldId: fields.text }
  await expectError(update({ rules: [attached, attached] }), 'ValidationException')
  await update({ rules: [attached], description: 'd' })
  await update({ layoutConfiguration: {} })
  const read = await client.getTemplate({ domainId, templateId })
  assert.equal(read.description, 'd')
  assert.deepEqual(read.rules, [attached])
  assert.equal(read.layoutConfiguration?.defaultLayout, undefined)
})

test('[B-202] templates and layouts have quotas', async () => {
  await using server = await startTestServer({
    settings: { quotas: 'templatesPerDomain=1,layoutsPerDomain=1,caseRulesPerDomain=0' },
  })
  const { client } = server
  const { domainId } = await seedDomain(client)
  const rule = { required: { defaultValue: true, conditions: [] } }
  const name = 'second'
  const quota = 'ServiceQuotaExceededException'
  await expectError(client.createTemplate({ domainId, name }), quota)
  await expectError(client.createLayout({ domainId, name, content: { basic: {} } }), quota)
  await expectError(client.createCaseRule({ domainId, name, rule }), quota)
})

test('[B-020] [B-204] [B-225] templates and domains that are refused', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const other = await seedDomain(client, 'other')
  const refused = (more: object) =>
    expectError(client.createTemplate({ domainId, name: 'New', ...more }), 'ValidationException')
  await refused({ name: '' })
  await refused({ status: 'Paused' })
  await refused({ layoutConfiguration: { defaultLayout: other.layoutId } })
  await refused({ requiredFields: [{ fieldId: other.fields.text }] })
  await refused({ requiredFields: Array.from({ length: 101 }, () => ({ fieldId: 'title' })) })
  const tagMap = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, '']))
  await refused({ tagPropagationConfigurations: [{ resourceType: 'Cases', tagMap }] })
  const unknown = client.createTemplate({ domainId: nowhere, name: 'New' })
  await expectError(unknown, 'ResourceNotFoundException')
})

test('[B-290] CreateTemplate needs its permission on domain, layout and any template', async () => {
  await using server = await startTestServer()
  const { domainId, domainArn, layoutId } = await seedDomain(server.client)
  const wanted = { action: 'CreateTemplate', base: domainArn }
  const any = ['', '/template/*', '/layout/*']
  await needs(server, { ...wanted, resources: any }, (client) =>
    client.createTemplate({ domainId, name: 'without' }),
  )
  const defaultLayout = layoutId
  const caller = await server.clientFor({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'cases:CreateTemplate',
        Resource: [domainArn, `${domainArn}/template/*`, `${domainArn}/layout/${layoutId}`],
      },
    ],
  })
  await expectError(caller.createTemplate({ domainId, name: 'none' }), 'AccessDeniedException')
  const layoutConfiguration = { defaultLayout }
  await caller.createTemplate({ domainId, name: 'with', layoutConfiguration })
})

test('[B-201] a name that another living template has is taken', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, templateId } = await seedDomain(client)
  const create = () => client.createTemplate({ domainId, name: 'template' })
  await expectError(create(), 'ConflictException')
  await client.deleteTemplate({ domainId, templateId })
  await create()
})
