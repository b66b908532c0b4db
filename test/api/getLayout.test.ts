// GetLayout through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-222] [B-025] [B-205] a layout is described, without deleted fields', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, layoutId, fields } = server
  const layoutArn = `${domainArn}/layout/${layoutId}`
  const kept = Object.values(fields).filter((id) => id !== fields.text)
  await client.deleteField({ domainId, fieldId: fields.text })
  const asked = { domainId: domainArn, layoutId: layoutArn }
  const { $metadata: _, createdTime, lastModifiedTime, ...rest } = await client.getLayout(asked)
  assert.ok(createdTime instanceof Date && lastModifiedTime instanceof Date)
  const fieldGroup = { name: 'top', fields: kept.map((id) => ({ id })) }
  assert.deepEqual(rest, {
    layoutId,
    layoutArn,
    name: 'layout',
    content: { basic: { topPanel: { sections: [{ fieldGroup }] } } },
    tags: {},
    deleted: false,
  })
})

test('[B-225] unknown layouts and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  const arn = `${other.domainArn}/layout/${given(other.layoutId)}`
  for (const layoutId of [nowhere, other.layoutId, arn]) {
    await expectError(client.getLayout({ domainId, layoutId }), 'ResourceNotFoundException')
  }
})

test('[B-290] GetLayout needs its permission on domain and layout', async () => {
  await using server = await configured()
  const { domainId, domainArn, layoutId } = server
  const resources = ['', `/layout/${layoutId}`]
  await needs(server, { action: 'GetLayout', base: domainArn, resources }, (client) =>
    client.getLayout({ domainId, layoutId }),
  )
})
