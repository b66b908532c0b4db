// A predicate as SQL over the index tables. A leaf that holds for some rows is a select of their keys, tested
// by `in`; `not` is `not in` of the same select, never `not exists` (a thousand times slower in a prepared
// PostgreSQL statement). Where few rows are looked at (`probing`), each row's own values are asked instead of
// making the set. Bounded: a predicate has at most 100 leaves and a search term's words.
import { type IndexEntry, numberOf } from '../domain/index-entries.ts'
import type { Predicate, SearchWord } from '../domain/predicate.ts'
import { nextBreachField } from '../domain/system-fields.ts'
import { encodeWord, foldText, sortedPart } from '../domain/text.ts'

export { numberOf }

export type Sql = { readonly sql: string; readonly values: readonly (string | number | null)[] }

/** Whose values are asked: which tables, and the column that holds the key of the outer row. */
export type PredicateScope = {
  readonly of: keyof typeof tables
  /** `c.pk` */
  readonly outer: string
  readonly domainPk: number
  readonly nowMs: number
  readonly probing?: boolean
}

const tables = {
  cases: { values: 'case_values', key: 'case_pk' },
  relatedItems: { values: 'related_item_values', key: 'item_pk' },
} as const

/** A condition on the outer row. Its select must name that row's table as `outer` says. */
export const predicateSql = (scope: PredicateScope, predicate: Predicate): Sql => {
  const keys = keysSql(scope, predicate)
  if (scope.probing === true && isOfValue(predicate) && keys !== undefined) {
    return around('exists (', keys, ` and v.${tables[scope.of].key} = ${scope.outer})`)
  }
  if ('all' in predicate && (keys === undefined || scope.probing === true)) {
    return joined(scope, predicate.all, ' and ', 'true')
  }
  if ('any' in predicate && (keys === undefined || scope.probing === true)) {
    return joined(scope, predicate.any, ' or ', 'false')
  }
  if (keys !== undefined) return around(`${scope.outer} in (`, keys, ')')
  if ('not' in predicate) return negatedSql(scope, predicate.not)
  return emptySql(scope, predicate as OfField)
}

const negatedSql = (scope: PredicateScope, negated: Predicate): Sql => {
  const keys = scope.probing === true ? undefined : keysSql(scope, negated)
  return keys === undefined
    ? around('not (', predicateSql(scope, negated), ')')
    : around(`${scope.outer} not in (`, keys, ')')
}

/**
 * A select of the keys of exactly the rows for which the predicate holds; undefined where that is no union of
 * index ranges. A key may come more than once.
 */
export const keysSql = (scope: PredicateScope, predicate: Predicate): Sql | undefined => {
  if ('word' in predicate) return wordsSql(scope, [predicate.word])
  if ('tag' in predicate) return tagSql(scope, predicate.tag)
  if ('any' in predicate) {
    const parts = predicate.any.map((part) => keysSql(scope, part))
    return parts.length > 0 && parts.every((part) => part !== undefined)
      ? concat(parts, ' union all ')
      : undefined
  }
  if ('all' in predicate) {
    const [only, ...others] = predicate.all
    if (only !== undefined && others.length === 0) return keysSql(scope, only)
    const words = predicate.all.flatMap((part) => ('word' in part ? [part.word] : []))
    return words.length === predicate.all.length ? wordsSql(scope, words) : undefined
  }
  if ('not' in predicate || predicate.is === 'empty') return undefined
  if (predicate.is === 'containing') {
    return valueSql(scope, predicate.fieldId, {
      sql: `v.folded is not null and (instr(v.folded, ?) > 0
            or (v.folded_rest is not null and instr(v.folded || v.folded_rest, ?) > 0))`,
      values: [predicate.folded, predicate.folded],
    })
  }
  return predicate.is === 'equal' && predicate.value.kind === 'text'
    ? valueSql(scope, predicate.fieldId, equalText(predicate.value.text))
    : numberSql(scope, predicate.fieldId, operators[predicate.is], numberOf(predicate.value))
}

/** Whether a predicate asks for one stored value; `keysSql` of it names no key twice. */
export const isOfValue = (predicate: Predicate): boolean =>
  'fieldId' in predicate && predicate.is !== 'empty' && predicate.fieldId !== nextBreachField

/** `number`, `folded`, `folded_rest` and `text` of an index entry. */
export const valueColumns = ({ value }: IndexEntry): (string | number | null)[] =>
  value.kind === 'text' ? [null, ...textColumns(value.text)] : [numberOf(value), null, null, null]

/** Earliest target ahead by case: `next_sla_breach_datetime`, which follows the clock. */
export const nextBreachSql = ({ domainPk, nowMs }: PredicateScope): Sql => ({
  sql: `select r.case_pk, min(r.sla_target_at) as number from related_items as r
        where r.domain_pk = ? and r.sla_target_at >= ? and r.sla_completed_at is null
          and r.sla_breached_at is null
        group by r.case_pk`,
  values: [domainPk, nowMs],
})

export { nextBreachField }

const operators = {
  equal: '=',
  greater: '>',
  greaterOrEqual: '>=',
  less: '<',
  lessOrEqual: '<=',
} as const

const equalText = (text: string): Sql => ({
  sql: 'v.folded = ? and v.folded_rest is ? and v.text is ?',
  values: textColumns(text),
})

/** `folded`, `folded_rest` and `text`: together the exact text, and each no longer than it must be. */
export const textColumns = (text: string): [string, string | null, string | null] => {
  const folded = foldText(text)
  const head = sortedPart(folded)
  return [head, head === folded ? null : folded.slice(head.length), text === folded ? null : text]
}

const valueSql = (scope: PredicateScope, fieldId: string, condition: Sql): Sql => {
  const { values, key } = tables[scope.of]
  return {
    sql: `select v.${key} from ${values} as v
          where v.domain_pk = ? and v.field_id = ? and ${condition.sql}`,
    values: [scope.domainPk, fieldId, ...condition.values],
  }
}

const numberSql = (
  scope: PredicateScope,
  fieldId: string,
  operator: string,
  number: number | null,
): Sql => {
  if (fieldId !== nextBreachField) {
    return valueSql(scope, fieldId, { sql: `v.number ${operator} ?`, values: [number] })
  }
  const breaches = around('select b.case_pk from (', nextBreachSql(scope), ') as b')
  return around('', breaches, ` where b.number ${operator} ?`, [number])
}

type OfField = { readonly fieldId: string }

/** The keys of all rows that have a value for the field, whatever its type; none twice. */
export const valuedSql = (scope: PredicateScope, { fieldId }: OfField): Sql => {
  if (fieldId === nextBreachField) {
    return around('select b.case_pk from (', nextBreachSql(scope), ') as b')
  }
  return concat(
    ['v.number is not null', 'v.folded is not null'].map((sql) =>
      valueSql(scope, fieldId, { sql, values: [] }),
    ),
    ' union all ',
  )
}

/** Condition that the outer row has no value for the field. */
export const emptySql = (scope: PredicateScope, field: OfField): Sql => {
  if (scope.probing !== true || field.fieldId === nextBreachField) {
    return around(`${scope.outer} not in (`, valuedSql(scope, field), ')')
  }
  const { values, key } = tables[scope.of]
  return {
    sql: `not exists (select 1 from ${values} as v where v.${key} = ${scope.outer} and v.field_id = ?)`,
    values: [field.fieldId],
  }
}

const tagSql = ({ domainPk }: PredicateScope, { key, value }: { key?: string; value?: string }) => {
  const conditions = ['t.domain_pk = ?']
  const values: (string | number)[] = [domainPk]
  if (key !== undefined) {
    conditions.push('t.key = ?')
    values.push(key)
  }
  if (value !== undefined) {
    conditions.push('t.value = ?')
    values.push(value)
  }
  return { sql: `select t.case_pk from case_tags as t where ${conditions.join(' and ')}`, values }
}

// The words that no option's label has are one match. However many options have a word, they are one parameter.
const wordsSql = (scope: PredicateScope, words: readonly SearchWord[]): Sql | undefined => {
  const [word, ...others] = words
  if (word === undefined) return undefined
  const indexed = {
    sql: 'select w.rowid as case_pk from case_words as w where w.case_words match ?',
    values: [words.map((asked) => matched(scope.domainPk, asked)).join(' ')],
  }
  if (words.every(({ options }) => options.length === 0)) return indexed
  if (others.length > 0) return undefined
  const options = word.options.map(({ fieldId, value }) => [fieldId, ...textColumns(value)])
  const labelled = {
    sql: `select v.case_pk from json_each(?) as o cross join case_values as v
          where v.domain_pk = ? and v.field_id = o.value ->> 0 and v.folded = o.value ->> 1
            and v.folded_rest is o.value ->> 2 and v.text is o.value ->> 3`,
    values: [JSON.stringify(options), scope.domainPk],
  }
  return concat([indexed, labelled], ' union all ')
}

const matched = (domainPk: number, { folded, prefix }: SearchWord): string =>
  `"${domainWords(domainPk, encodeWord(folded))}"${prefix ? '*' : ''}`

/** Words as they are indexed: each domain has its own, so that a count of one is no count of another. */
export const domainWords = (domainPk: number, words: string): string =>
  words.replaceAll(/(?<=^| )/g, `${domainPk}_`)

const joined = (
  scope: PredicateScope,
  parts: readonly Predicate[],
  by: string,
  none: string,
): Sql =>
  parts.length === 0
    ? { sql: none, values: [] }
    : around(
        '(',
        concat(
          parts.map((part) => predicateSql(scope, part)),
          by,
        ),
        ')',
      )

const concat = (parts: readonly Sql[], by: string): Sql => ({
  sql: parts.map(({ sql }) => sql).join(by),
  values: parts.flatMap(({ values }) => values),
})

const around = (
  before: string,
  { sql, values }: Sql,
  after: string,
  more: Sql['values'] = [],
): Sql => ({ sql: `${before}${sql}${after}`, values: [...values, ...more] })
