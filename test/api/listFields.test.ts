// ListFields through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-207] [B-224] pages go on behind the last field, whatever happened to it', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const custom = Object.values(fields)
  const first = await client.listFields({ domainId, maxResults: 18 })
  const shown = given(first.fields).map(({ fieldId }) => fieldId)
  assert.deepEqual(shown.slice(16), custom.slice(0, 2))
  assert.ok(given(first.fields).every(({ fieldArn, name, type }) => fieldArn && name && type))
  await client.deleteField({ domainId, fieldId: custom[1] })
  await client.deleteField({ domainId, fieldId: custom[2] })
  const created = await client.createField({ domainId, name: 'late', type: 'Text' })
  const second = await client.listFields({ domainId, nextToken: given(first.nextToken) })
  assert.deepEqual(
    given(second.fields).map(({ fieldId }) => fieldId),
    [...custom.slice(3), created.fieldId],
  )
  assert.equal(second.nextToken, undefined)
})

test('[B-208] a page has 100 fields if nothing else is said', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const known = 16 + Object.keys(fields).length
  for (let i = known; i < 101; i++) {
    await client.createField({ domainId, name: `field ${i}`, type: 'Number' })
  }
  const first = await client.listFields({ domainId })
  assert.equal(first.fields?.length, 100)
  const rest = await client.listFields({ domainId, nextToken: given(first.nextToken) })
  assert.equal(rest.fields?.length, 1)
})

test('[B-224] [B-020] a token is good for its own list', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  const { nextToken } = await client.listFields({ domainId, maxResults: 1 })
  const token = given(nextToken)
  const list = (id: string, more: object) =>
    expectError(client.listFields({ domainId: id, ...more }), 'ValidationException')
  await list(other.domainId, { nextToken: token })
  await list(domainId, { nextToken: `${token.slice(0, -2)}xx` })
  await list(domainId, { maxResults: 0 })
  await list(domainId, { maxResults: 101 })
  await expectError(client.listLayouts({ domainId, nextToken }), 'ValidationException')
  server.clock.advance(24 * 60 * 60 * 1000 + 1)
  await list(domainId, { nextToken: token })
})

test('[B-225] [B-290] an unknown domain, and the permission', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const unknown = server.client.listFields({ domainId: nowhere })
  await expectError(unknown, 'ResourceNotFoundException')
  const wanted = { action: 'ListFields', resources: [domainArn] }
  await needs(server, wanted, (client) => client.listFields({ domainId }))
})
