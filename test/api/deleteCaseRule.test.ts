// DeleteCaseRule through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const always = { required: { defaultValue: true, conditions: [] } }

test('[B-278] [B-205] [B-209] a rule in use goes, and goes once', async () => {
  await using server = await configured()
  const { client, domainId, templateId, fields } = server
  const { caseRuleId } = await client.createCaseRule({ domainId, name: 'rule', rule: always })
  const rules = [{ caseRuleId, fieldId: fields.text }]
  await client.updateTemplate({ domainId, templateId, rules })
  await client.deleteCaseRule({ domainId, caseRuleId })
  const read = async () => {
    const asked = [{ id: given(caseRuleId) }]
    return given((await client.batchGetCaseRule({ domainId, caseRules: asked })).caseRules?.[0])
  }
  const deleted = await read()
  assert.equal(deleted.deleted, true)
  server.clock.advance(1000)
  await client.deleteCaseRule({ domainId, caseRuleId })
  assert.deepEqual(await read(), deleted)
  assert.deepEqual((await client.getTemplate({ domainId, templateId })).rules, [])
  await client.createCaseRule({ domainId, name: 'rule', rule: always })
})

test('[B-225] unknown rules and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  const made = await client.createCaseRule({ ...other, name: 'rule', rule: always })
  for (const caseRuleId of [nowhere, made.caseRuleId, made.caseRuleArn]) {
    await expectError(client.deleteCaseRule({ domainId, caseRuleId }), 'ResourceNotFoundException')
  }
})

test('[B-290] DeleteCaseRule needs its permission on domain and rule', async () => {
  await using server = await configured()
  const { client, domainId, domainArn } = server
  const { caseRuleId } = await client.createCaseRule({ domainId, name: 'rule', rule: always })
  const resources = ['', `/case-rule/${caseRuleId}`]
  await needs(server, { action: 'DeleteCaseRule', base: domainArn, resources }, (caller) =>
    caller.deleteCaseRule({ domainId, caseRuleId }),
  )
})

test('[B-223] what can be deleted over a life is bounded', async () => {
  await using server = await configured('deletedCaseRulesPerDomain=1')
  const { client, domainId } = server
  const create = async (name: string) =>
    (await client.createCaseRule({ domainId, name, rule: always })).caseRuleId
  const first = await create('first')
  const second = await create('second')
  await client.deleteCaseRule({ domainId, caseRuleId: first })
  const call = client.deleteCaseRule({ domainId, caseRuleId: second })
  await expectError(call, 'ConflictException')
})
