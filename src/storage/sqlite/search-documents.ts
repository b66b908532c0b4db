// The documents of cases, as searches look through them, read from their rows.
import type { Field } from '../../domain/domain-config.ts'
import type { FieldValues } from '../../domain/rows.ts'
import { documentOf, type SearchDocument } from '../search/document.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { type Connection, statement, tupleStatement } from './connection.ts'

/** Reads documents of cases as they are now; of those that are gone there is none. */
export const documentsOn = (connection: Connection) => {
  const select = tupleStatement<readonly [pk: number, domainPk: number, ...CaseRecord]>(
    connection.db,
    `select c.pk, c.domain_pk, ${caseColumns} from cases as c
     where c.pk in (select value from json_each(?))`,
  )
  const fieldsOf = fieldsOn(connection)
  return (casePks: readonly number[]): Map<number, SearchDocument> => {
    const documents = new Map<number, SearchDocument>()
    for (let from = 0; from < casePks.length; from += rowsAtATime) {
      const some = JSON.stringify(casePks.slice(from, from + rowsAtATime))
      for (const [pk, domainPk, ...record] of select.all(some)) {
        const row = toCaseRow(scopeless, record)
        documents.set(pk, documentOf(fieldsOf(domainPk, row.values), pk, row))
      }
    }
    return documents
  }
}

const rowsAtATime = 1000

// A document has no use for the scope of its row.
const scopeless = '' as Parameters<typeof toCaseRow>[0]

/** The fields of a domain. What a document needs of them, their types, never changes: only new ones are read. */
const fieldsOn = ({ db }: Connection) => {
  const select = statement<{ id: string; document: string }>(
    db,
    'select id, document from fields where domain_pk = ?',
  )
  const known = new Map<number, ReadonlyMap<string, Field>>()
  return (domainPk: number, values: FieldValues): ReadonlyMap<string, Field> => {
    const fields = known.get(domainPk)
    if (fields !== undefined && Object.keys(values).every((id) => fields.has(id))) return fields
    const fresh = new Map(
      select.all(domainPk).map(({ id, document }) => [id, { id, ...JSON.parse(document) }]),
    )
    known.set(domainPk, fresh)
    return fresh
  }
}
