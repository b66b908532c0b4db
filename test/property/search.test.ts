// Generated domains, cases, filters and sorts: SQLite finds exactly the cases that the plain evaluation in
// memory finds, in the same order, and pages give each of them once. `OPENCASES_TEST_SEED` repeats a run.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileFilter } from '../../src/domain/case-filter.ts'
import type { DomainConfig } from '../../src/domain/domain-config.ts'
import type { Predicate } from '../../src/domain/predicate.ts'
import type { CaseRow } from '../../src/domain/rows.ts'
import { compileSearchTerm } from '../../src/domain/search-term.ts'
import type { CaseFilter } from '../../src/model/case-filters.ts'
import { type CaseSort, type Cursor, query } from '../../src/storage/contract.ts'
import { seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { comparableIn, evaluatePredicate, numberIn } from './evaluate-predicate.ts'

const texts = ['Late parcel', 'late', 'Straße 11', 'CAFÉ', 'cafe', 'Écran', 'x', 'small', '1000']
const numbers = [0, -1, 1.5, 1000, 1e21]
const dates = ['2026-01-01T00:00:00.000Z', '2026-06-01T10:00:00.500Z']

type Fields = Awaited<ReturnType<typeof seedDomain>>['fields']

const valueFor = (fields: Fields) =>
  fc.oneof(
    fc.record({
      id: fc.constantFrom(fields.text, 'title', 'summary'),
      value: fc.record({ stringValue: fc.constantFrom(...texts) }),
    }),
    fc.record({
      id: fc.constant(fields.number),
      value: fc.record({ doubleValue: fc.constantFrom(...numbers) }),
    }),
    fc.record({
      id: fc.constant(fields.boolean),
      value: fc.record({ booleanValue: fc.boolean() }),
    }),
    fc.record({
      id: fc.constant(fields.dateTime),
      value: fc.record({ stringValue: fc.constantFrom(...dates) }),
    }),
    fc.record({
      id: fc.constant(fields.singleSelect),
      value: fc.record({ stringValue: fc.constantFrom('small', 'large') }),
    }),
  )

const filterFor = (fields: Fields): fc.Arbitrary<CaseFilter> => {
  const ordered = fc.oneof(
    fc.record({
      id: fc.constant(fields.number),
      value: fc.record({ doubleValue: fc.constantFrom(...numbers) }),
    }),
    fc.record({
      id: fc.constant(fields.dateTime),
      value: fc.record({ stringValue: fc.constantFrom(...dates) }),
    }),
  )
  const text = fc.record({
    id: fc.constantFrom(fields.text, 'title', fields.singleSelect),
    value: fc.record({ stringValue: fc.constantFrom('a', 'LATE', 'é', 'cafe', 'ss', 'small') }),
  })
  const empty = fc.record({
    id: fc.constantFrom(...Object.values(fields), 'summary'),
    value: fc.constant({ emptyValue: {} }),
  })
  const leaf = fc.oneof(
    fc.record({ field: fc.record({ equalTo: fc.oneof(valueFor(fields), empty) }) }),
    fc.record({ field: fc.record({ contains: text }) }),
    fc.record({ field: fc.record({ greaterThan: ordered }) }),
    fc.record({ field: fc.record({ lessThanOrEqualTo: ordered }) }),
    fc.constantFrom({ tag: { equalTo: { key: 'team' } } }, { tag: { equalTo: { value: 'b' } } }),
  )
  const { filter } = fc.letrec<{ filter: CaseFilter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf as fc.Arbitrary<CaseFilter>,
      fc.record({ not: tie('filter') }),
      fc.record({ andAll: fc.array(tie('filter'), { maxLength: 3 }) }),
      fc.record({ orAll: fc.array(tie('filter'), { maxLength: 3 }) }),
    ),
  }))
  return filter
}

const fill = async (server: TestServer) => {
  const seeded = await seedDomain(server.client)
  const samples = fc.sample(fc.uniqueArray(valueFor(seeded.fields), { selector: (v) => v.id }), {
    numRuns: 60,
    seed: 7,
  })
  for (const [i, fields] of samples.entries()) {
    if (i % 3 === 0) server.clock.advance(1000)
    const tags = i % 2 === 0 ? {} : { [i % 4 === 1 ? 'team' : 'other']: i % 5 === 0 ? 'b' : 'a' }
    await seedCase(server.client, seeded, { fields, tags })
  }
  const domain = server.server.store.configs.domain(seeded.domainId) as DomainConfig
  return { domain, fields: seeded.fields, rows: await walk(server, domain, { all: [] }, []) }
}

const walk = async (
  { server: { store } }: TestServer,
  { scope }: DomainConfig,
  where: Predicate,
  sorts: readonly CaseSort[],
): Promise<CaseRow[]> => {
  const found: CaseRow[] = []
  let after: Cursor | undefined
  do {
    const more = after === undefined ? {} : { after }
    const takes = { scope, where, sorts, limit: 7, nowMs: 0, ...more }
    const { page } = await store.load({ page: query('searchCases', takes) })
    found.push(...page.rows)
    after = page.next
    if (after === undefined) assert.equal(page.totalCount, found.length)
  } while (after !== undefined)
  return found
}

const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

test(`[B-500] [B-503] [B-509] SQL agrees with evaluation in memory (seed ${seed})`, async () => {
  await using server = await startTestServer()
  const { domain, fields, rows } = await fill(server)
  const terms = fc.constantFrom(undefined, 'late', 'CAFÉ', 'str 1', 'sma', '1000', 'x ')
  let found = 0
  const property = fc.asyncProperty(filterFor(fields), terms, async (filter, term) => {
    const where: Predicate = {
      all: [compileFilter(domain, filter), compileSearchTerm(domain, term)],
    }
    const expected = rows.filter((row) => evaluatePredicate(domain, row, where))
    const actual = await walk(server, domain, where, [])
    assert.deepEqual(
      actual.map(({ id }) => id),
      expected.map(({ id }) => id),
    )
    found += actual.length
  })
  await fc.assert(property, { seed, numRuns: 150 })
  assert.ok(rows.length === 60 && found > 100, `the search found only ${found} cases`)
})

test(`[B-501] [B-502] sorts agree with sorting in memory (seed ${seed})`, async () => {
  await using server = await startTestServer()
  const { domain, fields, rows } = await fill(server)
  const sort = fc.record({
    fieldId: fc.constantFrom(fields.number, fields.dateTime, 'created_datetime'),
    order: fc.constantFrom('Asc' as const, 'Desc' as const),
    by: fc.constant('number' as const),
  })
  const sorts = fc.uniqueArray(sort, {
    minLength: 1,
    maxLength: 2,
    selector: ({ fieldId }) => fieldId,
  })
  const property = fc.asyncProperty(sorts, async (wanted) => {
    const expected = [...rows].sort((a, b) => order(domain, wanted, a, b))
    const actual = await walk(server, domain, { all: [] }, wanted)
    assert.deepEqual(
      actual.map(({ id }) => id),
      expected.map(({ id }) => id),
    )
  })
  await fc.assert(property, { seed, numRuns: 30 })
})

const order = (
  domain: DomainConfig,
  sorts: readonly CaseSort[],
  ...[a, b]: [CaseRow, CaseRow]
): number => {
  for (const { fieldId, order: direction } of sorts) {
    const [x, y] = [comparableIn(domain, a, fieldId), comparableIn(domain, b, fieldId)]
    if (x === undefined && y === undefined) continue
    if (x === undefined) return 1
    if (y === undefined) return -1
    const difference = numberIn(x) - numberIn(y)
    if (difference !== 0) return direction === 'Asc' ? difference : -difference
  }
  return a.id < b.id ? -1 : 1
}
