// SLAs by their target time, over all domains: the index `related_items_deadlines` holds the open ones only, so that
// the next is its first entry, however many there are and were.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { Queries } from '../contract.ts'
import { type RelatedItemRecord, toRelatedItemRow } from '../related-item-record.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { type Connection, statement, tupleStatement } from './connection.ts'
import { relatedItemColumns } from './related-items.ts'

/** What the partial index holds. */
const open = `r.sla_target_at is not null and r.sla_completed_at is null and r.sla_breached_at is null`

export const deadlineQueries = ({ db }: Connection) => {
  const next = statement<{ at: number }>(
    db,
    `select r.sla_target_at as at from related_items as r where ${open}
     order by r.sla_target_at limit 1`,
  )
  const due = statement<RelatedItemRecord & { scope: DomainScope; case_pk: number }>(
    db,
    `select ${relatedItemColumns}, d.id as scope, r.case_pk from related_items as r
     join cases as c on c.pk = r.case_pk join domains as d on d.pk = r.domain_pk
     where ${open} and r.sla_target_at < ? order by r.sla_target_at, r.pk limit ?`,
  )
  const ofCase = tupleStatement<CaseRecord>(
    db,
    `select ${caseColumns} from cases as c where c.pk = ?`,
  )
  return {
    nextSlaTarget: () => next.get()?.at,
    dueSlas: ({ nowMs, limit }) =>
      due.all(nowMs, limit).flatMap((record) => {
        const { scope, case_pk: pk } = record
        const row = ofCase.get(pk)
        if (row === undefined) return []
        return [{ item: toRelatedItemRow(scope, record), case: toCaseRow(scope, row) }]
      }),
  } satisfies {
    [K in 'dueSlas' | 'nextSlaTarget']: (takes: Queries[K]['takes']) => Queries[K]['gives']
  }
}
