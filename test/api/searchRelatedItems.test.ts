// SearchRelatedItems through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { comment, contactArn, itemSetting, nowhere, sla } from '../support/items.ts'

test('[B-460] [B-461] newest first, and any of the filters', async () => {
  await using setting = await itemSetting()
  const { server, client, domain, domainId, caseId } = setting
  const { text } = domain.fields
  const equalTo = (stringValue: string) => ({ id: text, value: { stringValue } })
  const fields = [equalTo('red')]
  for (const input of [
    { type: 'Contact', content: { contact: { contactArn } } },
    { type: 'Custom', content: { custom: { fields } } },
    comment('a'),
    sla('s'),
  ] as const) {
    await client.createRelatedItem({ domainId, caseId, ...input })
    server.clock.advance(1000)
  }
  const types = async (...filters: object[]) =>
    (await setting.items(filters)).map((item) => item?.type)
  assert.deepEqual(await types(), ['Sla', 'Comment', 'Custom', 'Contact'])
  assert.deepEqual(await types({ contact: {} }, { comment: {} }), ['Comment', 'Contact'])
  assert.deepEqual(await types({ contact: { channel: ['VOICE', 'CHAT'], contactArn } }), [
    'Contact',
  ])
  assert.deepEqual(await types({ contact: { channel: ['CHAT'] } }), [])
  assert.deepEqual(await types({ sla: { name: 's', status: 'Active' } }), ['Sla'])
  assert.deepEqual(await types({ sla: { status: 'Overdue' } }), [])
  server.clock.advance(3_600_000)
  assert.deepEqual(await types({ sla: { status: 'Overdue' } }), ['Sla'])
})

test('[B-462] [B-463] pages hold each item once; tokens fit their question', async () => {
  await using setting = await itemSetting()
  const { server, client, domainId, caseId, caseArn } = setting
  for (const body of ['a', 'b', 'c']) {
    await client.createRelatedItem({ domainId, caseId, ...comment(body) })
    server.clock.advance(1000)
  }
  const input = { domainId, caseId: caseArn, maxResults: 2 }
  const first = await client.searchRelatedItems(input)
  const { nextToken } = first
  const second = await client.searchRelatedItems({ ...input, nextToken })
  const bodies = [...(first.relatedItems ?? []), ...(second.relatedItems ?? [])].map(
    (item) => item?.content?.comment?.body,
  )
  assert.deepEqual(bodies, ['c', 'b', 'a'])
  assert.equal(second.nextToken, undefined)
  const other = client.searchRelatedItems({ ...input, nextToken, filters: [{ comment: {} }] })
  await expectError(other, 'ValidationException')
  const far = (await client.createDomain({ name: 'far' })).domainId
  for (const wrong of [{ caseId: nowhere }, { domainId: far, caseId }]) {
    const call = client.searchRelatedItems({ ...input, ...wrong })
    await expectError(call, 'ResourceNotFoundException')
  }
  const Statement = [{ Effect: 'Allow', Action: 'cases:GetCase', Resource: '*' }]
  const reader = await server.clientFor({ Version: '2012-10-17', Statement })
  await expectError(reader.searchRelatedItems(input), 'AccessDeniedException')
})
