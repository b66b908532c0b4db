// What a predicate means, in the plainest words: decided over one case in memory. The reference that every
// store's SQL is held to.
import type { DomainConfig } from '../../src/domain/domain-config.ts'
import { comparableOf } from '../../src/domain/index-entries.ts'
import type { Comparable, Predicate, SearchWord } from '../../src/domain/predicate.ts'
import type { CaseRow } from '../../src/domain/rows.ts'
import { foldText, wordsOf } from '../../src/domain/text.ts'

/** Whether the predicate holds for the case. */
export const evaluatePredicate = (
  domain: DomainConfig,
  row: CaseRow,
  predicate: Predicate,
): boolean => {
  const holds = (part: Predicate) => evaluatePredicate(domain, row, part)
  if ('all' in predicate) return predicate.all.every(holds)
  if ('any' in predicate) return predicate.any.some(holds)
  if ('not' in predicate) return !holds(predicate.not)
  if ('tag' in predicate) {
    const { key, value } = predicate.tag
    return Object.entries(row.tags).some(
      ([k, v]) => (key === undefined || k === key) && (value === undefined || v === value),
    )
  }
  if ('word' in predicate) return hasWord(domain, row, predicate.word)
  const value = comparableIn(domain, row, predicate.fieldId)
  if (predicate.is === 'empty') return value === undefined
  if (value === undefined) return false
  if (predicate.is === 'containing') {
    return value.kind === 'text' && foldText(value.text).includes(predicate.folded)
  }
  return compare(value, predicate.is, predicate.value)
}

/** A case's value of a field as it is compared. */
export const comparableIn = (
  domain: DomainConfig,
  row: CaseRow,
  fieldId: string,
): Comparable | undefined => {
  const field = domain.fields.get(fieldId)
  const union = fieldId === 'case_id' ? { stringValue: row.id } : row.values[fieldId]
  return field === undefined || union === undefined ? undefined : comparableOf(field, union)
}

/** A number to order by: the number itself, the instant, or 0 and 1. */
export const numberIn = (value: Comparable): number => {
  if (value.kind === 'number') return value.number
  if (value.kind === 'instant') return value.instantMs
  return value.kind === 'boolean' && value.boolean ? 1 : 0
}

const compare = (value: Comparable, is: string, other: Comparable): boolean => {
  if (value.kind === 'text' && other.kind === 'text') return value.text === other.text
  const difference = numberIn(value) - numberIn(other)
  if (is === 'equal') return difference === 0
  if (is === 'greater') return difference > 0
  if (is === 'greaterOrEqual') return difference >= 0
  return is === 'less' ? difference < 0 : difference <= 0
}

const hasWord = (domain: DomainConfig, row: CaseRow, word: SearchWord): boolean => {
  const matches = (text: string) =>
    wordsOf(text).some((w) => (word.prefix ? w.startsWith(word.folded) : w === word.folded))
  return [...domain.fields.values()].some((field) => {
    const value = comparableIn(domain, row, field.id)
    if (value === undefined) return false
    if (value.kind === 'number') return matches(String(value.number))
    if (value.kind !== 'text') return false
    const option = field.options.find((candidate) => candidate.value === value.text)
    return matches(value.text) || (option !== undefined && matches(option.name))
  })
}
