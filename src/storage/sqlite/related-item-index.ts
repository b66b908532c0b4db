// What filters on Custom items look through: their values, one row each.
import { type IndexEntry, valueEntries } from '../../domain/index-entries.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import type { IndexPlace } from './case-index.ts'
import type { Connection } from './connection.ts'
import { valueIndex } from './value-index.ts'

export const relatedItemIndex = ({ db }: Connection) => {
  const values = valueIndex(db, 'item')
  return {
    change: (place: IndexPlace, before: RelatedItemRow | undefined, after: RelatedItemRow) =>
      values.change(place, entriesOf(place, before), entriesOf(place, after)),
    remove: (itemPk: number, row: RelatedItemRow): void => {
      if ('custom' in row.content) values.remove(itemPk)
    },
  }
}

const entriesOf = ({ domain }: IndexPlace, row: RelatedItemRow | undefined): IndexEntry[] => {
  if (row === undefined || !('custom' in row.content)) return []
  const { fields } = row.content.custom
  return valueEntries(domain, Object.fromEntries(fields.map(({ id, value }) => [id, value])))
}
