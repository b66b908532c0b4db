// The order of a search: its sorts, cases without a value last in either direction, then their ids; newest update
// first where there are no sorts. Within a segment values compare by their index; across segments by themselves.
import { sortLengthMax } from '../../domain/text.ts'
import type { CaseSort, Cursor } from '../contract.ts'
import { type Bits, nextBit } from './bits.ts'
import { cutBytes, fromBytes, toBytes } from './byte-text.ts'
import type { SearchDocument } from './document.ts'
import { type Bound, firstFew } from './first-few.ts'
import { numberIn } from './holds.ts'
import { firstWhere, idLevel, type Key, sortLevel } from './levels.ts'
import type { Matching } from './match.ts'
import type { Segment } from './segment.ts'

/** A case that is found, and what it is ordered by. Texts are as `byte-text.ts` has them. */
export type Found = {
  readonly pk: number
  readonly keys: readonly Key[]
  readonly id: string
}

export type Order = {
  readonly sorts: readonly CaseSort[]
  /** How many are wanted. */
  readonly most: number
  /** Only what comes behind this. */
  readonly after: Found | undefined
}

export const orderOf = (sorts: readonly CaseSort[], most: number, cursor?: Cursor): Order => ({
  sorts,
  most,
  after: cursor === undefined ? undefined : foundOf(sorts, cursor),
})

const foundOf = (sorts: readonly CaseSort[], cursor: Cursor): Found => {
  const keys = cursor.slice(0, -1).map((key, index) => {
    return typeof key === 'string' && sorts[index]?.by === 'text' ? toBytes(key) : key
  })
  return { pk: 0, keys, id: String(cursor.at(-1)) }
}

/** What continues a page behind `found`. */
export const cursorOf = ({ sorts }: Order, { keys, id }: Found): Cursor => [
  ...keys.map((key, index) =>
    typeof key === 'string' && sorts[index]?.by === 'text' ? fromBytes(key) : key,
  ),
  id,
]

/** Below zero if `a` comes first. */
export const compareFound = (order: Order, a: Found, b: Found): number => {
  for (let index = 0; index < a.keys.length; index += 1) {
    const byKey = compareKeys(order, index, a.keys[index] ?? null, b.keys[index] ?? null)
    if (byKey !== 0) return byKey
  }
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

const compareKeys = ({ sorts }: Order, index: number, key: Key, other: Key): number => {
  if (key === other) return 0
  if (key === null) return 1
  if (other === null) return -1
  const descending = sorts.length === 0 || sorts[index]?.order === 'Desc'
  return key < other === descending ? 1 : -1
}

/**
 * Segments, given oldest first, in the order in which they have least to add to each other: by the first of their
 * values, as those behind a full page are not looked at; where these are alike, oldest first, as ids grow with time.
 */
export const inOrder = <Each extends Matching>(order: Order, all: readonly Each[]): Each[] => {
  const [first] = order.sorts
  // Documents are in this order already, and newer segments have newer ones.
  if (first === undefined) return [...all].reverse()
  return all
    .map((each) => ({ each, key: sortLevel(each, first).firstKey() }))
    .sort((a, b) => compareKeys(order, 0, a.key, b.key))
    .map(({ each }) => each)
}

/** A document outside segments as it is ordered. */
export const foundIn = (
  { sorts }: Order,
  document: SearchDocument,
  breach: () => number | undefined,
): Found => {
  const { pk, id, updatedAt, values } = document
  if (sorts.length === 0) return { pk, id, keys: [updatedAt] }
  const keys = sorts.map(({ fieldId, by }) => {
    if (by === 'number') return numberIn(document, fieldId, breach) ?? null
    const folded = values.get(fieldId)?.folded
    return folded === undefined ? null : cutBytes(toBytes(folded), sortLengthMax)
  })
  return { pk, id, keys }
}

/**
 * The first of a segment's documents in `bits`, in their order.
 * @param before nothing that comes behind it is wanted any more.
 */
export const firstOf = (order: Order, of: Matching, bits: Bits, before?: Found): Found[] =>
  order.sorts.length === 0 ? newestOf(order, of.segment, bits) : sortedOf(order, of, bits, before)

/** Documents are in this order already. */
const newestOf = ({ most, after }: Order, segment: Segment, bits: Bits): Found[] => {
  const updated = segment.updated()
  const pks = segment.pks()
  const found: Found[] = []
  let at = nextBit(bits, after === undefined ? 0 : behindNewest(segment, after))
  for (; at >= 0 && found.length < most; at = nextBit(bits, at + 1)) {
    found.push({ pk: pks[at] ?? 0, keys: [updated[at] ?? 0], id: segment.idOf(at) })
  }
  return found
}

const behindNewest = (segment: Segment, { keys, id }: Found): number => {
  const updated = segment.updated()
  const time = Number(keys[0])
  return firstWhere(segment.count, (document) => {
    const own = updated[document] ?? 0
    return own < time || (own === time && segment.idOf(document) > id)
  })
}

const sortedOf = (
  { sorts, most, after }: Order,
  of: Matching,
  bits: Bits,
  before: Found | undefined,
): Found[] => {
  const { segment } = of
  const sorted = sorts.map((sort) => sortLevel(of, sort))
  const levels = [...sorted, idLevel(segment)]
  const boundAt = (found: Found | undefined): Bound | undefined =>
    found && [...found.keys, found.id].map((key, index) => levels[index]?.placeOf(key) ?? 0)
  const wanted = { levels, after: boundAt(after), before: boundAt(before), most }
  const pks = segment.pks()
  return firstFew(wanted, bits).map((document) => ({
    pk: pks[document] ?? 0,
    keys: sorted.map(({ keyOf }) => keyOf(document)),
    id: segment.idOf(document),
  }))
}
