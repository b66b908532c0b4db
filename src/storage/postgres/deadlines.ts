// SLAs by their target time, over all domains: the index `related_items_deadlines` holds the open ones only, so
// that the next is its first entry, however many there are and were.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { Queries } from '../contract.ts'
import type { DueSla } from '../deadline-contract.ts'
import { type RelatedItemRecord, toRelatedItemRow } from '../related-item-record.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import type { Reading } from './lookup.ts'
import { relatedItemColumns } from './related-items.ts'
import { named } from './session.ts'

/** What the partial index holds. */
const open = `r.sla_target_at is not null and r.sla_completed_at is null and r.sla_breached_at is null`

export const nextSlaTarget = async ({ session }: Reading): Promise<number | undefined> => {
  const [found] = await session.rows<{ at: number }>(next)
  return found?.at
}

const next = named(
  'next_sla_target',
  `select r.sla_target_at as at from related_items as r
   join domains as d on d.pk = r.domain and not d.deleted
   where ${open} order by r.sla_target_at limit 1`,
)

export const dueSlas = async (
  { session }: Reading,
  { nowMs, limit }: Queries['dueSlas']['takes'],
): Promise<DueSla[]> => {
  const records = await session.rows<Due>(due, [nowMs, limit])
  return records.map((record) => ({
    item: toRelatedItemRow(record.scope, record),
    case: toCaseRow(record.scope, record),
  }))
}

type Due = RelatedItemRecord & CaseRecord & { readonly scope: DomainScope }

const due = named(
  'due_slas',
  `select ${relatedItemColumns}, ${caseColumns}, d.id::text as scope from related_items as r
   join cases as c on c.case_id = r.case_id
   join domains as d on d.pk = r.domain and not d.deleted
   where ${open} and r.sla_target_at < $1 order by r.sla_target_at, r.id limit $2`,
)
