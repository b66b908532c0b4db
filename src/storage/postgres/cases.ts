// Cases in PostgreSQL: one row a case, its values and tags as JSON documents. What filters look through is kept
// beside it in index tables (`case-index.ts`), a reference number in a table of its own (`reference-numbers.ts`).
import type { DomainScope } from '../../domain/domain-config.ts'
import type { CaseRow } from '../../domain/rows.ts'
import { isUuid } from '../../ids.ts'
import type { Queries } from '../contract.ts'
import { caseKeys, lookup, type Reading } from './lookup.ts'
import { insertInto, keyStatement, rowStatement } from './rows-in.ts'
import { mustWrite, named, type Session } from './session.ts'

/** The columns of `toCaseRow`, of table `cases as c`. */
export const caseColumns = `c.case_id, c.template_id, c.created_at, c.updated_at, c.sequence, c.mac,
  c.related_item_count, c.file_count, c.sla_count, c.unmet_slas, c.tags, c.field_values`

export type CaseRecord = {
  case_id: string
  template_id: string
  created_at: number
  updated_at: number
  sequence: number
  mac: Uint8Array
  related_item_count: number
  file_count: number
  sla_count: number
  unmet_slas: string
  tags: string
  field_values: string
}

export const toCaseRow = (scope: DomainScope, record: CaseRecord): CaseRow => ({
  scope,
  id: record.case_id,
  templateId: record.template_id,
  values: JSON.parse(record.field_values),
  tags: record.tags === '{}' ? none : JSON.parse(record.tags),
  createdAt: record.created_at,
  updatedAt: record.updated_at,
  unmetSlas: record.unmet_slas === '[]' ? [] : JSON.parse(record.unmet_slas),
  counts: {
    relatedItems: record.related_item_count,
    files: record.file_count,
    slas: record.sla_count,
  },
  chain: { sequence: record.sequence, mac: record.mac },
})

const none = Object.freeze({})

/** A case by its id. */
export const caseById = lookup<
  Queries['caseById']['takes'],
  CaseRecord,
  Queries['caseById']['gives']
>({
  name: 'case_by_id',
  types: ['uuid', 'integer'],
  sql: (id, domain) =>
    `select ${caseColumns} from cases as c where c.case_id = ${id} and c.domain = ${domain}`,
  keys: caseKeys,
  gives: ({ scope }, [record]) => (record === undefined ? undefined : toCaseRow(scope, record)),
})

/**
 * Keep others from changing these cases until the transaction ends, and wait for those who are changing them. In
 * the order of their ids, so that two writers wait for each other as seldom as can be.
 */
export const lockCases = async (session: Session, caseIds: readonly string[]): Promise<void> => {
  await lock.rows(session, caseIds.filter(isUuid).toSorted())
}

const lock = keyStatement(
  'lock_cases',
  'uuid',
  (is) => `select 1 from cases where case_id ${is} order by case_id for no key update`,
)

export const casesByIds = async (
  { session, domainPk }: Reading,
  { scope, caseIds }: Queries['casesByIds']['takes'],
): Promise<CaseRow[]> => {
  const domain = domainPk(scope)
  if (domain === undefined) return []
  const records = await byIds.rows<CaseRecord>(session, caseIds.filter(isUuid), [domain])
  return records.map((record) => toCaseRow(scope, record))
}

const byIds = keyStatement(
  'cases_by_ids',
  'uuid',
  (is) => `select ${caseColumns} from cases as c where c.case_id ${is} and c.domain = $2`,
)

export const casesLinkingTo = async (
  { session, domainPk }: Reading,
  { scope, caseId, limit }: Queries['casesLinkingTo']['takes'],
): Promise<CaseRow[]> => {
  const domain = domainPk(scope)
  if (domain === undefined) return []
  const records = await session.rows<CaseRecord>(linking, [domain, caseId, limit])
  return records.map((record) => toCaseRow(scope, record))
}

const linking = named(
  'cases_linking_to',
  `select ${caseColumns} from related_items as r join cases as c on c.case_id = r.case_id
   where r.domain = $1 and r.reference = $2 and r.type = 'ConnectCase'
   order by r.case_id, r.id limit $3`,
)

export const casesForContact = async (
  { session, domainPk }: Reading,
  { scope, contactArn, limit, after }: Queries['casesForContact']['takes'],
): Promise<Queries['casesForContact']['gives']> => {
  const domain = domainPk(scope)
  if (domain === undefined) return { rows: [] }
  const [at = null, id = null] = after ?? []
  const values = [domain, contactArn, at, id, limit + 1]
  const records = await session.rows<CaseRecord>(forContact, values)
  const rows = records.slice(0, limit).map((record) => toCaseRow(scope, record))
  const last = rows.at(-1)
  return records.length > limit && last !== undefined
    ? { rows, next: [last.createdAt, last.id] }
    : { rows }
}

const forContact = named(
  'cases_for_contact',
  `select ${caseColumns} from related_items as r join cases as c on c.case_id = r.case_id
   where r.domain = $1 and r.reference = $2 and r.type = 'Contact'
     and ($3::bigint is null or (c.created_at, c.case_id) < ($3, $4::uuid))
   order by c.created_at desc, c.case_id desc limit $5`,
)

const headColumns = {
  case_id: 'uuid',
  domain: 'integer',
  sequence: 'bigint',
  mac: 'bytea',
  related_item_count: 'integer',
  file_count: 'integer',
  sla_count: 'integer',
  unmet_slas: 'text',
} as const

const contentColumns = {
  case_id: 'uuid',
  template_id: 'text',
  updated_at: 'bigint',
  tags: 'text',
  field_values: 'text',
} as const

const headOf = (row: CaseRow, domain: number) => ({
  case_id: row.id,
  domain,
  sequence: row.chain.sequence,
  mac: row.chain.mac,
  related_item_count: row.counts.relatedItems,
  file_count: row.counts.files,
  sla_count: row.counts.slas,
  unmet_slas: JSON.stringify(row.unmetSlas),
})

const contentOf = (row: CaseRow) => ({
  case_id: row.id,
  template_id: row.templateId,
  updated_at: row.updatedAt,
  tags: JSON.stringify(row.tags),
  field_values: JSON.stringify(row.values),
})

const insertStatement = insertInto('cases', {
  ...headColumns,
  ...contentColumns,
  created_at: 'bigint',
})

export type PlacedCase = { readonly row: CaseRow; readonly domain: number }

export const insertCases = async (
  session: Session,
  cases: readonly PlacedCase[],
): Promise<void> => {
  if (cases.length === 0) return
  const rows = cases.map(({ row, domain }) => ({
    ...headOf(row, domain),
    ...contentOf(row),
    created_at: row.createdAt,
  }))
  await insertStatement.run(session, rows)
}

// A related item changes only the head: neither the long documents nor an index.
const headStatement = rowStatement(
  'update_case_heads',
  { table: 'cases', columns: { ...headColumns, before: 'bigint' } },
  (rows, key) => `update cases as c set sequence = v.sequence, mac = v.mac,
      related_item_count = v.related_item_count, file_count = v.file_count,
      sla_count = v.sla_count, unmet_slas = v.unmet_slas
    from ${rows} where c.case_id = ${key} and c.domain = v.domain and c.sequence = v.before`,
)

const contentStatement = rowStatement(
  'update_case_contents',
  { table: 'cases', columns: contentColumns },
  (rows, key) => `update cases as c set updated_at = v.updated_at, template_id = v.template_id,
      tags = v.tags, field_values = v.field_values
    from ${rows} where c.case_id = ${key}`,
)

export type CaseUpdate = {
  readonly before: CaseRow
  readonly after: CaseRow
  readonly domain: number
}

/** Fails if one of them is not in the version that it was. */
export const updateCases = async (
  session: Session,
  updates: readonly CaseUpdate[],
): Promise<void> => {
  if (updates.length === 0) return
  const heads = updates.map(({ before, after, domain }) => ({
    ...headOf(after, domain),
    before: before.chain.sequence,
  }))
  const contents = updates.filter(changesContent).map(({ after }) => contentOf(after))
  await Promise.all([
    mustWrite(updates.length, 'cases', headStatement.run(session, heads)),
    contentStatement.run(session, contents),
  ])
}

/** Whether more than the head of a case differs. */
export const changesContent = ({ before, after }: CaseUpdate): boolean =>
  before.values !== after.values ||
  before.tags !== after.tags ||
  before.updatedAt !== after.updatedAt ||
  before.templateId !== after.templateId
