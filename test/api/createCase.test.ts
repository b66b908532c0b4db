// CreateCase through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseSetting, fieldValues, plain } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const title = fieldValues({ title: 'Broken lamp' })
const notWritten = 'The fields of the request cannot be written.'
const unknownId = '0198c000-0000-7000-8000-000000000001'

test('[B-300] a case is made from a template and can be read by its id and ARN', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const made = await root.createCase({ domainId, templateId, fields: title })
  assert.equal(
    made.caseArn,
    `arn:aws:cases:us-east-1:000000000000:domain/${domainId}/case/${made.caseId}`,
  )
  for (const caseId of [made.caseId, made.caseArn]) {
    const read = await root.getCase({
      domainId,
      caseId,
      fields: [{ id: 'title' }, { id: 'case_id' }],
    })
    assert.equal(read.templateId, templateId)
    assert.deepEqual(
      read.fields?.map(({ value }) => plain(value)),
      ['Broken lamp', made.caseId],
    )
  }
})

test('[B-302] [B-307] a new case is open, and says who made it and when', async () => {
  await using setting = await caseSetting()
  const fields = ['status', 'created_by', 'last_updated_user', 'created_datetime']
  const caseId = await setting.newCase()
  assert.deepEqual(await setting.read(caseId, ...fields, 'last_updated_datetime'), {
    status: 'open',
    created_by: 'arn:aws:iam::000000000000:root',
    last_updated_user: 'arn:aws:iam::000000000000:root',
    created_datetime: '2026-11-23T10:00:00.000Z',
    last_updated_datetime: '2026-11-23T10:00:00.000Z',
  })
  const emptied = await setting.newCase({ status: null })
  assert.deepEqual(await setting.read(emptied, 'status'), { status: 'open' })
  const closed = await setting.newCase({ status: 'closed' })
  assert.deepEqual(await setting.read(closed, 'status', 'last_closed_datetime'), {
    status: 'closed',
    last_closed_datetime: '2026-11-23T10:00:00.000Z',
  })
})

test('[B-307] performedBy is the creator: userArnValue or stringValue', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'
  const cases = [
    [{ userArn }, { userArnValue: userArn }],
    [{ customEntity: 'night shift' }, { stringValue: 'night shift' }],
  ] as const
  for (const [performedBy, value] of cases) {
    const input = { domainId, templateId, fields: title, performedBy }
    const { caseId } = await root.createCase(input)
    const read = await root.getCase({ domainId, caseId, fields: [{ id: 'created_by' }] })
    assert.deepEqual(read.fields, [{ id: 'created_by', value }])
  }
})

test('[B-309] [B-312] [B-313] values of every type are kept, empty ones are none', async () => {
  await using setting = await caseSetting()
  const values = {
    [await setting.newField('Text')]: 'red',
    [await setting.newField('Number')]: 1.5,
    [await setting.newField('Boolean')]: false,
    [await setting.newField('DateTime')]: '2026-11-23T12:00:00.000Z',
    [await setting.newField('SingleSelect', ['a', 'b'])]: 'b',
    [await setting.newField('Url')]: 'https://example.com/lamp',
    [await setting.newField('User')]: 'night shift',
  }
  const empty = await setting.newField('Number')
  const caseId = await setting.newCase({ ...values, [empty]: null, summary: '' })
  assert.deepEqual(await setting.read(caseId, ...Object.keys(values), empty, 'summary'), values)
})

test('[B-301] a case needs a title', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  for (const fields of [[], fieldValues({ title: null }), fieldValues({ title: '' })]) {
    const call = root.createCase({ domainId, templateId, fields })
    await expectError(call, 'ValidationException', /need a value: title/)
  }
})

test('[B-303] [B-304] [B-305] all faults of the fields are told at once', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const gone = await setting.newField('Text')
  await root.deleteField({ domainId, fieldId: gone })
  const number = await setting.newField('Number')
  const fields = [
    ...fieldValues({ title: 'Lamp', [gone]: 'x', [number]: 'x', [unknownId]: 'x', case_id: 'x' }),
    ...fieldValues({ created_by: 'x', title: 'Twice' }),
  ]
  const { message } = await expectError(
    root.createCase({ domainId, templateId, fields }),
    'ValidationException',
  )
  assert.match(message, /Given more than once: title\./)
  assert.match(message, new RegExp(`Deleted: ${gone}\\.`))
  assert.match(message, new RegExp(`Must be a doubleValue: ${number}\\.`))
  assert.match(message, new RegExp(`Not in the domain: ${unknownId}\\.`))
  assert.match(message, /Written by the service only: case_id, created_by\./)
})

test('[B-304] what the service writes is refused', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const ids = ['case_id', 'created_by', 'last_updated_user', 'created_datetime']
  const times = ['updated', 'closed', 'reopened'].map((what) => `last_${what}_datetime`)
  for (const id of [...ids, ...times, 'next_sla_breach_datetime']) {
    const fields = fieldValues({ title: 'Lamp', [id]: '2026-01-01T00:00:00Z' })
    const call = root.createCase({ domainId, templateId, fields })
    await expectError(call, 'ValidationException', new RegExp(`service only: ${id}`))
  }
})

test('[B-303] [B-225] fields of another domain do not exist, given by id or by ARN', async () => {
  await using setting = await caseSetting()
  const other = await setting.newDomain('other')
  const { fieldId } = await setting.root.createField({ domainId: other, name: 'a', type: 'Text' })
  const arn = `arn:aws:cases:us-east-1:000000000000:domain/${other}/field/${fieldId}`
  for (const id of [fieldId ?? '', arn]) {
    const call = setting.newCase({ [id]: 'x' })
    await expectError(call, 'ValidationException', `${notWritten} Not in the domain: ${id}.`)
  }
})

test('[B-020] the shape bounds fields, tokens and who performs', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const refused = (more: object, message: RegExp) => {
    const call = root.createCase({ domainId, templateId, fields: title, ...more })
    return expectError(call, 'ValidationException', message)
  }
  const [field] = title
  await refused({ fields: Array.from({ length: 221 }, () => field) }, /'fields'/)
  await refused({ clientToken: 't'.repeat(65) }, /'clientToken'/)
  await refused({ performedBy: { customEntity: 'crm ' } }, /'performedBy.customEntity'/)
  await refused({ performedBy: { userArn: 'a'.repeat(501) } }, /'performedBy.userArn'/)
  await refused({ templateId: 'a'.repeat(501) }, /'templateId'/)
  assert.equal((await root.searchCases({ domainId })).totalCount, 0)
})

test('[B-310] [B-311] [B-314] [B-315] [B-316] values that do not fit are refused', async () => {
  await using setting = await caseSetting()
  const values = {
    title: 'a'.repeat(501),
    summary: 'a'.repeat(3001),
    customer_id: 'Jane',
    status: 'Open',
    case_reason: 'none',
    [await setting.newField('Url')]: 'javascript:alert(1)',
    [await setting.newField('User')]: { userArnValue: 'jane' },
    [await setting.newField('DateTime')]: 'yesterday',
  }
  for (const [id, value] of Object.entries(values)) {
    const call = setting.newCase({ [id]: value })
    await expectError(call, 'ValidationException', new RegExp(`Must be .*: ${id}\\.`))
  }
})

test('[B-320] required fields need a value, deleted ones do not count', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const wanted = await setting.newField('Boolean')
  const gone = await setting.newField('Text')
  const requiredFields = [{ fieldId: wanted }, { fieldId: 'customer_id' }, { fieldId: gone }]
  const templateId = await setting.newTemplate({ requiredFields })
  await root.deleteField({ domainId, fieldId: gone })
  await expectError(
    setting.newCase({ [wanted]: null }, templateId),
    'ValidationException',
    new RegExp(`need a value: ${wanted}, customer_id\\.`),
  )
  const profile = 'arn:aws:profile:us-east-1:000000000000:domains/d/profiles/p'
  await setting.newCase({ [wanted]: false, customer_id: profile }, templateId)
})

test('[B-300] a template must be there, living and active', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const create = (templateId: string) => root.createCase({ domainId, templateId, fields: title })
  await expectError(create(unknownId), 'ResourceNotFoundException', /Template/)
  await expectError(create('no id at all'), 'ResourceNotFoundException', /Template/)
  const inactive = await setting.newTemplate({ status: 'Inactive' })
  await expectError(create(inactive), 'ValidationException', /not active/)
  const gone = await setting.newTemplate()
  await root.deleteTemplate({ domainId, templateId: gone })
  await expectError(create(gone), 'ValidationException', /deleted/)
})

test('[B-300] a template of another domain is not found', async () => {
  await using setting = await caseSetting()
  const { root, templateId } = setting
  const domainId = await setting.newDomain('other')
  const theirs = `arn:aws:cases:us-east-1:000000000000:domain/${setting.domainId}/template`
  for (const id of [templateId, `${theirs}/${templateId}`]) {
    // Existence comes before what the fields lack.
    const call = root.createCase({ domainId, templateId: id, fields: [] })
    const error = await expectError(call, 'ResourceNotFoundException', /Template/)
    assert.equal(error.resourceType, 'Template')
  }
  const nowhere = root.createCase({ domainId: unknownId, templateId, fields: title })
  await expectError(nowhere, 'ResourceNotFoundException', /Domain/)
})

test('[B-336] the case, the domain, the template and each field must be allowed', async () => {
  await using setting = await caseSetting()
  const { domainId, templateId } = setting
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const all = ['case/*', `template/${templateId}`, 'field/title', 'field/summary']
  const resources = [domain, ...all.map((one) => `${domain}/${one}`)]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:CreateCase', Resource })
  const fields = fieldValues({ title: 'Lamp', summary: 'Broken' })
  await (await allow(resources)).createCase({ domainId, templateId, fields })
  for (const missing of resources) {
    const someone = await allow(resources.filter((resource) => resource !== missing))
    const call = someone.createCase({ domainId, templateId, fields })
    await expectError(call, 'AccessDeniedException', /cases:CreateCase/)
  }
})

test('[B-336] tags of template, fields and domain decide aws:ResourceTag', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const Condition = { StringEquals: { 'aws:ResourceTag/hidden': 'yes' } }
  const someone = await setting.as(
    { Effect: 'Allow', Action: 'cases:CreateCase', Resource: '*' },
    { Effect: 'Deny', Action: 'cases:CreateCase', Resource: '*', Condition },
  )
  const input = { domainId, templateId, fields: title }
  await someone.createCase(input)
  for (const arn of [domain, `${domain}/template/${templateId}`, `${domain}/field/title`]) {
    await root.tagResource({ arn, tags: { hidden: 'yes' } })
    const { message } = await expectError(someone.createCase(input), 'AccessDeniedException')
    assert.ok(message.includes(`${arn} with an explicit deny`), message)
    await root.untagResource({ arn, tagKeys: ['hidden'] })
  }
  await someone.createCase(input)
})

test('[B-308] [B-336] performedBy needs connect:DescribeUser and is connect:UserArn', async () => {
  await using setting = await caseSetting()
  const { domainId, templateId } = setting
  const userArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'
  const input = { domainId, templateId, fields: title, performedBy: { userArn } }
  const create = {
    Effect: 'Allow',
    Action: 'cases:CreateCase',
    Resource: '*',
    Condition: { ArnEquals: { 'connect:UserArn': userArn } },
  }
  const describe = { Effect: 'Allow', Action: 'connect:DescribeUser', Resource: userArn }
  const someone = await setting.as(create)
  await expectError(someone.createCase(input), 'AccessDeniedException', /connect:DescribeUser/)
  const allowed = await setting.as(create, describe)
  await allowed.createCase(input)
  const without = { domainId, templateId, fields: title }
  await expectError(allowed.createCase(without), 'AccessDeniedException', /cases:CreateCase/)
  const { totalCount } = await setting.root.searchCases({ domainId })
  assert.equal(totalCount, 1)
})
