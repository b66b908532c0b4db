// SearchRelatedItems through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { altered } from '../support/altered.ts'
import { present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { comment, itemSetting, minutesMs, sla, unknownId } from '../support/item-setting.ts'

test('[B-460] newest first, 25 a page, each item once', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const added: string[] = []
  for (let count = 0; count < 30; count += 1) {
    setting.clock.advance(count % 3)
    added.push(await setting.addComment(caseId, `comment ${count}`))
  }
  await setting.addComment(await setting.newCase(), 'elsewhere')
  for (const maxResults of [undefined, 1, 7, 25]) {
    const found = []
    let nextToken: string | undefined
    do {
      const page = await root.searchRelatedItems({ domainId, caseId, maxResults, nextToken })
      const items = present(page.relatedItems)
      assert.ok(items.length > 0 && items.length <= (maxResults ?? 25))
      found.push(...items)
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    const times = found.map(({ associationTime }) => associationTime?.getTime() ?? 0)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    )
    assert.equal(found.length, 30)
    const ids = new Set(found.map(({ relatedItemId }) => relatedItemId))
    assert.deepEqual(ids, new Set(added))
  }
})

test('[B-461] items that match any of the filters are found', async () => {
  await using setting = await itemSetting()
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  const call = await setting.newContact('call', 'VOICE')
  const chat = await setting.newContact('chat', 'CHAT')
  const fileArn = await setting.newFile(caseId, 'f1')
  const contents = {
    call: { contact: { contactArn: call } },
    chat: { contact: { contactArn: chat } },
    comment: comment('Called back'),
    file: { file: { fileArn } },
    quick: sla('Quick', 1),
    slow: sla('Slow', 60),
    link: { connectCase: { caseId: other } },
  }
  const names = new Map<string | undefined, string>()
  for (const [name, content] of Object.entries(contents)) {
    names.set(await setting.add(caseId, content), name)
    setting.clock.advance(1)
  }
  const find = async (...filters: Parameters<typeof setting.items>[1][]) => {
    const items = await setting.items(caseId, ...filters)
    return items.map(({ relatedItemId }) => names.get(relatedItemId)).sort()
  }
  assert.equal((await find()).length, 7)
  assert.deepEqual(await find({ contact: {} }), ['call', 'chat'])
  assert.deepEqual(await find({ contact: { channel: [] } }), ['call', 'chat'])
  assert.deepEqual(await find({ contact: { channel: ['CHAT', 'EMAIL'] } }), ['chat'])
  assert.deepEqual(await find({ contact: { contactArn: call } }), ['call'])
  assert.deepEqual(await find({ contact: { contactArn: call, channel: ['CHAT'] } }), [])
  assert.deepEqual(await find({ comment: {} }), ['comment'])
  assert.deepEqual(await find({ file: {} }), ['file'])
  assert.deepEqual(await find({ file: { fileArn } }), ['file'])
  assert.deepEqual(await find({ file: { fileArn: `${fileArn}x` } }), [])
  assert.deepEqual(await find({ sla: {} }), ['quick', 'slow'])
  assert.deepEqual(await find({ sla: { name: 'Slow' } }), ['slow'])
  assert.deepEqual(await find({ sla: { name: 'slow' } }), [])
  assert.deepEqual(await find({ connectCase: {} }), ['link'])
  assert.deepEqual(await find({ connectCase: { caseId: setting.caseArn(other) } }), ['link'])
  assert.deepEqual(await find({ connectCase: { caseId } }), [])
  assert.deepEqual(await find({ custom: {} }), [])
  const either = await find({ comment: {} }, { comment: {} }, { sla: { name: 'Quick' } })
  assert.deepEqual(either, ['comment', 'quick'])
})

test('[B-433] [B-461] a filter on the status of an SLA follows the clock', async () => {
  await using setting = await itemSetting()
  const caseId = await setting.newCase()
  await setting.add(caseId, sla('Quick', 1))
  await setting.add(caseId, sla('Slow', 60))
  const find = async (status: 'Active' | 'Met' | 'NotMet' | 'Overdue') => {
    const items = await setting.items(caseId, { sla: { status } })
    return items.map(({ content }) => {
      assert.equal(content?.sla?.slaConfiguration?.status, status)
      return content?.sla?.slaConfiguration?.name
    })
  }
  setting.clock.advance(minutesMs(1))
  assert.deepEqual((await find('Active')).sort(), ['Quick', 'Slow'])
  setting.clock.advance(1)
  assert.deepEqual([await find('Active'), await find('Overdue')], [['Slow'], ['Quick']])
  await setting.update(caseId, { status: 'closed' })
  assert.deepEqual([await find('Active'), await find('Overdue')], [[], []])
  assert.deepEqual([await find('Met'), await find('NotMet')], [['Slow'], ['Quick']])
})

test('[B-462] a token is good for its case and filters, whatever the size of the page', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const [caseId, other] = [await setting.newCase(), await setting.newCase()]
  for (const id of [caseId, caseId, caseId, other]) await setting.addComment(id, 'Comment')
  const question = { domainId, caseId, filters: [{ comment: {} }] }
  const { nextToken } = await root.searchRelatedItems({ ...question, maxResults: 1 })
  const next = await root.searchRelatedItems({ ...question, maxResults: 20, nextToken })
  assert.equal(next.relatedItems?.length, 2)
  const all = await root.searchAllRelatedItems({ ...question, maxResults: 1 })
  const wrong = [
    { ...question, caseId: other, nextToken },
    { ...question, filters: [{ contact: {} }], nextToken },
    { domainId, caseId, nextToken },
    { ...question, nextToken: altered(nextToken ?? '') },
    { ...question, nextToken: 'forged' },
    { ...question, nextToken: all.nextToken },
  ]
  for (const input of wrong) {
    await expectError(root.searchRelatedItems(input), 'ValidationException', /nextToken/)
  }
  setting.clock.advance(minutesMs(24 * 60) + 1)
  const late = root.searchRelatedItems({ ...question, nextToken })
  await expectError(late, 'ValidationException', /expired/)
})

test('[B-461] the model’s bounds hold', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  const search = (more: object) => root.searchRelatedItems({ domainId, caseId, ...more })
  const wrong: [object, RegExp][] = [
    [{ maxResults: 0 }, /maxResults/],
    [{ maxResults: 26 }, /maxResults/],
    [{ filters: Array.from({ length: 11 }, () => ({ comment: {} })) }, /filters/],
    [{ filters: [{ contact: { channel: ['a', 'b', 'c', 'd'] } }] }, /channel/],
    [{ filters: [{ sla: { name: ' ' } }] }, /name/],
    [{ filters: [{ sla: { status: 'Due' } }] }, /status/],
  ]
  for (const [more, message] of wrong) {
    await expectError(search(more), 'ValidationException', message)
  }
})

test('[B-463] an unknown case, and another domain’s, is not found before all else', async () => {
  await using setting = await itemSetting()
  const { root, domainId } = setting
  const caseId = await setting.newCase()
  await setting.addComment(caseId, 'Here')
  const other = await setting.newDomain('other')
  const places = [
    { domainId, caseId: unknownId, type: 'Case' },
    { domainId, caseId: 'no-id', type: 'Case' },
    { domainId: other, caseId, type: 'Case' },
    { domainId: other, caseId: setting.caseArn(caseId), type: 'Case' },
    { domainId: unknownId, caseId, type: 'Domain' },
  ]
  const unknownField = { field: { equalTo: { id: unknownId, value: { stringValue: 'x' } } } }
  const filters = [{ custom: { fields: unknownField } }]
  for (const { type, ...place } of places) {
    for (const more of [{}, { filters }, { nextToken: 'forged' }]) {
      const call = root.searchRelatedItems({ ...place, ...more })
      const error = await expectError(call, 'ResourceNotFoundException')
      assert.equal(error.resourceType, type)
    }
  }
  const byArn = { domainId: setting.domainArn, caseId: setting.caseArn(caseId) }
  assert.equal((await root.searchRelatedItems(byArn)).relatedItems?.length, 1)
})

test('[B-408] the case and the domain must be allowed', async () => {
  await using setting = await itemSetting()
  const { root, domainId, domainArn } = setting
  const caseId = await setting.newCase()
  const allow = (Resource: string | string[], more: object = {}) =>
    setting.as({ Effect: 'Allow', Action: 'cases:SearchRelatedItems', Resource, ...more })
  for (const resource of [domainArn, setting.caseArn(caseId)]) {
    const call = (await allow(resource)).searchRelatedItems({ domainId, caseId })
    await expectError(call, 'AccessDeniedException')
  }
  const someone = await allow([domainArn, setting.caseArn(caseId)])
  await someone.searchRelatedItems({ domainId, caseId })
  const Condition = { StringEqualsIfExists: { 'aws:ResourceTag/team': 'red' } }
  const red = await allow('*', { Condition })
  await red.searchRelatedItems({ domainId, caseId })
  await root.tagResource({ arn: setting.caseArn(caseId), tags: { team: 'blue' } })
  for (const id of [caseId, unknownId]) {
    const call = red.searchRelatedItems({ domainId, caseId: id, nextToken: undefined })
    await expectError(call, 'AccessDeniedException')
  }
})
