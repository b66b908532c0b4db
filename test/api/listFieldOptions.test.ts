// ListFieldOptions through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-237] [B-238] [B-224] options are walked, or one is picked', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const fieldId = fields.singleSelect
  const list = async (more: object) => {
    const { options, nextToken } = await client.listFieldOptions({ domainId, fieldId, ...more })
    return { values: given(options).map(({ value }) => value), nextToken }
  }
  const first = await list({ maxResults: 1 })
  assert.deepEqual(first.values, ['small'])
  const second = await list({ maxResults: 1, nextToken: given(first.nextToken) })
  assert.deepEqual(second, { values: ['large'], nextToken: undefined })
  assert.deepEqual(await list({ values: ['large'] }), { values: ['large'], nextToken: undefined })
  assert.deepEqual(await list({ values: ['none'] }), { values: [], nextToken: undefined })
  const bound = { values: ['large'], nextToken: first.nextToken }
  const call = client.listFieldOptions({ domainId, fieldId, ...bound })
  await expectError(call, 'ValidationException')
})

test('[B-230] [B-020] fields without options, and shapes that are refused', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const list = (fieldId: string, more: object = {}) =>
    expectError(client.listFieldOptions({ domainId, fieldId, ...more }), 'ValidationException')
  await list(fields.text)
  await list('title')
  await list(fields.singleSelect, { maxResults: 101 })
  await list(fields.singleSelect, { values: ['a', 'b'] })
  await list(fields.singleSelect, { values: ['v'.repeat(101)] })
})

test('[B-225] unknown fields and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const fieldId of [nowhere, other.fields.singleSelect]) {
    await expectError(client.listFieldOptions({ domainId, fieldId }), 'ResourceNotFoundException')
  }
})

test('[B-290] ListFieldOptions needs its permission on domain and field', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const wanted = { action: 'ListFieldOptions', base: domainArn, resources: ['', '/field/status'] }
  await needs(server, wanted, (client) => client.listFieldOptions({ domainId, fieldId: 'status' }))
})
