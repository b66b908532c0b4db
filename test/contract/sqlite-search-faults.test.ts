// The search file of a SQLite store in trouble: damaged inside, not to be written, without changes that it needs, or
// gone on with in the moment in which a search begins.
import assert from 'node:assert/strict'
import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Store } from '../../src/storage/contract.ts'
import { type Connection, openConnection } from '../../src/storage/sqlite/connection.ts'
import { indexerOn } from '../../src/storage/sqlite/indexer.ts'
import { caseSearch } from '../../src/storage/sqlite/search.ts'
import { searchFile, writeSearchFile } from '../../src/storage/sqlite/search-file.ts'
import { sweepOn } from '../../src/storage/sqlite/sweep.ts'
import { until } from '../support/until.ts'
import { ask, put } from './place.ts'
import { type Builder, builder, creation, someTime } from './rows.ts'
import { type SqlitePlace, sqlitePlace } from './sqlite-place.ts'

const everyCase = ({ scope }: Builder) =>
  ({ scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 1 }) as const

const total = async (store: Store, own: Builder): Promise<number> =>
  (await ask(store, 'searchCases', everyCase(own))).totalCount

const add = (store: Store, own: Builder, count: number) =>
  put(store, ...Array.from({ length: count }, () => own.case()).flatMap(creation))

const pathIn = ({ folder }: SqlitePlace): string => join(folder, searchFile)

const doneIn = (place: SqlitePlace): number => {
  using db = new DatabaseSync(pathIn(place), { readOnly: true })
  return Number(db.prepare('select done from state').get()?.done)
}

const segmentsMade = (place: SqlitePlace, least: number) =>
  until(
    () => doneIn(place) >= least,
    () => 'no segments were made',
  )

/** A store with so many cases that are in segments, whose changes are cleared away; what it is told of. */
const filled = async (place: SqlitePlace, own: Builder, count: number, indexLeast: number) => {
  const told: string[] = []
  const onSearchFileFailed = (error: Error): void => void told.push(error.message)
  const open = () => place.open({ bounds: { indexLeast }, onSearchFileFailed })
  const store = await open()
  await put(store, { change: 'domain.put', domain: own.domain })
  await add(store, own, count)
  await segmentsMade(place, count)
  while ((await store.sweep(someTime, 1000)).removed > 0);
  return { store, open, told }
}

/** Resolves when something is told, which must be this. */
const isTold = async (told: readonly string[], what: RegExp): Promise<void> => {
  await until(
    () => told.length > 0,
    () => 'nothing was told',
  )
  assert.match(told[0] ?? '', what)
}

/** Write nonsense over the page where a table or an index begins. */
const damage = (path: string, name: string): void => {
  const pageSize = 8192
  using db = new DatabaseSync(path, { readOnly: true })
  const root = Number(
    db.prepare('select rootpage from sqlite_master where name = ?').get(name)?.rootpage,
  )
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(pageSize, 0xab), 0, pageSize, (root - 1) * pageSize)
  closeSync(file)
}

for (const name of ['state', 'segments', 'sections_name']) {
  test(`[B-1400] a search file whose ${name} are damaged is made anew at the next start`, async () => {
    await using place = await sqlitePlace()
    const own = builder('own')
    const { store, open } = await filled(place, own, 60, 3)
    await place.close(store)
    damage(pathIn(place), name)
    const again = await open()
    assert.equal(await total(again, own), 60)
    await add(again, own, 5)
    assert.equal(await total(again, own), 65)
  })
}

test('[B-1400] damage that a search finds is told, and gone after the next start', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const { store, open, told } = await filled(place, own, 60, 3)
  await place.close(store)
  damage(pathIn(place), 'sections')
  const again = await open()
  await assert.rejects(total(again, own), /malformed/)
  await assert.rejects(total(again, own), /malformed/)
  assert.equal(told.length, 1)
  assert.match(told[0] ?? '', /made anew at the next start$/)
  await place.close(again)
  assert.equal(await total(await open(), own), 60)
})

test('[B-1405] a search file that cannot be written for a while is kept, and gone on with', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const { store, open, told } = await filled(place, own, 60, 50)
  // After a start the file is opened when there are segments to be made: in the middle of the trouble.
  await place.close(store)
  const again = await open()
  {
    using other = new DatabaseSync(pathIn(place))
    other.exec('begin immediate')
    await add(again, own, 60)
    assert.equal(await total(again, own), 120)
    await isTold(told, /locked; it is tried again$/)
    other.exec('rollback')
  }
  await add(again, own, 60)
  await segmentsMade(place, 180)
  while ((await again.sweep(someTime, 1000)).removed > 0);
  assert.equal(await total(again, own), 180)
  await place.close(again)
  assert.equal(await total(await open(), own), 180)
})

test('[B-1405] nothing is made of changes of which some are missing', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const { store, open, told } = await filled(place, own, 60, 50)
  await add(store, own, 20)
  {
    using other = new DatabaseSync(place.file)
    other.exec('delete from search_changes where pk between 61 and 70')
  }
  await add(store, own, 60)
  await isTold(told, /changes of cases are missing.* made anew at the next start$/)
  assert.equal(existsSync(pathIn(place)), false)
  await place.close(store)
  assert.equal(await total(await open(), own), 140)
})

test('[B-1403] segments that come, and changes that go, while a search begins', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const { store } = await filled(place, own, 60, 50)
  await add(store, own, 20)
  await place.close(store)
  const writing = openConnection(place.file)
  const reading = openConnection(place.file, { readOnly: true })
  const indexing = openConnection(place.file, { readOnly: true })
  const segments = writeSearchFile(pathIn(place))
  const indexer = indexerOn(indexing, segments, 1)
  const meanwhile = (): void => {
    while (indexer.step());
    sweepOn(writing.db, 0, indexer.done)(someTime, 1000)
  }
  const cases = caseSearch(justBeforeBegin(reading, meanwhile), place.file)
  for (let search = 0; search < 2; search += 1) {
    cases.begin()
    assert.equal(cases.searchCases(everyCase(own)).totalCount, 80)
    cases.end()
  }
  cases.close()
  segments.close()
  for (const { db } of [indexing, reading, writing]) db.close()
})

/** A connection on which something happens just before its first transaction. */
const justBeforeBegin = (connection: Connection, happens: () => void): Connection => {
  const { db } = connection
  const exec = db.exec.bind(db)
  let isFirst = true
  db.exec = (sql) => {
    if (sql === 'begin' && isFirst) {
      isFirst = false
      happens()
    }
    exec(sql)
  }
  return connection
}
