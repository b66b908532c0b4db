// ListTemplates through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-207] [B-263] [B-224] [B-255] pages of the statuses asked for', async () => {
  await using server = await configured()
  const { client, domainId, templateId, templateArn } = server
  const tagPropagationConfigurations = [{ resourceType: 'Cases' as const, tagMap: { a: 'b' } }]
  for (const name of ['b', 'a', 'c']) {
    const status = name === 'a' ? 'Inactive' : 'Active'
    await client.createTemplate({ domainId, name, status, tagPropagationConfigurations })
  }
  const status = ['Active' as const]
  const first = await client.listTemplates({ domainId, status, maxResults: 2 })
  assert.deepEqual(first.templates, [
    {
      templateId,
      templateArn,
      name: 'template',
      status: 'Active',
      tagPropagationConfigurations: [],
    },
    { ...first.templates?.[1], name: 'b', status: 'Active', tagPropagationConfigurations },
  ])
  const nextToken = given(first.nextToken)
  const second = await client.listTemplates({ domainId, status, nextToken })
  assert.deepEqual(
    given(second.templates).map(({ name }) => name),
    ['c'],
  )
  await expectError(client.listTemplates({ domainId, nextToken }), 'ValidationException')
  const both = await client.listTemplates({ domainId, status: ['Inactive', 'Active'] })
  assert.equal(both.templates?.length, 4)
})

test('[B-020] [B-225] statuses, page sizes and domains that are refused', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const path = `/domains/${domainId}/templates-list`
  for (const query of [{ status: 'Paused' }, { maxResults: '0' }, { maxResults: '101' }]) {
    const { error } = await server.send('POST', path, undefined, { query })
    assert.equal(error, 'ValidationException')
  }
  const unknown = client.listTemplates({ domainId: nowhere })
  await expectError(unknown, 'ResourceNotFoundException')
})

test('[B-290] ListTemplates needs its permission on the domain', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const wanted = { action: 'ListTemplates', resources: [domainArn] }
  await needs(server, wanted, (client) => client.listTemplates({ domainId }))
})
