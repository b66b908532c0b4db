// Related items in PostgreSQL: what is asked for by column has a column, the rest is a JSON document.
import type { DomainConfig, DomainScope } from '../../domain/domain-config.ts'
import { type IndexEntry, valueEntries } from '../../domain/index-entries.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import { isUuid } from '../../ids.ts'
import type { Queries } from '../contract.ts'
import { documentOf, type RelatedItemRecord, toRelatedItemRow } from '../related-item-record.ts'
import { alsoOf, caseKeys, lookup, type Reading } from './lookup.ts'
import { insertInto, rowStatement } from './rows-in.ts'
import { mustWrite, named, type Session } from './session.ts'
import { valueIndex } from './value-index.ts'

/** The columns of `toRelatedItemRow`, of table `related_items as r`. */
export const relatedItemColumns = `r.id, r.case_id, r.type, r.reference, r.associated_at,
  r.invocation, r.document`

/** A link to a case that is gone, and not yet removed itself, is not there. */
export const visible = `not (r.type = 'ConnectCase'
  and r.reference in (select u.case_id::text from unlinkings as u))`

const from = `select ${relatedItemColumns} from related_items as r`

type Asked<N extends keyof Queries> = Queries[N]['takes']
type Given<N extends keyof Queries> = Queries[N]['gives']

const first = (
  { scope }: { readonly scope: DomainScope },
  [record]: readonly RelatedItemRecord[],
): RelatedItemRow | undefined =>
  record === undefined ? undefined : toRelatedItemRow(scope, record)

export const relatedItemById = lookup<
  Asked<'relatedItemById'>,
  RelatedItemRecord,
  Given<'relatedItemById'>
>({
  name: 'related_item_by_id',
  types: ['uuid', 'integer', 'uuid'],
  sql: (caseId, domain, id) => `${from}
    where r.case_id = ${caseId} and r.id = ${id} and r.domain = ${domain} and ${visible}`,
  keys: (takes, domainPk) => {
    const keys = caseKeys(takes, domainPk)
    return keys && isUuid(takes.relatedItemId) ? [...keys, takes.relatedItemId] : undefined
  },
  gives: first,
})

export const relatedItemByReference = lookup<
  Asked<'relatedItemByReference'>,
  RelatedItemRecord,
  Given<'relatedItemByReference'>
>({
  name: 'related_item_by_reference',
  types: ['uuid', 'integer', 'text', 'text'],
  sql: (caseId, domain, type, reference) => `${from} where r.case_id = ${caseId}
    and r.domain = ${domain} and r.type = ${type} and r.reference = ${reference} and ${visible}`,
  keys: (takes, domainPk) => {
    const keys = caseKeys(takes, domainPk)
    return keys && [...keys, takes.type, takes.reference]
  },
  gives: first,
})

/** All that it asks for is in one index, beside the entry that an insert adds to it. */
export const itemMadeBy = lookup<Asked<'itemMadeBy'>, { id: string }, Given<'itemMadeBy'>>({
  name: 'related_item_made_by',
  types: ['uuid', 'integer', 'bigint', 'text'],
  sql: (caseId, domain, since, invocation) => `select r.id::text from related_items as r
    where r.case_id = ${caseId} and ${alsoOf(domain, 'r')} and r.associated_at > ${since}
      and r.invocation = ${invocation} limit 1`,
  keys: (takes, domainPk) => {
    const keys = caseKeys(takes, domainPk)
    return keys && [...keys, takes.sinceMs, takes.invocation]
  },
  gives: (_, [record]) => record?.id,
})

export const slasOfCase = lookup<Asked<'slasOfCase'>, RelatedItemRecord, Given<'slasOfCase'>>({
  name: 'slas_of_case',
  types: ['uuid', 'integer'],
  sql: (caseId, domain) => `${from} where r.case_id = ${caseId} and ${alsoOf(domain, 'r')}
    and r.type = 'Sla' order by r.associated_at, r.id`,
  keys: caseKeys,
  gives: ({ scope }, records) => records.map((record) => toRelatedItemRow(scope, record)),
})

export const linksToCase = async (
  { session, domainPk }: Reading,
  { scope, caseId, limit }: Asked<'linksToCase'>,
): Promise<RelatedItemRow[]> => {
  const domain = domainPk(scope)
  if (domain === undefined) return []
  const records = await session.rows<RelatedItemRecord>(links, [domain, caseId, limit])
  return records.map((record) => toRelatedItemRow(scope, record))
}

const links = named(
  'links_to_case',
  `${from} where r.domain = $1 and r.reference = $2 and r.type = 'ConnectCase'
   order by r.case_id, r.id limit $3`,
)

const keyColumns = { case_id: 'uuid', id: 'uuid', domain: 'integer' } as const

const columns = {
  ...keyColumns,
  type: 'text',
  reference: 'text',
  channel: 'text',
  sla_name: 'text',
  sla_target_at: 'bigint',
  sla_completed_at: 'bigint',
  sla_breached_at: 'bigint',
  associated_at: 'bigint',
  invocation: 'text',
  document: 'text',
} as const

const insert = insertInto('related_items', columns)

const update = rowStatement(
  'update_related_items',
  { table: 'related_items', columns },
  (rows, key) => `update related_items as r set type = v.type, reference = v.reference,
      channel = v.channel, sla_name = v.sla_name, sla_target_at = v.sla_target_at,
      sla_completed_at = v.sla_completed_at, sla_breached_at = v.sla_breached_at,
      associated_at = v.associated_at,
      invocation = v.invocation, document = v.document
    from ${rows} where r.case_id = ${key} and r.id = v.id and r.domain = v.domain`,
)

const remove = rowStatement(
  'delete_related_items',
  { table: 'related_items', columns: keyColumns },
  (rows, key) => `delete from related_items as r using ${rows}
    where r.case_id = ${key} and r.id = v.id and r.domain = v.domain`,
)

const values = valueIndex('related_item_values', { case_id: 'uuid', item_id: 'uuid' })

export type ItemChange = {
  readonly before?: RelatedItemRow
  readonly after?: RelatedItemRow
  readonly domain: number
  readonly config: DomainConfig
}

/** Insert, update and delete items with their index. Fails if one to be changed is not there. */
export const changeItems = async (
  session: Session,
  changes: readonly ItemChange[],
): Promise<void> => {
  if (changes.length === 0) return
  const inserted = changes.filter(({ before }) => before === undefined)
  const deleted = changes.filter(({ after }) => after === undefined)
  const updated = changes.filter(({ before, after }) => before && after)
  const indexed = changes.filter(({ before, after }) => isCustom(before) || isCustom(after))
  await Promise.all([
    mustWrite(deleted.length, 'related items', remove.run(session, deleted.map(keysOf))),
    mustWrite(updated.length, 'related items', update.run(session, updated.map(columnsOf))),
    insert.run(session, inserted.map(columnsOf)),
    values.change(session, indexed.map(entriesOf)),
  ])
}

const isCustom = (row: RelatedItemRow | undefined): boolean =>
  row !== undefined && 'custom' in row.content

const rowOf = ({ before, after }: ItemChange): RelatedItemRow => (after ?? before) as RelatedItemRow

const keysOf = (change: ItemChange) => {
  const { caseId, id } = rowOf(change)
  return { case_id: caseId, id, domain: change.domain }
}

const columnsOf = (change: ItemChange) => {
  const row = rowOf(change)
  const sla = 'sla' in row.content ? row.content.sla : undefined
  const contact = 'contact' in row.content ? row.content.contact : undefined
  return {
    ...keysOf(change),
    type: row.type,
    reference: row.reference ?? null,
    channel: contact?.channel ?? null,
    sla_name: sla?.name ?? null,
    sla_target_at: sla?.targetAt ?? null,
    sla_completed_at: sla?.completedAt ?? null,
    sla_breached_at: sla?.breachedAt ?? null,
    associated_at: row.associatedAt,
    invocation: row.invocation ?? null,
    document: documentOf(row),
  }
}

const entriesOf = ({ before, after, domain, config }: ItemChange) => {
  const { caseId, id } = (after ?? before) as RelatedItemRow
  const keys = { case_id: caseId, item_id: id }
  const old = before && valuesOf(config, before)
  return { keys, domain, before: old, after: valuesOf(config, after) }
}

const valuesOf = (config: DomainConfig, row: RelatedItemRow | undefined): IndexEntry[] => {
  if (row === undefined || !('custom' in row.content)) return []
  const { fields } = row.content.custom
  return valueEntries(config, Object.fromEntries(fields.map(({ id, value }) => [id, value])))
}
