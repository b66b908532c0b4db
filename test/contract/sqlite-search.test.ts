// The search file of a SQLite store: everything the contract says of searches while segments are made and merged all
// the time, and that the file may be missing, damaged, or of another database.
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseRow } from '../../src/domain/rows.ts'
import type { Store } from '../../src/storage/contract.ts'
import type { StoreOptions } from '../../src/storage/index.ts'
import { searchFile } from '../../src/storage/sqlite/search-file.ts'
import { caseSearchContract } from './case-search.ts'
import { caseContract } from './cases.ts'
import { ask, put } from './place.ts'
import { type Builder, builder, creation, revision, someTime } from './rows.ts'
import { type SqlitePlace, sqlitePlace } from './sqlite-place.ts'
import { sweepContract } from './upkeep.ts'

const indexLeast = 3

const smallSegments = async (): Promise<SqlitePlace> => {
  const place = await sqlitePlace()
  return {
    ...place,
    open: (options: Partial<StoreOptions> = {}) =>
      place.open({ ...options, bounds: { indexLeast, ...options.bounds } }),
  }
}

describe('SQLite with small segments', () => {
  for (const part of [caseContract, caseSearchContract, sweepContract]) {
    part(smallSegments)
  }
})

const titled = async (store: Store, { scope }: Builder, title: string): Promise<number> => {
  const where = { word: { folded: title, prefix: false, options: [] } }
  const takes = { scope, where, sorts: [], nowMs: 0, limit: 1 }
  return (await ask(store, 'searchCases', takes)).totalCount
}

/** Cases named `first`, of which every third is then named `second`. */
const fill = async (store: Store, own: Builder, count: number): Promise<void> => {
  const rows = Array.from({ length: count }, (_, index) =>
    own.case({ values: { title: { stringValue: 'first' } }, updatedAt: someTime + index }),
  )
  await put(store, ...rows.flatMap(creation))
  for (const row of rows.filter((_, index) => index % 3 === 0)) {
    await put(store, ...revision(row, { values: { title: { stringValue: 'second' } } }).changes)
  }
}

const counts = async (store: Store, own: Builder) => [
  await titled(store, own, 'first'),
  await titled(store, own, 'second'),
]

/** Wait until segments hold all changes but a few. */
const segmentsMade = async (place: SqlitePlace, least: number): Promise<void> => {
  const path = join(place.folder, searchFile)
  for (let tries = 0; tries < 1000; tries += 1) {
    const db = new DatabaseSync(path, { readOnly: true })
    const { done } = db.prepare('select done from state').get() as { done: number }
    db.close()
    if (done >= least) return
    await sleep(10)
  }
  assert.fail('no segments were made')
}

const filled = async (place: SqlitePlace, own: Builder, count = 60): Promise<void> => {
  const store = await place.open()
  await put(store, { change: 'domain.put', domain: own.domain })
  await fill(store, own, count)
  await segmentsMade(place, count)
  assert.deepEqual(await counts(store, own), [(count * 2) / 3, count / 3])
  await place.close(store)
}

const damages: readonly (readonly [string, (place: SqlitePlace, path: string) => void])[] = [
  ['is missing', (_, path) => rmSync(path)],
  ['is no database', (_, path) => writeFileSync(path, 'not a database at all'.repeat(1000))],
  [
    'is of another format',
    (_, path) => {
      const db = new DatabaseSync(path)
      db.exec('pragma user_version = 999')
      db.close()
    },
  ],
]

for (const [name, damage] of damages) {
  test(`[B-1400] a search file that ${name} is made anew at the next start`, async () => {
    await using place = await smallSegments()
    const own = builder('own')
    await filled(place, own)
    const cleared = await place.open()
    while ((await cleared.sweep(someTime, 1000)).removed > 0);
    await place.close(cleared)
    damage(place, join(place.folder, searchFile))
    const store = await place.open()
    assert.deepEqual(await counts(store, own), [40, 20])
    await fill(store, own, 3)
    assert.deepEqual(await counts(store, own), [42, 21])
  })
}

test('[B-1400] a search file beside an older copy of its database is not believed', async () => {
  await using place = await smallSegments()
  const own = builder('own')
  await filled(place, own)
  const copy = `${place.file}.copy`
  copyFileSync(place.file, copy)
  const later = await place.open()
  await fill(later, own, 30)
  assert.deepEqual(await counts(later, own), [60, 30])
  await segmentsMade(place, 100)
  await place.close(later)
  copyFileSync(copy, place.file)
  for (const end of ['-wal', '-shm']) rmSync(`${place.file}${end}`, { force: true })
  const store = await place.open()
  assert.deepEqual(await counts(store, own), [40, 20])
  // As many changes as the other copy had, and others.
  const rows = Array.from({ length: 60 }, () => own.case({ values: {} }))
  await put(store, ...rows.flatMap(creation))
  assert.deepEqual(await counts(store, own), [40, 20])
})

test('[B-1401] many changes that are in no segment are waited for at the start, and told', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const many = 5400
  const store = await place.open({ bounds: { indexLeast: 1e9 } })
  await put(store, { change: 'domain.put', domain: own.domain })
  for (let from = 0; from < many; from += 600) await fill(store, own, 600)
  await place.close(store)
  const told: (readonly [number, number])[] = []
  const again = await place.open({ onIndexing: (done, all) => told.push([done, all]) })
  const changes = many + many / 3
  assert.deepEqual(told.at(-1), [changes, changes])
  assert.deepEqual(await counts(again, own), [(many * 2) / 3, many / 3])
  await place.close(again)
})

test('[B-1402] changes that segments hold are cleared away, and searches miss none', async () => {
  await using place = await smallSegments()
  const own = builder('own')
  await filled(place, own)
  const store = await place.open()
  while ((await store.sweep(someTime, 7)).removed > 0);
  const db = new DatabaseSync(place.file, { readOnly: true })
  const { left } = db.prepare('select count(*) as left from search_changes').get() as {
    left: number
  }
  db.close()
  assert.ok(left < 20, `${left} changes are left`)
  assert.deepEqual(await counts(store, own), [40, 20])
  const tool = await place.beside()
  assert.deepEqual(await counts(tool, own), [40, 20])
  assert.ok(existsSync(join(place.folder, searchFile)))
})

const containing = async (store: Store, { scope }: Builder, folded: string): Promise<number> => {
  const where = { fieldId: 'title', is: 'containing' as const, folded }
  const takes = { scope, where, sorts: [], nowMs: 0, limit: 1 }
  return (await ask(store, 'searchCases', takes)).totalCount
}

test('[B-1404] what is kept of one letter or two is true after changes and merges', async () => {
  await using place = await sqlitePlace()
  const store = await place.open({ bounds: { indexLeast: 200 } })
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain })
  // So many different titles that their words are listed.
  const titles = Array.from({ length: 1500 }, (_, index) => `x${index} zq`)
  let rows: readonly CaseRow[] = titles.map((title) =>
    own.case({ values: { title: { stringValue: title } } }),
  )
  const found = async () => [
    await containing(store, own, 'q'),
    await containing(store, own, 'zq'),
    await containing(store, own, 'w'),
  ]
  let changes = rows.length
  const rename = async (from: number, ending: string): Promise<void> => {
    const some = rows.slice(from).map((row, index) => {
      const title = { stringValue: `x${from + index} ${ending}` }
      return revision(row, { values: { title } })
    })
    await put(store, ...some.flatMap(({ changes: made }) => made))
    rows = [...rows.slice(0, from), ...some.map(({ after }) => after)]
    changes += some.length
  }
  await put(store, ...rows.flatMap(creation))
  await segmentsMade(place, changes)
  assert.deepEqual(await found(), [1500, 1500, 0])
  for (const [from, ending] of [
    [1400, 'w'],
    [900, 'w'],
    [1200, 'zq'],
    [0, 'zqw'],
    [0, 'z q'],
  ] as const) {
    const before = await found()
    await rename(from, ending)
    const held = rows.map(({ values }) => JSON.stringify(values.title))
    const now = ['q', 'zq', 'w'].map(
      (wanted) => held.filter((title) => title.includes(wanted)).length,
    )
    assert.notDeepEqual(before, now)
    assert.deepEqual(await found(), now)
    await segmentsMade(place, changes - 200)
    assert.deepEqual(await found(), now)
  }
})
