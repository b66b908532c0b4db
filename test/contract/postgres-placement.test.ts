// Whether the tables can be spread over machines as `placement.ts` says, asked of the tables themselves.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { distribution, type Placement, placements } from '../../src/storage/postgres/placement.ts'
import { searchIndexes } from '../../src/storage/postgres/spreading.ts'
import { openPostgres } from '../../src/storage/postgres/store.ts'
import { emptyDatabase, postgresMissing, rowsOf, statement } from '../support/postgres.ts'
import { schemaFaults } from '../support/schema-faults.ts'

const migrated = async () => {
  const database = await emptyDatabase()
  await (await openPostgres({ url: database.url, clock: realClock() })).close()
  return database
}

describe('tables on several machines', { skip: postgresMissing() }, () => {
  test('[B-1320] every table has its place, and every key the column it is spread by', async () => {
    await using database = await migrated()
    assert.deepEqual(await schemaFaults(database.url), [])
  })

  test('[B-1320] what cannot be spread is found', async () => {
    await using database = await migrated()
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['create table others (id bigint primary key)', /^others has no placement$/],
      ['create unique index wrong_key on cases (domain, created_at)', /^wrong_key of cases does/],
      [
        'alter table case_tags add constraint of_case foreign key (case_id) references cases',
        /^of_case of case_tags is a foreign key$/,
      ],
      ['alter table case_words drop constraint case_words_pkey', /^case_words has no primary key$/],
      ['alter table domains add column n serial', /^domains\.n is a number of a sequence/],
      [
        'alter table domains add column m integer generated always as identity',
        /^domains\.m is given out, and no bigint$/,
      ],
      [
        `create function f() returns trigger language plpgsql as 'begin return new; end';
         create trigger wrong_trigger before insert on tokens execute function f()`,
        /^tokens has the trigger wrong_trigger$/,
      ],
      ['drop table purges', /^purges is not there$/],
    ]
    for (const [sql] of wrong) await statement(database.url, sql)
    const faults = await schemaFaults(database.url)
    for (const [sql, expected] of wrong) {
      assert.equal(faults.filter((fault) => expected.test(fault)).length, 1, `${sql}: ${faults}`)
    }
    assert.equal(faults.length, wrong.length, faults.join('\n'))
  })

  test('[B-1320] tables lie beside each other by columns of one type', async () => {
    await using database = await migrated()
    const beside = (
      table: string,
      by: string,
      other: string,
    ): Readonly<Record<string, Placement>> => ({
      ...placements,
      [table]: { on: 'spread', by, beside: other },
    })
    const faultsOf = (placed: Readonly<Record<string, Placement>>) =>
      schemaFaults(database.url, placed)
    assert.deepEqual(await faultsOf(beside('rule_firings', 'case_id', 'cases')), [
      'rule_firings cannot lie beside cases: case_id has another type',
      'timed_marks lies beside rule_firings, which leads no group',
    ])
    assert.deepEqual(await faultsOf(beside('outbox', 'at', 'cases')), [
      'outbox cannot lie beside cases: at has another type',
      'outbox_pkey of outbox does not have at',
    ])
    assert.deepEqual(await faultsOf(beside('tokens', 'no_such', 'tokens')), [
      'tokens has no column no_such',
    ])
  })

  test('[B-1340] what only searches need is indexed where tables are spread, and nowhere else', async () => {
    await using database = await migrated()
    assert.deepEqual(await searchIndexesIn(database.url), [])
    // As a version left it that had them everywhere.
    for (const sql of [...searchIndexes, 'delete from migrations where id = 12']) {
      await statement(database.url, sql)
    }
    const all = await searchIndexesIn(database.url)
    assert.equal(all.length, searchIndexes.length)
    const open = async () => (await openPostgres({ url: database.url, clock: realClock() })).close()
    await statement(database.url, 'update config_version set spread = true')
    await open()
    assert.deepEqual(await searchIndexesIn(database.url), all)
    await statement(database.url, 'update config_version set spread = false')
    await statement(database.url, 'delete from migrations where id = 12')
    await open()
    assert.deepEqual(await searchIndexesIn(database.url), [])
  })
})

/** The indexes of what is looked through in cases, beside their keys. */
const searchIndexesIn = async (url: string): Promise<readonly unknown[]> => {
  const rows = await rowsOf(
    url,
    `select indexrelid::regclass::text as name from pg_index
     where indrelid in ('case_values'::regclass, 'case_tags'::regclass, 'case_words'::regclass)
       and not indisprimary order by name`,
  )
  return rows.map(({ name }) => name)
}

test('[B-1320] each table that moves is moved once, after the one that it lies beside', () => {
  const moved = new Map<string, string>()
  for (const text of distribution()) {
    const [, table = '', options = ''] =
      /^select create_(?:distributed|reference)_table\('(\w+)'(.*)\)$/.exec(text) ?? []
    assert.ok(!moved.has(table), text)
    const [, group = 'none'] = /colocate_with => '(\w+)'/.exec(options) ?? []
    if (group !== 'none') assert.ok(moved.has(group), `${table} is moved before ${group}`)
    moved.set(table, options)
  }
  const placed = Object.entries(placements).filter(([, { on }]) => on !== 'coordinator')
  assert.deepEqual(
    [...moved.keys()],
    placed.map(([table]) => table),
  )
  assert.equal(moved.get('outbox'), `, 'case_id', colocate_with => 'cases'`)
  assert.equal(moved.get('cases'), `, 'case_id', colocate_with => 'none'`)
  assert.equal(moved.get('reference_numbers'), `, 'number', colocate_with => 'none'`)
  assert.equal(moved.get('access_keys'), '')
})
