// Case rules through the official SDK: what a definition may say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BooleanCondition, CaseRuleDetails, OperandTwo } from '@aws-sdk/client-connectcases'
import { needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const equal = (fieldId: string, operandTwo: OperandTwo, result = true): BooleanCondition => ({
  equalTo: { operandOne: { fieldId }, operandTwo, result },
})
const required = (...conditions: BooleanCondition[]): CaseRuleDetails => ({
  required: { defaultValue: false, conditions },
})

const rulesOf = async (server: TestServer) => {
  const seeded = await seedDomain(server.client)
  const { domainId } = seeded
  let count = 0
  const create = (rule: CaseRuleDetails) => {
    count += 1
    return server.client.createCaseRule({ domainId, name: `rule ${count}`, rule })
  }
  return { ...seeded, create, refused: (rule: CaseRuleDetails) => refused(create(rule)) }
}

const refused = (call: Promise<unknown>) => expectError(call, 'ValidationException')

test('[B-270] [B-271] [B-276] five comparisons over two levels that agree', async () => {
  await using server = await startTestServer()
  const { create, refused: no, fields } = await rulesOf(server)
  const one = equal(fields.text, { stringValue: 'x' })
  const and = (...conditions: BooleanCondition[]): BooleanCondition => ({ andAll: { conditions } })
  await create(required())
  await create(required(one, one, one, one, one))
  await no(required(one, one, one, one, one, one))
  await create(required(and(one, and(one, one))))
  await no(required(and(and(and(one)))))
  await no(required(and(one, equal(fields.text, { stringValue: 'y' }, false))))
  await no(required(and()))
})

test('[B-272] [B-273] [B-204] the second operand fits a field that exists', async () => {
  await using server = await startTestServer()
  const { create, refused: no, fields } = await rulesOf(server)
  await no(required(equal(fields.number, { stringValue: '1' })))
  await no(required(equal(fields.boolean, { doubleValue: 1 })))
  for (const stringValue of ['soon', '23 Nov 2026', '2026-02-30', '2026-11-23T25:00:00Z']) {
    await no(required(equal(fields.dateTime, { stringValue })))
  }
  await create(required(equal(fields.dateTime, { stringValue: '2026-11-23T11:00:00+01:00' })))
  await no(required(equal(nowhere, { stringValue: 'x' })))
  await no(required(equal(fields.singleSelect, { stringValue: 'huge' })))
  await create(required(equal(fields.number, { doubleValue: 1 })))
  await create(required(equal(fields.number, { emptyValue: {} })))
  await create(required(equal(fields.singleSelect, { stringValue: 'small' })))
})

test('[B-274] [B-275] [B-273] dependent options name two selects and their options', async () => {
  await using server = await startTestServer()
  const { create, refused: no, fields } = await rulesOf(server)
  const depends = (parent: string | undefined, child: string, ...parents: string[]) => ({
    fieldOptions: {
      ...(parent === undefined ? {} : { parentFieldId: parent }),
      childFieldId: child,
      parentChildFieldOptionsMappings: parents.map((parentFieldOptionValue) => ({
        parentFieldOptionValue,
        childFieldOptionValues: ['open'],
      })),
    },
  })
  const select = fields.singleSelect
  await create(depends(select, 'status', 'small', ''))
  await no(depends(undefined, 'status', 'small'))
  const childless = { ...depends(select, 'status', 'small').fieldOptions, childFieldId: undefined }
  await no({ fieldOptions: childless })
  await no(depends(select, fields.text, 'small'))
  await no(depends(select, select, 'small'))
  await no(depends(fields.text, 'status', 'small'))
  await no(depends(select, 'status', 'small', 'small'))
  await no(depends(select, 'status', 'huge'))
})

test('[B-277] [B-253] a rule in use cannot become one that does not fit', async () => {
  await using server = await startTestServer()
  const { create, fields, domainId, templateId } = await rulesOf(server)
  const { caseRuleId } = await create(required())
  const rules = [{ caseRuleId, fieldId: fields.text }]
  await server.client.updateTemplate({ domainId, templateId, rules })
  const fieldOptions = {
    parentFieldId: fields.singleSelect,
    childFieldId: 'status',
    parentChildFieldOptionsMappings: [
      { parentFieldOptionValue: 'small', childFieldOptionValues: ['open'] },
    ],
  }
  const update = server.client.updateCaseRule({ domainId, caseRuleId, rule: { fieldOptions } })
  await refused(update)
})

test('[B-278] [B-209] [B-206] [B-205] a deleted rule is described and not used', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { create, fields, domainId, templateId } = await rulesOf(server)
  const { caseRuleId } = await create(required())
  const rules = [{ caseRuleId, fieldId: fields.text }]
  await client.updateTemplate({ domainId, templateId, rules })
  await client.deleteCaseRule({ domainId, caseRuleId })
  await client.deleteCaseRule({ domainId, caseRuleId })
  const caseRules = [{ id: given(caseRuleId) }]
  const got = await client.batchGetCaseRule({ domainId, caseRules })
  assert.equal(got.caseRules?.[0]?.deleted, true)
  assert.deepEqual(got.unprocessedCaseRules, [])
  assert.deepEqual((await client.listCaseRules({ domainId })).caseRules, [])
  assert.deepEqual((await client.getTemplate({ domainId, templateId })).rules, [])
  await refused(client.updateCaseRule({ domainId, caseRuleId, name: 'x' }))
})

test('[B-020] [B-024] [B-225] shapes and domains that are refused', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const rule = { required: { defaultValue: true, conditions: [] } }
  const create = (more: object) =>
    server.send('POST', `/domains/${domainId}/case-rules`, { name: 'New', rule, ...more })
  const bodies = [
    await create({ name: '' }),
    await create({ description: 'd'.repeat(256) }),
    await create({ rule: {} }),
    await create({ rule: { ...rule, hidden: rule.required } }),
    await create({ rule: { required: { conditions: [] } } }),
    await create({ rule: { fieldOptions: { parentChildFieldOptionsMappings: [] } } }),
  ]
  for (const { error } of bodies) assert.equal(error, 'ValidationException')
  const unknown = client.createCaseRule({ domainId: nowhere, name: 'New', rule })
  await expectError(unknown, 'ResourceNotFoundException')
})

test('[B-290] CreateCaseRule needs its permission on the domain and any rule', async () => {
  await using server = await startTestServer()
  const { domainId, domainArn } = await seedDomain(server.client)
  const wanted = { action: 'CreateCaseRule', base: domainArn, resources: ['', '/case-rule/*'] }
  await needs(server, wanted, (client) =>
    client.createCaseRule({ domainId, name: 'New', rule: required() }),
  )
})

test('[B-201] [B-202] names are unique and rules counted among the living', async () => {
  await using server = await startTestServer({ settings: { quotas: 'caseRulesPerDomain=1' } })
  const { client } = server
  const { domainId } = await seedDomain(client)
  const create = (name: string) => client.createCaseRule({ domainId, name, rule: required() })
  const { caseRuleId } = await create('one')
  await expectError(create('one'), 'ConflictException')
  await expectError(create('two'), 'ServiceQuotaExceededException')
  await client.deleteCaseRule({ domainId, caseRuleId })
  await create('one')
})

test('[B-268] one FieldOptions rule names so many parent and child values', async () => {
  const settings = { quotas: 'parentValuesPerRule=1,childValuesPerRule=3' }
  await using server = await startTestServer({ settings })
  const { create, domainId, fields } = await rulesOf(server)
  const mapped = (...mappings: [string, string[]][]) => ({
    fieldOptions: {
      parentFieldId: fields.singleSelect,
      childFieldId: 'status',
      parentChildFieldOptionsMappings: mappings.map(([parentFieldOptionValue, children]) => ({
        parentFieldOptionValue,
        childFieldOptionValues: children,
      })),
    },
  })
  const full = (call: Promise<unknown>, what: RegExp) =>
    expectError(call, 'ServiceQuotaExceededException', what)
  const { caseRuleId } = await create(mapped(['small', ['open', 'closed', 'open']]))
  const four = mapped(['small', ['open', 'closed', 'open', 'open']])
  await full(create(four), /child values of a rule, 3/)
  await full(create(mapped(['small', []], ['large', []])), /parent values of a rule, 1/)
  await full(server.client.updateCaseRule({ domainId, caseRuleId, rule: four }), /child values/)
  await server.client.updateCaseRule({ domainId, caseRuleId, rule: mapped(['large', []]) })
})

test('[B-279] FieldOptions rules of a domain name so many values together', async () => {
  const settings = { quotas: 'mappedValuesPerDomain=7' }
  await using server = await startTestServer({ settings })
  const { create, domainId, fields } = await rulesOf(server)
  const mapped = (...children: string[]) => ({
    fieldOptions: {
      parentFieldId: fields.singleSelect,
      childFieldId: 'status',
      parentChildFieldOptionsMappings: [
        { parentFieldOptionValue: 'small', childFieldOptionValues: children },
      ],
    },
  })
  const full = (call: Promise<unknown>) =>
    expectError(call, 'ServiceQuotaExceededException', /FieldOptions rules, 7/)
  const { caseRuleId } = await create(mapped('open', 'closed'))
  await full(create(mapped('open', 'closed', 'open', 'closed')))
  const second = await create(mapped('open', 'closed', 'open'))
  await full(create(mapped()))
  await create(required())
  const update = (rule: CaseRuleDetails) =>
    server.client.updateCaseRule({ domainId, caseRuleId, rule })
  await full(update(mapped('open', 'closed', 'open')))
  await update(mapped('closed'))
  await create(mapped())
  // A deleted rule is still described, and so it still counts.
  await server.client.deleteCaseRule({ domainId, caseRuleId: second.caseRuleId })
  await full(create(mapped()))
})
