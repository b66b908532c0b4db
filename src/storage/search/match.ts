// Which documents of a segment a predicate holds for. Every part of it becomes a set of bits; what costs most,
// comparing texts byte by byte, is done last and only for the documents that the rest leaves.
import { numberOf } from '../../domain/index-entries.ts'
import type { Comparable, Predicate, SearchWord } from '../../domain/predicate.ts'
import { nextBreachField } from '../../domain/system-fields.ts'
import { encodeWord, foldText } from '../../domain/text.ts'
import {
  allBits,
  type Bits,
  copyOf,
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
import { documentsMax, type NumberField, type Segment, type TextField } from './segment.ts'

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
  if (!isComparison(predicate)) {
    return predicate.is === 'equal' && predicate.value.kind === 'text'
      ? equalText(segment, fieldId, predicate.value.text)
      : noBits(count)
  }
  const field = numberFieldOf(of, fieldId)
  return field === undefined ? noBits(count) : inRange(rangeOf(field, predicate), count, within)
}

/** The numbers of a field by document. */
export const numberFieldOf = (
  { segment, breaches }: Matching,
  fieldId: string,
): NumberField | undefined =>
  fieldId === nextBreachField ? breaches() : segment.numberField(fieldId)

/** Values of a field from one index to before another. */
type Range = { readonly field: NumberField; readonly from: number; readonly until: number }

type Step = { readonly effort: number; keep(bits: Bits): Bits }

const matchingAll = (of: Matching, parts: readonly Predicate[], within?: Bits): Bits => {
  const { count } = of.segment
  const ranges = new Map<string, Range>()
  const steps: Step[] = []
  for (const part of parts) {
    if (!isComparison(part)) {
      const keep = (bits: Bits): Bits => intersect(bits, matching(of, part, bits))
      steps.push({ effort: effort(part), keep })
      continue
    }
    const field = numberFieldOf(of, part.fieldId)
    if (field === undefined) return noBits(count)
    const range = rangeOf(field, part)
    const known = ranges.get(part.fieldId) ?? range
    const from = Math.max(known.from, range.from)
    const until = Math.min(known.until, range.until)
    // A month lies in few segments: the others are done with here.
    if (from >= until) return noBits(count)
    ranges.set(part.fieldId, { field, from, until })
  }
  for (const range of ranges.values()) {
    if (isAll(range)) continue
    steps.push({ effort: 2, keep: (bits) => intersect(bits, inRange(range, count, bits)) })
  }
  let bits = within === undefined ? allBits(count) : copyOf(within)
  for (const { keep } of steps.sort((a, b) => a.effort - b.effort)) {
    if (isEmpty(bits)) return bits
    bits = keep(bits)
  }
  return bits
}

const effort = (part: Predicate): number => {
  if ('tag' in part) return 0
  if ('word' in part) return 1
  if (!('is' in part)) return 3
  if (part.is === 'containing') return 4
  return part.is === 'equal' ? 1 : 2
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
  for (const { fieldId, value } of options) collectExact(segment.textField(fieldId), value, bits)
  return bits
}

const equalText = (segment: Segment, fieldId: string, exact: string): Bits => {
  const bits = noBits(segment.count)
  collectExact(segment.textField(fieldId), exact, bits)
  return bits
}

const collectExact = (field: TextField | undefined, exact: string, bits: Bits): void => {
  if (field === undefined) return
  const { values, exactAt } = field
  const folded = foldText(exact)
  const text = toBytes(folded)
  const wanted = exact === folded ? '' : toBytes(exact)
  for (let at = values.lowerBound(text); at < values.count && values.at(at) === text; at += 1) {
    if (exactAt(at) === wanted) values.collect(bits, at, at + 1)
  }
}

const valued = (of: Matching, fieldId: string): Bits => {
  const field = numberFieldOf(of, fieldId) ?? of.segment.textField(fieldId)
  const bits = noBits(of.segment.count)
  if (field !== undefined) collectNumbers(field.column, 1, documentsMax, bits)
  return bits
}

type Comparison = {
  readonly fieldId: string
  readonly is: 'equal' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual'
  readonly value: Exclude<Comparable, { readonly kind: 'text' }>
}

const isComparison = (part: Predicate): part is Comparison =>
  'value' in part && part.value.kind !== 'text'

const rangeOf = (field: NumberField, { is, value }: Comparison): Range => {
  const { values } = field
  const number = numberOf(value) ?? 0
  const below = lowerBound(values, number)
  const upTo = values[below] === number ? below + 1 : below
  const from = is === 'greater' ? upTo : is === 'less' || is === 'lessOrEqual' ? 0 : below
  const until =
    is === 'less' ? below : is === 'equal' || is === 'lessOrEqual' ? upTo : values.length
  return { field, from, until }
}

const isAll = ({ field: { values, isWhole }, from, until }: Range): boolean =>
  isWhole && from === 0 && until === values.length

const inRange = ({ field, from, until }: Range, count: number, within?: Bits): Bits => {
  const bits = noBits(count)
  if (from >= until) return bits
  const { column } = field
  // One more than the index of the value.
  const [least, most] = [from + 1, until]
  if (within === undefined || countBits(within) > count / 4) {
    collectNumbers(column, least, most, bits)
    return bits
  }
  for (let at = nextBit(within, 0); at >= 0; at = nextBit(within, at + 1)) {
    const number = column[at] ?? 0
    if (number >= least && number <= most) setBit(bits, at)
  }
  return bits
}

/** Put the documents whose number in a column lies between two into `bits`. */
const collectNumbers = (column: Uint16Array, least: number, most: number, bits: Bits): void => {
  for (let word = 0; word < bits.length; word += 1) {
    const first = word << 5
    const until = Math.min(first + 32, column.length)
    let set = 0
    for (let document = first; document < until; document += 1) {
      const number = column[document] ?? 0
      if (number >= least && number <= most) set |= 1 << (document & 31)
    }
    bits[word] = (bits[word] ?? 0) | set
  }
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
