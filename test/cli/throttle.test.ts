// AWS's request rates, when they are asked for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { ApiError } from '../../src/errors.ts'
import type { OperationName } from '../../src/model/index.ts'
import { throttle } from '../../src/throttle.ts'
import { expectError } from '../support/errors.ts'
import { startTestServer } from '../support/server.ts'

test('[B-850] beyond the burst an operation is throttled with Retry-After', async () => {
  // However long the calls take, nothing comes back meanwhile.
  const clock = { ...realClock(), monotonicMs: () => 0 }
  await using server = await startTestServer({ settings: { throttle: 'aws' }, clock })
  const call = () => server.send('POST', '/domains/x/cases/y/audit-history', {})
  const answers = await Promise.all(Array.from({ length: 16 }, call))
  const throttled = answers.filter(({ error }) => error === 'ThrottlingException')
  assert.ok(throttled.length >= 1 && throttled.length <= 6, String(throttled.length))
  for (const { status, headers } of throttled) {
    assert.equal(status, 429)
    assert.equal(headers.get('retry-after'), '1')
  }
  const update = () => server.client.updateCase({ domainId: 'x', caseId: 'y', fields: [] })
  for (let index = 0; index < 2; index++) await expectError(update(), 'ResourceNotFoundException')
  const sentence = 'Rate exceeded: UpdateCase allows 2 requests a second'
  await expectError(update(), 'ThrottlingException', sentence)
})

test('[B-850] by default nothing is throttled', async () => {
  await using server = await startTestServer()
  const answers = await Promise.all(Array.from({ length: 40 }, () => server.client.listDomains()))
  assert.equal(answers.length, 40)
})

test('[B-850] a bucket fills at its rate up to its burst, each operation for itself', () => {
  let ms = 0
  const admit = throttle('aws', { ...realClock(), monotonicMs: () => ms })
  const admitted = (name: OperationName, tries: number): number => {
    let count = 0
    for (let index = 0; index < tries; index++) {
      try {
        admit(name)
        count += 1
      } catch (error) {
        assert.ok(error instanceof ApiError && error.name === 'ThrottlingException')
      }
    }
    return count
  }
  const bursts = {
    CreateCase: 10,
    GetCase: 10,
    UpdateCase: 2,
    GetDomain: 5,
    BatchGetField: 25,
    DescribeContact: 15,
  }
  for (const [name, burst] of Object.entries(bursts)) {
    assert.equal(admitted(name as OperationName, 40), burst, name)
  }
  ms += 1000
  assert.equal(admitted('GetCase', 40), 4)
  assert.equal(admitted('UpdateCase', 40), 2)
  assert.equal(admitted('BatchGetField', 40), 8)
  ms += 60_000
  assert.equal(admitted('GetCase', 40), 10)
  assert.equal(admitted('DeleteCase', 40), 40)
})
