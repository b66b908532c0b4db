// How much may wait for a SQLite store.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiError } from '../../src/errors.ts'
import { query } from '../../src/storage/contract.ts'
import { ask, put } from './place.ts'
import { builder, creation } from './rows.ts'
import { sqlitePlace } from './sqlite-place.ts'

const outcome = async (calls: readonly Promise<unknown>[]) => {
  const ended = await Promise.allSettled(calls)
  const reasons = ended.flatMap((end) =>
    end.status === 'rejected' ? [end.reason as ApiError] : [],
  )
  return { answered: ended.length - reasons.length, reasons }
}

const assertThrottled = (reasons: readonly ApiError[], message: string) => {
  for (const { name, message: said, details } of reasons) {
    assert.deepEqual([name, said], ['ThrottlingException', message])
    assert.equal(details.retryAfterSeconds, 1)
  }
}

test('[B-715] 10,000 writes may wait; more are throttled, and those that wait are answered', async () => {
  await using place = await sqlitePlace()
  const store = await place.open()
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain })
  const rows = Array.from({ length: 20 }, () => own.case())
  const first = rows.map((row) => put(store, ...creation(row)))
  const { answered, reasons } = await outcome([
    ...first,
    ...Array.from({ length: 10_030 - rows.length }, () => put(store)),
  ])
  assert.deepEqual([answered, reasons.length], [10_000, 30])
  assertThrottled(reasons, 'Too many writes are waiting. Try again.')
  await put(store, ...creation(own.case()))
})

test('[B-715] 1,000 searches may wait; more are throttled, other reads are not', async () => {
  await using place = await sqlitePlace()
  const store = await place.open()
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain }, ...creation(own.case()))
  const takes = { scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 1 }
  const search = async () => (await ask(store, 'searchCases', takes)).totalCount
  const searches = Array.from({ length: 1025 }, search)
  const reads = Array.from({ length: 2000 }, () => ask(store, 'contactByArn', { arn: 'none' }))
  const { answered, reasons } = await outcome(searches)
  assert.deepEqual([answered, reasons.length], [1000, 25])
  assertThrottled(reasons, 'Too many searches are waiting. Try again in a second.')
  assert.equal((await outcome(reads)).answered, 2000)
  assert.equal(await search(), 1)
})

test('[B-717] while a search takes long, reads by id and writes are answered', async () => {
  await using place = await sqlitePlace()
  const store = await place.open()
  const own = builder('own')
  const rows = Array.from({ length: 2000 }, () => own.case())
  await put(store, { change: 'domain.put', domain: own.domain }, ...rows.flatMap(creation))
  const where = { fieldId: 'title', is: 'containing', folded: 'case' } as const
  const takes = { scope: own.scope, where: { not: where }, sorts: [], nowMs: 0, limit: 1 }
  const many = Array.from({ length: 600 }, (_, index) => [`${index}`, query('searchCases', takes)])
  let over = false
  // The thread of the searches is there by now.
  assert.equal((await ask(store, 'searchCases', takes)).totalCount, 0)
  const search = store.load(Object.fromEntries(many)).finally(() => {
    over = true
  })
  for (let round = 0; round < 3; round += 1) {
    const row = own.case()
    await put(store, ...creation(row))
    assert.deepEqual(await ask(store, 'caseById', { scope: own.scope, caseId: row.id }), row)
  }
  assert.ok(!over, 'the search did not take long enough to hold anybody up')
  assert.equal(Object.keys(await search).length, many.length)
})
