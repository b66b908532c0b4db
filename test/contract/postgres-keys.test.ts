// Statements as they are on several machines, seen on one: whatever an operation sends names the one key of each
// spread table that it is about, except for what is told in `asked-of-all.ts`. And one half of the contract in that
// form; the other is in `postgres-keys-2.test.ts`.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { appendAlone } from '../../src/storage/postgres/locks.ts'
import { callEverything } from '../support/all-operations.ts'
import { askedOfAll, askerOf } from '../support/asked-of-all.ts'
import { databaseInSpreadForm, postgresMissing } from '../support/postgres.ts'
import { countUses, sentBy, unkeyed } from '../support/sent-statements.ts'
import { ask, put, settingIn } from './place.ts'
import { placeInSpreadForm } from './postgres-place.ts'
import { outgoing, someTime } from './rows.ts'
import { registerStorageContract } from './storage.ts'

const missing = postgresMissing()

describe('statements on several machines', { skip: missing }, () => {
  test('[B-1321] each statement of an operation names one key of each table', async () => {
    await using database = await databaseInSpreadForm()
    const sent = await sentBy(() => callEverything(database.url))
    const faults = new Set<string>()
    const keyed = new Set<string>()
    for (const statement of sent) {
      const tables = unkeyed(statement)
      if (tables.length === 0 && countUses(statement) > 0) keyed.add(askerOf(statement))
      if (tables.length === 0 || askedOfAll[askerOf(statement)] !== undefined) continue
      faults.add(`${askerOf(statement)} does not name the key of ${tables}`)
    }
    assert.deepEqual([...faults], [])
    assert.ok(keyed.size > 40, `saw ${keyed.size} statements that name their key`)
  })

  test('[B-1322] who reads events, and who appends some, waits for whoever appends', async () => {
    await using setting = await settingIn(placeInSpreadForm)
    const { store, own, place } = setting
    const row = own.case()
    const append = () => put(store, { change: 'outbox.append', row: outgoing(row, someTime) })
    await append()
    const other = new pg.Client({ connectionString: place.url })
    await other.connect()
    await other.query('begin')
    await other.query(appendAlone)
    const reading = ask(store, 'outgoing', { after: 0, limit: 10 })
    const early = await Promise.race([reading, sleep(300, 'waits')])
    assert.equal(early, 'waits')
    await other.query('commit')
    assert.equal((await reading).rows.length, 1)
    await other.query('begin')
    await other.query(appendAlone)
    const appending = append()
    assert.equal(await Promise.race([appending, sleep(300, 'waits')]), 'waits')
    await other.query('commit')
    await appending
    await other.end()
    assert.equal((await ask(store, 'outgoing', { after: 0, limit: 10 })).latest, 2)
  })

  if (missing === false) registerStorageContract('PostgreSQL in that form', placeInSpreadForm, 0)
})

test('[B-1321] a statement that does not name one key is found', () => {
  const faults: readonly (readonly [string, readonly unknown[], readonly string[]])[] = [
    ['select 1 from cases where case_id = $1 for no key update', ['a'], []],
    ['select 1 from cases where case_id = any($1::uuid[])', [['a']], ['cases']],
    ['select 1 from cases as c where c.domain = $1', [1], ['cases']],
    [
      `update cases as c set x = 1
       from unnest($1::uuid[]) as v(case_id) where c.case_id = v.case_id`,
      [],
      ['cases'],
    ],
    ['delete from tokens as t where t.key = $1', ['k'], []],
    [
      `select 1 from cases as c join audit_events as e on e.case_id = c.case_id
       where c.case_id = $1`,
      ['a'],
      [],
    ],
    [
      'select 1 from cases as c join files as f on f.arn = c.case_id where c.case_id = $1',
      ['a'],
      ['files'],
    ],
    ['insert into purges as t (case_id) values ($1::uuid), ($2::uuid)', ['a', 'a'], []],
    ['insert into purges as t (case_id) values ($1::uuid), ($2::uuid)', ['a', 'b'], ['purges']],
    ['insert into purges (case_id) select unnest($1::uuid[])', [['a']], ['purges']],
    [
      `insert into case_words as t (domain, case_id, words) values
         ($1::integer, $2::uuid, f($3::text, 1)), ($4::integer, $5::uuid, f($6::text, 1))`,
      [1, 'a', '', 1, 'b', ''],
      ['case_words'],
    ],
    ['select 1 from domains where not deleted', [], []],
  ]
  for (const [text, values, tables] of faults) {
    assert.deepEqual(unkeyed({ text, values }), tables, text)
  }
})

test('[B-1321] what may ask every machine is there, and waits for no rows of others', () => {
  const folder = join(import.meta.dirname, '../../src/storage/postgres')
  const source = globSync('*.ts', { cwd: folder })
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  // Jobs are shared out by leases, and no row is looked for that nobody else holds.
  assert.doesNotMatch(source, /skip locked/i)
  // Searches are not prepared, and have no names in the source.
  const unnamed = ['search_cases', 'search_all_related_items', 'sweep']
  for (const name of Object.keys(askedOfAll)) {
    assert.ok(unnamed.includes(name) || source.includes(`'${name}'`), name)
  }
})
