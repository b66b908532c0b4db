// What a store does when it looks for cases: filters, words, orders, pages, exact counts.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Predicate } from '../../src/domain/predicate.ts'
import type { CaseRow, FieldValues } from '../../src/domain/rows.ts'
import type { CaseSort, Store } from '../../src/storage/contract.ts'
import { evaluatePredicate } from '../property/evaluate-predicate.ts'
import { ask, type OpenPlace, put, type Setting, settingIn, walk } from './place.ts'
import { type Builder, builder, creation, newId, revision, sla, someTime } from './rows.ts'

type Wanted = {
  readonly where?: Predicate
  readonly sorts?: readonly CaseSort[]
  readonly nowMs?: number
  readonly limit?: number
}

/** All matches, page by page; each page must count all of them. */
const find = async (store: Store, { scope }: Builder, wanted: Wanted): Promise<CaseRow[]> => {
  const takes = { scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 100, ...wanted }
  const totals = new Set<number>()
  const rows = await walk(async (after) => {
    const page = await ask(store, 'searchCases', { ...takes, ...after })
    totals.add(page.totalCount)
    return page
  })
  assert.deepEqual([...totals], [rows.length], 'totalCount')
  return rows
}

const idsOf = (rows: readonly CaseRow[]) => rows.map(({ id }) => id)

const newestFirst = (a: CaseRow, b: CaseRow) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1)

const titles = ['Late parcel', 'late', 'Straße 11', 'CAFÉ', 'cafe', 'x', '%_', 'a late one']

/** Cases of all kinds in both domains, some of them updated at the same time, some without values. */
const fill = async ({ store, own, other }: Setting): Promise<CaseRow[]> => {
  const rowsOf = (at: Builder) =>
    Array.from({ length: 40 }, (_, index) => {
      const values: Record<string, FieldValues[string]> = {
        title: { stringValue: titles[index % titles.length] ?? '' },
      }
      if (index % 3 > 0) values[at.amount] = { doubleValue: [0, -1.5, 1e21, 7][index % 4] ?? 0 }
      if (index % 4 > 1) values[at.urgent] = { booleanValue: index % 8 > 3 }
      if (index % 5 > 0) values[at.size] = { stringValue: index % 2 === 0 ? 'small' : 'large' }
      if (index % 7 > 2) values[at.note] = { stringValue: `note ${index % 6}` }
      if (index % 2 > 0) values[at.due] = { stringValue: `2026-01-0${1 + (index % 6)}T00:00:00Z` }
      const tags = index % 3 === 0 ? {} : { [index % 3 === 1 ? 'team' : 'area']: `${index % 2}` }
      return at.case({ values, tags, updatedAt: someTime + (index % 9) })
    })
  const rows = rowsOf(own)
  await put(store, ...[...rows, ...rowsOf(other)].flatMap(creation))
  return rows
}

const number = (value: number) => ({ kind: 'number', number: value }) as const
const text = (value: string) => ({ kind: 'text', text: value }) as const
const instant = (day: number) => ({ kind: 'instant', instantMs: Date.UTC(2026, 0, day) }) as const

const word = (folded: string, prefix = false): Predicate => ({
  word: { folded, prefix, options: [] },
})

const predicatesOf = (at: Builder): readonly Predicate[] => [
  { all: [] },
  { any: [] },
  { not: { all: [] } },
  { fieldId: at.amount, is: 'empty' },
  { fieldId: at.note, is: 'empty' },
  { fieldId: 'summary', is: 'empty' },
  { fieldId: 'title', is: 'equal', value: text('Late parcel') },
  { fieldId: 'title', is: 'equal', value: text('late parcel') },
  { fieldId: 'title', is: 'containing', folded: 'late' },
  { fieldId: 'title', is: 'containing', folded: 'e p' },
  { fieldId: 'title', is: 'containing', folded: '%_' },
  { fieldId: at.urgent, is: 'equal', value: { kind: 'boolean', boolean: false } },
  { fieldId: at.amount, is: 'equal', value: number(1e21) },
  { fieldId: at.amount, is: 'greater', value: number(0) },
  { fieldId: at.amount, is: 'greaterOrEqual', value: number(0) },
  { fieldId: at.amount, is: 'less', value: number(0) },
  { fieldId: at.amount, is: 'lessOrEqual', value: number(-1.5) },
  { fieldId: at.due, is: 'equal', value: instant(2) },
  { fieldId: at.due, is: 'less', value: instant(4) },
  { fieldId: at.size, is: 'equal', value: text('small') },
  { fieldId: newId(), is: 'equal', value: text('small') },
  { tag: { key: 'team' } },
  { tag: { value: '1' } },
  { tag: { key: 'team', value: '1' } },
  word('late'),
  word('la', true),
  word('la'),
  word('strasse'),
  word('cafe'),
  word('7'),
  { word: { folded: 'very', prefix: false, options: [{ fieldId: at.size, value: 'large' }] } },
  { all: [word('late'), word('par', true)] },
]

export const caseSearchContract = (open: OpenPlace) =>
  describe('searching cases', () => {
    test('[B-501] [B-709] [B-710] all cases of a domain, newest update first, ties by id', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const expected = idsOf((await fill(setting)).sort(newestFirst))
      for (const limit of [1, 3, 7, 39, 40, 100]) {
        assert.deepEqual(idsOf(await find(store, own, { limit })), expected, `${limit} a page`)
      }
      assert.equal((await find(store, other, {})).length, expected.length)
      const nobody = await find(store, builder('nowhere'), {})
      assert.deepEqual(nobody, [])
    })

    test('[B-503] [B-504] [B-508] [B-520] every filter finds what it means, and `not` the rest', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const rows = (await fill(setting)).sort(newestFirst)
      const leaves = predicatesOf(own)
      const pairs = leaves.flatMap((part, index) => {
        const next = leaves[(index * 7 + 3) % leaves.length] ?? part
        return [
          { all: [part, next] },
          { any: [part, { not: next }] },
          { not: { any: [part, next] } },
        ]
      })
      let matched = 0
      for (const where of [...leaves, ...leaves.map((part) => ({ not: part })), ...pairs]) {
        const expected = rows.filter((row) => evaluatePredicate(own.domain, row, where))
        const found = await find(store, own, { where })
        assert.deepEqual(idsOf(found), idsOf(expected), JSON.stringify(where))
        matched += found.length
      }
      assert.ok(matched > 1000, `only ${matched} matches`)
    })

    test('[B-502] [B-710] sorts of every kind, cases without a value last, ties by id', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const rows = await fill(setting)
      for (const sorts of sortsOf(own)) {
        const expected = idsOf([...rows].sort((a, b) => comparedBy(sorts, a, b)))
        for (const limit of [1, 7, 100]) {
          const found = idsOf(await find(store, own, { sorts, limit }))
          assert.deepEqual(found, expected, `${JSON.stringify(sorts)}, ${limit} a page`)
        }
      }
    })

    test('[B-500] [B-704] a search sees every write answered before it, of whichever kind', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case({ values: { title: { stringValue: 'first' } }, tags: { team: 'a' } })
      const other = own.case({ values: { title: { stringValue: 'other' } } })
      const found = async (where: Predicate) => idsOf(await find(store, own, { where }))
      const old = [word('first'), { tag: { key: 'team' } }] as const
      const equal = (value: string): Predicate => ({
        fieldId: 'title',
        is: 'equal',
        value: text(value),
      })
      await put(store, ...creation(row), ...creation(other))
      for (const where of [...old, equal('first')]) assert.deepEqual(await found(where), [row.id])
      const values = { title: { stringValue: 'second' }, [own.amount]: { doubleValue: 2 } }
      const { after, changes } = revision(row, { values, tags: { area: 'b' } })
      await put(store, ...changes)
      for (const where of [...old, equal('first')]) assert.deepEqual(await found(where), [])
      const now: Predicate[] = [word('second'), equal('second'), { tag: { value: 'b' } }]
      now.push({ fieldId: own.amount, is: 'greater', value: number(1) })
      for (const where of now) assert.deepEqual(await found(where), [row.id])
      await put(store, { change: 'case.delete', row: after })
      for (const where of now) assert.deepEqual(await found(where), [])
      assert.deepEqual(await found({ all: [] }), [other.id])
    })

    test('[B-507] the next breach of an SLA follows the time that is asked about', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      // What the items below come to, as every write keeps it.
      const rows = [[100, 300], [200], [], []].map((unmetSlas) => own.case({ unmetSlas }))
      const [first, second, met, none] = rows.map(({ id }) => id)
      await put(store, ...rows.flatMap(creation))
      const add = (at: number, targetAt: number, completedAt?: number) => {
        const content = sla('Solved', targetAt, completedAt)
        const row = own.item(rows[at] ?? own.case(), content)
        return put(store, { change: 'relatedItem.insert', row })
      }
      await add(0, 100)
      await add(0, 300)
      await add(1, 200)
      await add(2, 150, 120)
      const fieldId = 'next_sla_breach_datetime'
      const sorts = [{ fieldId, order: 'Asc', by: 'number' }] as const
      const order = async (nowMs: number) =>
        idsOf(await find(store, own, { sorts, nowMs, limit: 1 }))
      assert.deepEqual(await order(100), [first, second, met, none])
      assert.deepEqual(await order(101), [second, first, met, none])
      assert.deepEqual(await order(201), [first, second, met, none])
      const found = async (where: Predicate, nowMs: number) =>
        idsOf(await find(store, own, { where, nowMs })).sort()
      const value = { kind: 'instant', instantMs: 200 } as const
      assert.deepEqual(await found({ fieldId, is: 'lessOrEqual', value }, 100), [first, second])
      assert.deepEqual(await found({ fieldId, is: 'equal', value }, 101), [second])
      assert.deepEqual(await found({ fieldId, is: 'empty' }, 301), [first, second, met, none])
      assert.deepEqual(await found({ not: { fieldId, is: 'empty' } }, 300), [first])
    })

    test('[B-502] [B-710] thousands of cases are walked in every order, each once', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const rows = Array.from({ length: manyCases }, (_, index) => {
        const values: Record<string, FieldValues[string]> = { title: { stringValue: 'same' } }
        if (index % 3 > 0) values[own.amount] = { doubleValue: index % 50 }
        if (index % 7 > 0) values[own.note] = { stringValue: `note ${index % 9}` }
        return own.case({ values, updatedAt: someTime + (index % 100) })
      })
      for (let from = 0; from < manyCases; from += 500) {
        await put(store, ...rows.slice(from, from + 500).flatMap(creation))
      }
      const limit = 999
      const newest = idsOf([...rows].sort(newestFirst))
      assert.deepEqual(idsOf(await find(store, own, { limit })), newest)
      for (const sorts of sortsOf(own)) {
        const expected = idsOf([...rows].sort((a, b) => comparedBy(sorts, a, b)))
        assert.deepEqual(
          idsOf(await find(store, own, { sorts, limit })),
          expected,
          JSON.stringify(sorts),
        )
      }
    })
  })

/** More than a store would collect and sort. */
const manyCases = 5500

const sortsOf = ({ amount, note, due }: Builder): (readonly CaseSort[])[] => [
  [{ fieldId: amount, order: 'Asc', by: 'number' }],
  [{ fieldId: amount, order: 'Desc', by: 'number' }],
  [{ fieldId: note, order: 'Asc', by: 'text' }],
  [{ fieldId: note, order: 'Desc', by: 'text' }],
  [
    { fieldId: note, order: 'Desc', by: 'text' },
    { fieldId: amount, order: 'Asc', by: 'number' },
  ],
  [
    { fieldId: due, order: 'Asc', by: 'number' },
    { fieldId: amount, order: 'Desc', by: 'number' },
  ],
]

const comparedBy = (sorts: readonly CaseSort[], a: CaseRow, b: CaseRow): number => {
  for (const { fieldId, order } of sorts) {
    const [x, y] = [sortValue(a, fieldId), sortValue(b, fieldId)]
    if (x === y) continue
    if (x === undefined) return 1
    if (y === undefined) return -1
    return x < y === (order === 'Asc') ? -1 : 1
  }
  return a.id < b.id ? -1 : 1
}

const sortValue = ({ values }: CaseRow, fieldId: string): number | string | undefined => {
  const value = values[fieldId]
  if (value === undefined) return undefined
  if ('doubleValue' in value) return value.doubleValue
  return 'stringValue' in value ? value.stringValue : undefined
}
