// Signature Version 4 against an independent signer, and forged, altered and replayed requests.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { realClock, toDate } from '../../src/clock.ts'
import { bytesOf, presign, send, sendBytes, signHeader, startWire, type Wanted } from './signed.ts'

const list: Wanted = { path: '/domains-list' }
const create: Wanted = { path: '/domains', body: '{"name":"support"}' }
const minutesFromNow = (minutes: number) => toDate(realClock().wallNow() + minutes * 60_000)

test('[B-100] a request signed by an independent signer is answered', async () => {
  await using server = await startWire()
  assert.equal((await send(server.port, create)).status, 200)
})

test('[B-100] a presigned request is answered', async () => {
  await using server = await startWire()
  const signed = await presign(server.port, create)
  assert.match(signed.target, /X-Amz-Signature=/)
  assert.equal((await sendBytes(server.port, bytesOf(signed))).status, 200)
})

test('[B-100] [B-050] an unsigned request is refused as AWS does', async () => {
  await using server = await startWire()
  const answer = await sendBytes(
    server.port,
    'POST /domains-list HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
  )
  assert.equal(answer.status, 403)
  assert.equal(answer.error, 'MissingAuthenticationTokenException')
})

test('[B-100] a signature in header and query at once is refused', async () => {
  await using server = await startWire()
  const [header, query] = [await signHeader(server.port, list), await presign(server.port, list)]
  const both = { ...query, headers: { ...query.headers, ...header.headers } }
  const answer = await sendBytes(server.port, bytesOf(both))
  assert.equal(answer.error, 'IncompleteSignatureException')
})

const malformed: [what: string, change: (authorization: string) => string][] = [
  ['another algorithm', (text) => text.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1')],
  ['no signature', (text) => text.replace(/, Signature=.*/, '')],
  ['no signed headers', (text) => text.replace(/SignedHeaders=[^,]+, /, '')],
  ['no credential', (text) => text.replace(/Credential=[^,]+, /, '')],
  ['a short credential', (text) => text.replace('/aws4_request', '')],
  ['a long credential', (text) => text.replace('/aws4_request', '/aws4_request/x')],
  ['another terminator', (text) => text.replace('aws4_request', 'aws5_request')],
  ['a short signature', (text) => text.slice(0, -1)],
  ['an upper-case signature', (text) => text.slice(0, -64) + text.slice(-64).toUpperCase()],
  ['unsorted headers', (text) => text.replace('SignedHeaders=host', 'SignedHeaders=x-amz-z;host')],
  ['a header twice', (text) => text.replace('SignedHeaders=host', 'SignedHeaders=host;host')],
  ['nothing but the algorithm', () => 'AWS4-HMAC-SHA256'],
  ['Basic authentication', () => 'Basic dXNlcjpwYXNz'],
]

for (const [what, change] of malformed) {
  test(`[B-100] [B-104] an Authorization header with ${what} is incomplete`, async () => {
    await using server = await startWire()
    const signed = await signHeader(server.port, list)
    signed.headers.authorization = change(signed.headers.authorization ?? '')
    const answer = await sendBytes(server.port, bytesOf(signed))
    assert.equal(answer.status, 403)
    assert.equal(answer.error, 'IncompleteSignatureException')
  })
}

test('[B-100] a bad or missing date is incomplete', async () => {
  await using server = await startWire()
  for (const date of [undefined, 'yesterday', '20261323T101112Z', '2026-11-23T10:11:12Z']) {
    const signed = await signHeader(server.port, list)
    delete signed.headers['x-amz-date']
    if (date !== undefined) signed.headers['x-amz-date'] = date
    const answer = await sendBytes(server.port, bytesOf(signed))
    assert.equal(answer.error, 'IncompleteSignatureException', date)
  }
})

test('[B-101] another region, service or day is refused', async () => {
  await using server = await startWire()
  const otherDay = await signHeader(server.port, list)
  otherDay.headers.authorization = (otherDay.headers.authorization ?? '').replace(
    /\/\d{8}\//,
    '/20200101/',
  )
  for (const answer of [
    await send(server.port, { ...list, region: 'eu-west-1' }),
    await send(server.port, { ...list, service: 's3' }),
    await sendBytes(server.port, bytesOf(otherDay)),
  ]) {
    assert.equal(answer.status, 403)
    assert.equal(answer.error, 'InvalidSignatureException')
  }
})

test('[B-102] a signature is good for 5 minutes either way, and its replay no longer', async () => {
  const real = realClock()
  let offsetMs = 0
  const clock = { ...real, wallNow: () => real.wallNow() + offsetMs }
  await using server = await startWire({ clock })
  const bytes = bytesOf(await signHeader(server.port, list))
  for (const [minutes, status] of [
    [0, 200],
    [4.9, 200],
    [5.1, 403],
    [-4.9, 200],
    [-5.1, 403],
  ] as const) {
    offsetMs = minutes * 60_000
    const answer = await sendBytes(server.port, bytes)
    assert.equal(answer.status, status, String(minutes))
    assert.equal(answer.error, status === 200 ? undefined : 'InvalidSignatureException')
  }
})

test('[B-103] a presigned request is good until it expires', async () => {
  await using server = await startWire()
  const sendSigned = async (minutesAgo: number, seconds: number) => {
    const signingDate = minutesFromNow(-minutesAgo)
    return sendBytes(
      server.port,
      bytesOf(await presign(server.port, { ...list, signingDate }, seconds)),
    )
  }
  assert.equal((await sendSigned(20, 3600)).status, 200)
  assert.equal((await sendSigned(2, 60)).error, 'InvalidSignatureException')
  assert.equal((await sendSigned(-10, 3600)).error, 'InvalidSignatureException')
})

test('[B-103] X-Amz-Expires is 1 to 604800 seconds', async () => {
  await using server = await startWire()
  for (const expires of ['0', '604801', '-1', 'soon', '']) {
    const signed = await presign(server.port, list)
    const target = signed.target.replace(/X-Amz-Expires=\d+/, `X-Amz-Expires=${expires}`)
    const answer = await sendBytes(server.port, bytesOf({ ...signed, target }))
    assert.equal(answer.error, 'IncompleteSignatureException', expires)
  }
})

test('[B-104] an x-amz header that is not signed is refused, in both forms', async () => {
  await using server = await startWire()
  for (const sign of [signHeader, presign]) {
    const signed = await sign(server.port, list)
    signed.headers['x-amz-target'] = 'evil'
    const answer = await sendBytes(server.port, bytesOf(signed))
    assert.equal(answer.error, 'InvalidSignatureException')
    assert.match(answer.json.message, /'x-amz-target' must be a 'SignedHeader'/)
  }
})

test('[B-104] a signature that leaves out the host is refused', async () => {
  await using server = await startWire()
  const signed = await signHeader(server.port, list)
  const { authorization = '' } = signed.headers
  signed.headers.authorization = authorization.replace('SignedHeaders=host;', 'SignedHeaders=')
  const answer = await sendBytes(server.port, bytesOf(signed))
  assert.equal(answer.error, 'InvalidSignatureException')
  assert.match(answer.json.message, /Host/)
})

test('[B-104] [B-033] a signed header that is not there is refused', async () => {
  await using server = await startWire()
  for (const name of ['zzz', 'constructor', '__proto__', 'hasOwnProperty']) {
    const signed = await signHeader(server.port, list)
    const { authorization = '' } = signed.headers
    signed.headers.authorization = authorization.replace(
      /SignedHeaders=([^,]+)/,
      (_, names: string) => `SignedHeaders=${[...names.split(';'), name].sort().join(';')}`,
    )
    const answer = await sendBytes(server.port, bytesOf(signed))
    assert.equal(answer.error, 'InvalidSignatureException', name)
  }
  assert.deepEqual(server.defects, [])
})

test('[B-105] [B-107] any altered byte breaks the signature', async () => {
  await using server = await startWire()
  for (const sign of [signHeader, presign]) {
    const signed = await sign(server.port, { ...create, headers: { 'x-amz-meta': 'a' } })
    const altered = [
      { ...signed, body: Buffer.from('{"name":"supporT"}') },
      {
        ...signed,
        method: 'PUT',
        target: signed.target.replace('/domains', '/domains/x/fields/y'),
      },
      { ...signed, target: `${signed.target}${signed.target.includes('?') ? '&' : '?'}x=1` },
      { ...signed, headers: { ...signed.headers, host: 'evil.example.com' } },
    ]
    for (const request of altered) {
      const answer = await sendBytes(server.port, bytesOf(request))
      assert.equal(answer.status, 403)
      assert.equal(answer.error, 'InvalidSignatureException')
    }
  }
})

test('[B-105] x-amz-content-sha256 must be the hash of the body', async () => {
  await using server = await startWire()
  const hash = createHash('sha256')
    .update(create.body ?? '')
    .digest('hex')
  for (const [value, status] of [
    [hash, 200],
    [createHash('sha256').update('other').digest('hex'), 403],
    ['UNSIGNED-PAYLOAD', 403],
    ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 403],
  ] as const) {
    const headers = { 'x-amz-content-sha256': value }
    assert.equal((await send(server.port, { ...create, headers })).status, status, value)
  }
})

test('[B-105] a presigned request cannot leave its body unsigned', async () => {
  await using server = await startWire()
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
  const signed = await presign(server.port, { ...create, headers })
  assert.equal((await sendBytes(server.port, bytesOf(signed))).status, 403)
})

test('[B-106] paths and queries with characters of all kinds verify', async () => {
  await using server = await startWire()
  const odd = "a b/c:!'()*~é%25+&=…😀"
  const label = encodeURIComponent(odd)
  for (const sign of [signHeader, presign]) {
    const answers = [
      await sign(server.port, { method: 'GET', path: `/tags/${label}` }),
      await sign(server.port, {
        method: 'DELETE',
        path: `/tags/${label}`,
        query: { tagKeys: ['z', 'a', 'aws', 'B', 'a'] },
      }),
      await sign(server.port, {
        path: '/domains-list',
        query: { nextToken: odd, maxResults: '5' },
      }),
    ]
    for (const signed of answers) {
      assert.equal((await sendBytes(server.port, bytesOf(signed))).status, 200, signed.target)
    }
  }
})
