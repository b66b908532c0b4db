// Cases in SQLite: one row a case, its values and tags as JSON documents. What filters look through is kept
// in a file of its own, which follows the list of changes (`search-changes.ts`).
import type { Configs, DomainScope } from '../../domain/domain-config.ts'
import type { CaseRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement, tupleStatement } from './connection.ts'
import { StaleVersion } from './failures.ts'
import { noteChanges } from './search-changes.ts'

/**
 * The columns of `toCaseRow`, of table `cases as c`. The MAC as text: SQLite's driver makes a memory of its own for
 * each blob, which costs as much as all other columns together.
 */
export const caseColumns = `c.id, c.template_id, c.created_at, c.updated_at, c.sequence, hex(c.mac),
  c.related_item_count, c.file_count, c.sla_count, c.unmet_slas, c.tags, c.field_values`

export type CaseRecord = readonly [
  id: string,
  templateId: string,
  createdAt: number,
  updatedAt: number,
  sequence: number,
  macHex: string,
  relatedItemCount: number,
  fileCount: number,
  slaCount: number,
  unmetSlas: string,
  tags: string,
  fieldValues: string,
]

export const toCaseRow = (scope: DomainScope, record: CaseRecord): CaseRow => {
  const [
    id,
    templateId,
    createdAt,
    updatedAt,
    sequence,
    macHex,
    relatedItems,
    files,
    slas,
    unmetSlas,
    tags,
    fieldValues,
  ] = record
  return {
    scope,
    id,
    templateId,
    values: JSON.parse(fieldValues),
    tags: tags === '{}' ? none : JSON.parse(tags),
    createdAt,
    updatedAt,
    unmetSlas: unmetSlas === '[]' ? [] : JSON.parse(unmetSlas),
    counts: { relatedItems, files, slas },
    chain: { sequence, mac: new Uint8Array(Buffer.from(macHex, 'hex')) },
  }
}

const none = Object.freeze({})

type CaseQuery =
  | 'caseById'
  | 'casesByIds'
  | 'casesForContact'
  | 'casesLinkingTo'
  | 'freeReferenceNumber'

// The unary plus keeps the planner from walking all cases of the domain.
export const casesByIdsSql = `select ${caseColumns} from cases as c
  where c.id in (select value from json_each(?)) and +c.domain_pk = ?`

/** The queries that one case's row answers. */
export const caseQueries = ({ db, domainPk, casePk }: Connection) => {
  const byPk = tupleStatement<CaseRecord>(
    db,
    `select ${caseColumns} from cases as c where c.pk = ?`,
  )
  const byIds = tupleStatement<CaseRecord>(db, casesByIdsSql)
  const linking = tupleStatement<CaseRecord>(
    db,
    `select ${caseColumns} from related_items as r join cases as c on c.pk = r.case_pk
     where r.domain_pk = ? and r.reference = ? and r.type = 'ConnectCase' order by r.pk limit ?`,
  )
  const free = statement<{ key: number }>(
    db,
    `select key from json_each(?) as candidate where not exists (
       select 1 from cases where domain_pk = ? and reference_number = candidate.value
     ) order by key limit 1`,
  )
  // The unary plus keeps the planner on the contact's few items instead of walking all cases, or all contacts.
  const forContact = tupleStatement<CaseRecord>(
    db,
    `select ${caseColumns} from related_items as r join cases as c on c.pk = r.case_pk
     where r.domain_pk = ? and r.reference = ? and +r.type = 'Contact'
       and (? is null or (+c.created_at, c.id) < (?, ?))
     order by +c.created_at desc, c.id desc limit ?`,
  )
  return {
    caseById: ({ scope, caseId }) => {
      const record = byPk.get(casePk(scope, caseId))
      return record === undefined ? undefined : toCaseRow(scope, record)
    },
    casesByIds: ({ scope, caseIds }) =>
      byIds.all(JSON.stringify(caseIds), domainPk(scope)).map((record) => toCaseRow(scope, record)),
    casesLinkingTo: ({ scope, caseId, limit }) =>
      linking.all(domainPk(scope), caseId, limit).map((record) => toCaseRow(scope, record)),
    freeReferenceNumber: ({ scope, candidates }) => {
      const folded = candidates.map(foldReferenceNumber)
      const found = free.get(JSON.stringify(folded), domainPk(scope))
      return found === undefined ? undefined : candidates[found.key]
    },
    casesForContact: ({ scope, contactArn, limit, after }) => {
      const [at = null, id = null] = after ?? []
      const records = forContact.all(domainPk(scope), contactArn, at, at, id, limit + 1)
      const rows = records.slice(0, limit).map((record) => toCaseRow(scope, record))
      const last = rows.at(-1)
      return records.length > limit && last !== undefined
        ? { rows, next: [last.createdAt, last.id] }
        : { rows }
    },
  } satisfies { [K in CaseQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }
}

type Note = ReturnType<typeof noteChanges>

/** The changes of one case's row. */
export const caseChanges = (connection: Connection) => {
  const note = noteChanges(connection)
  const insert = insertCase(connection, note)
  const update = updateCase(connection, note)
  const remove = deleteCase(connection, note)
  return { insert, update, remove }
}

/** Its configuration in this transaction, and not what the tables still hold, tells whether a domain is there. */
const requireDomain = (configs: Configs, scope: DomainScope): void => {
  if (configs.domain(scope) === undefined) throw new StaleVersion(`domain ${scope}`)
}

const insertCase = ({ db, domainPk }: Connection, note: Note) => {
  const insert = statement(
    db,
    `insert into cases (domain_pk, id, template_id, created_at, updated_at, sequence, mac,
       related_item_count, file_count, sla_count, unmet_slas, reference_number, tags, field_values)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return (row: CaseRow, configs: Configs): void => {
    requireDomain(configs, row.scope)
    const pk = domainPk(row.scope)
    const { lastInsertRowid } = insert.run(
      pk,
      row.id,
      row.templateId,
      row.createdAt,
      row.updatedAt,
      row.chain.sequence,
      row.chain.mac,
      row.counts.relatedItems,
      row.counts.files,
      row.counts.slas,
      JSON.stringify(row.unmetSlas),
      referenceNumber(row),
      JSON.stringify(row.tags),
      JSON.stringify(row.values),
    )
    note(pk, Number(lastInsertRowid))
  }
}

const updateCase = ({ db, domainPk, casePk }: Connection, note: Note) => {
  const head = statement(
    db,
    `update cases set sequence = ?, mac = ?, related_item_count = ?, file_count = ?, sla_count = ?,
       unmet_slas = ? where pk = ? and sequence = ?`,
  )
  const content = statement(
    db,
    `update cases set updated_at = ?, template_id = ?, reference_number = ?, tags = ?,
       field_values = ? where pk = ?`,
  )
  return (before: CaseRow, after: CaseRow, configs: Configs): void => {
    requireDomain(configs, after.scope)
    const pk = casePk(after.scope, after.id)
    // A related item changes only these columns: neither the long documents nor an index.
    const { changes } = head.run(
      after.chain.sequence,
      after.chain.mac,
      after.counts.relatedItems,
      after.counts.files,
      after.counts.slas,
      JSON.stringify(after.unmetSlas),
      pk,
      before.chain.sequence,
    )
    if (Number(changes) !== 1) throw new StaleVersion(`case ${after.id}`)
    if (sameContent(before, after)) return
    content.run(
      after.updatedAt,
      after.templateId,
      referenceNumber(after),
      JSON.stringify(after.tags),
      JSON.stringify(after.values),
      pk,
    )
    note(domainPk(after.scope), pk)
  }
}

const sameContent = (before: CaseRow, after: CaseRow): boolean =>
  before.values === after.values &&
  before.tags === after.tags &&
  before.updatedAt === after.updatedAt &&
  before.templateId === after.templateId

const deleteCase = ({ db, domainPk, forget }: Connection, note: Note) => {
  const find = statement<{ pk: number }>(
    db,
    'select pk from cases where id = ? and domain_pk = ? and sequence = ?',
  )
  const itemValues = statement(
    db,
    `delete from related_item_values where item_pk in
       (select pk from related_items where case_pk = ?)`,
  )
  const items = statement(db, 'delete from related_items where case_pk = ?')
  const files = statement(db, 'delete from files where domain_pk = ? and case_id = ?')
  const marks = statement(db, 'delete from timed_marks where case_id = ?')
  const row = statement(db, 'delete from cases where pk = ?')
  // A history may be long: it is left to `sweep`, and nobody can reach it without its case.
  const history = statement(db, 'insert into purges (case_pk) values (?)')
  return (before: CaseRow): void => {
    const domain = domainPk(before.scope)
    const pk = find.get(before.id, domain, before.chain.sequence)?.pk
    if (pk === undefined) throw new StaleVersion(`case ${before.id}`)
    itemValues.run(pk)
    items.run(pk)
    files.run(domain, before.id)
    marks.run(before.id)
    row.run(pk)
    note(domain, pk)
    history.run(pk)
    forget()
  }
}

const referenceNumber = (row: CaseRow): string | null => {
  const value = row.values.reference_number
  return value !== undefined && 'stringValue' in value
    ? foldReferenceNumber(value.stringValue)
    : null
}

// Folded as `domain/index-entries.ts` does.
const foldReferenceNumber = (text: string): string => text.toUpperCase()
