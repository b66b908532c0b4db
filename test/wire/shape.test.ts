// How JSON becomes an input: types, unions, null, unknown members, depth.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonDepthMax } from '../../src/wire/json-bounds.ts'
import { body, comment, domain, items, refused, run } from './run.ts'
import { bytesOf, send, sendBytes, signHeader, startWire } from './signed.ts'

test('[B-002] a label is decoded once, and may hold a slash', async () => {
  const arn = 'arn:aws:cases:us-east-1:000000000000:domain/x%2Fy'
  const { name, input } = await run({ method: 'GET', path: `/tags/${encodeURIComponent(arn)}` })
  assert.equal(name, 'ListTagsForResource')
  assert.deepEqual(input, { arn })
})

const unknownPaths = [
  'GET /',
  'GET /domains',
  'PATCH /domains',
  'POST /Domains',
  'POST //domains',
  'POST /domains/',
  'POST /domains//cases',
  'POST /domains/%E0%A4%A/cases',
  'POST /domains/%/cases',
  'POST /domains/%FF/cases',
  'POST /domains/x/cases/y/',
  'POST /tags/arn:aws:cases:us-east-1:000000000000:domain/x',
  'POST /constructor',
  'POST /__proto__',
  'OPTIONS /domains',
  'OPTIONS *',
  'GET http://127.0.0.1/domains-list',
]

test('[B-002] [B-050] an unknown method or path is an unknown operation, signed', async () => {
  await using server = await startWire()
  for (const line of unknownPaths) {
    const answer = await sendBytes(
      server.port,
      `${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    )
    assert.equal(answer.status, 404, line)
    assert.equal(answer.error, 'UnknownOperationException', line)
  }
  assert.equal((await send(server.port, { path: '/nothing' })).status, 404)
  assert.deepEqual(server.defects, [])
})

test('[B-003] the last slash of related-items/ and rules-list/ may be left out', async () => {
  for (const slash of ['/', '']) {
    const created = await run({
      path: items.slice(0, -1) + slash,
      body: body(comment('Called back')),
    })
    assert.equal(created.name, 'CreateRelatedItem')
    assert.equal((await run({ path: `${domain}/rules-list${slash}` })).name, 'ListCaseRules')
  }
})

test('[B-005] query members are read as numbers, texts and lists', async () => {
  const path = `${domain}/fields/title/options-list`
  const { input } = await run({
    path,
    query: { maxResults: '7', nextToken: 'a+b c', values: ['x'] },
    body: '{"maxResults":9}',
  })
  assert.equal(input?.maxResults, 7)
  assert.equal(input?.nextToken, 'a+b c')
  assert.deepEqual(input?.values, ['x'])
  const tags = await run({
    method: 'DELETE',
    path: '/tags/x',
    query: { tagKeys: ['b', 'a', 'b'] },
  })
  assert.deepEqual(tags.input, { arn: 'x', tagKeys: ['b', 'a', 'b'] })
})

test('[B-005] a malformed number or escape in the query is refused', async () => {
  for (const maxResults of ['', 'ten', '1.5', '1e2', '0x1', '9'.repeat(40)]) {
    const wanted = { path: '/domains-list', query: { maxResults } }
    await refused(wanted, 'SerializationException', /'maxResults'/)
  }
  await using server = await startWire()
  const signed = await signHeader(server.port, { path: '/domains-list' })
  const target = '/domains-list?nextToken=%zz'
  const answer = await sendBytes(server.port, bytesOf({ ...signed, target }))
  assert.equal(answer.error, 'SerializationException')
})

test('[B-006] unknown members and null are ignored, the last of equal names counts', async () => {
  const text = '{"name":"first","name":"support","colour":"red","x":{"y":[1]},"__type":"T"}'
  assert.deepEqual((await run({ path: '/domains', body: text })).input, { name: 'support' })
  const search = { searchTerm: null, filter: null, maxResults: 5, domainId: 'ignored' }
  const { input } = await run({ path: `${domain}/cases-search`, body: body(search) })
  assert.deepEqual(input, { maxResults: 5, domainId: domain.slice(9) })
})

test('[B-006] an empty body is an empty object', async () => {
  for (const text of ['', 'null', ' {} ']) {
    assert.equal((await run({ path: `${domain}/cases-search`, body: text })).name, 'SearchCases')
  }
})

test('[B-007] malformed JSON is a SerializationException', async () => {
  for (const text of ['{', '{"name":}', "{'name':'x'}", '{"name":"x"}}', '\uFEFF{}', 'NaN']) {
    await refused({ path: '/domains', body: text }, 'SerializationException', /JSON/)
  }
  const bytes = Buffer.from('{"name":"\xff"}', 'latin1')
  await refused({ path: '/domains', body: bytes }, 'SerializationException', /UTF-8/)
})

test('[B-007] a wrong JSON type is a SerializationException that names the member', async () => {
  const cases = `${domain}/cases`
  const wrong: [path: string, value: unknown, message: RegExp][] = [
    ['/domains', [], /LIST_VALUE can not be converted to a Structure/],
    ['/domains', '"x"', /STRING_VALUE can not be converted to a Structure/],
    ['/domains', { name: 7 }, /NUMBER_VALUE can not be converted to a String at 'name'/],
    ['/domains', { name: { a: 1 } }, /OBJECT_VALUE can not be converted to a String at 'name'/],
    [cases, { fields: {} }, /OBJECT_VALUE can not be converted to a List at 'fields'/],
    [cases, { fields: [null] }, /NULL_VALUE can not be converted to a member of a List/],
    [cases, { fields: ['x'] }, /STRING_VALUE can not be converted to a Structure at 'fields'/],
    [cases, { tags: ['x'] }, /LIST_VALUE can not be converted to a Map at 'tags'/],
    [cases, { tags: { a: 1 } }, /NUMBER_VALUE can not be converted to a String at 'tags'/],
    [
      cases,
      { fields: [{ id: 'x', value: { booleanValue: 'true' } }] },
      /STRING_VALUE can not be converted to a Boolean at 'booleanValue'/,
    ],
    [
      cases,
      { fields: [{ id: 'x', value: { doubleValue: '1' } }] },
      /STRING_VALUE can not be converted to a Number at 'doubleValue'/,
    ],
    [`${cases}-search`, { maxResults: 1.5 }, /can not be converted to an Integer at 'maxResults'/],
  ]
  for (const [path, value, message] of wrong) {
    await refused({ path, body: body(value) }, 'SerializationException', message)
  }
})

test('[B-008] nesting is bounded', async () => {
  const leaf = '{"field":{"equalTo":{"id":"x","value":{"emptyValue":{}}}}}'
  const nested = (levels: number) =>
    `{"filter":${'{"not":'.repeat(levels)}${leaf}${'}'.repeat(levels)}}`
  const path = `${domain}/cases-search`
  assert.equal((await run({ path, body: nested(50) })).name, 'SearchCases')
  const message = `The body must not nest deeper than ${jsonDepthMax} objects and lists`
  for (const levels of [100, 100_000]) {
    await refused({ path, body: nested(levels) }, 'ValidationException', message)
  }
  const unknown = (levels: number) => `{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`
  assert.equal((await run({ path, body: unknown(30_000) })).name, 'SearchCases')
  await refused({ path, body: unknown(100_000) }, 'ValidationException', message)
})

test('[B-009] NUL and unpaired surrogates are refused wherever they stand', async () => {
  const reason = 'Member must not contain NUL or an unpaired surrogate'
  const at = (where: string) =>
    `1 validation error detected: Value at '${where}' failed to satisfy constraint: ${reason}`
  for (const bad of ['\\u0000', 'a\\u0000b', '\\ud800', '\\udc00x']) {
    const wanted = { path: '/domains', body: `{"name":"${bad}"}` }
    await refused(wanted, 'ValidationException', at('name'))
    const tags = { path: '/tags/x', body: `{"tags":{"${bad}":"x"}}` }
    await refused(tags, 'ValidationException', /Map keys must satisfy constraint/)
    const values = { path: '/tags/x', body: `{"tags":{"x":"${bad}"}}` }
    await refused(values, 'ValidationException', /Map value must satisfy constraint/)
  }
  const label = { path: '/domains/%00/cases-search' }
  await refused(label, 'ValidationException', at('domainId'))
  assert.equal((await run({ path: '/domains', body: '{"name":"😀"}' })).name, 'CreateDomain')
})

test('[B-009] numbers that are not finite are refused', async () => {
  const value = (number: string) => ({
    path: `${domain}/cases`,
    body: `{"templateId":"t","fields":[{"id":"x","value":{"doubleValue":${number}}}]}`,
  })
  for (const number of ['1e999', '-1e999']) {
    await refused(value(number), 'ValidationException', /Member must be a finite number/)
  }
  assert.equal((await run(value('-1.5e-7'))).name, 'CreateCase')
  const search = { path: `${domain}/cases-search`, body: '{"maxResults":1e999}' }
  await refused(search, 'ValidationException', /'maxResults'.*Member must be a finite number/)
})

test('[B-009] __proto__ is a key like any other', async () => {
  const text = '{"tags":{"__proto__":"x","constructor":"y"},"__proto__":{"arn":"z"}}'
  const { input } = await run({ path: '/tags/a', body: text })
  const tags = input?.tags as Record<string, string>
  assert.deepEqual(Object.entries(tags), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  assert.equal(input?.arn, 'a')
  assert.equal(({} as Record<string, unknown>).arn, undefined)
  const union = `{"type":"Comment","content":{"__proto__":{"comment":{}}}}`
  await refused({ path: items, body: union }, 'ValidationException', /exactly one/)
})
