// AWS's request rates, by a clock that the test moves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { ApiError } from '../../src/errors.ts'
import { throttle } from '../../src/throttle.ts'

test('[B-850] a burst passes, then so many a second; other operations are not held up', () => {
  let ms = 0
  const clock = { ...realClock(), monotonicMs: () => ms }
  const admit = throttle('aws', clock)
  const refusal = () => {
    try {
      admit('UpdateCase')
    } catch (error) {
      assert.ok(error instanceof ApiError && error.name === 'ThrottlingException')
      return error.details.retryAfterSeconds
    }
    return undefined
  }
  assert.deepEqual([refusal(), refusal(), refusal()], [undefined, undefined, 1])
  admit('GetCase')
  ms += 500
  assert.deepEqual([refusal(), refusal()], [undefined, 1])
  for (let i = 0; i < 100; i++) admit('DeleteCase')
})

test('[B-850] nothing is held up by default', () => {
  const admit = throttle('off', realClock())
  for (let i = 0; i < 100; i++) admit('UpdateCase')
})
