// BatchGetField through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-222] [B-212] [B-025] a field is described whole', async () => {
  await using server = await configured()
  const { client, domainId, domainArn } = server
  const attributes = { text: { isMultiline: true } }
  const created = { name: 'Notes', type: 'Text' as const, description: 'Long', attributes }
  const { fieldId, fieldArn } = await client.createField({ domainId, ...created })
  await client.tagResource({ arn: given(fieldArn), tags: { a: 'b' } })
  const asked = [{ id: given(fieldArn) }, { id: 'status' }]
  const { fields, errors } = await client.batchGetField({ domainId, fields: asked })
  assert.deepEqual(errors, [])
  const [custom, status] = given(fields)
  const { createdTime, lastModifiedTime, ...rest } = given(custom)
  assert.deepEqual(lastModifiedTime, createdTime)
  const more = { fieldId, fieldArn, namespace: 'Custom', tags: { a: 'b' }, deleted: false }
  assert.deepEqual(rest, { ...created, ...more })
  assert.equal(status?.fieldArn, `${domainArn}/field/status`)
  assert.equal(status?.namespace, 'System')
  assert.deepEqual(status?.tags, {})
})

test('[B-221] [B-225] fields of another domain are errors of the batch', async () => {
  await using server = await configured()
  const { client, domainId, fields, other } = server
  const ids = [other.fields.text, fields.text, `${other.domainArn}/field/title`, 'no_field']
  const got = await client.batchGetField({ domainId, fields: ids.map((id) => ({ id })) })
  assert.deepEqual(
    given(got.fields).map(({ fieldId }) => fieldId),
    [fields.text],
  )
  assert.deepEqual(
    given(got.errors).map(({ id }) => id),
    [ids[0], ids[2], ids[3]],
  )
})

test('[B-020] [B-225] a batch holds 1 to 50 ids of a domain that is there', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const ask = (count: number) =>
    client.batchGetField({ domainId, fields: Array.from({ length: count }, () => ({ id: 'x' })) })
  await expectError(ask(0), 'ValidationException', /'fields'/)
  await expectError(ask(51), 'ValidationException', /'fields'/)
  assert.equal((await ask(50)).errors?.length, 1)
  const call = client.batchGetField({ domainId: nowhere, fields: [{ id: 'title' }] })
  await expectError(call, 'ResourceNotFoundException')
})

test('[B-290] BatchGetField needs its permission on the domain and each field', async () => {
  await using server = await configured()
  const { domainId, domainArn, fields } = server
  const resources = ['', '/field/title', `/field/${fields.text}`]
  await needs(server, { action: 'BatchGetField', base: domainArn, resources }, (client) =>
    client.batchGetField({ domainId, fields: [{ id: 'title' }, { id: fields.text }] }),
  )
})
