// A related item as both stores keep it: what is asked for by column has a column, the rest is a JSON document.
import type { DomainScope } from '../domain/domain-config.ts'
import type { RelatedItemRow } from '../domain/rows.ts'
import type { RelatedItemType } from '../model/common.ts'

export type RelatedItemRecord = {
  id: string
  case_id: string
  type: RelatedItemType
  reference: string | null
  associated_at: number
  invocation: string | null
  document: string
}

/** What no query asks for by column. */
type Document = Pick<
  RelatedItemRow,
  'content' | 'createdBy' | 'lastUpdatedUser' | 'performedBy' | 'tags'
>

export const toRelatedItemRow = (
  scope: DomainScope,
  record: RelatedItemRecord,
): RelatedItemRow => ({
  scope,
  id: record.id,
  caseId: record.case_id,
  type: record.type,
  associatedAt: record.associated_at,
  ...(JSON.parse(record.document) as Document),
  ...(record.reference === null ? {} : { reference: record.reference }),
  ...(record.invocation === null ? {} : { invocation: record.invocation }),
})

/** The document of a row. */
export const documentOf = ({
  content,
  createdBy,
  lastUpdatedUser,
  performedBy,
  tags,
}: Document): string => JSON.stringify({ content, createdBy, lastUpdatedUser, performedBy, tags })
