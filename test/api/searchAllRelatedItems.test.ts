// SearchAllRelatedItems through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SearchAllRelatedItemsSort } from '@aws-sdk/client-connectcases'
import { present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { comment, itemSetting, unknownId } from '../support/item-setting.ts'

test('[B-465] the items of all cases of the domain, newest first, each with its case', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const cases = [await setting.newCase(), await setting.newCase()]
  const added = []
  for (const caseId of [...cases, ...cases]) {
    setting.clock.advance(1000)
    const performedBy = { customEntity: 'crm' }
    const relatedItemId = await setting.addComment(caseId, 'Comment', { performedBy })
    const associationTime = new Date(setting.clock.now())
    const type = 'Comment' as const
    const content = comment('Comment')
    const item = { relatedItemId, caseId, type, associationTime, content, performedBy, tags: {} }
    added.unshift(item)
  }
  const { relatedItems, nextToken } = await root.searchAllRelatedItems({ domainId })
  assert.deepEqual(relatedItems, added)
  assert.equal(nextToken, undefined)
})

test('[B-512] a page has 25 items unless fewer are asked for', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const cases = [await setting.newCase(), await setting.newCase()]
  const all = cases.flatMap((caseId) => Array<string>(13).fill(caseId))
  await Promise.all(all.map((caseId, at) => setting.addComment(caseId, `${at}`)))
  const first = await root.searchAllRelatedItems({ domainId })
  assert.equal(first.relatedItems?.length, 25)
  const rest = await root.searchAllRelatedItems({ domainId, nextToken: first.nextToken })
  assert.deepEqual([rest.relatedItems?.length, rest.nextToken], [1, undefined])
})

test('[B-465] sorts apply in the order given, page by page', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const cases = [await setting.newCase(), await setting.newCase(), await setting.newCase()]
  const times = new Map<string, number>()
  for (const caseId of [...cases, ...cases, ...cases].toReversed()) {
    setting.clock.advance(1000)
    times.set(await setting.addComment(caseId, 'Comment'), setting.clock.now())
  }
  type Item = { id: string; caseId: string }
  const walk = async (sorts: SearchAllRelatedItemsSort[]) => {
    const found: Item[] = []
    let nextToken: string | undefined
    do {
      const page = await root.searchAllRelatedItems({ domainId, sorts, maxResults: 2, nextToken })
      for (const { relatedItemId = '', caseId = '' } of present(page.relatedItems)) {
        found.push({ id: relatedItemId, caseId })
      }
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    assert.equal(found.length, 9)
    return found
  }
  const byTime = (a: Item, b: Item) => (times.get(a.id) ?? 0) - (times.get(b.id) ?? 0)
  const byCase = (a: Item, b: Item) => (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0)
  const sorted = async (sorts: SearchAllRelatedItemsSort[], by: (a: Item, b: Item) => number) => {
    const found = await walk(sorts)
    assert.deepEqual(found, found.toSorted(by))
  }
  const time = (sortOrder: 'Asc' | 'Desc') =>
    ({ sortProperty: 'AssociationTime', sortOrder }) as const
  const id = (sortOrder: 'Asc' | 'Desc') => ({ sortProperty: 'CaseId', sortOrder }) as const
  await sorted([time('Asc')], byTime)
  await sorted([time('Desc')], (a, b) => byTime(b, a))
  await sorted([id('Asc'), time('Desc')], (a, b) => byCase(a, b) || byTime(b, a))
  await sorted([id('Desc'), time('Asc')], (a, b) => byCase(b, a) || byTime(a, b))
  await sorted([time('Desc'), id('Asc')], (a, b) => byTime(b, a))
  await sorted([time('Asc'), time('Desc')], byTime)
})

test('[B-421] [B-461] the links that point at a case are found', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, one, two] = await Promise.all([
    setting.newCase(),
    setting.newCase(),
    setting.newCase(),
  ])
  for (const from of [one, two]) await setting.add(from, { connectCase: { caseId } })
  await setting.add(caseId, { connectCase: { caseId: one } })
  const filters = [{ connectCase: { caseId } }]
  const { relatedItems } = await root.searchAllRelatedItems({ domainId, filters })
  const from = present(relatedItems).map((item) => item.caseId)
  assert.deepEqual(from.sort(), [one, two].sort())
})

test('[B-462] a token is good for its domain, filters and sorts', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  for (const body of ['one', 'two', 'three']) await setting.addComment(caseId, body)
  const other = await setting.newDomain('other')
  const sorts: SearchAllRelatedItemsSort[] = [{ sortProperty: 'CaseId', sortOrder: 'Asc' }]
  const question = { domainId, filters: [{ comment: {} }], sorts }
  const { nextToken } = await root.searchAllRelatedItems({ ...question, maxResults: 1 })
  const next = await root.searchAllRelatedItems({ ...question, maxResults: 25, nextToken })
  assert.equal(next.relatedItems?.length, 2)
  const wrong = [
    { ...question, domainId: other, nextToken },
    { ...question, filters: [], nextToken },
    { ...question, sorts: [], nextToken },
    { ...question, nextToken: 'forged' },
  ]
  for (const input of wrong) {
    await expectError(root.searchAllRelatedItems(input), 'ValidationException', /nextToken/)
  }
})

test('[B-465] the model’s bounds hold', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const sort = { sortProperty: 'CaseId', sortOrder: 'Asc' }
  const wrong: [object, RegExp][] = [
    [{ maxResults: 26 }, /maxResults/],
    [{ sorts: [sort, sort, sort] }, /sorts/],
    [{ sorts: [{ ...sort, sortProperty: 'Type' }] }, /sortProperty/],
    [{ sorts: [{ ...sort, sortOrder: 'Up' }] }, /sortOrder/],
  ]
  for (const [more, message] of wrong) {
    const call = root.searchAllRelatedItems({ domainId, ...more })
    await expectError(call, 'ValidationException', message)
  }
})

test('[B-463] an unknown domain is not found, and another one’s items are not shown', async () => {
  await using setting = await itemSetting()
  const { root } = setting
  await setting.addComment(await setting.newCase(), 'Here')
  const unknown = root.searchAllRelatedItems({ domainId: unknownId, nextToken: 'forged' })
  await expectError(unknown, 'ResourceNotFoundException', /Domain/)
  const domainId = await setting.newDomain('other')
  assert.deepEqual((await root.searchAllRelatedItems({ domainId })).relatedItems, [])
})

test('[B-408] the domain must be allowed', async () => {
  await using setting = await itemSetting()
  const { domainId, domainArn } = setting
  const caseId = await setting.newCase()
  const allow = (Resource: string) =>
    setting.as({ Effect: 'Allow', Action: 'cases:SearchAllRelatedItems', Resource })
  const someone = await allow(setting.caseArn(caseId))
  await expectError(someone.searchAllRelatedItems({ domainId }), 'AccessDeniedException')
  await (await allow(domainArn)).searchAllRelatedItems({ domainId })
})
