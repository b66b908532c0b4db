// A predicate as SQL over the index tables. A leaf that holds for some rows is a select of their keys, tested by
// `in`; `not` is `not in` of the same select, never `not exists`, which took a thousand times as long in a
// prepared statement. Bounded: a predicate has at most 100 leaves and a search term's words.
import { numberOf } from '../../domain/index-entries.ts'
import type { Predicate, SearchWord } from '../../domain/predicate.ts'
import { nextBreachField } from '../../domain/system-fields.ts'
import { encodeWord } from '../../domain/text.ts'
import { operators, textColumns } from '../value-columns.ts'
import type { Value } from './session.ts'

/** SQL with a `?` for each value; `numbered` makes a statement of it. */
export type Sql = { readonly sql: string; readonly values: readonly Value[] }

/** Whose values are asked. */
export type PredicateScope = {
  readonly of: keyof typeof tables
  readonly domain: number
  readonly nowMs: number
  /** Only of this case. */
  readonly caseId?: string
}

const tables = {
  cases: { values: 'case_values', keys: 'v.case_id', outer: 'c.case_id' },
  relatedItems: {
    values: 'related_item_values',
    keys: 'v.case_id, v.item_id',
    outer: '(r.case_id, r.id)',
  },
} as const

/** A condition on `cases as c`, or on `related_items as r`. */
export const predicateSql = (scope: PredicateScope, predicate: Predicate): Sql => {
  const { outer } = tables[scope.of]
  if ('all' in predicate) {
    const words = predicate.all.filter(isPlainWord)
    const others = predicate.all.filter((part) => !isPlainWord(part))
    const parts = others.map((part) => predicateSql(scope, part))
    if (words.length > 0) parts.push(around(`${outer} in (`, wordsSql(scope, words), ')'))
    return joined(parts, ' and ', 'true')
  }
  if ('any' in predicate) {
    return joined(
      predicate.any.map((part) => predicateSql(scope, part)),
      ' or ',
      'false',
    )
  }
  if ('not' in predicate) return around('not (', predicateSql(scope, predicate.not), ')')
  const keys = keysSql(scope, predicate)
  const negated = 'is' in predicate && predicate.is === 'empty'
  return around(`${outer} ${negated ? 'not in' : 'in'} (`, keys, ')')
}

type Leaf = Exclude<
  Predicate,
  { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }
>

type PlainWord = { readonly word: SearchWord }

const isPlainWord = (part: Predicate): part is PlainWord =>
  'word' in part && part.word.options.length === 0

/** The keys of the rows for which a leaf holds; of `empty`, of those for which it does not. */
const keysSql = (scope: PredicateScope, leaf: Leaf): Sql => {
  if ('word' in leaf) return labelledWordSql(scope, leaf.word)
  if ('tag' in leaf) return tagSql(scope, leaf.tag)
  const { fieldId } = leaf
  if (leaf.is === 'empty') return valuedSql(scope, fieldId)
  if (leaf.is === 'containing') {
    return valueSql(scope, fieldId, {
      sql: `v.folded is not null and (strpos(v.folded, ?) > 0
            or (v.folded_rest is not null and strpos(v.folded || v.folded_rest, ?) > 0))`,
      values: [leaf.folded, leaf.folded],
    })
  }
  if (leaf.is === 'equal' && leaf.value.kind === 'text') {
    return valueSql(scope, fieldId, {
      sql: `v.folded = ? and v.folded_rest is not distinct from ?
            and v.text is not distinct from ?`,
      values: textColumns(leaf.value.text),
    })
  }
  return numberSql(scope, fieldId, operators[leaf.is], numberOf(leaf.value))
}

/** Earliest target ahead by case: `next_sla_breach_datetime`, which follows the clock. */
export const nextBreachSql = ({ domain, nowMs }: PredicateScope): Sql => ({
  sql: `select r.case_id, min(r.sla_target_at)::double precision as number from related_items as r
        where r.domain = ? and r.sla_target_at >= ? and r.sla_completed_at is null
          and r.sla_breached_at is null
        group by r.case_id`,
  values: [domain, nowMs],
})

/** A statement whose values are numbered. */
export const numbered = ({ sql, values }: Sql): [{ readonly text: string }, readonly Value[]] => {
  let count = 0
  const text = sql.replaceAll('?', () => {
    count += 1
    return `$${count}`
  })
  return [{ text }, values]
}

const valueSql = ({ of, domain, caseId }: PredicateScope, fieldId: string, condition: Sql): Sql => {
  const { values, keys } = tables[of]
  const ofCase = caseId === undefined ? [] : [caseId]
  return {
    sql: `select ${keys} from ${values} as v
          where v.domain = ? and v.field_id = ? and ${ofCase.map(() => 'v.case_id = ? and ').join('')}${condition.sql}`,
    values: [domain, fieldId, ...ofCase, ...condition.values],
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
  const breaches = around('select b.case_id from (', nextBreachSql(scope), ') as b')
  return around('', breaches, ` where b.number ${operator} ?`, [number])
}

/** The keys of all rows that have a value for the field, whatever its type. */
const valuedSql = (scope: PredicateScope, fieldId: string): Sql => {
  if (fieldId === nextBreachField) {
    return around('select b.case_id from (', nextBreachSql(scope), ') as b')
  }
  return concat(
    ['v.number is not null', 'v.folded is not null'].map((sql) =>
      valueSql(scope, fieldId, { sql, values: [] }),
    ),
    ' union all ',
  )
}

const tagSql = (
  { domain }: PredicateScope,
  { key, value }: { key?: string; value?: string },
): Sql => {
  const conditions = ['t.domain = ?']
  const values: Value[] = [domain]
  if (key !== undefined) {
    conditions.push('t.key = ?')
    values.push(key)
  }
  if (value !== undefined) {
    conditions.push('t.value = ?')
    values.push(value)
  }
  return { sql: `select t.case_id from case_tags as t where ${conditions.join(' and ')}`, values }
}

/** The cases that have all of some words, which no option's label has. */
const wordsSql = ({ domain }: PredicateScope, words: readonly PlainWord[]): Sql => ({
  sql: 'select w.case_id from case_words as w where w.words @@ ?::tsquery',
  values: [words.map(({ word }) => matched(domain, word)).join(' & ')],
})

// However many options have a word, they are a few parameters.
const labelledWordSql = (scope: PredicateScope, word: SearchWord): Sql => {
  const indexed = wordsSql(scope, [{ word }])
  if (word.options.length === 0) return indexed
  const columns = word.options.map(({ value }) => textColumns(value))
  const labelled = {
    sql: `select v.case_id from unnest(?::text[], ?::text[], ?::text[], ?::text[])
            as o(field_id, folded, folded_rest, text)
          join case_values as v on v.domain = ? and v.field_id = o.field_id and v.folded = o.folded
            and v.folded_rest is not distinct from o.folded_rest
            and v.text is not distinct from o.text`,
    values: [
      word.options.map(({ fieldId }) => fieldId),
      columns.map(([folded]) => folded),
      columns.map(([, rest]) => rest),
      columns.map(([, , text]) => text),
      scope.domain,
    ],
  }
  return concat([indexed, labelled], ' union all ')
}

// Quoted: an encoded word has letters, digits and underscores only.
const matched = (domain: number, { folded, prefix }: SearchWord): string =>
  `'${domainWords(domain, encodeWord(folded))}'${prefix ? ':*' : ''}`

/** Words as they are indexed: each domain has its own, so that a count of one is no count of another. */
export const domainWords = (domain: number, words: string): string =>
  words.replaceAll(/(?<=^| )/g, `${domain}_`)

const joined = (parts: readonly Sql[], by: string, none: string): Sql =>
  parts.length === 0 ? { sql: none, values: [] } : around('(', concat(parts, by), ')')

/** Several pieces one after the other. */
export const concat = (parts: readonly Sql[], by: string): Sql => ({
  sql: parts.map(({ sql }) => sql).join(by),
  values: parts.flatMap(({ values }) => values),
})

/** A piece with SQL before and after it. */
export const around = (
  before: string,
  { sql, values }: Sql,
  after: string,
  more: Sql['values'] = [],
): Sql => ({ sql: `${before}${sql}${after}`, values: [...values, ...more] })
