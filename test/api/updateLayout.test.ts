// UpdateLayout through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

const content = (...ids: string[]) => ({
  basic: { topPanel: { sections: [{ fieldGroup: { fields: ids.map((id) => ({ id })) } }] } },
})

test('[B-218] what is given is replaced, the rest and an empty update change nothing', async () => {
  await using server = await configured()
  const { client, domainId, layoutId, fields } = server
  const read = async () => {
    const { $metadata: _, ...layout } = await client.getLayout({ domainId, layoutId })
    return layout
  }
  const before = await read()
  server.clock.advance(1000)
  await client.updateLayout({ domainId, layoutId })
  assert.deepEqual(await read(), before)
  await client.updateLayout({ domainId, layoutId, name: 'renamed' })
  const renamed = await read()
  assert.deepEqual(renamed.content, before.content)
  assert.equal(renamed.name, 'renamed')
  assert.ok(given(renamed.lastModifiedTime) > given(before.lastModifiedTime))
  await client.updateLayout({ domainId, layoutId, content: content(fields.url) })
  const after = await read()
  assert.deepEqual([after.name, after.content], ['renamed', content(fields.url)])
  assert.deepEqual(after.createdTime, before.createdTime)
})

test('[B-204] [B-206] [B-241] contents that are refused, and a deleted layout', async () => {
  await using server = await configured()
  const { client, domainId, layoutId, other } = server
  const update = (more: object) =>
    expectError(client.updateLayout({ domainId, layoutId, ...more }), 'ValidationException')
  await update({ content: content('title') })
  await update({ content: content(nowhere) })
  await update({ content: content(other.fields.text) })
  await update({ name: 'n'.repeat(101) })
  await client.deleteLayout({ domainId, layoutId })
  await update({ name: 'late' })
})

test('[B-225] unknown layouts and those of another domain are not found', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  for (const layoutId of [nowhere, other.layoutId, 'x']) {
    const call = client.updateLayout({ domainId, layoutId, name: 'x' })
    const error = await expectError(call, 'ResourceNotFoundException')
    assert.equal(error.resourceType, 'Layout')
  }
})

test('[B-290] UpdateLayout needs its permission on domain and layout', async () => {
  await using server = await configured()
  const { domainId, domainArn, layoutId } = server
  const resources = ['', `/layout/${layoutId}`]
  await needs(server, { action: 'UpdateLayout', base: domainArn, resources }, (client) =>
    client.updateLayout({ domainId, layoutId, name: 'x' }),
  )
})

test('[B-201] [B-240] a taken name, and too many fields', async () => {
  await using server = await configured()
  const { client, domainId, layoutId } = server
  await client.createLayout({ domainId, name: 'second', content: { basic: {} } })
  const rename = (name: string) => client.updateLayout({ domainId, layoutId, name })
  await expectError(rename('second'), 'ConflictException')
  await rename('layout')
  const ids: string[] = []
  for (let i = 0; i < 101; i++) {
    const made = await client.createField({ domainId, name: `f${i}`, type: 'Text' })
    ids.push(given(made.fieldId))
  }
  const put = (list: string[]) =>
    client.updateLayout({ domainId, layoutId, content: content(...list) })
  await expectError(put(ids), 'ServiceQuotaExceededException', /100/)
  await put(ids.slice(1))
})
