// How SQLite finds what is asked of a case, in a database that knows nothing of its tables.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { casesByIdsSql } from '../../src/storage/sqlite/cases.ts'
import { slasOfCaseSql } from '../../src/storage/sqlite/related-items.ts'
import { put } from './place.ts'
import { builder, creation } from './rows.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** How the rows of each table are found. */
const stepsOf = async (sql: string): Promise<string[]> => {
  await using place = await sqlitePlace()
  const store = await place.open()
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain }, ...creation(own.case()))
  await place.close(store)
  using db = new DatabaseSync(place.file, { readOnly: true })
  return db
    .prepare(`explain query plan ${sql}`)
    .all()
    .map(({ detail }) => String(detail))
}

test('[B-1314] cases are found by their ids, and not among all of their domain', async () => {
  const steps = await stepsOf(casesByIdsSql)
  assert.ok(steps.includes('SEARCH c USING INDEX cases_id (id=?)'), steps.join('; '))
})

test('[B-1314] the SLAs of a case are found by themselves, and not among all its items', async () => {
  assert.deepEqual(await stepsOf(slasOfCaseSql), [
    'SEARCH c USING INDEX cases_id (id=?)',
    'SEARCH r USING INDEX related_items_slas (case_pk=?)',
  ])
})
