// The tags of a new case, through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseSetting, fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'

const title = fieldValues({ title: 'Broken lamp' })

test('[B-306] tags of the template and of the request, the request wins', async () => {
  await using setting = await caseSetting()
  const { root, domainId } = setting
  const templateId = await setting.newTemplate({
    tagPropagationConfigurations: [
      { resourceType: 'Cases', tagMap: { team: 'lamps', site: 'north' } },
    ],
  })
  const tags = { team: 'bulbs', extra: '' }
  const { caseId } = await root.createCase({ domainId, templateId, fields: title, tags })
  const read = await root.getCase({ domainId, caseId, fields: [{ id: 'title' }] })
  assert.deepEqual(read.tags, { team: 'bulbs', site: 'north', extra: '' })
  const many = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, 'v']))
  const input = { domainId, templateId, fields: title, tags: many }
  await expectError(root.createCase(input), 'ValidationException', /50 tags/)
})

test('[B-306] a tag may be named like anything', async () => {
  await using setting = await caseSetting()
  const { domainId } = setting
  // The SDK would lose such a key.
  const tagMap = { ['__proto__']: 'a', constructor: 'b' }
  const configuration = { resourceType: 'Cases', tagMap }
  const body = { name: 'odd', tagPropagationConfigurations: [configuration] }
  const made = await setting.send('POST', `/domains/${domainId}/templates`, body)
  const caseId = await setting.newCase({}, JSON.parse(made.text).templateId)
  const asked = { fields: [{ id: 'title' }] }
  const read = await setting.send('POST', `/domains/${domainId}/cases/${caseId}`, asked)
  assert.deepEqual(JSON.parse(read.text).tags, tagMap)
  const equalTo = { key: '__proto__', value: 'a' }
  const found = await setting.root.searchCases({ domainId, filter: { tag: { equalTo } } })
  assert.equal(found.totalCount, 1)
})

test('[B-020] [B-285] tags that no case can have', async () => {
  await using setting = await caseSetting()
  const { root, domainId, templateId } = setting
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']))
  const wrong = [many, { 'aws:x': '' }, { 'AWS:x': '' }, { ü: '' }, { x: 'ü' }, { '': 'x' }]
  for (const tags of [...wrong, { ['k'.repeat(129)]: '' }, { x: 'v'.repeat(257) }]) {
    const call = root.createCase({ domainId, templateId, fields: title, tags })
    await expectError(call, 'ValidationException', /tags/)
  }
  assert.equal((await root.searchCases({ domainId })).totalCount, 0)
})

test('[B-337] tags need cases:TagResource with their keys', async () => {
  await using setting = await caseSetting()
  const { domainId, templateId } = setting
  const create = { Effect: 'Allow', Action: 'cases:CreateCase', Resource: '*' }
  const tag = {
    Effect: 'Allow',
    Action: 'cases:TagResource',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestTag/team': 'lamps' } },
  }
  const input = { domainId, templateId, fields: title, tags: { team: 'lamps' } }
  const untagged = await setting.as(create)
  await untagged.createCase({ domainId, templateId, fields: title })
  await expectError(untagged.createCase(input), 'AccessDeniedException', /cases:TagResource/)
  const tagger = await setting.as(create, tag)
  await tagger.createCase(input)
  const other = { ...input, tags: { team: 'bulbs' } }
  await expectError(tagger.createCase(other), 'AccessDeniedException', /cases:TagResource/)
})

test('[B-337] tagging is checked on case/*, and CreateCase itself knows the keys', async () => {
  await using setting = await caseSetting()
  const { domainId, templateId } = setting
  const domain = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}`
  const allow = (Action: string, Resource: string, more: object = {}) => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  })
  const input = { domainId, templateId, fields: title, tags: { team: 'lamps' } }
  const elsewhere = await setting.as(
    allow('cases:CreateCase', '*'),
    allow('cases:TagResource', `${domain}/template/*`),
  )
  await expectError(elsewhere.createCase(input), 'AccessDeniedException', /case\/\*/)
  const there = await setting.as(
    allow('cases:CreateCase', '*', {
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'site'] } },
    }),
    allow('cases:TagResource', `${domain}/case/*`),
  )
  await there.createCase(input)
  const more = { ...input, tags: { team: 'lamps', secret: '' } }
  await expectError(there.createCase(more), 'AccessDeniedException', /cases:CreateCase/)
})
