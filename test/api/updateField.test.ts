// UpdateField through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-218] a field is renamed and described, by its ARN too', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, fields } = server
  await client.updateField({ domainId, fieldId: fields.text, name: 'Words' })
  const fieldId = `${domainArn}/field/${fields.text}`
  await client.updateField({ domainId: domainArn, fieldId, description: 'What was said' })
  const got = await client.batchGetField({ domainId, fields: [{ id: fields.text }] })
  const read = given(got.fields?.[0])
  assert.equal(read.name, 'Words')
  assert.equal(read.description, 'What was said')
  assert.equal(read.type, 'Text')
})

test('[B-216] [B-211] [B-020] what cannot be changed so', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const update = (fieldId: string, more: object) =>
    expectError(client.updateField({ domainId, fieldId, ...more }), 'ValidationException')
  await update(fields.number, { attributes: { text: { isMultiline: true } } })
  await update('summary', { attributes: { text: { isMultiline: false } } })
  await update('case_reason', {})
  await update(fields.text, { name: '' })
  await update(fields.text, { name: 'n'.repeat(101) })
  await update(fields.text, { name: 'trailing ' })
  await update(fields.text, { description: 'd'.repeat(256) })
})

test('[B-225] unknown fields and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const fieldId of [nowhere, other.fields.text, `${other.domainArn}/field/title`]) {
    const call = client.updateField({ domainId, fieldId, name: 'x' })
    const error = await expectError(call, 'ResourceNotFoundException')
    assert.equal(error.resourceType, 'Field')
  }
})

test('[B-290] UpdateField needs its permission on domain and field', async () => {
  await using server = await configured()
  const { domainId, domainArn, fields } = server
  const resources = ['', `/field/${fields.text}`]
  await needs(server, { action: 'UpdateField', base: domainArn, resources }, (client) =>
    client.updateField({ domainId, fieldId: fields.text, description: 'x' }),
  )
})

test('[B-201] a name that another living field has, a system field too, is taken', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const rename = (name: string) => client.updateField({ domainId, fieldId: fields.text, name })
  await expectError(rename('a number field'), 'ConflictException')
  await expectError(rename('Title'), 'ConflictException')
  await rename('a text field')
  await client.deleteField({ domainId, fieldId: fields.number })
  await rename('a number field')
})
