// UpdateCaseRule through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const always = { required: { defaultValue: true, conditions: [] } }

const withRule = async () => {
  const server = await configured()
  const { client, domainId } = server
  const { caseRuleId } = await client.createCaseRule({ domainId, name: 'rule', rule: always })
  const read = async () => {
    const asked = [{ id: given(caseRuleId) }]
    return given((await client.batchGetCaseRule({ domainId, caseRules: asked })).caseRules?.[0])
  }
  return { ...server, caseRuleId: given(caseRuleId), read }
}

test('[B-218] what is given is replaced, the rest and an empty update change nothing', async () => {
  await using server = await withRule()
  const { client, domainId, caseRuleId, read, fields } = server
  const before = await read()
  server.clock.advance(1000)
  await client.updateCaseRule({ domainId, caseRuleId })
  assert.deepEqual(await read(), before)
  await client.updateCaseRule({ domainId, caseRuleId, name: 'other', description: 'why' })
  const described = await read()
  assert.deepEqual([described.name, described.description], ['other', 'why'])
  assert.deepEqual(described.rule, always)
  assert.ok(given(described.lastModifiedTime) > given(before.lastModifiedTime))
  const operandOne = { fieldId: fields.boolean }
  const equalTo = { operandOne, operandTwo: { booleanValue: true }, result: true }
  const hidden = { defaultValue: false, conditions: [{ equalTo }] }
  await client.updateCaseRule({ domainId, caseRuleId, rule: { hidden } })
  const after = await read()
  assert.deepEqual([after.name, after.rule], ['other', { hidden }])
})

test('[B-272] [B-277] [B-206] [B-020] updates that are refused', async () => {
  await using server = await withRule()
  const { client, domainId, caseRuleId, templateId, fields, read } = server
  const refused = (more: object) =>
    expectError(client.updateCaseRule({ domainId, caseRuleId, ...more }), 'ValidationException')
  const operandTwo = { stringValue: 'yes' }
  const equalTo = { operandOne: { fieldId: fields.boolean }, operandTwo, result: true }
  await refused({ rule: { hidden: { defaultValue: true, conditions: [{ equalTo }] } } })
  await refused({ name: '' })
  await refused({ description: 'd'.repeat(256) })
  const hidden = { hidden: { defaultValue: true, conditions: [] } }
  await client.updateCaseRule({ domainId, caseRuleId, rule: hidden })
  const rules = [{ caseRuleId, fieldId: 'created_by' }]
  await client.updateTemplate({ domainId, templateId, rules })
  await refused({ rule: always })
  assert.deepEqual((await read()).rule, hidden)
  await client.deleteTemplate({ domainId, templateId })
  await client.updateCaseRule({ domainId, caseRuleId, rule: always })
  await client.deleteCaseRule({ domainId, caseRuleId })
  await refused({ name: 'late' })
})

test('[B-225] unknown rules and those of another domain are not found', async () => {
  await using server = await withRule()
  const { client, domainId, caseRuleId, other } = server
  const update = (domain: string, id: string) =>
    client.updateCaseRule({ domainId: domain, caseRuleId: id, name: 'x' })
  const error = await expectError(update(domainId, nowhere), 'ResourceNotFoundException')
  assert.equal(error.resourceType, 'CaseRule')
  await expectError(update(other.domainId, caseRuleId), 'ResourceNotFoundException')
})

test('[B-290] UpdateCaseRule needs its permission on domain and rule', async () => {
  await using server = await withRule()
  const { domainId, domainArn, caseRuleId } = server
  const resources = ['', `/case-rule/${caseRuleId}`]
  await needs(server, { action: 'UpdateCaseRule', base: domainArn, resources }, (client) =>
    client.updateCaseRule({ domainId, caseRuleId, name: 'x' }),
  )
})

test('[B-201] a name that another living rule has is taken', async () => {
  await using server = await withRule()
  const { client, domainId, caseRuleId } = server
  await client.createCaseRule({ domainId, name: 'second', rule: always })
  const rename = (name: string) => client.updateCaseRule({ domainId, caseRuleId, name })
  await expectError(rename('second'), 'ConflictException')
  await rename('rule')
})
