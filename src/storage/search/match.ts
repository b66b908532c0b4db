// Which documents of a segment a predicate holds for. Every part of it becomes a set of bits; what costs most,
// comparing texts byte by byte, is done last and only for the documents that the rest leaves.
import { numberOf } from '../../domain/index-entries.ts'
import type { Comparable, Predicate, SearchWord } from '../../domain/predicate.ts'
import { nextBreachField } from '../../domain/system-fields.ts'
import { encodeWord, foldText } from '../../domain/text.ts'
import {
  allBits,
  type Bits,
  countBits,
  flip,
  intersect,
  isEmpty,
  nextBit,
  noBits,
  setBit,
  unite,
} from './bits.ts'
import { toBytes } from './byte-text.ts'
import { collectEqual, containing } from './containing.ts'
import { tagTexts } from './gather.ts'
import type { NumberField, Segment, TextField } from './segment.ts'

/** What a match needs beside the segment. */
export type Matching = {
  readonly segment: Segment
  /** `next_sla_breach_datetime` of this segment's documents, as it is now. */
  breaches(): NumberField
}

/** @param within documents that matter; others may be in the answer or not. */
export const matching = (of: Matching, predicate: Predicate, within?: Bits): Bits => {
  const { segment } = of
  const { count } = segment
  if ('all' in predicate) return matchingAll(of, predicate.all, within)
  if ('any' in predicate) {
    const bits = noBits(count)
    for (const part of predicate.any) unite(bits, matching(of, part, within))
    return bits
  }
  if ('not' in predicate) return flip(matching(of, predicate.not, within), count)
  if ('tag' in predicate) return tagged(segment, predicate.tag)
  if ('word' in predicate) return worded(segment, predicate.word)
  const { fieldId } = predicate
  if (predicate.is === 'empty') return flip(valued(of, fieldId), count)
  if (predicate.is === 'containing') {
    const field = segment.textField(fieldId)
    return field === undefined ? noBits(count) : containing(field, predicate.folded, count, within)
  }
  if (predicate.value.kind === 'text') {
    return predicate.is === 'equal'
      ? equalText(segment, fieldId, predicate.value.text)
      : noBits(count)
  }
  const field = numberFieldOf(of, fieldId)
  return field === undefined ? noBits(count) : compared(field, predicate, count, within)
}

/** The numbers of a field by document. */
export const numberFieldOf = (
  { segment, breaches }: Matching,
  fieldId: string,
): NumberField | undefined =>
  fieldId === nextBreachField ? breaches() : segment.numberField(fieldId)

const matchingAll = (of: Matching, parts: readonly Predicate[], within?: Bits): Bits => {
  let bits = within === undefined ? allBits(of.segment.count) : within.slice()
  for (const part of [...parts].sort((a, b) => effort(a) - effort(b))) {
    if (isEmpty(bits)) return bits
    bits = intersect(bits, matching(of, part, bits))
  }
  return bits
}

const effort = (part: Predicate): number => {
  if ('tag' in part) return 0
  if ('word' in part) return 1
  if (!('is' in part)) return 3
  if (part.is === 'containing') return 4
  return part.is === 'equal' && part.value.kind === 'text' ? 1 : 2
}

const tagged = (
  segment: Segment,
  { key, value }: { readonly key?: string; readonly value?: string },
): Bits => {
  const bits = noBits(segment.count)
  let text = tagTexts.value(value ?? '')
  if (key !== undefined) text = value === undefined ? tagTexts.key(key) : tagTexts.both(key, value)
  collectEqual(segment.tags(), toBytes(text), bits)
  return bits
}

const worded = (segment: Segment, { folded, prefix, options }: SearchWord): Bits => {
  const bits = noBits(segment.count)
  const words = segment.words()
  const text = encodeWord(folded)
  if (prefix) words.collect(bits, words.lowerBound(text), words.lowerBound(`${text}\xff`))
  else collectEqual(words, text, bits)
  for (const { fieldId, value } of options) unite(bits, equalText(segment, fieldId, value))
  return bits
}

const equalText = (segment: Segment, fieldId: string, exact: string): Bits => {
  const bits = noBits(segment.count)
  const field = segment.textField(fieldId)
  if (field !== undefined) collectExact(field, exact, bits)
  return bits
}

const collectExact = ({ values, exactAt }: TextField, exact: string, bits: Bits): void => {
  const folded = foldText(exact)
  const text = toBytes(folded)
  const wanted = exact === folded ? '' : toBytes(exact)
  for (let at = values.lowerBound(text); at < values.count && values.at(at) === text; at += 1) {
    if (exactAt(at) === wanted) values.collect(bits, at, at + 1)
  }
}

const valued = (of: Matching, fieldId: string): Bits => {
  const bits = noBits(of.segment.count)
  const column = (numberFieldOf(of, fieldId) ?? of.segment.textField(fieldId))?.column ?? []
  for (let document = 0; document < column.length; document += 1) {
    if (column[document] !== 0) setBit(bits, document)
  }
  return bits
}

type Comparison = {
  readonly is: 'equal' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual'
  readonly value: Comparable
}

const compared = (
  { values, column }: NumberField,
  { is, value }: Comparison,
  count: number,
  within?: Bits,
): Bits => {
  const number = numberOf(value) ?? 0
  const below = lowerBound(values, number)
  const upTo = values[below] === number ? below + 1 : below
  const from = is === 'greater' ? upTo : is === 'less' || is === 'lessOrEqual' ? 0 : below
  const until =
    is === 'less' ? below : is === 'equal' || is === 'lessOrEqual' ? upTo : values.length
  const bits = noBits(count)
  if (from >= until) return bits
  const compare = (document: number): void => {
    const at = column[document] ?? 0
    // One more than the index of the value.
    if (at > from && at <= until) setBit(bits, document)
  }
  if (within === undefined || countBits(within) > count / 4) {
    for (let document = 0; document < count; document += 1) compare(document)
  } else {
    for (let at = nextBit(within, 0); at >= 0; at = nextBit(within, at + 1)) compare(at)
  }
  return bits
}

/** The first index whose value is `wanted` or more. */
export const lowerBound = (values: Float64Array, wanted: number): number => {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
