// ListCaseRules through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const always = { required: { defaultValue: true, conditions: [] } }

test('[B-207] [B-224] the living rules with their kinds, oldest first, in pages', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const mapping = { parentFieldOptionValue: 'small', childFieldOptionValues: ['open'] }
  const fieldOptions = {
    parentFieldId: fields.singleSelect,
    childFieldId: 'status',
    parentChildFieldOptionsMappings: [mapping],
  }
  const first = await client.createCaseRule({ domainId, name: 'z', rule: always })
  await client.createCaseRule({ domainId, name: 'y', rule: { hidden: always.required } })
  const rule = { fieldOptions }
  await client.createCaseRule({ domainId, name: 'x', rule, description: 'sizes' })
  const gone = await client.createCaseRule({ domainId, name: 'w', rule: always })
  await client.deleteCaseRule({ domainId, caseRuleId: gone.caseRuleId })
  const page = await client.listCaseRules({ domainId, maxResults: 2 })
  assert.deepEqual(page.caseRules?.[0], {
    caseRuleId: first.caseRuleId,
    caseRuleArn: first.caseRuleArn,
    name: 'z',
    ruleType: 'Required',
  })
  assert.equal(page.caseRules?.[1]?.ruleType, 'Hidden')
  const rest = await client.listCaseRules({ domainId, nextToken: given(page.nextToken) })
  assert.deepEqual(
    given(rest.caseRules).map(({ name, ruleType, description }) => [name, ruleType, description]),
    [['x', 'FieldOptions', 'sizes']],
  )
  assert.equal(rest.nextToken, undefined)
})

test('[B-020] [B-224] [B-225] page sizes, tokens and domains that are refused', async () => {
  await using server = await configured()
  const { client, domainId } = server
  await expectError(client.listCaseRules({ domainId, maxResults: 101 }), 'ValidationException')
  await expectError(client.listCaseRules({ domainId, nextToken: 'x' }), 'ValidationException')
  const unknown = client.listCaseRules({ domainId: nowhere })
  await expectError(unknown, 'ResourceNotFoundException')
})

test('[B-290] ListCaseRules needs its permission on the domain', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const wanted = { action: 'ListCaseRules', resources: [domainArn] }
  await needs(server, wanted, (client) => client.listCaseRules({ domainId }))
})
