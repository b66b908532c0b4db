// DeleteField through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-219] [B-205] [B-209] a field in use goes, and goes once', async () => {
  await using server = await configured()
  const { client, domainId, fields, layoutId } = server
  await client.deleteField({ domainId, fieldId: fields.text })
  const read = async () => {
    const got = await client.batchGetField({ domainId, fields: [{ id: fields.text }] })
    return given(got.fields?.[0])
  }
  const deleted = await read()
  assert.equal(deleted.deleted, true)
  server.clock.advance(1000)
  await client.deleteField({ domainId, fieldId: fields.text })
  assert.deepEqual(await read(), deleted)
  const { content } = await client.getLayout({ domainId, layoutId })
  assert.ok(!JSON.stringify(content).includes(fields.text))
  assert.ok(JSON.stringify(content).includes(fields.url))
})

test('[B-211] no system field can be deleted', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const { fields } = await client.listFields({ domainId })
  const system = given(fields).filter(({ namespace }) => namespace === 'System')
  assert.equal(system.length, 16)
  for (const { fieldId } of system) {
    await expectError(client.deleteField({ domainId, fieldId }), 'ValidationException')
  }
})

test('[B-225] unknown fields and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const fieldId of [nowhere, other.fields.text]) {
    await expectError(client.deleteField({ domainId, fieldId }), 'ResourceNotFoundException')
  }
})

test('[B-290] DeleteField needs its permission on domain and field', async () => {
  await using server = await configured()
  const { domainId, domainArn, fields } = server
  const resources = ['', `/field/${fields.text}`]
  await needs(server, { action: 'DeleteField', base: domainArn, resources }, (client) =>
    client.deleteField({ domainId, fieldId: fields.text }),
  )
})
