// Uploads by signed URL, as any HTTP client makes them, and as none should.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect as connectSocket, type Socket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { fileBytes } from '../support/file-bytes.ts'
import {
  eventually,
  expectReason,
  fileSetting,
  put,
  type Started,
} from '../support/file-setting.ts'

const pdf = fileBytes.pdf as Buffer
const pdfOf = (bytes: number) => Buffer.concat([pdf, Buffer.alloc(bytes - pdf.length, 'x')])

/** The request line and headers of an upload, to be sent by hand. */
const headOf = ({ url, headers }: Started, more: Record<string, string>): string => {
  const { host, pathname, search } = new URL(url)
  const lines = Object.entries({ host, ...headers, ...more }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `PUT ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`
}

const socketTo = async ({ url }: Started): Promise<Socket> => {
  const socket = connectSocket(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** All that the server says on a connection until it ends it, or until it has said what is waited for. */
const heard = async (socket: Socket, enough?: RegExp): Promise<string> => {
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    if (enough?.test(text)) break
  }
  return text
}

test('[B-1020] an altered URL, and one used for something else, is refused', async () => {
  await using setting = await fileSetting()
  const { start, attach, urlOf } = setting
  const [one, two] = [await start('a.pdf', pdf.length), await start('b.pdf', pdf.length)]
  const given = await urlOf(await attach('c.pdf'))
  const later = String(Number(new URL(one.url).searchParams.get('expires')) + 1)
  const altered = [
    one.url.replace(one.FileId, two.FileId),
    one.url.replace(/expires=\d+/, `expires=${later}`),
    one.url.replace(/signature=./, (text) => `signature=${text.endsWith('x') ? 'y' : 'x'}`),
    one.url.replace(/&signature=.*/, ''),
    one.url.replace(/&signature=.*/, '&signature='),
    one.url.replace(/\?.*/, ''),
    given.replace('downloads', 'uploads'),
  ]
  for (const url of altered) {
    const { status, error } = await put({ ...one, url }, pdf)
    assert.deepEqual([status, error], [403, 'AccessDeniedException'], url)
  }
  const download = await fetch(one.url.replace('uploads', 'downloads'))
  assert.equal(download.status, 403)
  for (const [method, url] of [
    ['POST', one.url],
    ['GET', one.url],
    ['PUT', given],
    ['DELETE', given],
  ]) {
    assert.equal((await fetch(url as string, { method: method as string })).status, 404)
  }
  assert.equal((await fetch(`${one.url.split('/uploads')[0]}/uploads/..%2F..%2Fx`)).status, 404)
  assert.equal((await put(one, pdf)).status, 200)
})

test('[B-1020] a URL ends by the wall clock', async () => {
  await using setting = await fileSetting()
  const { start, attach, urlOf, clock } = setting
  const upload = await start('a.pdf', pdf.length, { UrlExpiryInSeconds: 60 })
  const given = await urlOf(await attach('b.pdf'))
  clock.advanceWall(57_000)
  assert.equal((await put(upload, pdf)).status, 200)
  clock.advanceWall(4000)
  const late = await put(upload, pdf)
  assert.deepEqual([late.status, late.error], [403, 'AccessDeniedException'])
  assert.match(late.text, /expired/)
  assert.equal((await fetch(given)).status, 200)
  clock.advanceWall(240_000)
  assert.equal((await fetch(given)).status, 403)
})

test('[B-1021] an upload comes with the header that was given and as long as announced', async () => {
  await using setting = await fileSetting()
  const { start, complete, lying } = setting
  const upload = await start('a.pdf', pdf.length)
  for (const headers of [{}, { 'Content-Type': 'text/plain' }]) {
    const { status, error } = await put({ ...upload, headers }, pdf)
    assert.deepEqual([status, error], [403, 'InvalidSignatureException'])
  }
  for (const bytes of [pdfOf(pdf.length + 1), pdf.subarray(1), Buffer.alloc(0)]) {
    const { status, error } = await put(upload, bytes)
    assert.deepEqual([status, error], [400, 'ValidationException'])
  }
  const socket = await socketTo(upload)
  socket.write(`${headOf(upload, { 'transfer-encoding': 'chunked' })}5\r\n%PDF-\r\n`)
  assert.match(await heard(socket), /^HTTP\/1\.1 400 /)
  assert.deepEqual(lying(), [])
  await assert.rejects(complete(upload), /No bytes/)
})

test('[B-1021] whoever asks before sending is told before sending', async () => {
  await using setting = await fileSetting()
  const upload = await setting.start('a.pdf', pdf.length)
  const expect = { expect: '100-continue', 'content-length': String(pdf.length) }
  const socket = await socketTo(upload)
  socket.write(headOf(upload, expect))
  await once(socket, 'readable')
  assert.match(String(socket.read()), /^HTTP\/1\.1 100 /)
  socket.write(pdf)
  assert.match(await heard(socket, /\r\n\r\n/), /^HTTP\/1\.1 200 /)
  socket.destroy()
  const wrong = await socketTo(upload)
  wrong.write(headOf(upload, { ...expect, 'content-length': '1' }))
  assert.match(await heard(wrong, /\r\n\r\n/), /^HTTP\/1\.1 400 /)
  wrong.destroy()
})

test('[B-1022] until it is completed an upload may come again, and the last one counts', async () => {
  await using setting = await fileSetting()
  const { start, complete, urlOf, lying } = setting
  const upload = await start('a.pdf', pdf.length)
  const other = Buffer.from(pdf)
  other.write('1.4', 5)
  for (const bytes of [pdf, other, pdf, other, other]) {
    assert.equal((await put(upload, bytes)).status, 200)
    assert.equal(lying().length, 1)
  }
  const together = await Promise.all([pdf, other, pdf, other].map((bytes) => put(upload, bytes)))
  assert.deepEqual(new Set(together.map(({ status }) => status)), new Set([200]))
  assert.equal(lying().length, 1)
  assert.equal((await put(upload, other)).status, 200)
  await complete(upload)
  const late = await put(upload, pdf)
  assert.deepEqual([late.status, late.error], [409, 'ConflictException'])
  const download = await fetch(await urlOf(upload))
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), other)
})

test('[B-1020] [B-1032] an upload to a file that is deleted meanwhile leaves nothing', async () => {
  await using setting = await fileSetting()
  const { connect, at, start, data } = setting
  const upload = await start('a.pdf', 1000)
  const socket = await socketTo(upload)
  socket.write(headOf(upload, { 'content-length': '1000' }))
  socket.write(pdfOf(500))
  const own = join(data, 'files', 'incoming', upload.FileId)
  await eventually(() => existsSync(own))
  await connect.deleteAttachedFile({ ...at, FileId: upload.FileId })
  socket.write(Buffer.alloc(500, 'x'))
  assert.match(await heard(socket, /\r\n\r\n/), /^HTTP\/1\.1 404 /)
  socket.destroy()
  await eventually(() => !existsSync(own))
})

test('[B-1023] an upload that is cut off leaves nothing', async () => {
  await using setting = await fileSetting()
  const { start, complete, lying } = setting
  const upload = await start('a.pdf', 100_000)
  const socket = await socketTo(upload)
  socket.write(headOf(upload, { 'content-length': '100000' }))
  socket.write(pdfOf(50_000))
  await eventually(() => lying().length === 1)
  socket.destroy()
  await eventually(() => lying().length === 0)
  await assert.rejects(complete(upload), /No bytes/)
  assert.equal((await put(upload, pdfOf(100_000))).status, 200)
  await complete(upload)
})

test('[B-1023] an upload may take longer than a request, but not for ever, nor stand still', async () => {
  const limits = { 'request-timeout-seconds': '2', 'files-transfer-seconds': '5' }
  await using setting = await fileSetting(limits)
  const { start, complete, lying } = setting
  const clock = realClock()
  const send = async (pieces: number, pauseMs: number) => {
    const upload = await start('a.pdf', 10_000)
    const socket = await socketTo(upload)
    socket.write(headOf(upload, { 'content-length': '10000' }))
    socket.on('error', () => undefined)
    const answer = heard(socket, /\r\n\r\n/)
    const bytes = pdfOf(10_000)
    for (let piece = 0; piece < pieces && socket.writable; piece += 1) {
      await clock.sleep(pauseMs)
      socket.write(bytes.subarray(piece * 1000, piece * 1000 + 1000))
    }
    return { upload, text: await answer }
  }
  const [slow, still, endless] = await Promise.all([send(10, 220), send(1, 0), send(9, 1000)])
  assert.match(slow.text, /^HTTP\/1\.1 200 /)
  await complete(slow.upload)
  for (const { upload, text } of [still, endless]) {
    assert.match(text, /^HTTP\/1\.1 408 .*RequestTimeoutException/s)
    await assert.rejects(complete(upload), /No bytes/)
  }
  await eventually(() => lying().length === 1)
})

test('[B-1026] origins that may call may send and get files', async () => {
  const origin = 'https://desk.example.com'
  await using setting = await fileSetting({ 'cors-origins': origin })
  const { start, complete, urlOf } = setting
  const upload = await start('a.pdf', pdf.length)
  const preflight = await fetch(upload.url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    },
  })
  assert.equal(preflight.status, 204)
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PUT/)
  const allowed = (answer: { headers: Headers }) =>
    answer.headers.get('access-control-allow-origin')
  const from = (other: string) => ({ ...upload.headers, origin: other })
  const sent = await put({ ...upload, headers: from(origin) }, pdf)
  assert.equal(allowed(sent), origin)
  const foreign = await put({ ...upload, headers: from('https://evil.example.com') }, pdf)
  assert.equal(allowed(foreign), null)
  const wrong = await put({ url: upload.url.slice(0, -1), headers: from(origin) }, pdf)
  assert.deepEqual([wrong.status, allowed(wrong)], [403, origin])
  await complete(upload)
  assert.equal(allowed(await fetch(await urlOf(upload), { headers: { origin } })), origin)
})

test('[B-1012] a file whose bytes are altered on the way is refused at its end', async () => {
  await using setting = await fileSetting()
  const { start, complete } = setting
  const upload = await start('a.pdf', pdf.length)
  assert.equal((await put(upload, Buffer.alloc(pdf.length, 'x'))).status, 200)
  await expectReason(complete(upload), 'INVALID_FILE_TYPE')
  const late = await put(upload, pdf)
  assert.deepEqual([late.status, late.error], [409, 'ConflictException'])
})
