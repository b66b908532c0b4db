// Checks the database's own structure and every audit chain against the head on its case, in one snapshot and a
// batch of cases at a time, while a server may go on writing.
import type { DatabaseSync } from 'node:sqlite'
import type { ChainMac, Verification } from '../contract.ts'
import { statement } from './connection.ts'

type Head = { pk: number; id: string; sequence: number; mac: Uint8Array }
type Event = { sequence: number; bytes: Uint8Array; mac: Uint8Array }

/** So many faults are named; one is enough to know. */
const faultsMax = 1000
const casesPerBatch = 500

/** Read everything once. `db` is a read-only connection. */
export const verifyOn = (db: DatabaseSync, mac: ChainMac): Verification => {
  const heads = statement<Head>(
    db,
    'select pk, id, sequence, mac from cases where pk > ? order by pk limit ?',
  )
  const eventsOf = statement<Event>(
    db,
    'select sequence, bytes, mac from audit_events where case_pk = ? order by sequence',
  )
  const faults = structureFaults(db)
  let cases = 0
  let events = 0
  db.exec('begin')
  try {
    for (let after = 0; ; ) {
      const batch = heads.all(after, casesPerBatch)
      for (const head of batch) {
        const history = eventsOf.all(head.pk)
        cases += 1
        events += history.length
        if (faults.length < faultsMax) faults.push(...chainFaults(head, history, mac))
      }
      const last = batch.at(-1)
      if (last === undefined) break
      after = last.pk
    }
  } finally {
    db.exec('commit')
  }
  return { cases, events, faults }
}

const structureFaults = (db: DatabaseSync): string[] => {
  const rows = statement<{ integrity_check: string }>(db, 'pragma integrity_check').all()
  return rows
    .map(({ integrity_check: found }) => found)
    .filter((found) => found !== 'ok')
    .map((found) => `database: ${found}`)
}

const chainFaults = (head: Head, history: readonly Event[], mac: ChainMac): string[] => {
  const faults: string[] = []
  let previous: Uint8Array = new Uint8Array(32)
  let expected = 1
  for (const event of history) {
    if (event.sequence > head.sequence) {
      faults.push(`case ${head.id}: event ${event.sequence} was added after the end`)
      continue
    }
    for (; expected < event.sequence; expected += 1) {
      faults.push(`case ${head.id}: event ${expected} is missing`)
    }
    const whole = Buffer.compare(mac(previous, event.sequence, event.bytes), event.mac) === 0
    // After a gap the link to what is missing cannot hold: the gap is the fault, not the event behind it.
    if (!whole && faults.length === 0) {
      faults.push(`case ${head.id}: event ${event.sequence} was changed`)
    }
    previous = event.mac
    expected = event.sequence + 1
  }
  if (expected <= head.sequence) {
    faults.push(`case ${head.id}: events ${expected} to ${head.sequence} were cut off`)
  } else if (faults.length === 0 && Buffer.compare(previous, head.mac) !== 0) {
    faults.push(`case ${head.id}: the head of the chain does not fit its last event`)
  }
  return faults
}
