// DeleteTemplate through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-261] [B-209] a deleted template is described and makes no more cases', async () => {
  await using server = await configured()
  const { client, domainId, templateId } = server
  const fields = [{ id: 'title', value: { stringValue: 'a case' } }]
  const { caseId } = await client.createCase({ domainId, templateId, fields })
  await client.deleteTemplate({ domainId, templateId })
  const deleted = await client.getTemplate({ domainId, templateId })
  assert.equal(deleted.deleted, true)
  server.clock.advance(1000)
  await client.deleteTemplate({ domainId, templateId })
  const again = await client.getTemplate({ domainId, templateId })
  assert.deepEqual(again.lastModifiedTime, given(deleted.lastModifiedTime))
  assert.deepEqual((await client.listTemplates({ domainId })).templates, [])
  await expectError(client.createCase({ domainId, templateId, fields }), 'ValidationException')
  const asked = [{ id: 'title' }]
  const kept = await client.getCase({ domainId, caseId, fields: asked })
  assert.equal(kept.templateId, templateId)
})

test('[B-225] unknown templates and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const templateId of [nowhere, other.templateId]) {
    const call = client.deleteTemplate({ domainId, templateId })
    await expectError(call, 'ResourceNotFoundException')
  }
})

test('[B-290] DeleteTemplate needs its permission on domain and template', async () => {
  await using server = await configured()
  const { domainId, domainArn, templateId } = server
  const resources = ['', `/template/${templateId}`]
  await needs(server, { action: 'DeleteTemplate', base: domainArn, resources }, (client) =>
    client.deleteTemplate({ domainId, templateId }),
  )
})

test('[B-245] the 101st deletion of a template in a life of a domain is refused', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const create = async () =>
    given((await client.createTemplate({ domainId, name: 'same' })).templateId)
  for (let i = 0; i < 100; i++) {
    await client.deleteTemplate({ domainId, templateId: await create() })
  }
  const templateId = await create()
  await expectError(client.deleteTemplate({ domainId, templateId }), 'ConflictException', /100/)
})
