// BatchPutFieldOptions through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const option = (value: string, name = value, active = true) => ({ name, value, active })

test('[B-231] [B-213] options are added, renamed and put to rest', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const put = (fieldId: string, ...options: ReturnType<typeof option>[]) =>
    client.batchPutFieldOptions({ domainId, fieldId, options })
  const fieldId = fields.singleSelect
  const { errors } = await put(fieldId, option('large', 'Huge', false), option('XL_2-b'))
  assert.deepEqual(errors, [])
  const listed = await client.listFieldOptions({ domainId, fieldId })
  const expected = [option('small'), option('large', 'Huge', false), option('XL_2-b')]
  assert.deepEqual(listed.options, expected)
  const same = await put('status', option('open', 'Open'), option('closed', 'Closed'))
  assert.deepEqual(same.errors, [])
  const rest = await put('status', option('closed', 'Closed', false))
  assert.deepEqual(given(rest.errors)[0]?.value, 'closed')
})

test('[B-020] [B-230] shapes and fields that are refused whole', async () => {
  await using server = await configured()
  const { client, domainId, fields } = server
  const put = (fieldId: string, options: ReturnType<typeof option>[]) =>
    expectError(client.batchPutFieldOptions({ domainId, fieldId, options }), 'ValidationException')
  const fieldId = fields.singleSelect
  await put(fieldId, [option('fine'), option('x', 'trailing ')])
  await put(fieldId, [option('fine'), option('', 'none')])
  await put(fieldId, [option('v'.repeat(101), 'long')])
  await put(
    fieldId,
    Array.from({ length: 51 }, (_, i) => option(`v${i}`)),
  )
  await put(fields.number, [option('fine')])
  await put('title', [option('fine')])
  const { options } = await client.listFieldOptions({ domainId, fieldId })
  assert.equal(options?.length, 2)
})

test('[B-225] unknown fields and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const fieldId of [nowhere, other.fields.singleSelect]) {
    const call = client.batchPutFieldOptions({ domainId, fieldId, options: [option('a')] })
    await expectError(call, 'ResourceNotFoundException')
  }
})

test('[B-290] BatchPutFieldOptions needs its permission on domain and field', async () => {
  await using server = await configured()
  const { domainId, domainArn, fields } = server
  const fieldId = fields.singleSelect
  const wanted = { action: 'BatchPutFieldOptions', base: domainArn }
  await needs(server, { ...wanted, resources: ['', `/field/${fieldId}`] }, (client) =>
    client.batchPutFieldOptions({ domainId, fieldId, options: [option('a')] }),
  )
})

test('[B-235] what is over a quota that was lowered can be renamed and put to rest', async () => {
  await using server = await startTestServer({ settings: { quotas: 'optionsPerField=1' } })
  const { client } = server
  const { domainId } = await client.createDomain({ name: 'support' })
  const put = (...options: ReturnType<typeof option>[]) =>
    client.batchPutFieldOptions({ domainId, fieldId: 'status', options })
  const { errors } = await put(option('open', 'Open'))
  assert.deepEqual(errors, [])
  const call = put(option('open', 'Open'), option('waiting'))
  await expectError(call, 'ServiceQuotaExceededException', /1$/)
})
