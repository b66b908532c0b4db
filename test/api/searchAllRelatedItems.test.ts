// SearchAllRelatedItems through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { comment, itemSetting, nowhere } from '../support/items.ts'

test('[B-463] [B-465] the items of all cases, in the order asked for', async () => {
  await using setting = await itemSetting()
  const { server, client, domainId, caseId } = setting
  const other = await setting.newCase()
  for (const [body, id] of [
    ['a', caseId],
    ['b', other.caseId],
    ['c', caseId],
  ] as const) {
    await client.createRelatedItem({ domainId, caseId: id, ...comment(body) })
    server.clock.advance(1000)
  }
  const found = async (...sorts: ['AssociationTime' | 'CaseId', 'Asc' | 'Desc'][]) => {
    const asked = sorts.map(([sortProperty, sortOrder]) => ({ sortProperty, sortOrder }))
    const bodies: (string | undefined)[] = []
    let nextToken: string | undefined
    do {
      const input = { domainId, sorts: asked, maxResults: 2, nextToken }
      const page = await client.searchAllRelatedItems(input)
      bodies.push(...(page.relatedItems ?? []).map((item) => item?.content?.comment?.body))
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    return bodies.join('')
  }
  assert.equal(await found(), 'cba')
  assert.equal(await found(['AssociationTime', 'Asc']), 'abc')
  const ascending = caseId < other.caseId
  const byCase = await found(['CaseId', 'Asc'], ['AssociationTime', 'Asc'])
  assert.equal(byCase, ascending ? 'acb' : 'bac')
  const { relatedItems } = await client.searchAllRelatedItems({ domainId })
  assert.deepEqual(
    relatedItems?.map((item) => item?.caseId),
    [caseId, other.caseId, caseId],
  )
  const missing = client.searchAllRelatedItems({ domainId: nowhere })
  await expectError(missing, 'ResourceNotFoundException')
  const forged = client.searchAllRelatedItems({ domainId, nextToken: 'forged' })
  await expectError(forged, 'ValidationException')
})
