// HTTPS, and what trusted proxies say of a client.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { connect as connectSecurely } from 'node:tls'
import { cert, key } from '../support/certificate.ts'
import { bytesOf, parseAnswer, sendBytes, signHeader, startWire } from './signed.ts'

const sendSecurely = (port: number, bytes: Buffer | string) =>
  new Promise<ReturnType<typeof parseAnswer>>((resolve, reject) => {
    const options = { port, host: '127.0.0.1', rejectUnauthorized: false }
    const socket = connectSecurely(options, () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString('utf8'))))
  })

test('[B-044] a request over TLS is known to be secure', async () => {
  const seen: boolean[] = []
  await using server = await startWire({
    tls: { cert, key },
    perform: async (_, __, { secure }) => void seen.push(secure),
  })
  const signed = await signHeader(server.port, { path: '/domains-list' })
  assert.equal((await sendSecurely(server.port, bytesOf(signed))).status, 200)
  assert.deepEqual(seen, [true])
})

test('[B-034] [B-033] plain bytes to a TLS port harm nobody', async () => {
  await using server = await startWire({ tls: { cert, key } })
  const plain = await sendBytes(server.port, 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n')
  assert.ok(Number.isNaN(plain.status))
  const health = 'GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
  assert.equal((await sendSecurely(server.port, health)).status, 200)
  assert.deepEqual(server.defects, [])
})

test('[B-042] a handshake that does not come is not waited for', async () => {
  await using server = await startWire({ tls: { cert, key }, requestTimeoutSeconds: 1 })
  const silent = connect(server.port, '127.0.0.1')
  await new Promise((resolve) => silent.on('close', resolve))
})

test('[B-043] closing finishes requests over TLS, and waits for no handshake', async () => {
  const begun = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<object>()
  const server = await startWire({
    tls: { cert, key },
    perform: () => {
      begun.resolve()
      return finish.promise
    },
  })
  const signed = await signHeader(server.port, { path: '/domains-list' })
  const answered = sendSecurely(server.port, bytesOf(signed))
  await begun.promise
  const silent = connect(server.port, '127.0.0.1')
  silent.on('error', () => undefined)
  const silentClosed = new Promise((resolve) => silent.on('close', resolve))
  await new Promise((resolve) => silent.on('connect', resolve))
  // Half a handshake: the server has seen bytes of it.
  silent.write(Buffer.from([0x16, 0x03, 0x01]))
  const closing = server.close()
  await silentClosed
  finish.resolve({})
  assert.equal((await answered).status, 200)
  await closing
})
