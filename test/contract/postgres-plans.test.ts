// How PostgreSQL finds what is asked of a case, in a database that knows nothing of its tables yet: what it has read
// is counted by itself, index by index.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { query } from '../../src/storage/contract.ts'
import { postgresMissing } from '../support/postgres.ts'
import { ask, put, settingIn } from './place.ts'
import { postgresPlace } from './postgres-place.ts'
import { comment, creation, sla, someTime } from './rows.ts'

const missing = postgresMissing()

/** A prepared statement has one plan for all values from its sixth run on. */
const runs = 8

test('[B-1314] what is asked of a case reads its rows alone, without statistics too', {
  skip: missing,
}, async () => {
  await using setting = await settingIn(postgresPlace)
  const { store, own, place } = setting
  const rows = Array.from({ length: 40 }, () => own.case())
  const items = rows.flatMap((row) => [
    own.item(row, comment('hello'), { invocation: row.id }),
    own.item(row, sla('first', someTime + 1)),
  ])
  await put(
    store,
    ...rows.flatMap(creation),
    ...items.map((row) => ({ change: 'relatedItem.insert', row }) as const),
  )
  const asked = rows.map(({ scope, id: caseId }) => ({
    made: query('itemMadeBy', { scope, caseId, invocation: caseId, sinceMs: 0, nowMs: someTime }),
    slas: query('slasOfCase', { scope, caseId }),
    files: query('attachmentCount', { scope, caseId }),
  }))
  for (let run = 0; run < runs; run += 1) {
    for (const one of asked.slice(0, 2)) {
      const { made, slas } = await store.load(one)
      assert.ok(made !== undefined && slas.length === 1)
    }
    // Asked in one turn they are one statement each.
    const together = await Promise.all(asked.map((one) => store.load(one)))
    assert.ok(together.every(({ made, slas }) => made !== undefined && slas.length === 1))
    const { scope, id: caseId } = rows[run] as (typeof rows)[number]
    const page = { scope, caseId, anyOf: [], sorts: [], nowMs: someTime, limit: 5 }
    assert.equal((await ask(store, 'relatedItems', page)).rows.length, 2)
  }
  await place.close(store)
  const used = await indexUses(place.url)
  for (const name of ['related_items_newest', 'related_items_slas'])
    assert.ok((used.get(name) ?? 0) > 0, `${[...used]}`)
  const ofDomain = ['related_items_type', 'related_items_reference', 'related_items_due']
  for (const name of [...ofDomain, 'files_domain']) assert.equal(used.get(name), 0, name)
})

/** How often each index was used; a connection tells so at the latest when it ends. */
const indexUses = async (url: string): Promise<Map<string, number>> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; scans: string }>(
      `select indexrelname as name, idx_scan as scans from pg_stat_user_indexes
       where schemaname = current_schema`,
    )
    return new Map(rows.map(({ name, scans }) => [name, Number(scans)]))
  } finally {
    await client.end()
  }
}
