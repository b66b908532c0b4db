// DeleteLayout through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-205] [B-209] [B-245] a layout in use goes, is still described, and goes once', async () => {
  await using server = await configured()
  const { client, domainId, layoutId, templateId } = server
  await client.deleteLayout({ domainId, layoutId })
  const { lastModifiedTime, deleted } = await client.getLayout({ domainId, layoutId })
  assert.equal(deleted, true)
  server.clock.advance(1000)
  await client.deleteLayout({ domainId, layoutId })
  const again = await client.getLayout({ domainId, layoutId })
  assert.deepEqual(again.lastModifiedTime, given(lastModifiedTime))
  assert.deepEqual((await client.listLayouts({ domainId })).layouts, [])
  const template = await client.getTemplate({ domainId, templateId })
  assert.deepEqual(template.layoutConfiguration, {})
})

test('[B-225] unknown layouts and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const layoutId of [nowhere, other.layoutId]) {
    await expectError(client.deleteLayout({ domainId, layoutId }), 'ResourceNotFoundException')
  }
  await expectError(
    client.deleteLayout({ domainId, layoutId: 'x'.repeat(501) }),
    'ValidationException',
  )
})

test('[B-290] DeleteLayout needs its permission on domain and layout', async () => {
  await using server = await configured()
  const { domainId, domainArn, layoutId } = server
  const resources = ['', `/layout/${layoutId}`]
  await needs(server, { action: 'DeleteLayout', base: domainArn, resources }, (client) =>
    client.deleteLayout({ domainId, layoutId }),
  )
})

test('[B-245] the 101st deletion of a layout in a life of a domain is refused', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const create = async (name: string) =>
    given((await client.createLayout({ domainId, name, content: { basic: {} } })).layoutId)
  for (let i = 0; i < 100; i++) {
    await client.deleteLayout({ domainId, layoutId: await create('same') })
  }
  const layoutId = await create('same')
  await expectError(client.deleteLayout({ domainId, layoutId }), 'ConflictException', /100/)
  assert.equal((await client.getLayout({ domainId, layoutId })).deleted, false)
})
