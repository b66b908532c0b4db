// SearchRelatedItems and SearchAllRelatedItems by the field values of Custom items.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { given, seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

test('[B-464] custom items are found by their own values', async () => {
  await using server = await startTestServer()
  const { client } = server
  const seeded = await seedDomain(client)
  const { domainId, fields } = seeded
  const { caseId } = await seedCase(client, seeded)
  const value = (stringValue: string) => ({ id: fields.text, value: { stringValue } })
  for (const color of ['red', 'blue']) {
    const content = { custom: { fields: [value(color)] } }
    await client.createRelatedItem({ domainId, caseId, type: 'Custom', content })
  }
  const red = { field: { equalTo: value('red') } }
  const count = async (filter: object) => {
    const filters = [{ custom: { fields: filter } }] as never
    const one = await client.searchRelatedItems({ domainId, caseId, filters })
    const all = await client.searchAllRelatedItems({ domainId, filters })
    assert.equal(given(one.relatedItems).length, given(all.relatedItems).length)
    return given(one.relatedItems).length
  }
  assert.equal(await count(red), 1)
  assert.equal(await count({ not: red }), 1)
  assert.equal(await count({ orAll: [red, { field: { contains: value('LU') } }] }), 2)
  assert.equal(await count({ field: { equalTo: value('green') } }), 0)
})
