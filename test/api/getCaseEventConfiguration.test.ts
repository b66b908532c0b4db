// GetCaseEventConfiguration through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-281] [B-280] nothing leaves a domain until somebody says so', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  const read = async (id: string) =>
    (await client.getCaseEventConfiguration({ domainId: id })).eventBridge
  assert.deepEqual(await read(domainId), { enabled: false })
  const includedData = {
    caseData: { fields: [{ id: 'status' }, { id: 'title' }] },
    relatedItemData: { includeContent: true },
  }
  const eventBridge = { enabled: true, includedData }
  await client.putCaseEventConfiguration({ domainId, eventBridge })
  assert.deepEqual(await read(domainId), eventBridge)
  assert.deepEqual(await read(other.domainId), { enabled: false })
})

test('[B-205] deleted fields are not shown, the rest of the configuration is', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const relatedItemData = { includeContent: false }
  const caseData = { fields: [{ id: fields.text }, { id: fields.url }] }
  const eventBridge = { enabled: true, includedData: { caseData, relatedItemData } }
  await client.putCaseEventConfiguration({ domainId, eventBridge })
  await client.deleteField({ domainId, fieldId: fields.text })
  const read = await client.getCaseEventConfiguration({ domainId })
  assert.deepEqual(given(read.eventBridge).includedData, {
    caseData: { fields: [{ id: fields.url }] },
    relatedItemData,
  })
})

test('[B-225] [B-290] an unknown domain, and the permission', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  await expectError(
    server.client.getCaseEventConfiguration({ domainId: nowhere }),
    'ResourceNotFoundException',
  )
  const wanted = { action: 'GetCaseEventConfiguration', resources: [domainArn] }
  await needs(server, wanted, (client) => client.getCaseEventConfiguration({ domainId }))
})
