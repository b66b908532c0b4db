// CreateCase through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseSetting, fieldValues, plain } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const title = fieldValues({ title: 'Broken lamp' })
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

test('[B-318] a reference number is made where none is given', async () => {
  await using setting = await caseSetting()
  const { reference_number } = await setting.read(await setting.newCase(), 'reference_number')
  assert.match(String(reference_number), /^[A-HJKMNP-Z2-9]{9}$/)
})

test('[B-306] tags of the template and of the request, the request wins', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const templateId = await setting.newTemplate({
    tagPropagationConfigurations: [
      { resourceType: 'Cases', tagMap: { team: 'lamps', site: 'north' } },
    ],
  })
  const tags = { team: 'bulbs', extra: '' }
  const { caseId } = await root.createCase({ domainId, templateId, fields: title, tags })
  const read = await root.getCase({ domainId, caseId, fields: [{ id: 'title' }] })
  assert.deepEqual(read.tags, { team: 'bulbs', site: 'north', extra: '' })
  const many = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, 'v']))
  const input = { domainId, templateId, fields: title, tags: many }
  await expectError(root.createCase(input), 'ValidationException', /50 tags/)
})

test('[B-334] a client token gives the same answer to the same request for a day', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const input = { domainId, templateId, fields: title, clientToken: 'token-1' }
  const first = await root.createCase(input)
  assert.equal((await root.createCase(input)).caseId, first.caseId)
  const other = { ...input, fields: fieldValues({ title: 'Other' }) }
  await expectError(root.createCase(other), 'ConflictException', /clientToken/)
  const someone = await setting.as({ Effect: 'Allow', Action: 'cases:*', Resource: '*' })
  assert.notEqual((await someone.createCase(input)).caseId, first.caseId)
  setting.clock.advance(24 * 60 * 60 * 1000 - 1)
  assert.equal((await root.createCase(input)).caseId, first.caseId)
  setting.clock.advance(2)
  assert.notEqual((await root.createCase(input)).caseId, first.caseId)
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
  const call = root.createCase({ domainId, templateId, fields: title })
  await expectError(call, 'ResourceNotFoundException', /Template/)
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

test('[B-337] tags need cases:TagResource with their keys', async () => {
  await using setting = await caseSetting()
  const { domainId, templateId } = setting
  const create = { Effect: 'Allow', Action: 'cases:CreateCase', Resource: '*' }
  const tag = {
    Effect: 'Allow',
    Action: 'cases:TagResource',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestTag/team': 'lamps' } },
  }
  const input = { domainId, templateId, fields: title, tags: { team: 'lamps' } }
  const untagged = await setting.as(create)
  await untagged.createCase({ domainId, templateId, fields: title })
  await expectError(untagged.createCase(input), 'AccessDeniedException', /cases:TagResource/)
  const tagger = await setting.as(create, tag)
  await tagger.createCase(input)
  const other = { ...input, tags: { team: 'bulbs' } }
  await expectError(tagger.createCase(other), 'AccessDeniedException', /cases:TagResource/)
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

test('[B-317] a reference number is given once, in upper or lower case', async () => {
  await using setting = await caseSetting()
  const caseId = await setting.newCase({ reference_number: 'Ref-1' })
  assert.deepEqual(await setting.read(caseId, 'reference_number'), { reference_number: 'Ref-1' })
  for (const reference_number of ['Ref-1', 'REF-1']) {
    await expectError(
      setting.newCase({ reference_number }),
      'ConflictException',
      /reference number/,
    )
  }
  for (const reference_number of ['a b', '\u200b', 'a'.repeat(101), 'a\u0007']) {
    await expectError(
      setting.newCase({ reference_number }),
      'ValidationException',
      /1 to 100 visible/,
    )
  }
})
