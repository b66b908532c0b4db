// DeleteCase through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseSetting, fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const unknownId = '0198c000-0000-7000-8000-000000000001'

test('[B-350] a case goes with its related items and its history', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase({ reference_number: 'REF-1' })
  const comment = { body: 'Called back', contentType: 'Text/Plain' } as const
  await root.createRelatedItem({ domainId, caseId, type: 'Comment', content: { comment } })
  const { $metadata: _, ...output } = await root.deleteCase({ domainId, caseId })
  assert.deepEqual(output, {})
  const fields = [{ id: 'title' }]
  const gone = [
    () => root.getCase({ domainId, caseId, fields }),
    () => root.updateCase({ domainId, caseId, fields: fieldValues({ title: 'Lamp' }) }),
    () => root.searchRelatedItems({ domainId, caseId }),
    () => root.getCaseAuditEvents({ domainId, caseId }),
    () => root.deleteCase({ domainId, caseId }),
  ]
  for (const call of gone) await expectError(call(), 'ResourceNotFoundException', /Case/)
  assert.equal((await root.searchCases({ domainId })).totalCount, 0)
  assert.deepEqual((await root.searchAllRelatedItems({ domainId })).relatedItems, [])
  await setting.newCase({ reference_number: 'REF-1' })
})

test('[B-351] links of other cases go too, each an event there', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const others = [await setting.newCase(), await setting.newCase()]
  for (const other of others) {
    const content = { connectCase: { caseId } }
    await root.createRelatedItem({ domainId, caseId: other, type: 'ConnectCase', content })
  }
  const back = { connectCase: { caseId: others[0] } }
  await root.createRelatedItem({ domainId, caseId, type: 'ConnectCase', content: back })
  await root.deleteCase({ domainId, caseId })
  for (const other of others) {
    assert.deepEqual((await root.searchRelatedItems({ domainId, caseId: other })).relatedItems, [])
    const [event, before] = await setting.history(other)
    assert.equal(event?.type, 'RelatedItem.Deleted')
    assert.equal(event?.relatedItemType, 'ConnectCase')
    assert.deepEqual(event?.fields, [
      {
        eventFieldId: 'connectCase.caseId',
        oldValue: { stringValue: caseId },
        newValue: { emptyValue: {} },
      },
    ])
    assert.equal(before?.type, 'RelatedItem.Created')
  }
})

test('[B-352] links of many cases are hidden at once, and go one by one', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const content = { connectCase: { caseId } }
  const link = async () => {
    const other = await setting.newCase()
    const input = { domainId, caseId: other, type: 'ConnectCase', content } as const
    const { relatedItemId } = await root.createRelatedItem(input)
    return { caseId: other, relatedItemId }
  }
  const links = await Promise.all(Array.from({ length: 60 }, link))
  const remover = await setting.as({ Effect: 'Allow', Action: 'cases:*', Resource: '*' })
  await remover.deleteCase({ domainId, caseId })
  assert.deepEqual((await root.searchAllRelatedItems({ domainId })).relatedItems, [])
  for (const place of links) {
    assert.deepEqual((await root.searchRelatedItems({ domainId, ...place })).relatedItems, [])
    const gone = root.deleteRelatedItem({ domainId, ...place })
    await expectError(gone, 'ResourceNotFoundException', /RelatedItem/)
    const again = root.createRelatedItem({ domainId, ...place, type: 'ConnectCase', content })
    await expectError(again, 'ResourceNotFoundException', /Case/)
  }
  for (const place of links) {
    const [event] = await eventually(() => setting.history(place.caseId), 'RelatedItem.Deleted')
    assert.equal(event?.relatedItemType, 'ConnectCase')
    assert.match(event?.performedBy?.iamPrincipalArn ?? '', /:user\//)
  }
})

/** Asks until the newest event is of `type`. */
const eventually = async <T extends { type?: string | undefined }>(
  ask: () => Promise<readonly (T | undefined)[]>,
  type: string,
) => {
  for (;;) {
    const events = await ask()
    if (events[0]?.type === type) return events
  }
}

test("[B-350] an unknown case, and another domain's, is not found", async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const notFound = (call: Promise<unknown>) => expectError(call, 'ResourceNotFoundException')
  await notFound(root.deleteCase({ domainId, caseId: unknownId }))
  const other = await setting.newDomain('other')
  await notFound(root.deleteCase({ domainId: other, caseId }))
  await notFound(root.deleteCase({ domainId: unknownId, caseId }))
  await setting.read(caseId, 'title')
})

test('[B-336] the case and the domain must be allowed', async () => {
  await using setting = await caseSetting()
  const { domainId } = setting
  const caseId = await setting.newCase()
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const resources = [domain, `${domain}/case/${caseId}`]
  const allow = (Resource: string[]) =>
    setting.as({ Effect: 'Allow', Action: 'cases:DeleteCase', Resource })
  for (const resource of resources) {
    const someone = await allow([resource])
    await expectError(someone.deleteCase({ domainId, caseId }), 'AccessDeniedException')
  }
  await (await allow(resources)).deleteCase({ domainId, caseId })
})
