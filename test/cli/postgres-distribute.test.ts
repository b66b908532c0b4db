// `opencases distribute` on a PostgreSQL without Citus: what it refuses, and what it would have Citus do, told by
// functions of Citus's names that write down how they are called.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import { distribution } from '../../src/storage/postgres/placement.ts'
import { type Database, emptyDatabase, postgresMissing, statement } from '../support/postgres.ts'
import { runProgram, startProgram, temporaryFolder } from '../support/program.ts'

/** Has the database answer as if it had Citus; `fails` is the table that it cannot spread. */
const standIn = (fails = '') => `
  create table if not exists pg_dist_node (
    isactive boolean, shouldhaveshards boolean, noderole text);
  create table if not exists calls (n bigint generated always as identity, call text);
  create or replace function create_distributed_table(t regclass, by text, colocate_with text)
    returns void language plpgsql as $$ begin
      if t::text = '${fails}' then raise exception 'no room for %', t; end if;
      insert into calls (call) values (format(
        'select create_distributed_table(''%s'', ''%s'', colocate_with => ''%s'')',
        t, by, colocate_with));
    end $$;
  create or replace function create_reference_table(t regclass) returns void language sql as $$
    insert into calls (call) values (format('select create_reference_table(''%s'')', t)) $$`

const rowsOf = async ({ url }: Database, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

const calls = (database: Database) => rowsOf(database, 'select call from calls order by n')
const spread = (database: Database) => rowsOf(database, 'select spread from config_version')

const machines = `insert into pg_dist_node values (true, true, 'primary'), (true, true, 'primary'),
  (true, false, 'primary'), (false, true, 'primary'), (true, true, 'secondary')`

describe('distributing', { skip: postgresMissing() }, () => {
  test('[B-1320] what it needs and does not have it says, and touches nothing', async () => {
    const aimless = await runProgram(['distribute'])
    assert.equal(aimless.code, 2)
    assert.match(aimless.stderr, /^opencases: distribute needs OPENCASES_DATABASE_URL or --dat/)
    using folder = temporaryFolder()
    const nowhere = `postgres://postgres:secret@localhost/postgres?host=${folder.path}`
    const unreachable = await runProgram(['distribute', '--database-url', nowhere])
    assert.equal(unreachable.code, 1)
    assert.match(unreachable.stderr, /^opencases: The database cannot be reached: /)
    assert.doesNotMatch(unreachable.stderr, /secret/)
    await using database = await emptyDatabase()
    const run = () => runProgram(['distribute', '--database-url', database.url])
    const plain = await run()
    assert.equal(plain.code, 1)
    assert.match(
      plain.stderr,
      /^opencases: The database has no Citus extension: .*create extension/,
    )
    await statement(database.url, standIn())
    const alone = await run()
    assert.equal(alone.code, 1)
    assert.match(alone.stderr, /^opencases: Citus knows no machine that takes rows; .*citus_add_no/)
    assert.deepEqual(await calls(database), [])
    assert.deepEqual(await rowsOf(database, `select to_regclass('cases')`), [null])
  })

  test('[B-1320] it makes the tables, has each moved once, and does so once', async () => {
    await using database = await emptyDatabase()
    using folder = temporaryFolder()
    const at = ['--database-url', database.url, '--data', folder.path]
    await statement(database.url, `${standIn()}; ${machines}`)
    const done = await runProgram(['distribute', ...at])
    assert.equal(done.stderr, '')
    assert.equal(done.stdout, '15 tables spread over 2 machines, 8 copied to each\n')
    assert.deepEqual(await calls(database), distribution())
    assert.deepEqual(await spread(database), [true])
    const twice = await runProgram(['distribute', ...at])
    assert.equal(twice.code, 1)
    assert.match(twice.stderr, /^opencases: The tables are spread over machines already\.$/m)
    await using _ = await startProgram(at)
    assert.equal((await runProgram(['verify', ...at])).code, 0)
  })

  test('[B-1320] it refuses a database that a server has used', async () => {
    await using database = await emptyDatabase()
    using folder = temporaryFolder()
    const at = ['--database-url', database.url, '--data', folder.path]
    await (await startProgram(at))[Symbol.asyncDispose]()
    await statement(database.url, `${standIn()}; ${machines}`)
    const used = await runProgram(['distribute', ...at])
    assert.equal(used.code, 1)
    assert.match(used.stderr, /^opencases: There is data in the database \(table access_keys\): /)
    assert.deepEqual(await calls(database), [])
    assert.deepEqual(await spread(database), [false])
  })

  test('[B-1320] what fails in the middle leaves nothing, and can be begun again', async () => {
    await using database = await emptyDatabase()
    const run = () => runProgram(['distribute', '--database-url', database.url])
    await statement(database.url, `${standIn('outbox')}; ${machines}`)
    const failed = await run()
    assert.equal(failed.code, 1)
    assert.match(failed.stderr, /^opencases: no room for outbox$/m)
    assert.deepEqual(await calls(database), [])
    assert.deepEqual(await spread(database), [false])
    await statement(database.url, standIn())
    assert.equal((await run()).code, 0)
    assert.deepEqual(await calls(database), distribution())
  })
})
