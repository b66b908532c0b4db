// Related items in SQLite: what is asked for by column has a column, the rest is a JSON document.
import type { Configs, DomainScope } from '../../domain/domain-config.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { documentOf, type RelatedItemRecord, toRelatedItemRow } from '../related-item-record.ts'
import { type Connection, statement } from './connection.ts'
import { StaleVersion } from './failures.ts'
import { indexPlace, relatedItemIndex } from './related-item-index.ts'

/** The columns of `toRelatedItemRow`, of `related_items as r join cases as c`. */
export const relatedItemColumns = `r.id, c.id as case_id, r.type, r.reference, r.associated_at,
  r.invocation, r.document`

type ItemQuery =
  | 'itemMadeBy'
  | 'linksToCase'
  | 'relatedItemById'
  | 'relatedItemByReference'
  | 'slasOfCase'

/** A link to a case that is gone, and not yet removed itself, is not there. */
export const visible = `not (r.type = 'ConnectCase' and r.reference in (select case_id from unlinkings))`

const from = `select ${relatedItemColumns} from related_items as r join cases as c on c.pk = r.case_pk`

export const slasOfCaseSql = `${from} where c.id = ? and c.domain_pk = ? and r.type = 'Sla'
  order by r.associated_at, r.id`

/** The queries on items of one case, and on those that point at it. */
export const relatedItemQueries = ({ db, domainPk, casePk }: Connection) => {
  const byId = statement<RelatedItemRecord>(
    db,
    `${from} where r.id = ? and c.id = ? and r.domain_pk = ? and ${visible}`,
  )
  const byReference = statement<RelatedItemRecord>(
    db,
    `${from} where c.id = ? and c.domain_pk = ? and r.type = ? and r.reference = ? and ${visible}`,
  )
  // All of it is in one index, beside the entry that an insert adds to it.
  const madeBy = statement<{ id: string }>(
    db,
    `select id from related_items where case_pk = ? and associated_at > ? and invocation = ?
     union all select answer from tokens where key = ? and expires_at > ? limit 1`,
  )
  const slas = statement<RelatedItemRecord>(db, slasOfCaseSql)
  const links = statement<RelatedItemRecord>(
    db,
    `${from} where r.domain_pk = ? and r.reference = ? and r.type = 'ConnectCase' order by r.pk limit ?`,
  )
  const one = (scope: DomainScope, record: RelatedItemRecord | undefined) =>
    record === undefined ? undefined : toRelatedItemRow(scope, record)
  const many = (scope: DomainScope, records: RelatedItemRecord[]) =>
    records.map((record) => toRelatedItemRow(scope, record))
  return {
    relatedItemById: ({ scope, caseId, relatedItemId }) =>
      one(scope, byId.get(relatedItemId, caseId, domainPk(scope))),
    itemMadeBy: ({ scope, caseId, invocation, sinceMs, nowMs }) =>
      madeBy.get(casePk(scope, caseId), sinceMs, invocation, invocation, nowMs)?.id,
    relatedItemByReference: ({ scope, caseId, type, reference }) =>
      one(scope, byReference.get(caseId, domainPk(scope), type, reference)),
    slasOfCase: ({ scope, caseId }) => many(scope, slas.all(caseId, domainPk(scope))),
    linksToCase: ({ scope, caseId, limit }) =>
      many(scope, links.all(domainPk(scope), caseId, limit)),
  } satisfies { [K in ItemQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }
}

export const relatedItemChanges = (connection: Connection) => {
  const { db, domainPk, casePk } = connection
  const index = relatedItemIndex(connection)
  const insert = statement(
    db,
    `insert into related_items (domain_pk, case_pk, id, type, reference, channel, sla_name,
       sla_target_at, sla_completed_at, sla_breached_at, associated_at, invocation, document)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = statement<{ pk: number }>(
    db,
    `update related_items set type = ?, reference = ?, channel = ?, sla_name = ?, sla_target_at = ?,
       sla_completed_at = ?, sla_breached_at = ?, associated_at = ?, invocation = ?, document = ?
     where id = ? and domain_pk = ? returning pk`,
  )
  const find = statement<{ pk: number }>(
    db,
    'select pk from related_items where id = ? and domain_pk = ?',
  )
  const remove = statement(db, 'delete from related_items where pk = ?')
  return {
    insert: (row: RelatedItemRow, configs: Configs): void => {
      const domain = domainPk(row.scope)
      const ofCase = casePk(row.scope, row.caseId)
      if (ofCase === 0) throw new StaleVersion(`case ${row.caseId}`)
      const done = insert.run(domain, ofCase, row.id, ...columnsOf(row))
      if (!('custom' in row.content)) return
      const pk = Number(done.lastInsertRowid)
      index.change(indexPlace(configs, row.scope, domain, pk), undefined, row)
    },
    update: (before: RelatedItemRow, after: RelatedItemRow, configs: Configs): void => {
      const domain = domainPk(after.scope)
      const found = update.get(...columnsOf(after), after.id, domain)
      if (found === undefined) throw new StaleVersion(`related item ${after.id}`)
      if (!('custom' in after.content)) return
      index.change(indexPlace(configs, after.scope, domain, found.pk), before, after)
    },
    remove: (row: RelatedItemRow): void => {
      const found = find.get(row.id, domainPk(row.scope))
      if (found === undefined) throw new StaleVersion(`related item ${row.id}`)
      index.remove(found.pk, row)
      remove.run(found.pk)
    },
  }
}

const columnsOf = (row: RelatedItemRow) => {
  const sla = 'sla' in row.content ? row.content.sla : undefined
  const contact = 'contact' in row.content ? row.content.contact : undefined
  return [
    row.type,
    row.reference ?? null,
    contact?.channel ?? null,
    sla?.name ?? null,
    sla?.targetAt ?? null,
    sla?.completedAt ?? null,
    sla?.breachedAt ?? null,
    row.associatedAt,
    row.invocation ?? null,
    documentOf(row),
  ] as const
}
