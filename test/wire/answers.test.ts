// What the wire answers: routing, serialization, errors, health, CORS.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { ConnectCasesClient, GetDomainCommand } from '@aws-sdk/client-connectcases'
import { toDate } from '../../src/clock.ts'
import { ApiError, notFound, throttled } from '../../src/errors.ts'
import { body, comment, domain, items, run } from './run.ts'
import { bytesOf, credential, region, send, sendBytes, signHeader, startWire } from './signed.ts'

const domainId = domain.slice('/domains/'.length)
const otherId = '0192f0c1-9999-7222-8333-444444444444'
const caseId = '0192f0c1-1111-7222-8333-555555555555'
const arn = (resource: string, where = 'aws:cases:us-east-1:000000000000') =>
  `arn:${where}:${resource}`
const inPath = (text: string) => `/domains/${encodeURIComponent(text)}`

test('[B-025] a domain, a case and a related item may be given by ARN in the path', async () => {
  const item = '0192f0c1-1111-7222-8333-666666666666'
  const caseArn = arn(`domain/${domainId}/case/${caseId}`)
  const path = [
    inPath(arn(`domain/${domainId}`)),
    'cases',
    encodeURIComponent(caseArn),
    'related-items',
    encodeURIComponent(`${caseArn}/related-item/${item}`),
  ].join('/')
  const { input } = await run({ method: 'DELETE', path })
  assert.deepEqual(input, { domainId, caseId, relatedItemId: item })
})

test('[B-025] ids inside a body may be ARNs, also deep inside a filter', async () => {
  const field = arn(`domain/${domainId}/field/title`)
  const equalTo = { id: field, value: { stringValue: field } }
  const filter = { not: { andAll: [{ field: { equalTo } }] } }
  const { input } = await run({
    path: `${inPath(arn(`domain/${domainId}`))}/cases-search`,
    body: body({ filter, fields: [{ id: field }, { id: 'status' }] }),
  })
  const expected = { field: { equalTo: { id: 'title', value: { stringValue: field } } } }
  assert.deepEqual(input?.filter, { not: { andAll: [expected] } })
  assert.deepEqual(input?.fields, [{ id: 'title' }, { id: 'status' }])
})

test('[B-025] an ARN of another place, parent or kind is left, and so not found', async () => {
  const own = `domain/${domainId}`
  const foreign = [
    arn(`domain/${otherId}/case/${caseId}`),
    arn(`${own}/case/${caseId}`, 'aws-cn:cases:us-east-1:000000000000'),
    arn(`${own}/case/${caseId}`, 'aws:cases:eu-west-1:000000000000'),
    arn(`${own}/case/${caseId}`, 'aws:cases:us-east-1:111111111111'),
    arn(`${own}/case/${caseId}`, 'aws:connect:us-east-1:000000000000'),
    arn(`${own}/template/${caseId}`),
    arn(`${own}/case/${caseId}/related-item/${caseId}`),
    arn(`${own}/case/${caseId}/x`),
    arn(`${own}/case/nonsense`),
    arn(own),
    'arn:',
  ]
  for (const text of foreign) {
    const { input } = await run({
      path: `${domain}/cases/${encodeURIComponent(text)}`,
      body: body({ fields: [{ id: 'title' }] }),
    })
    assert.equal(input?.caseId, text)
    const content = { connectCase: { caseId: text } }
    const linked = await run({ path: items, body: body({ type: 'ConnectCase', content }) })
    assert.deepEqual(linked.input?.content, content)
  }
})

test('[B-025] a related item of another case is not found by its ARN', async () => {
  const item = arn(`domain/${domainId}/case/${otherId}/related-item/${otherId}`)
  const path = `${items}${encodeURIComponent(item)}`
  const { input } = await run({ method: 'DELETE', path })
  assert.equal(input?.relatedItemId, item)
})

test('[B-030] answers have a request id, and times that the official SDK reads', async () => {
  const createdTime = toDate(1_700_000_000_123)
  const output = {
    domainId,
    domainArn: arn(`domain/${domainId}`),
    name: 'support',
    createdTime,
    domainStatus: 'Active',
    tags: undefined,
  }
  await using server = await startWire({ perform: async () => output })
  const answer = await send(server.port, { path: domain })
  assert.equal(answer.json.createdTime, '2023-11-14T22:13:20.123Z')
  assert.ok(!('tags' in answer.json))
  const client = new ConnectCasesClient({
    region,
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials: { accessKeyId: credential.accessKeyId, secretAccessKey: credential.secret },
  })
  const described = await client.send(new GetDomainCommand({ domainId }))
  client.destroy()
  assert.deepEqual(described.createdTime, createdTime)
  assert.match(described.$metadata.requestId ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})

test('[B-031] an answer without members has no body', async () => {
  const { answer } = await run({ method: 'DELETE', path: domain })
  assert.equal(answer.status, 200)
  assert.equal(answer.text, '')
  assert.equal(answer.headers['content-length'], '0')
  assert.equal(answer.headers['content-type'], undefined)
})

test('[B-032] [B-035] an error says what it is in headers and body', async () => {
  const errors = [notFound('Case', 'x'), throttled('Slow down', 3)]
  await using server = await startWire({
    perform: async () => {
      throw errors.shift()
    },
  })
  const missing = await send(server.port, { path: '/domains-list' })
  assert.equal(missing.status, 404)
  assert.equal(missing.error, 'ResourceNotFoundException')
  assert.equal(missing.headers['content-type'], 'application/json')
  assert.ok(missing.headers['x-amzn-requestid'])
  assert.deepEqual(missing.json, {
    message: 'Case not found: x',
    resourceId: 'x',
    resourceType: 'Case',
  })
  const slow = await send(server.port, { path: '/domains-list' })
  assert.equal(slow.status, 429)
  assert.equal(slow.headers['retry-after'], '3')
  assert.deepEqual(slow.json, { message: 'Slow down' })
})

test('[B-033] an answer that no text can hold is a ValidationException', async () => {
  const toJSON = () => 'x'.repeat(2 ** 30)
  await using server = await startWire({ perform: async () => ({ toJSON }) })
  const answer = await send(server.port, { path: '/domains-list' })
  assert.equal(answer.error, 'ValidationException')
  assert.deepEqual(server.defects, [])
})

test('[B-033] a defect tells its request id to the caller and the rest to the log', async () => {
  await using server = await startWire({
    perform: async () => {
      throw new TypeError('secret of the house')
    },
  })
  const answer = await send(server.port, { path: '/domains-list' })
  assert.equal(answer.status, 500)
  assert.equal(answer.error, 'InternalServerException')
  assert.ok(!answer.text.includes('secret'))
  const requestId = answer.headers['x-amzn-requestid'] ?? ''
  assert.ok(answer.json.message.includes(requestId))
  const [defect] = server.defects as { requestId: string; err: Error }[]
  assert.equal(defect?.requestId, requestId)
  assert.equal(defect?.err.message, 'secret of the house')
})

test('[B-050] /health is answered unsigned', async () => {
  await using server = await startWire({ health: () => ({ version: '1' }) })
  const ask = (method: string) =>
    sendBytes(server.port, `${method} /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  assert.deepEqual((await ask('GET')).json, { version: '1' })
  assert.equal((await ask('HEAD')).text, '')
  assert.equal((await ask('POST')).status, 404)
})

const origin = 'https://desk.example.com'

const preflight = (from: string) =>
  `OPTIONS /domains HTTP/1.1\r\nhost: x\r\norigin: ${from}\r\n` +
  'access-control-request-method: POST\r\n' +
  'access-control-request-headers: authorization,x-amz-date\r\nconnection: close\r\n\r\n'

test('[B-051] an origin on the list may call and read the headers of errors', async () => {
  await using server = await startWire({
    corsOrigins: [origin],
    perform: async () => {
      throw new ApiError('ConflictException', 'no')
    },
  })
  const asked = await sendBytes(server.port, preflight(origin))
  assert.equal(asked.status, 204)
  assert.equal(asked.headers['access-control-allow-origin'], origin)
  assert.match(asked.headers['access-control-allow-methods'] ?? '', /PUT/)
  assert.match(asked.headers['access-control-allow-headers'] ?? '', /authorization.*x-amz-date/)
  const answer = await send(server.port, { path: '/domains-list', headers: { origin } })
  assert.equal(answer.status, 409)
  assert.equal(answer.headers['access-control-allow-origin'], origin)
  assert.equal(
    answer.headers['access-control-expose-headers'],
    'x-amzn-ErrorType, x-amzn-RequestId, Retry-After, Date',
  )
  assert.equal(answer.headers.vary, 'Origin')
})

test('[B-051] other origins hear nothing of CORS, nor does anybody by default', async () => {
  await using listed = await startWire({ corsOrigins: [origin] })
  await using off = await startWire()
  for (const [server, from] of [
    [listed, 'https://evil.example.com'],
    [off, origin],
  ] as const) {
    const asked = await sendBytes(server.port, preflight(from))
    assert.equal(asked.status, 404)
    assert.equal(asked.headers['access-control-allow-origin'], undefined)
    const headers = { origin: from }
    const answer = await send(server.port, { path: '/domains-list', headers })
    assert.equal(answer.status, 200)
    assert.equal(answer.headers['access-control-allow-origin'], undefined)
  }
})

test('[B-051] a star allows every origin', async () => {
  await using server = await startWire({ corsOrigins: ['*'] })
  assert.equal((await sendBytes(server.port, preflight(origin))).status, 204)
})

const callerOf = async (trustedProxies: string[], headers: Record<string, string>) => {
  const callers: { sourceIp: string; secure: boolean }[] = []
  await using server = await startWire({
    trustedProxies,
    perform: async (_, __, { sourceIp, secure }) => void callers.push({ sourceIp, secure }),
  })
  const signed = await signHeader(server.port, { path: items, body: body(comment('x')) })
  Object.assign(signed.headers, headers)
  assert.equal((await sendBytes(server.port, bytesOf(signed))).status, 200)
  return callers[0]
}

test('[B-044] forwarded headers count only from a trusted proxy', async () => {
  const forwarded = { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https' }
  const own = { sourceIp: '127.0.0.1', secure: false }
  const theirs = { sourceIp: '1.2.3.4', secure: true }
  assert.deepEqual(await callerOf([], forwarded), own)
  assert.deepEqual(await callerOf(['10.0.0.0/8'], forwarded), own)
  assert.deepEqual(await callerOf(['127.0.0.0/8'], forwarded), theirs)
  assert.deepEqual(await callerOf(['127.0.0.1'], forwarded), theirs)
  assert.deepEqual(await callerOf(['127.0.0.1'], {}), own)
})

test('[B-044] nobody acts without an address by resetting the connection', async () => {
  let performed = 0
  await using server = await startWire({
    perform: async () => {
      performed += 1
      return {}
    },
  })
  const bytes = bytesOf(await signHeader(server.port, { path: '/domains-list' }))
  const script = `
    const socket = require('node:net').connect(${server.port}, '127.0.0.1', () => {
      socket.write(Buffer.from('${bytes.toString('base64')}', 'base64'))
      socket.resetAndDestroy()
    })`
  // While it runs this process accepts nobody: the connection is gone when the request is read.
  assert.equal(spawnSync(process.execPath, ['-e', script]).status, 0)
  assert.equal((await send(server.port, { path: '/domains-list' })).status, 200)
  assert.equal(performed, 1)
})

test('[B-044] the client is the first address from the right that is no proxy', async () => {
  const from = async (list: string) =>
    (await callerOf(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'], { 'x-forwarded-for': list }))?.sourceIp
  assert.equal(await from('6.6.6.6, 1.2.3.4, 10.1.1.1'), '1.2.3.4')
  assert.equal(await from('6.6.6.6, 2001:db8::7, fd00::1, 10.1.1.1'), '2001:db8::7')
  assert.equal(await from('1.2.3.4:5678, ::ffff:10.0.0.9'), '1.2.3.4')
  assert.equal(await from('[2001:db8::7]:443'), '2001:db8::7')
  assert.equal(await from('1.2.3.4, garbage, 10.1.1.1'), '10.1.1.1')
  assert.equal(await from('10.2.2.2, 10.1.1.1'), '10.2.2.2')
})
