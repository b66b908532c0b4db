// The folder of a SQLite store: its lock, its migrations, and how durably its file is opened.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { type Migration, migrations } from '../../src/storage/migration-files.ts'
import { openConnection } from '../../src/storage/sqlite/connection.ts'
import { everything } from './everything.ts'
import { put } from './place.ts'
import { builder, creation, mac } from './rows.ts'
import { type SqlitePlace, sqlitePlace } from './sqlite-place.ts'

test('[B-713] [B-815] a folder has one server at a time, and any number of tools', async () => {
  await using place = await sqlitePlace()
  const first = await place.open()
  const refusal = { message: `Another server is running on the data folder ${place.folder}.` }
  await assert.rejects(place.open(), refusal)
  const tool = await place.beside()
  const own = builder('own')
  await put(first, { change: 'domain.put', domain: own.domain })
  await put(tool, { change: 'accessKey.delete', id: 'none' })
  await assert.rejects(place.open(), refusal)
  await place.close(first)
  assert.ok((await place.open()).configs.domain(own.scope))
})

test('[B-713] a server and tools that start in the same moment do not refuse each other', async () => {
  await using place = await sqlitePlace()
  await place.close(await place.open())
  const opened = await Promise.all([place.beside(), place.open(), place.beside()])
  const own = builder('own')
  for (const store of opened) await put(store, { change: 'accessKey.delete', id: 'none' })
  await put(opened[1], { change: 'domain.put', domain: own.domain }, ...creation(own.case()))
})

/** Do something to the database itself. */
const within = <T>({ file }: SqlitePlace, use: (db: DatabaseSync) => T): T => {
  const db = new DatabaseSync(file)
  try {
    return use(db)
  } finally {
    db.close()
  }
}

const recorded = (db: DatabaseSync) =>
  db
    .prepare('select id, name, breaking from migrations order by id')
    .all()
    .map((row) => ({ ...row }))

const known = migrations().map(({ id, name, breaking }) => ({
  id,
  name,
  breaking: breaking ? 1 : 0,
}))

test('[B-720] migrations are numbered, and each is recorded when it has run', async () => {
  await using place = await sqlitePlace()
  await place.close(await place.open())
  const schema = (db: DatabaseSync) => db.prepare('select * from sqlite_schema order by name').all()
  const before = within(place, (db) => ({ rows: recorded(db), schema: schema(db) }))
  assert.deepEqual(before.rows, known)
  assert.deepEqual(
    known.map(({ id }) => id),
    [...new Set(known.map(({ id }) => id))].sort((a, b) => a - b),
  )
  await place.close(await place.open())
  assert.deepEqual(
    within(place, (db) => ({ rows: recorded(db), schema: schema(db) })),
    before,
  )
})

const more = (id: number, sql: string): Migration => ({ id, name: `m${id}`, sql, breaking: false })

test('[B-720] new migrations run in order on what is there, each once', () => {
  using db = new DatabaseSync(':memory:')
  const first = more(1, 'create table a (b text) strict; insert into a values (1)')
  const second = more(2, 'insert into a select b || b from a')
  const clock = realClock()
  migrate(db, [first], clock)
  for (let round = 0; round < 2; round += 1) migrate(db, [first, second], clock)
  assert.deepEqual(
    db
      .prepare('select b from a')
      .all()
      .map(({ b }) => b),
    ['1', '11'],
  )
  assert.deepEqual(
    recorded(db).map(({ id }) => id),
    [1, 2],
  )
})

test('[B-720] a migration that fails has not happened, nor those that ran with it', () => {
  using db = new DatabaseSync(':memory:')
  const clock = realClock()
  const first = more(1, 'create table a (b text) strict')
  migrate(db, [first], clock)
  const second = more(2, 'create table c (d text) strict; insert into a values (2)')
  const broken = more(3, 'insert into a values (3); insert into missing values (4)')
  assert.throws(() => migrate(db, [first, second, broken], clock), /missing/)
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").all()
  assert.deepEqual(tables.map(({ name }) => name).sort(), ['a', 'migrations'])
  assert.equal(recorded(db).length, 1)
  migrate(db, [first, second], clock)
  assert.equal(recorded(db).length, 2)
})

/** As a newer version leaves a database behind. */
const extend = (db: DatabaseSync, breaking: 0 | 1) => {
  db.exec(`create table future (a text) strict; alter table cases add column later text`)
  db.exec(`insert into migrations values (9000, 'future', 0, ${breaking})`)
}

test('[B-721] a database that a newer version has extended still opens and works', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const row = own.case()
  const store = await place.open()
  await put(store, { change: 'domain.put', domain: own.domain }, ...creation(row))
  await place.close(store)
  within(place, (db) => extend(db, 0))
  const again = await place.open()
  await put(again, ...creation(own.case()))
  assert.equal((await everything(again)).cases.length, 2)
  assert.deepEqual((await again.verify(mac)).faults, [])
  await place.beside()
})

test('[B-713] [B-721] what breaks older versions is refused with a sentence, and the lock is free', async () => {
  await using place = await sqlitePlace()
  await place.close(await place.open())
  within(place, (db) => extend(db, 1))
  const message =
    'The database was changed by a newer version of OpenCases (migration 9000, future) in a way ' +
    'that this version cannot work with. Start the newer version.'
  await assert.rejects(place.open(), { message })
  await assert.rejects(place.beside(), { message })
  within(place, (db) => db.exec('delete from migrations where id = 9000'))
  await place.open()
})

test('[B-722] a tool migrates nothing under a server of an older version', async () => {
  await using place = await sqlitePlace()
  const store = await place.open()
  // What an older version would have recorded.
  within(place, (db) => db.exec('delete from migrations where id = 1'))
  const message = 'The running server is of an older version. Use its own tools, or restart it.'
  await assert.rejects(place.beside(), { message })
  assert.deepEqual(within(place, recorded), known.slice(1))
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain })
})

test('[B-722] without a server a tool makes and migrates the database itself', async () => {
  await using place = await sqlitePlace()
  const tool = await place.beside()
  assert.deepEqual(within(place, recorded), known)
  const own = builder('own')
  await put(tool, { change: 'domain.put', domain: own.domain })
  await place.close(tool)
  assert.ok((await place.open()).configs.domain(own.scope))
})

test('[B-712] what is no database, or a damaged one, is refused with a sentence', async () => {
  await using place = await sqlitePlace()
  await place.close(await place.open())
  const whole = readFileSync(place.file)
  const refusedAs = (sentence: string) =>
    assert.rejects(place.open(), { message: `The data folder ${place.folder} ${sentence}.` })
  writeFileSync(place.file, 'A text of somebody’s, and no database at all.'.repeat(100))
  await refusedAs('holds a file that is no database')
  const torn = Buffer.from(whole)
  torn.fill(0xff, 100, 4096)
  writeFileSync(place.file, torn)
  await refusedAs('holds a damaged database')
  writeFileSync(place.file, whole)
  await place.open()
})

test('[B-700] a commit waits for the disk, in the log and in the database', async () => {
  await using place = await sqlitePlace()
  await place.close(await place.open())
  for (const checkpointer of [false, true]) {
    const { db } = openConnection(place.file, { checkpointer })
    const told = (name: string) => Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0]
    const full = 2
    assert.deepEqual([told('journal_mode'), told('synchronous')], ['wal', full])
    assert.equal(told('foreign_keys'), 1)
    db.close()
  }
})
