// SearchCases through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaseFilter, FieldValue } from '@aws-sdk/client-connectcases'
import { expectError } from '../support/errors.ts'
import { given, seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const nowhere = '0198c000-0000-7000-8000-000000000001'
const string = (id: string, stringValue: string): FieldValue => ({ id, value: { stringValue } })
const titled = (title: string) => ({ fields: [string('title', title)] })

const searching = async (server: TestServer) => {
  const seeded = await seedDomain(server.client)
  const { domainId } = seeded
  const create = (title: string, more: FieldValue[] = []) =>
    seedCase(server.client, seeded, { fields: [string('title', title), ...more] })
  const titles = async (input: object) => {
    const fields = [{ id: 'title' }]
    const found = await server.client.searchCases({ domainId, fields, ...input })
    const all = given(found.cases).map((item) => item?.fields?.[0]?.value?.stringValue)
    assert.equal(Number(found.totalCount), all.length)
    return all
  }
  const refused = (filter: CaseFilter, message: RegExp = /./) =>
    expectError(server.client.searchCases({ domainId, filter }), 'ValidationException', message)
  return { ...seeded, create, titles, refused }
}

test('[B-500] [B-501] newest update first, and a write is seen at once', async () => {
  await using server = await startTestServer()
  const { create, titles, domainId } = await searching(server)
  assert.deepEqual(await titles({}), [])
  const first = await create('one')
  server.clock.advance(1000)
  await create('two')
  assert.deepEqual(await titles({}), ['two', 'one'])
  server.clock.advance(1000)
  await server.client.updateCase({ domainId, caseId: first.caseId, ...titled('ONE') })
  assert.deepEqual(await titles({}), ['ONE', 'two'])
  await server.client.deleteCase({ domainId, caseId: first.caseId })
  assert.deepEqual(await titles({}), ['two'])
})

test('[B-503] equalTo is exact, contains folds, comparisons need an order', async () => {
  await using server = await startTestServer()
  const { create, titles, refused, fields } = await searching(server)
  await create('Crème brûlée', [{ id: fields.number, value: { doubleValue: 2 } }])
  await create('Other')
  const field = (condition: object) => ({ filter: { field: condition } })
  assert.deepEqual(await titles(field({ equalTo: string('title', 'other') })), [])
  assert.deepEqual(await titles(field({ equalTo: string('title', 'Other') })), ['Other'])
  assert.deepEqual(await titles(field({ contains: string('title', 'BRULE') })), ['Crème brûlée'])
  const two = { id: fields.number, value: { doubleValue: 2 } }
  assert.deepEqual(await titles(field({ greaterThanOrEqualTo: two })), ['Crème brûlée'])
  assert.deepEqual(await titles(field({ lessThan: two })), [])
  const none = { id: fields.number, value: { emptyValue: {} } }
  assert.deepEqual(await titles(field({ equalTo: none })), ['Other'])
  await refused({ field: { greaterThan: string('title', 'a') } }, /compared/)
  await refused({ field: { contains: two } }, /contains/)
  await refused({ field: { equalTo: string(fields.number, '2') } }, /type/)
  await refused({ field: { equalTo: string(nowhere, 'x') } }, /0198c000/)
})

test('[B-504] [B-505] not is the complement; empty groups hold for all and for none', async () => {
  await using server = await startTestServer()
  const { create, titles, refused } = await searching(server)
  await create('a')
  const is = (title: string): CaseFilter => ({ field: { equalTo: string('title', title) } })
  assert.deepEqual(await titles({ filter: { not: is('b') } }), ['a'])
  assert.deepEqual(await titles({ filter: { andAll: [] } }), ['a'])
  assert.deepEqual(await titles({ filter: { orAll: [] } }), [])
  let deep = is('a')
  for (let i = 0; i < 10; i++) deep = { not: deep }
  assert.deepEqual(await titles({ filter: deep }), ['a'])
  await refused({ not: deep }, /10/)
  const ten = { orAll: Array.from({ length: 10 }, () => is('a')) }
  const hundred = { andAll: Array.from({ length: 10 }, () => ten) }
  assert.deepEqual(await titles({ filter: hundred }), ['a'])
  await refused({ andAll: [hundred, is('a')] }, /100/)
})

test('[B-506] reference numbers are found in upper and lower case', async () => {
  await using server = await startTestServer()
  const { create, titles } = await searching(server)
  await create('a', [string('reference_number', 'Ab-1')])
  const equalTo = string('reference_number', 'aB-1')
  assert.deepEqual(await titles({ filter: { field: { equalTo } } }), ['a'])
})

test('[B-520] [B-521] every word is somewhere, the last one as a prefix', async () => {
  await using server = await startTestServer()
  const { create, titles, domainId, fields } = await searching(server)
  await create('Parcel is late', [string(fields.singleSelect, 'large')])
  await create('Parcel lost')
  const term = (searchTerm: string) => titles({ searchTerm })
  assert.deepEqual(await term('PARCEL lat'), ['Parcel is late'])
  assert.deepEqual(await term('lat parcel'), [])
  assert.deepEqual(await term('lat '), [])
  assert.deepEqual(await term(' .. '), ['Parcel lost', 'Parcel is late'])
  const option = { name: 'Gigantic', value: 'large', active: true }
  await server.client.batchPutFieldOptions({
    domainId,
    fieldId: fields.singleSelect,
    options: [option],
  })
  assert.deepEqual(await term('gigan'), ['Parcel is late'])
  await server.client.deleteField({ domainId, fieldId: fields.singleSelect })
  assert.deepEqual(await term('gigantic'), ['Parcel is late'])
})

test('[B-522] times and booleans have no words', async () => {
  await using server = await startTestServer()
  const { create, titles, fields } = await searching(server)
  await create('a', [
    { id: fields.boolean, value: { booleanValue: true } },
    string(fields.dateTime, '1999-01-01T00:00:00Z'),
  ])
  assert.deepEqual(await titles({ searchTerm: 'true' }), [])
  assert.deepEqual(await titles({ searchTerm: '1999' }), [])
})

test('[B-502] sorts by a field, cases without a value last both ways', async () => {
  await using server = await startTestServer()
  const { create, titles, domainId, fields } = await searching(server)
  for (const n of [2, 10, 1]) {
    await create(`n${n}`, [{ id: fields.number, value: { doubleValue: n } }])
  }
  await create('none')
  const by = (sortOrder: 'Asc' | 'Desc') =>
    titles({ sorts: [{ fieldId: fields.number, sortOrder }] })
  assert.deepEqual(await by('Asc'), ['n1', 'n2', 'n10', 'none'])
  assert.deepEqual(await by('Desc'), ['n10', 'n2', 'n1', 'none'])
  const twice = [1, 2].map(() => ({ fieldId: 'title', sortOrder: 'Asc' as const }))
  await expectError(
    server.client.searchCases({ domainId, sorts: twice }),
    'ValidationException',
    /twice/,
  )
})

test('[B-509] pages give each case once; a token is good for its own question', async () => {
  await using server = await startTestServer()
  const { create, domainId } = await searching(server)
  for (let i = 0; i < 5; i++) await create(`c${i}`)
  const seen: unknown[] = []
  let nextToken: string | undefined
  do {
    const page = await server.client.searchCases({ domainId, maxResults: 2, nextToken })
    assert.equal(Number(page.totalCount), 5)
    seen.push(...given(page.cases).map((item) => item?.caseId))
    nextToken = page.nextToken
    if (nextToken === undefined) break
    await expectError(
      server.client.searchCases({ domainId, nextToken, searchTerm: 'c' }),
      'ValidationException',
      /nextToken/,
    )
  } while (nextToken !== undefined)
  assert.equal(new Set(seen).size, 5)
  assert.equal(seen.length, 5)
  await expectError(
    server.client.searchCases({ domainId, nextToken: 'x' }),
    'ValidationException',
    /nextToken/,
  )
})

test('[B-510] another domain finds nothing; an unknown one is not found', async () => {
  await using server = await startTestServer()
  const { create } = await searching(server)
  await create('a')
  const other = await seedDomain(server.client, 'other')
  const found = await server.client.searchCases({ domainId: other.domainId })
  assert.equal(Number(found.totalCount), 0)
  await expectError(server.client.searchCases({ domainId: nowhere }), 'ResourceNotFoundException')
  const nobody = await server.clientFor({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'cases:*', Resource: '*' }],
  })
  await expectError(nobody.searchCases({ domainId: other.domainId }), 'AccessDeniedException')
})

test('[B-510] SearchCases must be allowed on the domain, as it is tagged', async () => {
  await using server = await startTestServer()
  const { domainId, domainArn } = await searching(server)
  const only = (Resource: string, more: object = {}) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'cases:SearchCases', Resource, ...more }],
  })
  const reader = await server.clientFor(only(domainArn), 'reader')
  await reader.searchCases({ domainId })
  const stranger = await server.clientFor(only(`${domainArn}/case/*`), 'stranger')
  const call = stranger.searchCases({ domainId, nextToken: 'forged' })
  await expectError(call, 'AccessDeniedException', /cases:SearchCases/)
  const Condition = { StringEquals: { 'aws:ResourceTag/team': 'a' } }
  const member = await server.clientFor(only('*', { Condition }), 'member')
  for (const id of [domainId, nowhere]) {
    await expectError(member.searchCases({ domainId: id }), 'AccessDeniedException')
  }
  await server.client.tagResource({ arn: domainArn, tags: { team: 'a' } })
  await member.searchCases({ domainId })
})

test('[B-507] the next breach follows the clock', async () => {
  await using server = await startTestServer()
  const { create, titles, domainId } = await searching(server)
  const { caseId } = await create('a')
  const slaInputConfiguration = {
    name: 'sla',
    type: 'CaseField' as const,
    fieldId: 'status',
    targetFieldValues: [{ stringValue: 'closed' }],
    targetSlaMinutes: 10,
  }
  const content = { sla: { slaInputConfiguration } }
  await server.client.createRelatedItem({ domainId, caseId, type: 'Sla', content })
  const value = { emptyValue: {} }
  const filter = { not: { field: { equalTo: { id: 'next_sla_breach_datetime', value } } } }
  assert.deepEqual(await titles({ filter }), ['a'])
  server.clock.advance(11 * 60_000)
  assert.deepEqual(await titles({ filter }), [])
})

test('[B-508] tags are found by key, by value or by both', async () => {
  await using server = await startTestServer()
  const { create, titles, refused } = await searching(server)
  const { caseArn } = await create('a')
  await server.client.tagResource({ arn: caseArn, tags: { team: 'x' } })
  const tag = (equalTo: object) => titles({ filter: { tag: { equalTo } } })
  assert.deepEqual(await tag({ key: 'team' }), ['a'])
  assert.deepEqual(await tag({ value: 'x' }), ['a'])
  assert.deepEqual(await tag({ key: 'team', value: 'y' }), [])
  await refused({ tag: { equalTo: {} } }, /key or a value/)
})
