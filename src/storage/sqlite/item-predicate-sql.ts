// A predicate on the fields of Custom related items, as a condition on `related_items as r`. Each leaf is a select of
// the keys of items; cases are searched elsewhere (`storage/search`). Bounded: a predicate has at most 100 leaves.
import { numberOf } from '../../domain/index-entries.ts'
import type { Predicate } from '../../domain/predicate.ts'
import { operators, textColumns } from '../value-columns.ts'

type Value = string | number | null
export type Sql = { readonly sql: string; readonly values: readonly Value[] }

export const itemPredicateSql = (domainPk: number, predicate: Predicate): Sql => {
  if ('all' in predicate) return joined(domainPk, predicate.all, ' and ', 'true')
  if ('any' in predicate) return joined(domainPk, predicate.any, ' or ', 'false')
  if ('not' in predicate) {
    const { sql, values } = itemPredicateSql(domainPk, predicate.not)
    return { sql: `not (${sql})`, values }
  }
  if (!('fieldId' in predicate)) throw new Error('An item has fields, no tags and no words.')
  const { fieldId } = predicate
  if (predicate.is === 'empty') {
    // Each of the two has an index of its own.
    const valued = `${keysOf} and v.number is not null union all ${keysOf} and v.folded is not null`
    return { sql: `r.pk not in (${valued})`, values: [domainPk, fieldId, domainPk, fieldId] }
  }
  const { sql, values } = conditionOf(predicate)
  return { sql: `r.pk in (${keysOf} and ${sql})`, values: [domainPk, fieldId, ...values] }
}

const keysOf = `select v.item_pk from related_item_values as v
  where v.domain_pk = ? and v.field_id = ?`

type OfValue = Exclude<Extract<Predicate, { readonly fieldId: string }>, { readonly is: 'empty' }>

/** What holds of the value. */
const conditionOf = (leaf: OfValue): Sql => {
  if (leaf.is === 'containing') {
    return {
      sql: `v.folded is not null and (instr(v.folded, ?) > 0
        or (v.folded_rest is not null and instr(v.folded || v.folded_rest, ?) > 0))`,
      values: [leaf.folded, leaf.folded],
    }
  }
  if (leaf.is === 'equal' && leaf.value.kind === 'text') {
    return {
      sql: 'v.folded = ? and v.folded_rest is ? and v.text is ?',
      values: textColumns(leaf.value.text),
    }
  }
  return { sql: `v.number ${operators[leaf.is]} ?`, values: [numberOf(leaf.value)] }
}

const joined = (domainPk: number, parts: readonly Predicate[], by: string, none: string): Sql => {
  if (parts.length === 0) return { sql: none, values: [] }
  const all = parts.map((part) => itemPredicateSql(domainPk, part))
  return {
    sql: `(${all.map(({ sql }) => sql).join(by)})`,
    values: all.flatMap(({ values }) => values),
  }
}
