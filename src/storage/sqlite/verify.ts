// Checks the database's own structure and every audit chain against the head on its case, in one snapshot, while
// a server may go on writing. Reads everything and takes its time: for a process of its own (`opencases verify`).
import type { DatabaseSync } from 'node:sqlite'
import { type ChainEnd, type ChainEvent, followChain, type Report } from '../chain.ts'
import type { ChainMac, Verification } from '../contract.ts'
import { statement } from './connection.ts'

type Head = ChainEnd & { pk: number }
type Event = ChainEvent

/** So many faults are named; one is enough to know. */
const faultsMax = 1000

/** Memory is bounded by these, however many cases there are and however long a history is. */
const casesPerBatch = 500
const eventsPerBatch = 500

/** Read everything once. `db` is a read-only connection. */
export const verifyOn = (db: DatabaseSync, mac: ChainMac): Verification => {
  const heads = statement<Head>(
    db,
    'select pk, id, sequence, mac from cases where pk > ? order by pk limit ?',
  )
  const history = historyOn(db)
  const faults: string[] = []
  const report = (fault: string): void => {
    if (faults.length < faultsMax) faults.push(fault)
  }
  let cases = 0
  let events = 0
  db.exec('begin')
  try {
    structure(db, report)
    strays(db, report)
    for (let after = 0; ; ) {
      const batch = heads.all(after, casesPerBatch)
      for (const head of batch) events += chain(head, history(head.pk), mac, report)
      cases += batch.length
      const last = batch.at(-1)
      if (last === undefined) break
      after = last.pk
    }
  } finally {
    db.exec('commit')
  }
  return { cases, events, faults }
}

const structure = (db: DatabaseSync, report: Report): void => {
  const integrity = statement<{ integrity_check: string }>(db, 'pragma integrity_check').all()
  for (const { integrity_check: found } of integrity) {
    if (found !== 'ok') report(`database: ${found}`)
  }
  const keys = statement<{ table: string; rowid: number | null }>(db, 'pragma foreign_key_check')
  for (const { table, rowid } of keys.all()) {
    report(`database: row ${rowid} of ${table} belongs to nothing`)
  }
}

/** Events of no case: those of deleted cases wait to be purged, others were put there. */
const strays = (db: DatabaseSync, report: Report): void => {
  const select = statement<{ sequence: number; at: number }>(
    db,
    `select e.sequence, e.at from audit_events as e
     where e.case_pk not in (select pk from cases)
       and e.case_pk not in (select case_pk from purges) limit ?`,
  )
  for (const { sequence } of select.all(faultsMax)) report(`event ${sequence} belongs to no case`)
}

const historyOn = (db: DatabaseSync) => {
  const select = statement<Event>(
    db,
    `select sequence, bytes, mac from audit_events
     where case_pk = ? and sequence > ? order by sequence limit ?`,
  )
  return function* (casePk: number): Generator<Event> {
    for (let after = Number.MIN_SAFE_INTEGER; ; ) {
      const batch = select.all(casePk, after, eventsPerBatch)
      yield* batch
      const last = batch.at(-1)
      if (last === undefined || batch.length < eventsPerBatch) return
      after = last.sequence
    }
  }
}

/** Follow one case's chain to its end; answers with the number of its events. */
const chain = (head: Head, history: Iterable<Event>, mac: ChainMac, report: Report): number => {
  const follower = followChain(head, mac, report)
  let count = 0
  for (const event of history) {
    count += 1
    follower.next(event)
  }
  follower.end()
  return count
}
