// The search engine by itself: generated histories of cases, cut into segments, some of them merged, the last changes
// in none: it finds exactly the cases that the plain evaluation finds, in order, page by page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DomainConfig } from '../../src/domain/domain-config.ts'
import type { Predicate } from '../../src/domain/predicate.ts'
import type { CaseRow, FieldValues } from '../../src/domain/rows.ts'
import { foldText, wordsOf } from '../../src/domain/text.ts'
import type { CaseSort, Cursor } from '../../src/storage/contract.ts'
import { type Catalog, catalogOf, type KeptSegment } from '../../src/storage/search/catalog.ts'
import { documentOf, type SearchDocument } from '../../src/storage/search/document.ts'
import { type Searchable, search } from '../../src/storage/search/engine.ts'
import { gatherDocuments, gatherSegments } from '../../src/storage/search/gather.ts'
import { cacheOf, type Sections } from '../../src/storage/search/sections.ts'
import { openSegment } from '../../src/storage/search/segment.ts'
import { writeSegment } from '../../src/storage/search/write-segment.ts'
import { type Builder, builder, someTime } from '../contract/rows.ts'
import { evaluatePredicate } from './evaluate-predicate.ts'

const texts = [
  ...['Late parcel', 'late', 'Straße 11', 'CAFÉ', 'cafe', 'a late one', '%_ %', '東京 parcel', ''],
  ...['か゛っこ', 'x', 'parcel  late', 'ação', 'word'.repeat(30), `${'word'.repeat(30)}s`],
  ...['東京late', '(late) parcel', 'x-late parcel', 'late (parcel', 'x, late'],
]
const needles = [
  ...['late', 'e p', ' ', '  ', '%_', 'é', 'a', 'par', '京 p', 'l late', '゛', 'ordw', ' la'],
  ...[' late', '-la', ' p', 'ss', 'ate) par', '_ %', 'l', 'pa'],
]

type Event = { readonly at: number; readonly values?: FieldValues; readonly tags: CaseRow['tags'] }

const eventsOf = (own: Builder): fc.Arbitrary<Event> => {
  const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
  const values = fc
    .record({
      title: some(fc.constantFrom(...texts)),
      note: some(fc.tuple(fc.constantFrom(...texts), fc.nat(1500)).map((pair) => pair.join(' '))),
      amount: some(fc.constantFrom(0, -1.5, 1e21, 7, 100)),
      urgent: some(fc.boolean()),
      size: some(fc.constantFrom('small', 'large')),
      due: some(fc.integer({ min: 1, max: 5 })),
    })
    .map(({ title, note, amount, urgent, size, due }): FieldValues => {
      const all = {
        title: title === undefined ? undefined : { stringValue: title },
        [own.note]: note === undefined ? undefined : { stringValue: note },
        [own.amount]: amount === undefined ? undefined : { doubleValue: amount },
        [own.urgent]: urgent === undefined ? undefined : { booleanValue: urgent },
        [own.size]: size === undefined ? undefined : { stringValue: size },
        [own.due]: due === undefined ? undefined : { stringValue: `2026-01-0${due}T00:00:00Z` },
      }
      const given = Object.entries(all).filter(([, value]) => value !== undefined)
      return Object.fromEntries(given) as FieldValues
    })
  const tags = fc.constantFrom({}, { team: 'a' }, { team: 'b', area: 'a' }, { area: 'b' })
  return fc
    .record({ at: fc.nat(10_000), values: fc.option(values, { freq: 8, nil: undefined }), tags })
    .map(({ values: given, ...event }) =>
      given === undefined ? event : { ...event, values: given },
    )
}

const dueOf = (own: Builder): fc.Arbitrary<Predicate> =>
  fc.record({
    fieldId: fc.constant(own.due),
    is: fc.constantFrom('equal', 'greater', 'greaterOrEqual', 'less', 'lessOrEqual'),
    value: fc.record({
      kind: fc.constant('instant' as const),
      instantMs: fc.integer({ min: 0, max: 6 }).map((day) => Date.UTC(2026, 0, day)),
    }),
  })

const predicatesOf = (own: Builder): fc.Arbitrary<Predicate> => {
  const leaf: fc.Arbitrary<Predicate> = fc.oneof(
    fc.record({
      fieldId: fc.constantFrom('title', own.note, 'case_id'),
      is: fc.constant('containing' as const),
      folded: fc.constantFrom(...needles.map(foldText)).filter((folded) => folded !== ''),
    }),
    fc.record({
      fieldId: fc.constantFrom('title', own.note),
      is: fc.constant('equal' as const),
      value: fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom(...texts) }),
    }),
    fc.record({
      fieldId: fc.constant(own.amount),
      is: fc.constantFrom('equal', 'greater', 'greaterOrEqual', 'less', 'lessOrEqual'),
      value: fc.record({
        kind: fc.constant('number' as const),
        number: fc.constantFrom(0, -1.5, 7, 8, 1e21),
      }),
    }),
    dueOf(own),
    // Two bounds of one field, often all of its values in a segment or none of them.
    fc.record({ all: fc.tuple(dueOf(own), dueOf(own)) }),
    fc.record({
      fieldId: fc.constant(own.urgent),
      is: fc.constant('equal' as const),
      value: fc.record({ kind: fc.constant('boolean' as const), boolean: fc.boolean() }),
    }),
    fc.record({
      fieldId: fc.constantFrom(own.amount, own.note, own.due, 'summary'),
      is: fc.constant('empty' as const),
    }),
    fc.constantFrom<Predicate>(
      { tag: { key: 'team' } },
      { tag: { value: 'a' } },
      { tag: { key: 'team', value: 'b' } },
    ),
    fc.record({
      word: fc.record({
        folded: fc.constantFrom(...texts.flatMap((text) => wordsOf(text)), 'la', '1', '7'),
        prefix: fc.constant(false),
        options: fc.constant([]),
      }),
    }),
    fc.record({
      word: fc.record({
        folded: fc.constantFrom('ca', 'par', '1', 'wo', 'lat'),
        prefix: fc.constant(true),
        options: fc.constant([]),
      }),
    }),
    fc.constant({
      word: { folded: 'very', prefix: false, options: [{ fieldId: own.size, value: 'large' }] },
    }),
  )
  const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
    predicate: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ not: tie('predicate') }),
      fc.record({ all: fc.array(tie('predicate'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('predicate'), { maxLength: 3 }) }),
    ),
  }))
  return predicate
}

const sortsOf = (own: Builder): fc.Arbitrary<CaseSort[]> =>
  fc
    .uniqueArray(
      fc.record({
        fieldId: fc.constantFrom(own.amount, own.note, 'title', own.urgent, own.due),
        order: fc.constantFrom('Asc' as const, 'Desc' as const),
      }),
      { maxLength: 2, selector: ({ fieldId }) => fieldId },
    )
    .map((sorts) =>
      sorts.map((sort) => ({
        ...sort,
        by: [own.note, 'title'].includes(sort.fieldId) ? ('text' as const) : ('number' as const),
      })),
    )

/** Segments as an index keeps them, in memory. */
const shelf = () => {
  const stored = new Map<number, Sections>()
  let kept: KeptSegment[] = []
  let catalog: Catalog = catalogOf([])
  let nextId = 1
  const keep = (sections: Sections): KeptSegment => {
    const id = nextId
    nextId += 1
    stored.set(id, sections)
    // So small a cache that everything is read again and again.
    const read = (name: string) => stored.get(id)?.get(name)
    return { id, domainPk: 1, segment: openSegment(`${id}`, read, cacheOf(1000)) }
  }
  return {
    catalog: () => catalog,
    add: (documents: readonly SearchDocument[], removed: readonly number[]): void => {
      kept = [...kept, keep(writeSegment(gatherDocuments(documents, removed), 3))]
      catalog = catalogOf(kept, catalog)
    },
    merge: (from: number, count: number): void => {
      const parts = catalog.entries.slice(from, from + count)
      const merged = keep(writeSegment(gatherSegments(parts, from === 0), 3))
      kept = [...kept.slice(0, from), merged, ...kept.slice(from + count)]
      catalog = catalogOf(kept, catalog)
    },
  }
}

type History = {
  readonly batches: readonly (readonly Event[])[]
  readonly merges: readonly number[]
}

/** Case number `n` has the key n + 1. An event without values removes its case. */
const play = (own: Builder, ids: readonly string[], { batches, merges }: History) => {
  const rows = new Map<number, CaseRow>()
  const on = shelf()
  const recent = new Map<number, SearchDocument>()
  for (const [index, events] of batches.entries()) {
    const changed = new Map<number, CaseRow | undefined>()
    for (const { at, values, tags } of events) {
      const pk = (at % ids.length) + 1
      const updatedAt = someTime + (at % 7)
      const id = ids[pk - 1] ?? ''
      const row = values === undefined ? undefined : own.case({ id, values, tags, updatedAt })
      changed.set(pk, row)
      if (row === undefined) rows.delete(pk)
      else rows.set(pk, row)
    }
    const removed = [...changed].filter(([, row]) => row === undefined).map(([pk]) => pk)
    const documents = [...changed].flatMap(([pk, row]) =>
      row === undefined ? [] : [documentOf(own.domain.fields, pk, row)],
    )
    if (index < batches.length - 1) {
      on.add(documents, removed)
      const { length } = on.catalog().entries
      const count = (merges[index] ?? 0) % 4
      if (count > 1 && count <= length) on.merge((merges[index] ?? 0) % (length - count + 1), count)
      continue
    }
    for (const pk of changed.keys()) on.catalog().retire(pk)
    for (const document of documents) recent.set(document.pk, document)
  }
  const searchable: Searchable = {
    catalog: on.catalog(),
    recent: () => recent.values(),
    breaches: () => new Map(),
  }
  return { rows, searchable }
}

const walk = (searchable: Searchable, where: Predicate, sorts: readonly CaseSort[]) => {
  const pks: number[] = []
  let after: Cursor | undefined
  do {
    const more = after === undefined ? {} : { after }
    const page = search(searchable, { domainPk: 1, where, sorts, limit: 7, ...more })
    pks.push(...page.pks)
    after = page.next
    if (after === undefined) assert.equal(page.totalCount, pks.length)
  } while (after !== undefined)
  return pks
}

const comparedValue = (domain: DomainConfig, row: CaseRow, { fieldId }: CaseSort) => {
  const entry = documentOf(domain.fields, 0, row).values.get(fieldId)
  if (entry === undefined) return undefined
  const { value } = entry
  if (value.kind === 'text') return Buffer.from([...(entry.folded ?? '')].slice(0, 100).join(''))
  if (value.kind === 'number') return value.number
  return value.kind === 'instant'
    ? value.instantMs
    : Number(value.kind === 'boolean' && value.boolean)
}

const inOrder = (domain: DomainConfig, sorts: readonly CaseSort[]) => (a: CaseRow, b: CaseRow) => {
  for (const sort of sorts) {
    const [x, y] = [comparedValue(domain, a, sort), comparedValue(domain, b, sort)]
    if (x === undefined && y === undefined) continue
    if (x === undefined) return 1
    if (y === undefined) return -1
    const difference =
      typeof x === 'object' && typeof y === 'object' ? Buffer.compare(x, y) : Number(x) - Number(y)
    if (difference !== 0) return sort.order === 'Asc' ? difference : -difference
  }
  if (sorts.length === 0 && a.updatedAt !== b.updatedAt) return b.updatedAt - a.updatedAt
  return a.id < b.id ? -1 : 1
}

const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

test(`[B-500] [B-502] [B-504] segments agree with evaluation in memory (seed ${seed})`, () => {
  const own = builder('own')
  const ids = Array.from({ length: 120 }, () => own.case().id)
  const history = fc.record({
    batches: fc.array(fc.array(eventsOf(own), { minLength: 1, maxLength: 60 }), {
      minLength: 2,
      maxLength: 6,
    }),
    merges: fc.array(fc.nat(100), { minLength: 6, maxLength: 6 }),
  })
  const questions = fc.array(fc.tuple(predicatesOf(own), sortsOf(own)), {
    minLength: 20,
    maxLength: 20,
  })
  let found = 0
  const property = fc.property(history, questions, (told, asked) => {
    const { rows, searchable } = play(own, ids, told)
    const pkOf = new Map([...rows].map(([pk, { id }]) => [id, pk]))
    for (const [where, sorts] of asked) {
      const expected = [...rows.values()]
        .filter((row) => evaluatePredicate(own.domain, row, where))
        .sort(inOrder(own.domain, sorts))
        .map(({ id }) => pkOf.get(id))
      assert.deepEqual(walk(searchable, where, sorts), expected, JSON.stringify({ where, sorts }))
      found += expected.length
    }
  })
  fc.assert(property, { seed, numRuns: 60 })
  assert.ok(found > 1000, `found only ${found} cases`)
})
