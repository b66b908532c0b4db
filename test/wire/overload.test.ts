// What a server says that has no time for a request.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { throttled } from '../../src/errors.ts'
import { domain } from './run.ts'
import { credential, region, send, sendBytes, signHeader, startWire } from './signed.ts'

const busy = async () => {
  const seen: string[] = []
  const server = await startWire({
    admit: (name) => {
      seen.push(name)
      throw throttled('Busy.', 1)
    },
    lookup: (id) => {
      seen.push(id)
      return credential
    },
  })
  return { ...server, seen }
}

test('[B-1452] who is sent away is told nothing else: neither key, signature nor body is looked at', async () => {
  await using server = await busy()
  const path = `${domain}/cases`
  for (const wanted of [
    { path, body: '{}' },
    { path, body: '{ no JSON' },
    { path, body: '{}', secret: 'wrong' },
    { path, body: '{}', accessKeyId: 'AKIASTRANGER00000000' },
    { path: '/domains/0198c000-0000-7000-8000-000000000001/cases', body: '{}' },
  ]) {
    const answer = await send(server.port, wanted)
    assert.equal(answer.status, 429)
    assert.equal(answer.error, 'ThrottlingException')
    assert.equal(answer.headers['retry-after'], '1')
  }
  assert.deepEqual([...new Set(server.seen)], ['CreateCase'])
})

test('[B-1452] a body that will not be read is not asked for', async () => {
  await using server = await busy()
  const signed = await signHeader(server.port, { path: `${domain}/cases`, body: '{}' })
  const headers = { ...signed.headers, expect: '100-continue', 'content-length': '100000' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const answer = await sendBytes(
    server.port,
    `POST ${domain}/cases HTTP/1.1\r\n${lines.join('')}\r\n`,
  )
  assert.equal(answer.status, 429)
})

test('[B-1452] who claims no signature gets what they always get; /health is answered', async () => {
  await using server = await busy()
  const at = `http://127.0.0.1:${server.port}`
  const unsigned = await fetch(`${at}${domain}/cases`, { method: 'POST' })
  assert.equal(unsigned.headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException')
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x' }
  const malformed = await fetch(`${at}${domain}/cases`, { method: 'POST', headers })
  assert.equal(malformed.headers.get('x-amzn-errortype'), 'IncompleteSignatureException')
  const unknown = await fetch(`${at}/nothing/here`, { method: 'POST' })
  assert.equal(unknown.headers.get('x-amzn-errortype'), 'UnknownOperationException')
  assert.equal((await fetch(`${at}/health`)).status, 200)
  assert.deepEqual(server.seen, [])
})

test('[B-1453] an SDK waits for as long as it is told and sends the same call again', async () => {
  let refusals = 20
  const invocations: (string | undefined)[] = []
  await using server = await startWire({
    admit: () => {
      refusals -= 1
      if (refusals >= 0) throw throttled('Busy.', 1)
    },
    perform: async (_, __, { invocationId }) => {
      invocations.push(invocationId)
      return { caseId: 'c', caseArn: 'arn:c' }
    },
  })
  const client = new ConnectCases({
    endpoint: `http://127.0.0.1:${server.port}`,
    region,
    credentials: { accessKeyId: credential.accessKeyId, secretAccessKey: credential.secret },
  })
  const create = async () => {
    const from = performance.now()
    const { $metadata } = await client.createCase({ domainId: 'd', templateId: 't', fields: [] })
    return { attempts: $metadata.attempts ?? 0, ms: performance.now() - from }
  }
  const calls = await Promise.all(Array.from({ length: 40 }, create))
  client.destroy()
  const again = calls.filter(({ attempts }) => attempts > 1)
  assert.ok(again.length >= 10, `${again.length} came again`)
  for (const { ms } of again) assert.ok(ms > 900, `after ${ms} ms`)
  assert.equal(new Set(invocations).size, calls.length)
})
