// ListLayouts through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-207] [B-208] [B-224] the living layouts, oldest first, in pages', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, layoutId } = server
  const names = ['zebra', 'apple', 'mango']
  for (const name of names) {
    await client.createLayout({ domainId, name, content: { basic: {} } })
  }
  const all = await client.listLayouts({ domainId })
  const layoutArn = `${domainArn}/layout/${layoutId}`
  assert.deepEqual(all.layouts?.[0], { layoutId, layoutArn, name: 'layout' })
  assert.equal(all.nextToken, undefined)
  const first = await client.listLayouts({ domainId, maxResults: 2 })
  await client.deleteLayout({ domainId, layoutId: given(first.layouts)[1]?.layoutId })
  const second = await client.listLayouts({ domainId, nextToken: given(first.nextToken) })
  assert.deepEqual(
    given(second.layouts).map(({ name }) => name),
    ['apple', 'mango'],
  )
})

test('[B-020] [B-224] [B-225] page sizes, tokens and domains that are refused', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  await client.createLayout({ domainId, name: 'second', content: { basic: {} } })
  const { nextToken } = await client.listLayouts({ domainId, maxResults: 1 })
  const refused = (asked: { domainId: string; maxResults?: number; nextToken?: string }) =>
    expectError(client.listLayouts(asked), 'ValidationException')
  await refused({ domainId, maxResults: 101 })
  await refused({ domainId, nextToken: 'x' })
  await refused({ domainId: other.domainId, nextToken: given(nextToken) })
  const unknown = client.listLayouts({ domainId: nowhere })
  await expectError(unknown, 'ResourceNotFoundException')
})

test('[B-290] ListLayouts needs its permission on the domain', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const wanted = { action: 'ListLayouts', resources: [domainArn] }
  await needs(server, wanted, (client) => client.listLayouts({ domainId }))
})
