// Access keys from their making to their end, in a real store; the server key and its file.
import assert from 'node:assert/strict'
import { createHmac, hash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createKey, type KeyRing, listKeys, revokeKey } from '../../src/access/access-keys.ts'
import { credentials } from '../../src/access/credentials.ts'
import { writeCredentialsFile } from '../../src/access/credentials-file.ts'
import { masterKey } from '../../src/access/key-file.ts'
import { ensureRootKey } from '../../src/access/root-key.ts'
import { serverKey } from '../../src/access/server-key.ts'
import { realClock } from '../../src/clock.ts'
import { query } from '../../src/storage/contract.ts'
import { openStore } from '../../src/storage/index.ts'
import { allow, contextOfKeys, request } from './support.ts'

const clock = realClock()
const policy = JSON.stringify({ Version: '2012-10-17', Statement: allow({ Action: 'cases:*' }) })

const newKey = () => serverKey(randomBytes(32), clock.random)

const ringOf = async (
  t: TestContext,
): Promise<KeyRing & { store: Awaited<ReturnType<typeof openStore>> }> => {
  const store = await openStore({ directory: ':memory:', clock })
  t.after(() => store.close())
  return { store, clock, location: request.location, key: newKey() }
}

const folder = (t: TestContext): string => {
  const path = mkdtempSync(join(tmpdir(), 'opencases-access-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('[B-171] what is sealed opens for its owner under its key, and only unaltered', () => {
  const key = newKey()
  const sealed = key.seal('AKIA1', 'a secret')
  assert.equal(key.open('AKIA1', sealed), 'a secret')
  assert.equal(key.open('AKIA2', sealed), undefined)
  assert.equal(newKey().open('AKIA1', sealed), undefined)
  assert.notDeepEqual(key.seal('AKIA1', 'a secret'), sealed)
  assert.ok(!Buffer.from(sealed).toString('latin1').includes('a secret'))
  for (let at = 0; at < sealed.length; at++) {
    const altered = Uint8Array.from(sealed)
    altered[at] = (altered[at] ?? 0) ^ 1
    assert.equal(key.open('AKIA1', altered), undefined, `byte ${at}`)
  }
  assert.equal(key.open('AKIA1', sealed.subarray(0, -1)), undefined)
  assert.equal(key.open('AKIA1', new Uint8Array()), undefined)
})

test('[B-171] chain and token MACs have keys of their own and cover all they are given', () => {
  const master = randomBytes(32)
  const key = serverKey(master, clock.random)
  const again = serverKey(master, clock.random)
  const previous = new Uint8Array(32)
  const bytes = Buffer.from('event')
  const mac = key.chain(previous, 1, bytes)
  assert.equal(mac.length, 32)
  assert.deepEqual(again.chain(previous, 1, bytes), mac)
  assert.notDeepEqual(key.chain(previous, 2, bytes), mac)
  assert.notDeepEqual(key.chain(previous, 2 ** 32 + 1, bytes), mac)
  assert.notDeepEqual(key.chain(mac, 1, bytes), mac)
  assert.notDeepEqual(key.chain(previous, 1, Buffer.from('events')), mac)
  const same = Buffer.concat([previous, Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), bytes])
  assert.notDeepEqual(key.mac(same), mac)
  assert.deepEqual(again.mac(same), key.mac(same))
  assert.notDeepEqual(createHmac('sha256', master).update(same).digest(), mac)
})

test('[B-172] a key has AWS’s form and does what its policy allows', async (t) => {
  const ring = await ringOf(t)
  const made = await createKey(ring, { name: 'ann', policy })
  assert.match(made.accessKeyId, /^AKIA[A-Z2-7]{16}$/)
  assert.match(made.secretAccessKey, /^[A-Za-z0-9+/]{40}$/)
  assert.equal(made.principalArn, 'arn:aws:iam::000000000000:user/ann')
  assert.equal(made.sessionToken, undefined)
  const found = await credentials(ring.store, ring.key)(made.accessKeyId)
  assert.equal(found?.secret, made.secretAccessKey)
  assert.deepEqual(found?.principal.principal, {
    arn: made.principalArn,
    accessKeyId: made.accessKeyId,
    root: false,
  })
  const allowed = found?.principal.policy
  assert.equal(allowed?.decide('cases:GetCase', '*', contextOfKeys({})), 'allow')
  assert.equal(allowed?.decide('connect:DescribeUser', '*', contextOfKeys({})), 'implicitDeny')
  const second = await createKey(ring, { name: 'ann', policy })
  assert.notEqual(second.accessKeyId, made.accessKeyId)
  assert.deepEqual(
    (await listKeys(ring)).map(({ accessKeyId, name }) => ({ accessKeyId, name })),
    [made, second].map(({ accessKeyId }) => ({ accessKeyId, name: 'ann' })),
  )
})

test('[B-171] the store holds no secret and no token', async (t) => {
  const ring = await ringOf(t)
  const made = await createKey(ring, { name: 'ann', policy, expires: '1h' })
  const { keys } = await ring.store.load({ keys: query('accessKeys', {}) })
  const text = JSON.stringify(keys, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
  assert.ok(text.includes(made.accessKeyId))
  assert.ok(!text.includes(made.secretAccessKey))
  assert.ok(!text.includes(made.sessionToken ?? 'missing'))
})

test('[B-172] [B-150] [B-147] bad names and policies are refused', async (t) => {
  const ring = await ringOf(t)
  for (const name of ['', 'a b', 'a/b', 'x'.repeat(65), 'é', 'a\n']) {
    await assert.rejects(createKey(ring, { name, policy }), /A name has 1 to 64 characters/)
  }
  const bad = JSON.stringify({ Statement: allow({ Action: 'connectcases:GetCase' }) })
  await assert.rejects(createKey(ring, { name: 'ann', policy: bad }), /did you mean cases:GetCase/)
  await assert.rejects(createKey(ring, { name: 'ann', policy: 'x' }), /it is no JSON/)
  const operator = JSON.stringify({ Statement: allow({ Condition: { Like: { 'aws:a': 'b' } } }) })
  await assert.rejects(createKey(ring, { name: 'ann', policy: operator }), /no condition operator/)
  assert.deepEqual(await listKeys(ring), [])
  const other = JSON.stringify({ Statement: allow({ Action: ['cases:*', 's3:*'] }) })
  const made = await createKey(ring, { name: 'ann', policy: other })
  assert.equal(made.warnings.length, 1)
})

test('[B-173] a key that expires has a session token', async (t) => {
  const ring = await ringOf(t)
  const before = clock.wallNow()
  const made = await createKey(ring, { name: 'ann', policy, expires: '30m' })
  assert.match(made.accessKeyId, /^ASIA[A-Z2-7]{16}$/)
  assert.ok((made.expiresAt ?? 0) >= before + 1_800_000)
  assert.ok((made.expiresAt ?? 0) <= clock.wallNow() + 1_800_000)
  const found = await credentials(ring.store, ring.key)(made.accessKeyId)
  assert.equal(found?.sessionTokenHash, hash('sha256', made.sessionToken ?? ''))
  assert.equal(found?.expiresAt, made.expiresAt)
  assert.ok((found?.principal.tokenIssuedAt ?? 0) >= before)
  for (const expires of ['1h', '7d', '365d', '1m'])
    await createKey(ring, { name: 'a', policy, expires })
  for (const expires of ['', '0h', '1', 'h', '1.5h', '-1h', '366d', '1w', '1 h']) {
    await assert.rejects(
      createKey(ring, { name: 'a', policy, expires }),
      /no time to live/,
      expires,
    )
  }
})

test('[B-174] a revoked key stops at once, a replaced one is the new one', async (t) => {
  const ring = await ringOf(t)
  const find = credentials(ring.store, ring.key)
  const made = await createKey(ring, { name: 'ann', policy })
  const first = await find(made.accessKeyId)
  assert.equal(await find(made.accessKeyId), first)
  const { keys } = await ring.store.load({ keys: query('accessKeys', {}) })
  const [row] = keys
  assert.ok(row !== undefined)
  const other = JSON.stringify({
    Version: '2012-10-17',
    Statement: allow({ Action: 'cases:Get*' }),
  })
  await ring.store.write({
    plan: () => ({}),
    decide: () => ({
      answer: undefined,
      changes: [{ change: 'accessKey.put', row: { ...row, policy: other } }],
    }),
  })
  const second = await find(made.accessKeyId)
  const decision = second?.principal.policy?.decide('cases:DeleteCase', '*', contextOfKeys({}))
  assert.equal(decision, 'implicitDeny')
  await revokeKey(ring, made.accessKeyId)
  assert.equal(await find(made.accessKeyId), undefined)
  await assert.rejects(revokeKey(ring, made.accessKeyId), /There is no access key AKIA/)
})

test('[B-175] there is one root key, and it stays', async (t) => {
  const ring = await ringOf(t)
  const first = await ensureRootKey(ring)
  assert.equal(first.created, true)
  const { created, ...pair } = await ensureRootKey(ring)
  assert.equal(created, false)
  assert.deepEqual(pair, {
    accessKeyId: first.accessKeyId,
    secretAccessKey: first.secretAccessKey,
  })
  const holder = (await credentials(ring.store, ring.key)(first.accessKeyId))?.principal
  assert.deepEqual(holder, {
    principal: {
      arn: 'arn:aws:iam::000000000000:root',
      accessKeyId: first.accessKeyId,
      root: true,
    },
  })
  await revokeKey(ring, first.accessKeyId)
  assert.notEqual((await ensureRootKey(ring)).accessKeyId, first.accessKeyId)
})

test('[B-175] a pair in the settings replaces the root key', async (t) => {
  const ring = await ringOf(t)
  const made = await createKey(ring, { name: 'ann', policy })
  const first = await ensureRootKey(ring)
  const given = { accessKeyId: 'AKIAOPERATOR00000000', secretAccessKey: 'chosen-by-the-operator' }
  assert.deepEqual(await ensureRootKey(ring, given), { ...given, created: true })
  assert.deepEqual(await ensureRootKey(ring, given), { ...given, created: false })
  const changed = { ...given, secretAccessKey: 'another-choice-entirely' }
  assert.deepEqual(await ensureRootKey(ring, changed), { ...changed, created: true })
  assert.deepEqual(await ensureRootKey(ring), { ...changed, created: false })
  const find = credentials(ring.store, ring.key)
  assert.equal(await find(first.accessKeyId), undefined)
  assert.equal((await find(given.accessKeyId))?.secret, changed.secretAccessKey)
  assert.equal((await listKeys(ring)).filter(({ root }) => root).length, 1)
  const clash = { ...given, accessKeyId: made.accessKeyId }
  await assert.rejects(ensureRootKey(ring, clash), /is the id of another key/)
})

test('[B-177] another server key is refused', async (t) => {
  const ring = await ringOf(t)
  const root = await ensureRootKey(ring)
  const other = { ...ring, key: newKey() }
  await assert.rejects(ensureRootKey(other), /server key does not open the access keys/)
  assert.equal(await credentials(ring.store, other.key)(root.accessKeyId), undefined)
})

test('[B-170] the first start makes a key file for its owner only, later ones read it', (t) => {
  const data = folder(t)
  const made = masterKey({ data }, clock.random)
  assert.equal(made.length, 32)
  const file = join(data, 'server.key')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(data), ['server.key'])
  assert.deepEqual(Buffer.from(masterKey({ data }, clock.random)), Buffer.from(made))
  const given = randomBytes(32)
  assert.equal(masterKey({ data, key: given }, clock.random), given)
  writeFileSync(file, `${given.toString('base64')}\n`)
  assert.deepEqual(Buffer.from(masterKey({ data }, clock.random)), given)
})

test('[B-170] a key file that others may read or that holds no key stops the start', (t) => {
  const data = folder(t)
  masterKey({ data }, clock.random)
  const file = join(data, 'server.key')
  chmodSync(file, 0o644)
  assert.throws(() => masterKey({ data }, clock.random), /may be read by others \(mode 644\)/)
  chmodSync(file, 0o600)
  for (const text of ['', 'abc', 'f'.repeat(62), 'f'.repeat(66), 'g'.repeat(64)]) {
    writeFileSync(file, text)
    assert.throws(() => masterKey({ data }, clock.random), /holds no key of 32 bytes/, text)
  }
  const missing = join(data, 'nowhere')
  assert.throws(() => masterKey({ data: missing }, clock.random), /cannot be written \(ENOENT\)/)
})

test('[B-170] in memory every server has a key of its own', () => {
  const one = masterKey({ data: ':memory:' }, clock.random)
  assert.equal(one.length, 32)
  assert.notDeepEqual(masterKey({ data: ':memory:' }, clock.random), one)
})

test('[B-176] the credentials file has all that a client needs and follows the endpoint', (t) => {
  const data = folder(t)
  const pair = { accessKeyId: 'AKIAX', secretAccessKey: 'se+cret/1=' }
  const first = { ...pair, region: 'us-east-1', endpointUrl: 'http://127.0.0.1:4580' }
  const file = writeCredentialsFile(data, first)
  assert.equal(file, join(data, 'credentials'))
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const lines = readFileSync(file, 'utf8').split('\n').slice(1)
  assert.deepEqual(lines, [
    '[opencases]',
    'aws_access_key_id = AKIAX',
    'aws_secret_access_key = se+cret/1=',
    'region = us-east-1',
    'endpoint_url = http://127.0.0.1:4580',
    '',
  ])
  chmodSync(file, 0o644)
  writeCredentialsFile(data, { ...first, endpointUrl: 'http://127.0.0.1:9' })
  assert.match(readFileSync(file, 'utf8'), /endpoint_url = http:\/\/127.0.0.1:9\n/)
  assert.match(readFileSync(file, 'utf8'), /aws_access_key_id = AKIAX\n/)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(data), ['credentials'])
  const missing = join(data, 'nowhere')
  assert.throws(() => writeCredentialsFile(missing, first), /cannot be written \(ENOENT\)/)
})
