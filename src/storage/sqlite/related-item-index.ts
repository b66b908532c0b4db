// What filters on Custom items look through: their values, one row each.
import type { RelatedItemRow } from '../../domain/rows.ts'
import { type Connection, statement } from './connection.ts'

export const relatedItemIndex = ({ db }: Connection) => {
  const deleteValues = statement(db, 'delete from related_item_values where item_pk = ?')
  return {
    insert: (_domainPk: number, _itemPk: number, _row: RelatedItemRow): void => {},
    update: (
      _domainPk: number,
      _itemPk: number,
      _before: RelatedItemRow,
      _after: RelatedItemRow,
    ): void => {},
    remove: (itemPk: number, row: RelatedItemRow): void => {
      if ('custom' in row.content) deleteValues.run(itemPk)
    },
  }
}
