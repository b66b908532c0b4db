// Whether a predicate holds for one document: for those that are too new to be in a segment.
import { numberOf } from '../../domain/index-entries.ts'
import type { Comparable, Predicate, SearchWord } from '../../domain/predicate.ts'
import { nextBreachField } from '../../domain/system-fields.ts'
import { encodeWord } from '../../domain/text.ts'
import type { SearchDocument } from './document.ts'

/** @param breach the document's `next_sla_breach_datetime` as it is now. */
export const holds = (
  document: SearchDocument,
  predicate: Predicate,
  breach: () => number | undefined,
): boolean => {
  if ('all' in predicate) {
    for (const part of predicate.all) if (!holds(document, part, breach)) return false
    return true
  }
  if ('any' in predicate) {
    for (const part of predicate.any) if (holds(document, part, breach)) return true
    return false
  }
  if ('not' in predicate) return !holds(document, predicate.not, breach)
  if ('tag' in predicate) return isTagged(document, predicate.tag)
  if ('word' in predicate) return hasWord(document, predicate.word)
  const { fieldId } = predicate
  const text = fieldId === nextBreachField ? undefined : document.values.get(fieldId)
  const number = numberIn(document, fieldId, breach)
  if (predicate.is === 'empty') return text === undefined && number === undefined
  if (predicate.is === 'containing') return text?.folded?.includes(predicate.folded) === true
  if (predicate.value.kind === 'text') {
    return predicate.is === 'equal' && isText(document, fieldId, predicate.value.text)
  }
  return number !== undefined && compare(number, predicate.is, predicate.value)
}

/** The value of a field that compares by number. */
export const numberIn = (
  { values }: SearchDocument,
  fieldId: string,
  breach: () => number | undefined,
): number | undefined => {
  if (fieldId === nextBreachField) return breach()
  const entry = values.get(fieldId)
  return entry === undefined ? undefined : (numberOf(entry.value) ?? undefined)
}

const isTagged = (
  { tags }: SearchDocument,
  { key, value }: { readonly key?: string; readonly value?: string },
): boolean =>
  Object.entries(tags).some(
    ([k, v]) => (key === undefined || k === key) && (value === undefined || v === value),
  )

const hasWord = (document: SearchDocument, { folded, prefix, options }: SearchWord): boolean => {
  const { words } = document
  const encoded = encodeWord(folded)
  if (words.has(encoded)) return true
  if (prefix) for (const word of words) if (word.startsWith(encoded)) return true
  return options.some(({ fieldId, value }) => isText(document, fieldId, value))
}

const isText = ({ values }: SearchDocument, fieldId: string, text: string): boolean => {
  const value = values.get(fieldId)?.value
  return value?.kind === 'text' && value.text === text
}

const compare = (number: number, is: string, value: Comparable): boolean => {
  const other = numberOf(value) ?? 0
  if (is === 'equal') return number === other
  if (is === 'greater') return number > other
  if (is === 'greaterOrEqual') return number >= other
  return is === 'less' ? number < other : number <= other
}
