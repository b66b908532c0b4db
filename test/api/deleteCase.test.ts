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

test('[B-352] a case that too many others link to stays', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const link = async () => {
    const other = await setting.newCase()
    const content = { connectCase: { caseId } }
    const input = { domainId, caseId: other, type: 'ConnectCase', content } as const
    const { relatedItemId } = await root.createRelatedItem(input)
    return { other, relatedItemId }
  }
  const links = await Promise.all(Array.from({ length: 201 }, link))
  await expectError(root.deleteCase({ domainId, caseId }), 'ValidationException', /200/)
  const [{ other, relatedItemId } = assert.fail()] = links
  await root.deleteRelatedItem({ domainId, caseId: other, relatedItemId })
  await root.deleteCase({ domainId, caseId })
  assert.deepEqual((await root.searchAllRelatedItems({ domainId })).relatedItems, [])
})

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
