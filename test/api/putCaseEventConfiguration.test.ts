// PutCaseEventConfiguration through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-280] a configuration may be given by field ARNs and replaces the one before', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, fields } = server
  const put = (...ids: string[]) => {
    const caseData = { fields: ids.map((id) => ({ id })) }
    const eventBridge = { enabled: true, includedData: { caseData } }
    return client.putCaseEventConfiguration({ domainId, eventBridge })
  }
  await put('title', `${domainArn}/field/${fields.text}`)
  const read = async () => (await client.getCaseEventConfiguration({ domainId })).eventBridge
  const shown = [{ id: 'title' }, { id: fields.text }]
  assert.deepEqual(given(await read()).includedData?.caseData?.fields, shown)
  await client.putCaseEventConfiguration({ domainId, eventBridge: { enabled: false } })
  assert.deepEqual(await read(), { enabled: false })
})

test('[B-204] [B-225] [B-020] fields that cannot be named', async () => {
  await using server = await configured()
  const { client, domainId, fields, other } = server
  await client.deleteField({ domainId, fieldId: fields.url })
  const put = (fieldList: { id: string }[]) => {
    const includedData = { caseData: { fields: fieldList } }
    const eventBridge = { enabled: true, includedData }
    return client.putCaseEventConfiguration({ domainId, eventBridge })
  }
  for (const id of [nowhere, fields.url, other.fields.text]) {
    await expectError(put([{ id }]), 'ValidationException', new RegExp(id))
  }
  await expectError(put([{ id: 'title' }, { id: 'title' }]), 'ValidationException', /twice: title/)
  const many = Array.from({ length: 401 }, () => ({ id: 'title' }))
  await expectError(put(many), 'ValidationException', /less than or equal to 400/)
  const { eventBridge } = await client.getCaseEventConfiguration({ domainId })
  assert.deepEqual(eventBridge, { enabled: false })
})

test('[B-225] [B-290] an unknown domain, and the permission', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const eventBridge = { enabled: true }
  await expectError(
    server.client.putCaseEventConfiguration({ domainId: nowhere, eventBridge }),
    'ResourceNotFoundException',
  )
  const wanted = { action: 'PutCaseEventConfiguration', resources: [domainArn] }
  await needs(server, wanted, (client) =>
    client.putCaseEventConfiguration({ domainId, eventBridge }),
  )
})
