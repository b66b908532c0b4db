// CreateLayout through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const panel = (name: string, ...ids: string[]) => ({
  sections: [{ fieldGroup: { name, fields: ids.map((id) => ({ id })) } }],
})

test('[B-243] [B-025] a layout keeps panels, groups and order, fields by id or ARN', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, fields } = server
  const topPanel = panel('top', fields.url, `${domainArn}/field/${fields.text}`, 'summary')
  const content = { basic: { topPanel, moreInfo: {} } }
  const { layoutId, layoutArn } = await client.createLayout({ domainId, name: 'New', content })
  assert.equal(layoutArn, `${domainArn}/layout/${layoutId}`)
  const read = await client.getLayout({ domainId, layoutId })
  const expected = panel('top', fields.url, fields.text, 'summary')
  assert.deepEqual(read.content, { basic: { topPanel: expected, moreInfo: {} } })
})

test('[B-204] [B-225] [B-241] [B-242] fields that cannot be in a layout', async () => {
  await using server = await configured()
  const { client, domainId, fields, other } = server
  await client.deleteField({ domainId, fieldId: fields.text })
  const refused = (message: RegExp, ...ids: string[]) => {
    const content = { basic: { moreInfo: panel('more', ...ids) } }
    const call = client.createLayout({ domainId, name: 'New', content })
    return expectError(call, 'ValidationException', message)
  }
  await refused(/not found: 0198c000/, 'summary', nowhere)
  await refused(/deleted/, fields.text)
  await refused(/not found/, other.fields.url)
  await refused(/title/, 'title')
  await refused(/status/, 'status')
  await refused(/twice/, 'summary', 'summary')
  assert.equal((await client.listLayouts({ domainId })).layouts?.length, 1)
})

test('[B-020] [B-024] shapes that are no layout', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const section = panel('p').sections
  const create = (name: string, content: object) =>
    server.send('POST', `/domains/${domainId}/layouts`, { name, content })
  const bodies = [
    await create('', { basic: {} }),
    await create('New', {}),
    await create('New', { basic: { topPanel: { sections: [...section, ...section] } } }),
    await create('New', { basic: { topPanel: panel('n'.repeat(101)) } }),
  ]
  for (const { status, error } of bodies) {
    assert.deepEqual([status, error], [400, 'ValidationException'])
  }
  const content = { basic: {} }
  const unknown = client.createLayout({ domainId: nowhere, name: 'New', content })
  await expectError(unknown, 'ResourceNotFoundException')
})

test('[B-290] CreateLayout needs its permission on the domain and any layout', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const wanted = { action: 'CreateLayout', base: domainArn, resources: ['', '/layout/*'] }
  await needs(server, wanted, (client) =>
    client.createLayout({ domainId, name: 'New', content: { basic: {} } }),
  )
})

test('[B-201] [B-202] names are unique and layouts counted among the living', async () => {
  await using server = await configured('layoutsPerDomain=2')
  const { client, domainId, layoutId } = server
  const create = (name: string) => client.createLayout({ domainId, name, content: { basic: {} } })
  await expectError(create('layout'), 'ConflictException')
  const { layoutId: second } = await create('Layout')
  assert.ok(given(second))
  await expectError(create('third'), 'ServiceQuotaExceededException')
  await client.deleteLayout({ domainId, layoutId })
  await create('layout')
})
