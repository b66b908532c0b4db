// ListCasesForContact through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { contactArn, itemSetting, nowhere } from '../support/items.ts'

test('[B-470] the cases of a contact, newest case first', async () => {
  await using setting = await itemSetting()
  const { server, client, domain, domainId, caseId } = setting
  server.clock.advance(1000)
  const newer = await setting.newCase()
  const content = { contact: { contactArn } }
  for (const id of [newer.caseId, caseId]) {
    await client.createRelatedItem({ domainId, caseId: id, type: 'Contact', content })
  }
  const input = { domainId, contactArn }
  const { templateId } = domain
  const both = [newer.caseId, caseId].map((id) => ({ caseId: id, templateId }))
  assert.deepEqual((await client.listCasesForContact(input)).cases, both)
  const first = await client.listCasesForContact({ ...input, maxResults: 1 })
  assert.deepEqual(first.cases, both.slice(0, 1))
  const { nextToken } = first
  assert.deepEqual((await client.listCasesForContact({ ...input, nextToken })).cases, both.slice(1))
  const unknown = { domainId, contactArn: `${contactArn}x` }
  assert.deepEqual((await client.listCasesForContact(unknown)).cases, [])
  const mixed = client.listCasesForContact({ ...unknown, nextToken })
  await expectError(mixed, 'ValidationException')
  const missing = client.listCasesForContact({ domainId: nowhere, contactArn })
  await expectError(missing, 'ResourceNotFoundException')
})
