// The index of the typed values of custom related items: one row for each value.
import type { DatabaseSync } from 'node:sqlite'
import { type IndexEntry, numberOf } from '../../domain/index-entries.ts'
import type { Comparable } from '../../domain/predicate.ts'
import { valueColumns } from '../value-columns.ts'
import { statement } from './connection.ts'

type Place = { readonly domainPk: number; readonly pk: number }

export const valueIndex = (db: DatabaseSync) => {
  const put = statement(
    db,
    `insert into related_item_values (item_pk, field_id, domain_pk, number, folded, folded_rest, text)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (item_pk, field_id) do update set number = excluded.number,
       folded = excluded.folded, folded_rest = excluded.folded_rest, text = excluded.text`,
  )
  const removeOne = statement(
    db,
    'delete from related_item_values where item_pk = ? and field_id = ?',
  )
  const removeAll = statement(db, 'delete from related_item_values where item_pk = ?')
  return {
    /** Write what differs. A statement a row: as one statement over JSON, numbers lose their last bits. */
    change: (place: Place, before: readonly IndexEntry[], after: readonly IndexEntry[]): void => {
      const old = new Map(before.map((entry) => [entry.fieldId, entry]))
      for (const entry of after) {
        const known = old.get(entry.fieldId)
        old.delete(entry.fieldId)
        if (known !== undefined && isSame(known.value, entry.value)) continue
        put.run(place.pk, entry.fieldId, place.domainPk, ...valueColumns(entry))
      }
      for (const fieldId of old.keys()) removeOne.run(place.pk, fieldId)
    },
    remove: (pk: number): void => {
      removeAll.run(pk)
    },
  }
}

const isSame = (a: Comparable, b: Comparable): boolean =>
  a.kind === 'text' && b.kind === 'text' ? a.text === b.text : numberOf(a) === numberOf(b)
