// The history of cases and the outgoing events: rows that are only ever appended.
import type { AuditRow, OutboxRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'
import { StaleVersion } from './failures.ts'

type AuditRecord = { sequence: number; at: number; bytes: Uint8Array; mac: Uint8Array }

/** Newest events of a case first. */
export const auditEvents = ({ db, domainPk }: Connection) => {
  const select = statement<AuditRecord>(
    db,
    `select e.sequence, e.at, e.bytes, e.mac
     from cases as c join audit_events as e on e.case_pk = c.pk
     where c.id = ? and c.domain_pk = ? and e.sequence < ?
     order by e.sequence desc limit ?`,
  )
  return (takes: Queries['auditEvents']['takes']): Queries['auditEvents']['gives'] => {
    const { scope, caseId, limit, after } = takes
    const before = after?.[0] ?? Number.MAX_SAFE_INTEGER
    const records = select.all(caseId, domainPk(scope), before, limit + 1)
    const rows = records.slice(0, limit).map((record) => ({ scope, caseId, ...record }))
    const last = rows.at(-1)
    return records.length > limit && last !== undefined ? { rows, next: [last.sequence] } : { rows }
  }
}

export const journalChanges = ({ db, domainPk, casePk }: Connection) => {
  const appendEvent = statement(
    db,
    'insert into audit_events (case_pk, sequence, at, mac, bytes) values (?, ?, ?, ?, ?)',
  )
  const appendOutgoing = statement(
    db,
    'insert into outbox (domain_pk, at, case_id, sequence, event) values (?, ?, ?, ?, ?)',
  )
  return {
    audit: (row: AuditRow): void => {
      const { sequence, at, mac, bytes, caseId, scope } = row
      const pk = casePk(scope, caseId)
      if (pk === 0) throw new StaleVersion(`history of case ${caseId}`)
      appendEvent.run(pk, sequence, at, mac, bytes)
    },
    outbox: ({ scope, at, caseId, sequence, event }: OutboxRow): void => {
      appendOutgoing.run(domainPk(scope), at, caseId, sequence, event)
    },
  }
}
