// SQLite without room, and SQLite while another process has its write lock.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type Clock, realClock } from '../../src/clock.ts'
import type { CaseRow } from '../../src/domain/rows.ts'
import type { Store } from '../../src/storage/contract.ts'
import { everything } from './everything.ts'
import { ask, put, refused } from './place.ts'
import { type Builder, builder, comment, creation, mac } from './rows.ts'
import { openFull } from './sqlite-pages.ts'
import { type SqlitePlace, sqlitePlace } from './sqlite-place.ts'

const add = (store: Store, at: Builder, row: CaseRow, text: string) => {
  const item = at.item(row, comment(text))
  return put(store, { change: 'relatedItem.insert', row: item }).then(() => item.id)
}

test('[B-711] without room writes fail with a sentence, reads go on, and it ends with the need', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const [row, spare] = [own.case(), own.case()]
  const store = await openFull(place, own, { pages: 60, rows: [row, spare] })
  for (let index = 0; index < 10; index += 1) await add(store, own, spare, 'x'.repeat(8000))
  const answered = new Set<string>()
  const failures: unknown[] = []
  // More at a time than fit, until none does.
  while (failures.length < 20) {
    const ended = await Promise.allSettled(
      Array.from({ length: 10 }, () => add(store, own, row, 'y'.repeat(2000))),
    )
    for (const end of ended) {
      if (end.status === 'fulfilled') answered.add(end.value)
      else failures.push(end.reason)
    }
  }
  assert.ok(answered.size > 0)
  for (const failure of failures) {
    const error = await refused(Promise.reject(failure), 'InternalServerException')
    assert.equal(error.message, 'The store has no room left on its disk.')
    assert.ok((error.details.retryAfterSeconds ?? 0) > 0)
  }
  const { cases, items } = await everything(store)
  assert.equal(cases.length, 2)
  const ofRow = items.filter(({ caseId }) => caseId === row.id)
  assert.deepEqual(new Set(ofRow.map(({ id }) => id)), answered)
  assert.equal(await store.accessKey('none'), undefined)
  // Room again, as when a file is deleted: the same store goes on.
  await put(store, { change: 'case.delete', row: spare })
  for (let index = 0; index < 5; index += 1) answered.add(await add(store, own, row, 'z'))
  assert.deepEqual((await store.verify(mac)).faults, [])
  await place.close(store)
  const after = (await everything(await place.open())).items
  assert.deepEqual(new Set(after.map(({ id }) => id)), answered)
})

test('[B-711] a store without room closes, and opens with all that it answered', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const row = own.case()
  const store = await openFull(place, own, { pages: 4, rows: [row] })
  const id = await add(store, own, row, 'small')
  await refused(add(store, own, row, 'x'.repeat(15_000).repeat(10)), 'InternalServerException')
  await place.close(store)
  const again = await place.open()
  assert.deepEqual(
    (await everything(again)).items.map((item) => item.id),
    [id],
  )
  await add(again, own, row, 'x'.repeat(15_000))
  assert.deepEqual((await again.verify(mac)).faults, [])
})

/** Another process in the middle of a write. */
const lockOn = ({ file }: SqlitePlace) => {
  const db = new DatabaseSync(file)
  db.exec('begin immediate')
  return {
    release: () => db.exec('rollback'),
    [Symbol.dispose]: () => db.close(),
  }
}

/** A clock on which waiting takes no time; `onSleep` is told how long has been waited by then. */
const hurriedClock = (onSleep: (waitedMs: number) => void): Clock => {
  let waited = 0
  return {
    ...realClock(),
    monotonicMs: () => waited,
    sleep: async (ms) => {
      waited += ms
      onSleep(waited)
      await turn()
    },
  }
}

/** A store with a domain, whose clock hurries. */
const hurried = async (place: SqlitePlace, onSleep: (waitedMs: number) => void) => {
  const own = builder('own')
  const store = await place.open({ clock: hurriedClock(onSleep) })
  await put(store, { change: 'domain.put', domain: own.domain })
  return { store, own }
}

test('[B-714] writes wait while another process holds the lock, and reads do not', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const store = await place.open({ bounds: { busyMs: 60_000 } })
  await put(store, { change: 'domain.put', domain: own.domain })
  using lock = lockOn(place)
  const rows = Array.from({ length: 20 }, () => own.case())
  const writes = Promise.all(rows.map((row) => put(store, ...creation(row))))
  const takes = { scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 1 }
  assert.equal((await ask(store, 'searchCases', takes)).totalCount, 0)
  assert.equal(await ask(store, 'contactByArn', { arn: 'none' }), undefined)
  lock.release()
  await writes
  assert.equal((await ask(store, 'searchCases', takes)).totalCount, rows.length)
})

test('[B-714] after 5 seconds they fail with a sentence, and later ones go through', async () => {
  await using place = await sqlitePlace()
  let waited = 0
  const { store, own } = await hurried(place, (ms) => {
    waited = ms
  })
  const lock = lockOn(place)
  const rows = Array.from({ length: 20 }, () => own.case())
  const writes = rows.map((row) => put(store, ...creation(row)))
  const errors = await Promise.all(writes.map((write) => refused(write, 'InternalServerException')))
  for (const { message, details } of errors) {
    assert.equal(message, 'The store is locked by another process.')
    assert.equal(details.retryAfterSeconds, 1)
  }
  // A checkpoint of the writes before waited too.
  assert.ok(waited >= 5000 && waited < 5400, `waited ${waited} ms`)
  lock[Symbol.dispose]()
  const last = own.case()
  await put(store, ...creation(last))
  assert.deepEqual((await everything(store)).cases, [last])
})

test('[B-716] a store that closes while another process holds the lock comes to an end', async () => {
  await using place = await sqlitePlace()
  const { store, own } = await hurried(place, () => undefined)
  using _lock = lockOn(place)
  const write = put(store, ...creation(own.case()))
  const closed = place.close(store)
  await refused(write, 'InternalServerException')
  await closed
})

test('[B-714] a server and a tool that write at the same time both get through', async () => {
  await using place = await sqlitePlace()
  const store = await place.open()
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain })
  const tool = await place.beside()
  const writeAll = async (at: Store) => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 5 }, () => put(at, ...creation(own.case()))))
    }
  }
  await Promise.all([writeAll(store), writeAll(tool)])
  assert.equal((await everything(store)).cases.length, 100)
  assert.deepEqual((await store.verify(mac)).faults, [])
})
