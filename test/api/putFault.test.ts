// Faults on demand: POST, GET and DELETE /_opencases/faults.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { realClock } from '../../src/clock.ts'
import { statuses } from '../../src/errors.ts'
import { seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { until } from '../support/until.ts'

const path = '/_opencases/faults'

const startVirtual = () => startTestServer({ settings: { clock: 'virtual' } })

const put = async (server: TestServer, fault: object): Promise<string> => {
  const { status, text, json } = await server.send('POST', path, fault)
  assert.equal(status, 200, text)
  return json.faultId
}

/** What so many calls of ListDomains come to. */
const calls = async ({ client }: TestServer, count: number) => {
  const outcomes: string[] = []
  for (let call = 0; call < count; call += 1) {
    const outcome = client.listDomains({}).then(
      () => 'ok',
      (error: Error) => error.name,
    )
    outcomes.push(await outcome)
  }
  return outcomes
}

const slow = 'ThrottlingException'

test('[B-1120] an operation fails with the error asked for, and no other does', async () => {
  await using server = await startVirtual()
  const message = 'Rate exceeded'
  await put(server, { operation: 'ListDomains', error: slow, message, times: 2 })
  const { status, error, json } = await server.send('POST', '/domains-list')
  assert.deepEqual([status, error, json.message], [429, slow, message])
  await seedDomain(server.client)
  assert.deepEqual(await calls(server, 2), [slow, 'ok'])
})

test('[B-1120] every error name can be asked for, and comes with its status', async () => {
  await using server = await startVirtual()
  for (const [error, expected] of Object.entries(statuses)) {
    await put(server, { operation: 'ListDomains', error, times: 1 })
    const { status, ...sent } = await server.send('POST', '/domains-list')
    assert.deepEqual([status, sent.error], [expected, error])
  }
})

test('[B-1120] a call waits, and then succeeds', async () => {
  await using server = await startVirtual()
  await put(server, { operation: 'ListDomains', latencyMs: 120, times: 1 })
  const from = realClock().monotonicMs()
  assert.deepEqual(await calls(server, 1), ['ok'])
  assert.ok(realClock().monotonicMs() - from >= 119)
})

test('[B-1120] what makes no sense is refused, and so are faults of these tools', async () => {
  await using server = await startVirtual()
  const wrong: readonly [object, RegExp][] = [
    [{ operation: 'ListDomain', error: slow }, /operation/],
    [{ operation: 'PutFault', error: slow }, /operation/],
    [{ operation: 'toString', error: slow }, /operation/],
    [{ operation: 'GetCase', error: 'SlowDown' }, /error must be one of/],
    [{ operation: 'GetCase', error: 'constructor' }, /error must be one of/],
    [{ operation: 'GetCase' }, /an error, a latencyMs, or both/],
    [{ operation: 'GetCase', latencyMs: 60_001 }, /latencyMs/],
    [{ operation: 'GetCase', latencyMs: 1, every: 0 }, /every/],
    [{ operation: 'GetCase', latencyMs: 1, times: 0 }, /times/],
    [{ operation: 'GetCase', latencyMs: 1, when: 'never' }, /when/],
  ]
  for (const [fault, message] of wrong) {
    const { error, json } = await server.send('POST', path, fault)
    assert.equal(error, 'ValidationException', JSON.stringify(fault))
    assert.match(json.message, message)
  }
  assert.deepEqual((await server.send('GET', path)).json.faults, [])
})

test('[B-1121] each so-manieth call is struck, so many times', async () => {
  await using server = await startVirtual()
  await put(server, { operation: 'ListDomains', error: slow, every: 3, times: 2 })
  const expected = ['ok', 'ok', slow, 'ok', 'ok', slow, 'ok', 'ok', 'ok', 'ok']
  assert.deepEqual(await calls(server, 10), expected)
})

test('[B-1122] [B-840] an answer that got lost is a write that an SDK repeats as one', async () => {
  await using server = await startVirtual()
  const seeded = await seedDomain(server.client)
  const { domainId } = seeded
  const fault = { operation: 'CreateCase', error: 'InternalServerException', times: 1 }
  await put(server, { ...fault, when: 'after' })
  const { endpoint, rootKey } = server.server
  const client = new ConnectCases({ endpoint, region: 'us-east-1', credentials: rootKey })
  await seedCase(client, seeded)
  client.destroy()
  assert.equal((await server.client.searchCases({ domainId })).totalCount, 1)
  const [{ calls: seen, struck }] = (await server.send('GET', path)).json.faults
  assert.deepEqual([seen, struck], [2, 1])
})

test('[B-1122] a fault before a call leaves nothing of it', async () => {
  await using server = await startVirtual()
  const error = 'InternalServerException'
  await put(server, { operation: 'CreateDomain', error, times: 1 })
  await assert.rejects(server.client.createDomain({ name: 'a' }), { name: error })
  assert.deepEqual((await server.client.listDomains({})).domains, [])
})

test('[B-1123] faults are listed with what they saw, and deleted by operation or all', async () => {
  await using server = await startVirtual()
  const first = await put(server, { operation: 'ListDomains', error: slow, every: 2 })
  const second = await put(server, { operation: 'GetCase', latencyMs: 5 })
  await calls(server, 3)
  const listed = async () => (await server.send('GET', path)).json.faults
  assert.deepEqual(await listed(), [
    {
      faultId: first,
      operation: 'ListDomains',
      error: slow,
      every: 2,
      when: 'before',
      calls: 3,
      struck: 1,
    },
    {
      faultId: second,
      operation: 'GetCase',
      latencyMs: 5,
      every: 1,
      when: 'before',
      calls: 0,
      struck: 0,
    },
  ])
  const query = { operation: 'ListDomains' }
  assert.equal((await server.send('DELETE', path, undefined, { query })).status, 200)
  assert.deepEqual(
    (await listed()).map(({ faultId }: { faultId: string }) => faultId),
    [second],
  )
  assert.deepEqual(await calls(server, 2), ['ok', 'ok'])
  assert.equal((await server.send('DELETE', path)).status, 200)
  assert.deepEqual(await listed(), [])
})

test('[B-1123] there are 100 faults at most', async () => {
  await using server = await startVirtual()
  const fault = { operation: 'GetCase', latencyMs: 1 }
  for (let count = 0; count < 100; count += 1) await put(server, fault)
  assert.match((await server.send('POST', path, fault)).json.message, /100 faults/)
})

test('[B-1120] a call that waits holds up no shutdown', async () => {
  const server = await startVirtual()
  await put(server, { operation: 'ListDomains', latencyMs: 60_000 })
  const waiting = calls(server, 1)
  const hasCome = async () => (await server.send('GET', path)).json.faults[0]?.calls === 1
  await until(hasCome, () => 'the call has not come')
  const from = realClock().monotonicMs()
  await server.server.close()
  assert.deepEqual(await waiting, ['ok'])
  assert.ok(realClock().monotonicMs() - from < 5000)
})
