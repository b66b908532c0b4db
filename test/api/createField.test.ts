// Fields and their options through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given, seedDomain } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const option = (value: string, name = value) => ({ name, value, active: true })

test('[B-215] [B-219] [B-222] a custom field from creation to deletion', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const { fieldId, fieldArn } = await client.createField({ domainId, name: 'Size', type: 'Number' })
  const read = async () => {
    const got = await client.batchGetField({ domainId, fields: [{ id: given(fieldArn) }] })
    return given(got.fields?.[0])
  }
  const fresh = await read()
  assert.equal(fresh.namespace, 'Custom')
  assert.equal(fresh.deleted, false)
  assert.deepEqual(fresh.tags, {})
  assert.ok(fresh.createdTime instanceof Date && fresh.lastModifiedTime instanceof Date)
  await client.deleteField({ domainId, fieldId })
  assert.equal((await read()).deleted, true)
  const listed = await client.listFields({ domainId })
  assert.ok(given(listed.fields).every((field) => field.fieldId !== fieldId))
})

test('[B-209] [B-206] a deleted field cannot be changed; deleting again succeeds', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const fieldId = fields.singleSelect
  await client.deleteField({ domainId, fieldId })
  await client.deleteField({ domainId, fieldId })
  await expectError(client.updateField({ domainId, fieldId, name: 'x' }), 'ValidationException')
  const options = [option('a')]
  await expectError(
    client.batchPutFieldOptions({ domainId, fieldId, options }),
    'ValidationException',
  )
  const kept = await client.listFieldOptions({ domainId, fieldId })
  assert.equal(kept.options?.length, 2)
})

test('[B-211] [B-212] a system field stays as it is, and its ARN ends in its id', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const fieldId = 'title'
  await expectError(client.updateField({ domainId, fieldId, name: 'x' }), 'ValidationException')
  await expectError(client.deleteField({ domainId, fieldId }), 'ValidationException')
  const { fields } = await client.batchGetField({ domainId, fields: [{ id: fieldId }] })
  assert.match(given(fields?.[0]?.fieldArn), /\/field\/title$/)
})

test('[B-216] [B-218] attributes are for text; an update keeps what is absent', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const attributes = { text: { isMultiline: true } }
  await expectError(
    client.createField({ domainId, name: 'n', type: 'Number', attributes }),
    'ValidationException',
  )
  await client.updateField({ domainId, fieldId: fields.text, attributes, description: 'words' })
  const read = async () => {
    const got = await client.batchGetField({ domainId, fields: [{ id: fields.text }] })
    return given(got.fields?.[0])
  }
  const before = await read()
  server.clock.advance(1000)
  await client.updateField({ domainId, fieldId: fields.text })
  assert.deepEqual(await read(), before)
  await client.updateField({ domainId, fieldId: fields.text, name: 'other' })
  const after = await read()
  assert.equal(after.description, 'words')
  assert.deepEqual(after.attributes, attributes)
  assert.ok(given(after.lastModifiedTime) > given(before.lastModifiedTime))
})

test('[B-202] [B-217] [B-201] the quota counts custom fields; names are unique', async () => {
  await using server = await startTestServer({ settings: { quotas: 'fieldsPerDomain=8' } })
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const create = (name: string) => client.createField({ domainId, name, type: 'Text' })
  await expectError(create('Title'), 'ConflictException')
  await expectError(create('a text field'), 'ConflictException')
  await create('eighth')
  await expectError(create('ninth'), 'ServiceQuotaExceededException')
  await client.deleteField({ domainId, fieldId: fields.text })
  await create('a text field')
})

test('[B-223] what can be deleted over a life is bounded', async () => {
  await using server = await startTestServer({ settings: { quotas: 'deletedFieldsPerDomain=1' } })
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  await client.deleteField({ domainId, fieldId: fields.text })
  await expectError(
    client.deleteField({ domainId, fieldId: fields.url }),
    'ServiceQuotaExceededException',
  )
})

test('[B-220] [B-221] a batch answers in order, each id once, unknown ones as errors', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const ids = [fields.url, 'status', nowhere, fields.url]
  const got = await client.batchGetField({ domainId, fields: ids.map((id) => ({ id })) })
  assert.deepEqual(
    given(got.fields).map((field) => field.fieldId),
    [fields.url, 'status'],
  )
  assert.deepEqual(
    given(got.errors).map(({ id, errorCode }) => [id, errorCode]),
    [[nowhere, 'ResourceNotFoundException']],
  )
  const clean = await client.batchGetField({ domainId, fields: [{ id: 'title' }] })
  assert.deepEqual(clean.errors, [])
})

test('[B-213] the options open and closed cannot be altered, others added', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const fieldId = 'status'
  const options = [option('open', 'Ajar'), option('pending', 'Pending')]
  const { errors } = await client.batchPutFieldOptions({ domainId, fieldId, options })
  assert.deepEqual(
    given(errors).map(({ value }) => value),
    ['open'],
  )
  const listed = await client.listFieldOptions({ domainId, fieldId })
  assert.deepEqual(listed.options, [
    option('open', 'Open'),
    option('closed', 'Closed'),
    option('pending', 'Pending'),
  ])
  const reasons = await client.listFieldOptions({ domainId, fieldId: 'case_reason' })
  assert.deepEqual(reasons.options, [])
})

test('[B-230] [B-231] [B-232] [B-233] [B-234] [B-237] each option stands alone', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const fieldId = fields.singleSelect
  const options = [
    option('small', 'Tiny'),
    option('not ok'),
    option('x-l'),
    { ...option('x-l', 'again'), active: false },
  ]
  const { errors } = await client.batchPutFieldOptions({ domainId, fieldId, options })
  assert.deepEqual(
    given(errors).map(({ value, errorCode }) => [value, errorCode]),
    [
      ['not ok', 'ValidationException'],
      ['x-l', 'ValidationException'],
    ],
  )
  const listed = await client.listFieldOptions({ domainId, fieldId })
  assert.deepEqual(listed.options, [option('small', 'Tiny'), option('large'), option('x-l')])
  const clean = await client.batchPutFieldOptions({ domainId, fieldId, options: [] })
  assert.deepEqual(clean.errors, [])
  const wrong = { domainId, fieldId: fields.text }
  await expectError(client.listFieldOptions(wrong), 'ValidationException')
  await expectError(client.batchPutFieldOptions({ ...wrong, options }), 'ValidationException')
})

test('[B-235] [B-236] [B-238] the quota of options refuses the whole request', async () => {
  await using server = await startTestServer({ settings: { quotas: 'optionsPerField=3' } })
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const fieldId = fields.singleSelect
  const modified = async () => {
    const got = await client.batchGetField({ domainId, fields: [{ id: fieldId }] })
    return given(got.fields?.[0]?.lastModifiedTime).getTime()
  }
  const before = await modified()
  server.clock.advance(1000)
  const put = (...values: string[]) =>
    client.batchPutFieldOptions({ domainId, fieldId, options: values.map((v) => option(v)) })
  await expectError(put('c', 'd'), 'ServiceQuotaExceededException')
  assert.equal(await modified(), before)
  await put('c')
  assert.ok((await modified()) > before)
  const one = await client.listFieldOptions({ domainId, fieldId, values: ['large'] })
  assert.deepEqual(one.options, [option('large')])
})

test('[B-020] [B-225] shapes and domains that are refused', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId } = await seedDomain(client)
  const create = (more: object) =>
    server.send('POST', `/domains/${domainId}/fields`, { name: 'New', type: 'Text', ...more })
  const bodies = [
    await create({ name: '' }),
    await create({ name: 'n'.repeat(101) }),
    await create({ type: 'Blob' }),
    await create({ type: undefined }),
    await create({ description: 'd'.repeat(256) }),
    await create({ attributes: {} }),
    await create({ attributes: { text: {} } }),
  ]
  for (const { error } of bodies) assert.equal(error, 'ValidationException')
  const unknown = client.createField({ domainId: nowhere, name: 'New', type: 'Text' })
  await expectError(unknown, 'ResourceNotFoundException')
})

test('[B-290] CreateField needs its permission on the domain and any field', async () => {
  await using server = await startTestServer()
  const { domainId, domainArn } = await seedDomain(server.client)
  const wanted = { action: 'CreateField', base: domainArn, resources: ['', '/field/*'] }
  await needs(server, wanted, (client) =>
    client.createField({ domainId, name: 'New', type: 'User' }),
  )
})
