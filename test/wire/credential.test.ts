// Session tokens, expiry and unknown keys.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { bytesOf, credential, presign, send, sendBytes, signHeader, startWire } from './signed.ts'

const list = { path: '/domains-list' }

test('[B-107] a wrong secret and an unknown key are told apart', async () => {
  await using server = await startWire()
  const wrong = await send(server.port, { ...list, secret: 'x'.repeat(40) })
  assert.equal(wrong.error, 'InvalidSignatureException')
  assert.doesNotMatch(wrong.text, /Canonical String for this/)
  const unknown = await send(server.port, { ...list, accessKeyId: 'AKIDNOBODY0000000001' })
  assert.equal(unknown.status, 403)
  assert.equal(unknown.error, 'UnrecognizedClientException')
})

test('[B-107] the debug setting tells what should have been signed', async () => {
  await using server = await startWire({ debugSignatures: true })
  const answer = await send(server.port, { ...list, secret: 'x'.repeat(40) })
  assert.match(answer.json.message, /Canonical String.*should have been\n'POST\n\/domains-list\n/)
  assert.match(answer.json.message, /String-to-Sign should have been\n'AWS4-HMAC-SHA256\n/)
  assert.ok(!answer.text.includes(credential.secret))
})

test('[B-107] a key whose secret changes is judged by the new one at once', async () => {
  let secret = credential.secret
  await using server = await startWire({ lookup: () => ({ ...credential, secret }) })
  assert.equal((await send(server.port, list)).status, 200)
  secret = 'another-secret-of-this-key'
  assert.equal((await send(server.port, list)).error, 'InvalidSignatureException')
  assert.equal((await send(server.port, { ...list, secret })).status, 200)
})

test('[B-108] a session token belongs to its key, and only to it', async () => {
  const sessionTokenHash = createHash('sha256').update('token').digest('hex')
  await using temporary = await startWire({
    lookup: async () => ({ ...credential, sessionTokenHash }),
  })
  await using lasting = await startWire()
  for (const sign of [signHeader, presign]) {
    const request = async (port: number, sessionToken?: string) =>
      sendBytes(
        port,
        bytesOf(
          await sign(port, { ...list, ...(sessionToken === undefined ? {} : { sessionToken }) }),
        ),
      )
    assert.equal((await request(temporary.port, 'token')).status, 200)
    assert.equal((await request(temporary.port, 'nekot')).error, 'UnrecognizedClientException')
    assert.equal((await request(temporary.port)).error, 'UnrecognizedClientException')
    assert.equal((await request(lasting.port, 'token')).error, 'UnrecognizedClientException')
  }
})

test('[B-108] an expired key is told so, if its secret is known', async () => {
  const expiresAt = realClock().wallNow() - 1
  await using server = await startWire({ lookup: () => ({ ...credential, expiresAt }) })
  assert.equal((await send(server.port, list)).error, 'ExpiredTokenException')
  const forged = await send(server.port, { ...list, secret: 'x'.repeat(40) })
  assert.equal(forged.error, 'InvalidSignatureException')
})
