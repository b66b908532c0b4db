// BatchGetCaseRule through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const always = { required: { defaultValue: true, conditions: [] } }

test('[B-220] [B-221] [B-222] [B-278] rules in the order asked, unknown ids as errors', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, fields, other } = server
  const operandOne = { fieldId: `${domainArn}/field/${fields.number}` }
  const operands = { operandOne, operandTwo: { doubleValue: 1.5 }, result: false }
  const rule = { hidden: { defaultValue: true, conditions: [{ notEqualTo: operands }] } }
  const create = (name: string, more: object = {}) =>
    client.createCaseRule({ domainId, name, rule, ...more })
  const a = await create('a', { description: 'first' })
  const b = await create('b')
  const foreign = await client.createCaseRule({ ...other, name: 'rule', rule: always })
  const ids = [b.caseRuleId, foreign.caseRuleId, a.caseRuleArn, b.caseRuleId].map(given)
  const asked = ids.map((id) => ({ id }))
  const { caseRules, errors, unprocessedCaseRules } = await client.batchGetCaseRule({
    domainId,
    caseRules: asked,
  })
  assert.deepEqual(
    given(caseRules).map(({ name }) => name),
    ['b', 'a'],
  )
  const { createdTime, lastModifiedTime, ...rest } = given(caseRules?.[1])
  assert.deepEqual(lastModifiedTime, given(createdTime))
  const stored = { ...operands, operandOne: { fieldId: fields.number } }
  assert.deepEqual(rest, {
    caseRuleId: a.caseRuleId,
    caseRuleArn: a.caseRuleArn,
    name: 'a',
    description: 'first',
    rule: { hidden: { defaultValue: true, conditions: [{ notEqualTo: stored }] } },
    tags: {},
    deleted: false,
  })
  const codes = given(errors).map(({ id, errorCode }) => [id, errorCode])
  assert.deepEqual(codes, [[ids[1], 'ResourceNotFoundException']])
  assert.deepEqual(unprocessedCaseRules, [])
})

test('[B-278] rules that would make the answer too large are left for another call', async () => {
  await using server = await configured('childValuesPerRule=3')
  const { client, domainId, fields } = server
  const create = async (name: string, children: string[]) => {
    const mapping = { parentFieldOptionValue: 'small', childFieldOptionValues: children }
    const { caseRuleId } = await client.createCaseRule({
      domainId,
      name,
      rule: {
        fieldOptions: {
          parentFieldId: fields.singleSelect,
          childFieldId: 'status',
          parentChildFieldOptionsMappings: [mapping],
        },
      },
    })
    return given(caseRuleId)
  }
  const ask = async (...ids: string[]) => {
    const caseRules = [...ids, nowhere].map((id) => ({ id }))
    const got = await client.batchGetCaseRule({ domainId, caseRules })
    assert.deepEqual(
      got.errors?.map(({ id }) => id),
      [nowhere],
    )
    return [got.caseRules?.map(({ caseRuleId }) => caseRuleId), got.unprocessedCaseRules]
  }
  const largest = await create('largest', ['open', 'closed', 'open'])
  const small = await create('small', ['open'])
  const empty = await create('empty', [])
  assert.deepEqual(await ask(small, empty), [[small, empty], []])
  assert.deepEqual(await ask(small, empty, largest), [[small, empty], [largest]])
  assert.deepEqual(await ask(largest, empty, small), [[largest], [empty, small]])
})

test('[B-020] [B-225] a batch holds 1 to 50 ids of a domain that is there', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const ask = (count: number) => {
    const caseRules = Array.from({ length: count }, () => ({ id: 'x' }))
    return client.batchGetCaseRule({ domainId, caseRules })
  }
  await expectError(ask(0), 'ValidationException', /'caseRules'/)
  await expectError(ask(51), 'ValidationException', /'caseRules'/)
  const call = client.batchGetCaseRule({ domainId: nowhere, caseRules: [{ id: 'x' }] })
  await expectError(call, 'ResourceNotFoundException')
})

test('[B-290] BatchGetCaseRule needs its permission on the domain and each rule', async () => {
  await using server = await configured()
  const { client, domainId, domainArn } = server
  const { caseRuleId } = await client.createCaseRule({ domainId, name: 'rule', rule: always })
  const resources = ['', `/case-rule/${caseRuleId}`, `/case-rule/${nowhere}`]
  const caseRules = [{ id: given(caseRuleId) }, { id: nowhere }]
  await needs(server, { action: 'BatchGetCaseRule', base: domainArn, resources }, (caller) =>
    caller.batchGetCaseRule({ domainId, caseRules }),
  )
})
