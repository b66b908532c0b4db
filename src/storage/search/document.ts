// What is searched of a case, made of its row in one place for every kind of index.

import type { DomainConfig } from '../../domain/domain-config.ts'
import { caseIndexEntries, type IndexEntry } from '../../domain/index-entries.ts'
import type { CaseRow } from '../../domain/rows.ts'
import type { Tags } from '../../model/common.ts'

export type SearchDocument = {
  /** The case's integer key in its store: unique there, below 2^32, and never used for another. */
  readonly pk: number
  readonly id: string
  readonly updatedAt: number
  /** By field. `next_sla_breach_datetime` is none of them: it follows the clock. */
  readonly values: ReadonlyMap<string, IndexEntry>
  /** As `encodeWord` has them. */
  readonly words: ReadonlySet<string>
  readonly tags: Tags
}

/** @param fields all fields of the domain, deleted ones too. */
export const documentOf = (
  fields: DomainConfig['fields'],
  pk: number,
  row: Pick<CaseRow, 'id' | 'tags' | 'updatedAt' | 'values'>,
): SearchDocument => {
  const { id, updatedAt, tags } = row
  const { values, words } = caseIndexEntries({ fields }, row)
  return {
    pk,
    id,
    updatedAt,
    values: new Map(values.map((entry) => [entry.fieldId, entry])),
    words: new Set(words === '' ? [] : words.split(' ')),
    tags,
  }
}
