// The index of typed values, the same for cases and for custom related items: one row for each value. An update
// writes only what differs.
import type { IndexEntry } from '../../domain/index-entries.ts'
import { numberOf } from '../../domain/index-entries.ts'
import type { Comparable } from '../../domain/predicate.ts'
import { valueColumns } from '../value-columns.ts'
import { type Columns, insertInto, insertRows, type Row, rowStatement } from './rows-in.ts'
import type { Session } from './session.ts'

const columns = {
  field_id: 'text',
  domain: 'integer',
  number: 'double precision',
  folded: 'text',
  folded_rest: 'text',
  text: 'text',
} as const

export type ValueChange<Keys extends Columns> = {
  readonly keys: Row<Keys>
  readonly domain: number
  /** Undefined of what is new, and has no rows in the index. */
  readonly before: readonly IndexEntry[] | undefined
  readonly after: readonly IndexEntry[]
}

/** The index in `table`, whose rows belong to what `keys` name: `{ case_id: 'uuid' }`. */
export const valueIndex = <const Keys extends Columns>(table: string, keys: Keys) => {
  const names = Object.keys(keys)
  const all = { ...keys, ...columns } as Columns
  // What is new is not looked up first: that costs half as much again as to write it.
  const insert = insertInto(table, all)
  const put = insertRows(
    `put_${table}`,
    { table, columns: all },
    (rows) => `${rows} on conflict (${names.join(', ')}, field_id) do update set
      number = excluded.number, folded = excluded.folded, folded_rest = excluded.folded_rest,
      text = excluded.text`,
  )
  const remove = rowStatement(
    `delete_${table}`,
    { table, columns: { ...keys, field_id: 'text' } as Columns },
    (rows, key) => `delete from ${table} as i using ${rows} where i.case_id = ${key}
      and ${[...names, 'field_id'].map((name) => `i.${name} = v.${name}`).join(' and ')}`,
  )
  return {
    change: async (session: Session, changes: readonly ValueChange<Keys>[]): Promise<void> => {
      const inserts: Row<Columns>[] = []
      const puts: Row<Columns>[] = []
      const removals: Row<Columns>[] = []
      for (const { keys: of, domain, before, after } of changes) {
        const old = new Map(before?.map((entry) => [entry.fieldId, entry]))
        for (const entry of after) {
          const known = old.get(entry.fieldId)
          old.delete(entry.fieldId)
          if (known !== undefined && isSame(known.value, entry.value)) continue
          const rows = before === undefined ? inserts : puts
          rows.push({ ...of, domain, ...columnsOf(entry) })
        }
        for (const fieldId of old.keys()) removals.push({ ...of, field_id: fieldId })
      }
      await Promise.all([
        remove.run(session, removals),
        insert.run(session, inserts),
        put.run(session, puts),
      ])
    },
  }
}

const columnsOf = (entry: IndexEntry) => {
  const [number = null, folded = null, rest = null, text = null] = valueColumns(entry)
  return { field_id: entry.fieldId, number, folded, folded_rest: rest, text }
}

const isSame = (a: Comparable, b: Comparable): boolean =>
  a.kind === 'text' && b.kind === 'text' ? a.text === b.text : numberOf(a) === numberOf(b)
