// What a segment's documents are ordered by: the value of each sort, and last their ids. A level gives each document
// a code, which is the lower the earlier the document comes.
import { sortLengthMax } from '../../domain/text.ts'
import type { CaseSort } from '../contract.ts'
import { cutBytes } from './byte-text.ts'
import { lowerBound, type Matching, numberFieldOf } from './match.ts'
import type { NumberField, Segment, TextField } from './segment.ts'

export type Key = string | number | null

export type Level = {
  /** By document: a number from 1 to `count` that grows with its value; 0 for none. */
  readonly column: Uint16Array
  readonly count: number
  readonly descending: boolean
  /** Twice the code of a key; an odd number between those of its neighbours where no document has it. */
  placeOf(key: Key): number
  keyOf(document: number): Key
}

export type SortLevel = Level & {
  /** The key of the lowest code that a document of the segment has. */
  firstKey(): Key
}

/** From 1 on. Documents without a value have the last code, `count + 1`, whatever the order. */
export const codeOf = ({ column, count, descending }: Level, document: number): number => {
  const number = column[document] ?? 0
  return number === 0 || descending ? count + 1 - number : number
}

export const sortLevel = (of: Matching, { fieldId, order, by }: CaseSort): SortLevel => {
  const { segment } = of
  const source =
    by === 'number'
      ? numberSource(numberFieldOf(of, fieldId), segment)
      : textSource(segment.textField(fieldId), segment)
  const { column, count } = source
  const descending = order === 'Desc'
  return {
    column,
    count,
    descending,
    placeOf: (key) => {
      if (key === null) return 2 * (count + 1)
      return descending ? 2 * (count + 1) - source.placeOf(key) : source.placeOf(key)
    },
    keyOf: (document) => (column[document] === 0 ? null : source.keyOf(document)),
    firstKey: () => (count === 0 ? null : source.keyAt(descending ? 'last' : 'first')),
  }
}

export const idLevel = (segment: Segment): Level => {
  const { count } = segment
  return {
    column: segment.idRanks(),
    count,
    descending: false,
    placeOf: (id) => {
      const order = segment.byId()
      const at = firstWhere(count, (rank) => segment.idOf(order[rank] ?? 0) >= String(id))
      return placeAt(at, at < count && segment.idOf(order[at] ?? 0) === id)
    },
    keyOf: segment.idOf,
  }
}

/** The first number for which something holds that holds for all larger ones too. */
export const firstWhere = (count: number, isBehind: (at: number) => boolean): number => {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBehind(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** @param index of the first value that is a key or behind it. */
const placeAt = (index: number, isKey: boolean): number => 2 * (index + 1) - (isKey ? 0 : 1)

/** The values of a field, ascending. */
type Source = Pick<Level, 'column' | 'count'> & {
  placeOf(key: string | number): number
  keyOf(document: number): string | number
  keyAt(end: 'first' | 'last'): string | number
}

const numberSource = (field: NumberField | undefined, segment: Segment): Source => {
  if (field === undefined) return nothing(segment)
  const { values, column } = field
  return {
    column,
    count: values.length,
    placeOf: (key) => {
      const at = lowerBound(values, Number(key))
      return placeAt(at, values[at] === Number(key))
    },
    keyOf: (document) => values[(column[document] ?? 0) - 1] ?? 0,
    keyAt: (end) => values.at(end === 'first' ? 0 : -1) ?? 0,
  }
}

const textSource = (field: TextField | undefined, segment: Segment): Source => {
  if (field === undefined) return nothing(segment)
  const { values, column, ranks, ranked } = field
  const rankOf = (index: number): number => (ranks === undefined ? index : (ranks[index] ?? 0))
  const keyAt = (index: number): string => cutBytes(values.at(index), sortLengthMax)
  const count = values.count === 0 ? 0 : rankOf(values.count - 1) + 1
  return {
    column: ranked,
    count,
    placeOf: (key) => {
      const at = values.lowerBound(String(key))
      if (at === values.count) return placeAt(count, false)
      return placeAt(rankOf(at), keyAt(at) === key)
    },
    keyOf: (document) => keyAt((column[document] ?? 0) - 1),
    keyAt: (end) => keyAt(end === 'first' ? 0 : values.count - 1),
  }
}

/** A field that no document of a segment has. */
const nothing = ({ count }: Segment): Source => ({
  column: new Uint16Array(count),
  count: 0,
  placeOf: () => placeAt(0, false),
  keyOf: () => 0,
  keyAt: () => 0,
})
