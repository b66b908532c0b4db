// Bounds on all that a client controls, sent raw over a socket.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { domain } from './run.ts'
import {
  bytesOf,
  parseAnswer,
  send,
  sendBytes,
  signHeader,
  startWire,
  type TestServer,
} from './signed.ts'

const named = (bytes: number) => `{"name":"${'x'.repeat(bytes - 11)}"}`

test('[B-040] a body that is too large is refused', async () => {
  await using server = await startWire({ bodyBytesMax: 2048, bodyBytesMaxLarge: 4096 })
  const at = async (path: string, bytes: number) =>
    (await send(server.port, { path, body: named(bytes) })).status
  assert.equal(await at('/domains', 2048), 400)
  assert.equal(await at('/domains', 2049), 413)
  assert.equal(await at(`${domain}/case-rules`, 4096), 400)
  assert.equal(await at(`${domain}/case-rules`, 4097), 413)
})

test('[B-040] the default is 8 MiB, 32 MiB for case rules', async () => {
  await using server = await startWire()
  const mebibyte = 1024 * 1024
  const declared = async (path: string, bytes: number) => {
    const signed = await signHeader(server.port, { path })
    signed.headers['content-length'] = String(bytes)
    signed.headers.expect = '100-continue'
    const received = await firstBytes(server.port, bytesOf(signed))
    return received.split(' ')[1]
  }
  assert.equal(await declared('/domains', 8 * mebibyte), '100')
  assert.equal(await declared('/domains', 8 * mebibyte + 1), '413')
  assert.equal(await declared(`${domain}/case-rules`, 32 * mebibyte), '100')
  assert.equal(await declared(`${domain}/case-rules`, 32 * mebibyte + 1), '413')
})

test('[B-040] the refusal reaches a client that is still sending', async () => {
  await using server = await startWire({ bodyBytesMax: 2048 })
  const signed = await signHeader(server.port, { path: '/domains', body: named(500_000) })
  const answer = await sendBytes(server.port, bytesOf(signed))
  assert.equal(answer.error, 'RequestEntityTooLargeException')
  const { headers } = await signHeader(server.port, { path: '/domains' })
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const chunked = { ...headers, 'transfer-encoding': 'chunked' }
  const lines = Object.entries(chunked).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `POST /domains HTTP/1.1\r\n${lines.join('')}\r\n`
  const endless = await sendBytes(server.port, head + chunk.repeat(4))
  assert.equal(endless.error, 'RequestEntityTooLargeException')
})

test('[B-040] nobody is asked for a body that will not be read', async () => {
  await using server = await startWire()
  const head =
    'POST /domains HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 10\r\n\r\n'
  assert.match(await firstBytes(server.port, head), /^HTTP\/1\.1 403 /)
})

test('[B-040] a body that was asked for is read', async () => {
  await using server = await startWire()
  const signed = await signHeader(server.port, { path: '/domains', body: '{"name":"support"}' })
  signed.headers.expect = '100-continue'
  const received = (await sendBytes(server.port, bytesOf(signed))).text
  assert.match(received, /^HTTP\/1\.1 200 /)
})

test('[B-040] only who understands it is asked to go on', async () => {
  await using server = await startWire()
  const signed = await signHeader(server.port, { path: '/domains', body: '{"name":"support"}' })
  const with100 = { ...signed, headers: { ...signed.headers, expect: '100-continue' } }
  const old = bytesOf(with100).toString('latin1').replace(' HTTP/1.1', ' HTTP/1.0')
  assert.match((await sendBytes(server.port, old)).text, /^\{/)
  const other = { ...signed, headers: { ...signed.headers, expect: 'the-moon' } }
  assert.equal((await sendBytes(server.port, bytesOf(other))).status, 200)
})

test('[B-041] headers that are too large are refused', async () => {
  await using server = await startWire()
  const headers = { 'x-large': 'x'.repeat(17 * 1024) }
  const answer = await send(server.port, { path: '/domains-list', headers })
  assert.equal(answer.status, 400)
  assert.equal(answer.error, 'SerializationException')
  const label = 'x'.repeat(17 * 1024)
  assert.equal((await send(server.port, { path: `/domains/${label}` })).status, 400)
})

test('[B-034] what is no HTTP is answered 400 in the form of AWS', async () => {
  await using server = await startWire()
  for (const bytes of [
    'nonsense\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'POST /domains HTTP/1.1\r\nconnection: close\r\n\r\n',
    'POST /domains HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n',
    'POST /domains HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    'POST /domains HTTP/1.1\r\nhost: x\r\nbad header: x\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01',
  ]) {
    const answer = await sendBytes(server.port, Buffer.from(bytes, 'latin1'))
    assert.equal(answer.status, 400, bytes)
    assert.equal(answer.error, 'SerializationException', bytes)
    assert.ok(answer.headers['x-amzn-requestid'], bytes)
  }
  const tunnel = await sendBytes(server.port, 'CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n')
  assert.equal(tunnel.error, 'UnknownOperationException')
  assert.equal(tunnel.status, 404)
  assert.deepEqual(server.defects, [])
})

test('[B-034] garbage behind a request never becomes its answer', async () => {
  let finish = () => {}
  await using server = await startWire({
    perform: () => new Promise((resolve) => (finish = () => resolve({}))),
  })
  const signed = await signHeader(server.port, { path: '/domains-list' })
  const request = bytesOf(signed).toString('latin1').replace('connection: close\r\n', '')
  const answer = await sendBytes(server.port, `${request}nonsense\r\n\r\n`)
  assert.ok(Number.isNaN(answer.status), answer.text)
  finish()
})

test('[B-042] a slow sender is cut off with a RequestTimeoutException', async () => {
  await using server = await startWire({ requestTimeoutSeconds: 1 })
  const signed = await signHeader(server.port, { path: '/domains', body: '{"name":"support"}' })
  for (const part of [
    'POST /domains HTTP/1.1\r\nhost: x\r\n',
    bytesOf(signed).subarray(0, -5).toString('latin1'),
  ]) {
    const answer = await sendBytes(server.port, part)
    assert.equal(answer.status, 408)
    assert.equal(answer.error, 'RequestTimeoutException')
  }
})

test('[B-042] a client that takes nothing of its answer loses it', async () => {
  const bytes = 32 * 1024 * 1024
  const output = { domains: ['x'.repeat(bytes)] }
  await using server = await startWire({ requestTimeoutSeconds: 1, perform: async () => output })
  const socket = await open(server.port)
  socket.write(bytesOf(await signHeader(server.port, { path: '/domains-list' })))
  // Senders that are as slow are cut off meanwhile.
  for (const _ of [1, 2, 3]) await sendBytes(server.port, 'POST /domains HTTP/1.1\r\nhost: x\r\n')
  let taken = 0
  socket.on('data', (chunk) => {
    taken += chunk.length
  })
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.on('close', resolve))
  assert.ok(taken < bytes, String(taken))
})

test('[B-042] an idle connection is closed', async () => {
  await using server = await startWire({ idleTimeoutSeconds: 1 })
  const signed = await signHeader(server.port, { path: '/domains-list' })
  const bytes = bytesOf(signed).toString('latin1').replace('connection: close\r\n', '')
  assert.equal((await sendBytes(server.port, bytes)).status, 200)
})

test('[B-042] connections are bounded', async () => {
  await using server = await startWire({ connectionsMax: 1 })
  const first = await open(server.port)
  const second = await open(server.port)
  await new Promise((resolve) => second.on('close', resolve))
  first.destroy()
})

// A request that is being answered and one that is still being sent when the server begins to
// close.
test('[B-043] closing finishes every request that has begun', async () => {
  let finish = () => {}
  const begun = Promise.withResolvers<void>()
  const server = await startWire({
    perform: () =>
      new Promise((resolve) => {
        finish = () => resolve({})
        begun.resolve()
      }),
  })
  const idle = await open(server.port)
  const idleClosed = new Promise((resolve) => idle.on('close', resolve))
  const signed = await signHeader(server.port, { path: '/domains', body: '{"name":"support"}' })
  const bytes = bytesOf(signed).toString('latin1').replace('connection: close\r\n', '')
  const answered = sendBytes(server.port, bytes)
  await begun.promise
  const closing = server.close()
  await idleClosed
  await assert.rejects(open(server.port))
  finish()
  const answer = await answered
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.connection, 'close')
  await closing
})

test('[B-043] a client that never ends its request does not hold the closing', async () => {
  const server = await startWire({ requestTimeoutSeconds: 1 })
  const signed = await signHeader(server.port, { path: '/domains', body: '{"name":"support"}' })
  const socket = await open(server.port)
  socket.on('error', () => undefined)
  socket.write(bytesOf(signed).subarray(0, -5))
  await reaches(server)
  await server.close()
})

test('[B-033] bodies of any form and size of number are answered below 500', async () => {
  await using server = await startWire()
  const hash = createHash('sha256').update('x').digest()
  for (const body of [hash, Buffer.alloc(3), `[${'1,'.repeat(1e5)}1]`, '1e400', '"\\ud800"']) {
    const answer = await send(server.port, { path: `${domain}/cases-search`, body })
    assert.ok(answer.status < 500 && answer.status >= 400, String(answer.status))
  }
  assert.deepEqual(server.defects, [])
})

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })

/** What the server says first; the connection is dropped after that. */
const firstBytes = async (port: number, bytes: Buffer | string): Promise<string> => {
  const socket = await open(port)
  socket.write(bytes)
  const received = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
  socket.destroy()
  return received.toString('latin1')
}

/** Everything written before has been read by the server: it answers what came after. */
const reaches = async (server: TestServer) => {
  assert.ok(realClock().monotonicMs() > 0)
  const health = 'GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
  assert.equal(parseAnswer(await firstBytes(server.port, health)).status, 200)
}
