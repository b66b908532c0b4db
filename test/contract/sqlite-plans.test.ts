// How SQLite finds what is asked of a case, in a database that knows nothing of its tables.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { casesByIdsSql } from '../../src/storage/sqlite/cases.ts'
import { put } from './place.ts'
import { builder, creation } from './rows.ts'
import { sqlitePlace } from './sqlite-place.ts'

test('[B-1314] cases are found by their ids, and not among all of their domain', async () => {
  await using place = await sqlitePlace()
  const store = await place.open()
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain }, ...creation(own.case()))
  await place.close(store)
  using db = new DatabaseSync(place.file, { readOnly: true })
  const plan = db.prepare(`explain query plan ${casesByIdsSql}`).all()
  const steps = plan.map(({ detail }) => String(detail))
  assert.ok(steps.includes('SEARCH c USING INDEX cases_id (id=?)'), steps.join('; '))
})
