// A value as index tables have it: a number, or folded text in pieces that an index can hold. The same for every
// store, so that all compare alike.
import { type IndexEntry, numberOf } from '../domain/index-entries.ts'
import { foldText, sortedPart } from '../domain/text.ts'

/** `number`, `folded`, `folded_rest` and `text` of an index entry. */
export const valueColumns = ({ value }: IndexEntry): (string | number | null)[] =>
  value.kind === 'text' ? [null, ...textColumns(value.text)] : [numberOf(value), null, null, null]

/** `folded`, `folded_rest` and `text`: together the exact text, and each no longer than it must be. */
export const textColumns = (text: string): [string, string | null, string | null] => {
  const folded = foldText(text)
  const head = sortedPart(folded)
  return [head, head === folded ? null : folded.slice(head.length), text === folded ? null : text]
}

/** How a comparison is written. */
export const operators = {
  equal: '=',
  greater: '>',
  greaterOrEqual: '>=',
  less: '<',
  lessOrEqual: '<=',
} as const
