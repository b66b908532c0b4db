// What a store keeps of a case so that it is found: each value in the form in which filters and sorts compare
// it, and the words that a search term may name. Made in one place, stored as it is, in the commit of the case
// itself: so a search sees every write answered before it.
import type { FieldValueUnion } from '../model/common.ts'
import type { FieldType } from '../model/fields.ts'
import type { DomainConfig, Field } from './domain-config.ts'
import { parseDateTime } from './field-types/date-time.ts'
import type { Comparable } from './predicate.ts'
import type { CaseRow, FieldValues } from './rows.ts'
import { encodeWord, foldText, wordsOf } from './text.ts'

export type IndexEntry = {
  readonly fieldId: string
  readonly value: Comparable
  /** Folded text of a value that is text: what `contains` looks into and what sorts go by. */
  readonly folded?: string
}

export type CaseIndexEntries = {
  /** At most one a field. `next_sla_breach_datetime` is none: it depends on the time. */
  readonly values: readonly IndexEntry[]
  /** Different words of all values, each as `encodeWord` gives it, between single spaces. */
  readonly words: string
}

/** The entries of a case. Equal for equal values, so a store may compare before it writes. */
export const caseIndexEntries = (domain: Fields, row: Indexed): CaseIndexEntries => {
  const values = valueEntries(domain, { ...row.values, case_id: { stringValue: row.id } })
  const words = new Set<string>()
  for (const entry of values) {
    if (!hasWords(domain.fields.get(entry.fieldId)?.type)) continue
    for (const word of wordsOf(textOf(entry.value))) words.add(encodeWord(word))
  }
  return { values, words: [...words].join(' ') }
}

type Fields = Pick<DomainConfig, 'fields'>
type Indexed = Pick<CaseRow, 'id' | 'values'>

/** How numbers, instants and booleans are stored and compared; text has none. */
export const numberOf = (value: Comparable): number | null => {
  if (value.kind === 'number') return value.number
  if (value.kind === 'instant') return value.instantMs
  return value.kind === 'boolean' ? Number(value.boolean) : null
}

/** The entries of values of a case or a custom related item; ids that are no field's have none. */
export const valueEntries = (domain: Fields, values: FieldValues): IndexEntry[] => {
  const entries: IndexEntry[] = []
  for (const [fieldId, union] of Object.entries(values)) {
    const field = domain.fields.get(fieldId)
    const value = field && comparableOf(field, union)
    if (value === undefined) continue
    entries.push(
      value.kind === 'text' ? { fieldId, value, folded: foldText(value.text) } : { fieldId, value },
    )
  }
  return entries
}

/**
 * A value as it is compared, or undefined where it does not fit the field's type (or is empty). Stored values
 * and the values of a filter go through the same function.
 */
export const comparableOf = (
  { id, type }: Pick<Field, 'id' | 'type'>,
  union: FieldValueUnion,
): Comparable | undefined => {
  if (type === 'Number') {
    return 'doubleValue' in union ? { kind: 'number', number: union.doubleValue } : undefined
  }
  if (type === 'Boolean') {
    return 'booleanValue' in union ? { kind: 'boolean', boolean: union.booleanValue } : undefined
  }
  const text = textIn(type, union)
  if (text === undefined) return undefined
  if (type === 'DateTime') {
    const instantMs = parseDateTime(text)
    return instantMs === undefined ? undefined : { kind: 'instant', instantMs }
  }
  // Reference numbers are the same in upper and lower case (B-506).
  return { kind: 'text', text: id === 'reference_number' ? text.toUpperCase() : text }
}

const textIn = (type: FieldType, union: FieldValueUnion): string | undefined => {
  if ('stringValue' in union) return union.stringValue
  return type === 'User' && 'userArnValue' in union ? union.userArnValue : undefined
}

// Times and booleans have no words: `11` would find every case of November, `true` half of all (B-522).
const hasWords = (type: FieldType | undefined): boolean =>
  type !== undefined && type !== 'DateTime' && type !== 'Boolean'

const textOf = (value: Comparable): string => {
  if (value.kind === 'text') return value.text
  return value.kind === 'number' ? String(value.number) : ''
}
