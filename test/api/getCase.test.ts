// GetCase through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseSetting, fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const unknownId = '0198c000-0000-7000-8000-000000000001'
const title = [{ id: 'title' }]

test('[B-360] fields that have a value, in the order asked, template and tags', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const fields = fieldValues({ title: 'Lamp', summary: 'Broken' })
  const { caseId } = await root.createCase({ domainId, templateId, fields, tags: { team: 'a' } })
  const ids = ['summary', 'assigned_user', 'status', 'title']
  const read = await root.getCase({ domainId, caseId, fields: ids.map((id) => ({ id })) })
  assert.deepEqual(read.fields, fieldValues({ summary: 'Broken', status: 'open', title: 'Lamp' }))
  assert.equal(read.templateId, templateId)
  assert.deepEqual(read.tags, { team: 'a' })
  assert.equal(read.nextToken, undefined)
})

test('[B-362] the value of a deleted field is still returned', async () => {
  await using setting = await caseSetting()
  const fieldId = await setting.newField('Number')
  const caseId = await setting.newCase({ [fieldId]: 7 })
  await setting.root.deleteField({ domainId: setting.domainId, fieldId })
  assert.deepEqual(await setting.read(caseId, fieldId), { [fieldId]: 7 })
})

test('[B-363] the next breach is the earliest unmet target that lies ahead', async () => {
  await using setting = await caseSetting()
  const caseId = await setting.newCase()
  const read = () => setting.read(caseId, 'next_sla_breach_datetime')
  assert.deepEqual(await read(), {})
  for (const minutes of [30, 10]) await setting.addSla(caseId, `within ${minutes}`, minutes)
  assert.deepEqual(await read(), { next_sla_breach_datetime: '2026-11-23T10:10:00.000Z' })
  setting.clock.advance(11 * 60_000)
  assert.deepEqual(await read(), { next_sla_breach_datetime: '2026-11-23T10:30:00.000Z' })
  setting.clock.advance(20 * 60_000)
  assert.deepEqual(await read(), {})
})

test('[B-361] an unknown or repeated field is refused', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const read = (...ids: string[]) =>
    root.getCase({ domainId, caseId, fields: ids.map((id) => ({ id })) })
  await expectError(read('title', unknownId, 'x'), 'ValidationException', /not in the domain: 0198/)
  await expectError(read('title', 'status', 'title'), 'ValidationException', /twice: title\./)
  await expectError(read(), 'ValidationException', /fields/)
})

test('[B-364] no token is ever valid', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const input = { domainId, caseId, fields: title, nextToken: 'AAAA' }
  await expectError(root.getCase(input), 'ValidationException', /nextToken/)
})

test("[B-360] an unknown case, and another domain's, is not found", async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const read = (domain: string, caseId: string) =>
    root.getCase({ domainId: domain, caseId, fields: title })
  const caseId = await setting.newCase()
  const other = await setting.newDomain('other')
  const error = await expectError(read(domainId, unknownId), 'ResourceNotFoundException')
  assert.deepEqual([error.resourceType, error.resourceId], ['Case', unknownId])
  await expectError(read(other, caseId), 'ResourceNotFoundException', /Case/)
  await expectError(read(unknownId, caseId), 'ResourceNotFoundException', /Domain/)
})

test('[B-336] the case, the domain and each field must be allowed', async () => {
  await using setting = await caseSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const resources = [domain, `${domain}/case/${caseId}`, `${domain}/field/title`]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:GetCase', Resource })
  await (await allow(resources)).getCase({ domainId, caseId, fields: title })
  for (const missing of resources) {
    const someone = await allow(resources.filter((resource) => resource !== missing))
    const call = someone.getCase({ domainId, caseId, fields: title })
    await expectError(call, 'AccessDeniedException', /cases:GetCase/)
  }
})

test("[B-336] a case's tags decide, and a denial hides whether it exists", async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const fields = fieldValues({ title: 'Lamp' })
  const made = await root.createCase({ domainId, templateId, fields, tags: { team: 'a' } })
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const someone = await setting.as(
    { Effect: 'Allow', Action: 'cases:GetCase', Resource: [domain, `${domain}/field/*`] },
    {
      Effect: 'Allow',
      Action: 'cases:GetCase',
      Resource: `${domain}/case/*`,
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } },
    },
  )
  await someone.getCase({ domainId, caseId: made.caseId, fields: title })
  for (const caseId of [await setting.newCase(), unknownId]) {
    await expectError(someone.getCase({ domainId, caseId, fields: title }), 'AccessDeniedException')
  }
})
