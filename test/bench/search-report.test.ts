// What the report of the searches says of figures, with numbers worked out by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundIn } from '../../bench/mix/matches.ts'
import { type SearchRun, sizeOf, withRun } from '../../bench/mix/results.ts'
import { growthOf, slopeOf } from '../../bench/report-search.ts'

const query = { name: '(a) open', barMs: 10, p50Ms: 2, p99Ms: 5, cpuMs: 2, answers: 900 }

const run = (
  store: SearchRun['store'],
  cases: number,
  more: Partial<SearchRun> = {},
): SearchRun => ({
  ...{ store, cases, machine: '2 x Some CPU', day: '2026-11-01' },
  ...{
    machineLoad: 0.5,
    startMs: 300,
    databaseMb: 100,
    searchMb: 10,
    residentMb: 200,
    queries: [{ ...query, matches: 7 }],
  },
  ...more,
})

test('[B-898] a slope is that of the line with the least squares', () => {
  assert.equal(slopeOf([]), Number.NaN)
  assert.equal(slopeOf([[1, 5]]), Number.NaN)
  assert.equal(
    slopeOf([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
    2,
  )
  // Means 1 and 2; products of the distances 1 and 2, squares 2.
  assert.equal(
    slopeOf([
      [0, 1],
      [1, 1],
      [2, 4],
    ]),
    1.5,
  )
})

test('[B-898] cost may grow as what is found does, and not faster', () => {
  const at = (cases: number, costMs: number, matches: number) => ({ cases, costMs, matches })
  const steady = growthOf([at(1000, 1, 10), at(100_000, 100, 1000)])
  assert.ok(Math.abs(steady.cost - 1) < 1e-9 && Math.abs(steady.matches - 1) < 1e-9)
  assert.equal(steady.held, true)
  assert.equal(growthOf([at(1000, 1, 10), at(100_000, 100, 10)]).held, false)
  // A tenth of an order in two orders of magnitude is noise.
  assert.equal(growthOf([at(1000, 1, 0), at(100_000, 1.5, 0)]).held, true)
  assert.equal(growthOf([at(1000, 1, 0), at(100_000, 2.5, 0)]).held, false)
})

test('[B-898] a run takes the place of the one before of its store and size, and of no other', () => {
  const first = [run('sqlite', 1_000_000), run('sqlite', 10_000), run('postgres', 1_050_000)]
  const runs = first.reduce<SearchRun[]>(withRun, [])
  assert.deepEqual(
    runs.map(({ store, cases }) => [store, cases]),
    [
      ['sqlite', 10_000],
      ['sqlite', 1_000_000],
      ['postgres', 1_050_000],
    ],
  )
  const again = withRun(runs, run('sqlite', 1_100_000, { residentMb: 999 }))
  assert.deepEqual(
    again.map(({ store, cases }) => [store, cases]),
    [
      ['sqlite', 10_000],
      ['sqlite', 1_100_000],
      ['postgres', 1_050_000],
    ],
  )
  assert.deepEqual(
    [9000, 40_000, 1_300_000, 1_900_000].map((cases) => sizeOf({ cases })),
    [10_000, 100_000, 1_000_000, 2_000_000],
  )
})

test('[B-898] what a question finds is what its answer counts, else what came with it', () => {
  const two = [{}, {}]
  assert.equal(foundIn({ totalCount: 4000, cases: two }), 4000)
  assert.equal(foundIn({ totalCount: 0, cases: [] }), 0)
  assert.equal(foundIn({ cases: two }), 2)
  assert.equal(foundIn({ relatedItems: [{}] }), 1)
  assert.throws(() => foundIn({}), /without anything found/)
})
