// What the last steps of the ladder insert, by bare statements: one row of a table of its own, or the very rows, in
// the very tables, that CreateRelatedItem writes: the item, the chained audit event, the outgoing event, the case's
// counters. Groups are committed as in the real server, with its settings.
import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { migrations } from '../src/storage/migration-files.ts'
import { caseIdOf } from './case-ids.ts'

export type Row = { readonly id: string; readonly caseId: string; readonly body: Buffer }

/** Inserts a row in the open transaction. */
export type InsertRow = (row: Row) => void

/** A database in a file, with the settings of the real server's writer. */
export const openDatabase = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file)
  db.exec(`pragma journal_mode = wal; pragma synchronous = full;
    pragma wal_autocheckpoint = 0; pragma cache_size = -64000`)
  return db
}

export const oneRow = (db: DatabaseSync): InsertRow => {
  db.exec(`create table items (pk integer primary key, id text not null, case_id text not null,
      body text not null) strict;
    create unique index items_id on items (id); create index items_case on items (case_id)`)
  const insert = db.prepare('insert into items (id, case_id, body) values (?, ?, ?)')
  return ({ id, caseId, body }) => {
    insert.run(id, caseId, body.toString())
  }
}

/** What the real rows hold beside the comment itself, in characters. */
const inDocument = 'x'.repeat(60)
const inAudit = 'x'.repeat(300)
const inEvent = 'x'.repeat(840)

export const realRows = (db: DatabaseSync, caseCount: number): InsertRow => {
  for (const { sql } of migrations()) db.exec(sql)
  fillCases(db, caseCount)
  const head = db.prepare('select pk, sequence, mac, related_item_count from cases where id = ?')
  const item = db.prepare(`insert into related_items (domain_pk, case_pk, id, type, associated_at,
    invocation, document) values (1, ?, ?, 'Comment', ?, ?, ?)`)
  const audit = db.prepare(
    'insert into audit_events (case_pk, sequence, at, mac, bytes) values (?, ?, ?, ?, ?)',
  )
  const outbox = db.prepare(
    'insert into outbox (domain_pk, at, case_id, sequence, event) values (1, ?, ?, ?, ?)',
  )
  const counters = db.prepare(
    'update cases set sequence = ?, mac = ?, related_item_count = ? where pk = ?',
  )
  const key = createSecretKey(randomBytes(32))
  return ({ id, caseId, body }) => {
    const found = head.get(caseId)
    if (found === undefined) throw new Error(`no case ${caseId}`)
    const pk = found.pk as number
    const sequence = Number(found.sequence) + 1
    const text = body.toString()
    const at = Date.now()
    item.run(pk, id, at, id.slice(14), JSON.stringify({ text, inDocument }))
    const bytes = Buffer.from(JSON.stringify({ id, sequence, text, inAudit }))
    const chained = createHmac('sha256', key).update(found.mac as Uint8Array)
    const mac = chained.update(bytes).digest()
    audit.run(pk, sequence, at, mac, bytes)
    outbox.run(at, caseId, sequence, JSON.stringify({ id, sequence, text, inEvent }))
    counters.run(sequence, mac, Number(found.related_item_count) + 1, pk)
  }
}

const fillCases = (db: DatabaseSync, count: number): void => {
  const insert = db.prepare(`insert into cases (domain_pk, id, template_id, created_at, updated_at,
      sequence, mac, related_item_count, file_count, sla_count, unmet_slas, tags, field_values)
    values (1, ?, 'template', ?, ?, 0, ?, 0, 0, 0, '[]', '{}', ?)`)
  db.exec(`begin; insert into domains values (1, 'domain', 'bench', 0, '{}')`)
  for (let i = 0; i < count; i += 1) {
    const values = JSON.stringify({ text: 'x'.repeat(950) })
    insert.run(caseIdOf(i), i, i, randomBytes(32), values)
  }
  db.exec('commit')
}
