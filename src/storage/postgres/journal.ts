// The history of cases: rows that are only ever appended.
import type { AuditRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { caseKeys, type Reading } from './lookup.ts'
import { insertInto } from './rows-in.ts'
import { named, type Session } from './session.ts'

type AuditRecord = { sequence: number; at: number; bytes: Uint8Array; mac: Uint8Array }

/** Newest events of a case first. */
export const auditEvents = async (
  { session, domainPk }: Reading,
  takes: Queries['auditEvents']['takes'],
): Promise<Queries['auditEvents']['gives']> => {
  const { scope, caseId, limit, after } = takes
  const keys = caseKeys(takes, domainPk)
  if (keys === undefined) return { rows: [] }
  const before = after?.[0] ?? Number.MAX_SAFE_INTEGER
  const records = await session.rows<AuditRecord>(newestEvents, [...keys, before, limit + 1])
  const rows = records.slice(0, limit).map((record) => ({ scope, caseId, ...record }))
  const last = rows.at(-1)
  return records.length > limit && last !== undefined ? { rows, next: [last.sequence] } : { rows }
}

// The history of a case that is gone cannot be reached.
const newestEvents = named(
  'audit_events_of_case',
  `select e.sequence, e.at, e.bytes, e.mac
   from cases as c join audit_events as e on e.case_id = c.case_id
   where c.case_id = $1 and c.domain = $2 and e.sequence < $3
   order by e.sequence desc limit $4`,
)

const auditStatement = insertInto('audit_events', {
  case_id: 'uuid',
  sequence: 'bigint',
  at: 'bigint',
  mac: 'bytea',
  bytes: 'bytea',
})

export const appendAudit = (session: Session, rows: readonly AuditRow[]): Promise<number> =>
  auditStatement.run(
    session,
    rows.map(({ caseId, sequence, at, mac, bytes }) => ({
      case_id: caseId,
      sequence,
      at,
      mac,
      bytes,
    })),
  )
