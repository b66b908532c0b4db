// The order of a search: its sorts, cases without a value last in either direction, then their ids; newest update
// first where there are no sorts. Within a segment values compare by their index; across segments by themselves.
import { sortLengthMax } from '../../domain/text.ts'
import type { CaseSort, Cursor } from '../contract.ts'
import { type Bits, nextBit } from './bits.ts'
import { cutBytes, fromBytes, toBytes } from './byte-text.ts'
import type { SearchDocument } from './document.ts'
import { numberIn } from './holds.ts'
import { lowerBound, type Matching, numberFieldOf } from './match.ts'
import type { NumberField, Segment, TextField } from './segment.ts'

/** A case that is found, and what it is ordered by. Texts are as `byte-text.ts` has them. */
export type Found = {
  readonly pk: number
  readonly keys: readonly (string | number | null)[]
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
export const compareFound = ({ sorts }: Order, a: Found, b: Found): number => {
  for (const [index, key] of a.keys.entries()) {
    const other = b.keys[index] ?? null
    if (key === other) continue
    if (key === null) return 1
    if (other === null) return -1
    const descending = sorts.length === 0 || sorts[index]?.order === 'Desc'
    return key < other === descending ? 1 : -1
  }
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
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

/** The first of a segment's documents in `bits`, in their order. */
export const firstOf = (order: Order, of: Matching, bits: Bits): Found[] =>
  order.sorts.length === 0 ? newestOf(order, of.segment, bits) : sortedOf(order, of, bits)

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

/** The first number for which something holds that holds for all larger ones too. */
const firstWhere = (count: number, isBehind: (at: number) => boolean): number => {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBehind(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Places of documents in one sort: even numbers, ascending as the sort wants it; odd ones lie between. */
type Places = {
  readonly of: Uint32Array
  /** The place of a value, whether a document has it or not. */
  placeOf(key: string | number | null): number
  keyOf(document: number): string | number | null
}

const placeless = 2 ** 20

const sortedOf = (order: Order, of: Matching, bits: Bits): Found[] => {
  const { segment } = of
  const { sorts, after, most } = order
  const places = sorts.map((sort) => placesOf(of, sort))
  const ids = segment.idRanks()
  const [first, second] = places
  const idBound = after === undefined ? -1 : idPlace(segment, after.id)
  const bounds = places.map(({ placeOf }, index) =>
    after === undefined ? -1 : placeOf(after.keys[index] ?? null),
  )
  const [firstBound = -1, secondBound = -1] = bounds
  const before = (a: number, b: number): boolean => {
    const byFirst = (first?.of[a] ?? 0) - (first?.of[b] ?? 0)
    if (byFirst !== 0) return byFirst < 0
    const bySecond = (second?.of[a] ?? 0) - (second?.of[b] ?? 0)
    return bySecond === 0 ? (ids[a] ?? 0) < (ids[b] ?? 0) : bySecond < 0
  }
  const isBehind = (at: number): boolean => {
    const byFirst = (first?.of[at] ?? 0) - firstBound
    if (byFirst !== 0) return byFirst > 0
    const bySecond = second === undefined ? 0 : (second.of[at] ?? 0) - secondBound
    return bySecond === 0 ? 2 * (ids[at] ?? 0) > idBound : bySecond > 0
  }
  const best: number[] = []
  const column = first?.of ?? new Uint32Array(segment.count)
  let worst = Number.POSITIVE_INFINITY
  for (let at = nextBit(bits, 0); at >= 0; at = nextBit(bits, at + 1)) {
    // Most fall out here.
    const place = column[at] ?? 0
    if (place > worst || place < firstBound || !isBehind(at)) continue
    insert(best, at, most, before)
    if (best.length === most) worst = column[best[most - 1] ?? 0] ?? 0
  }
  const pks = segment.pks()
  return best.map((document) => ({
    pk: pks[document] ?? 0,
    keys: places.map(({ keyOf }) => keyOf(document)),
    id: segment.idOf(document),
  }))
}

const insert = (
  best: number[],
  document: number,
  most: number,
  before: (a: number, b: number) => boolean,
): void => {
  const at = firstWhere(best.length, (index) => before(document, best[index] ?? 0))
  if (at >= most) return
  best.splice(at, 0, document)
  if (best.length > most) best.pop()
}

const idPlace = (segment: Segment, id: string): number => {
  const order = segment.byId()
  const at = firstWhere(segment.count, (rank) => segment.idOf(order[rank] ?? 0) >= id)
  const same = at < segment.count && segment.idOf(order[at] ?? 0) === id
  return same ? 2 * at : 2 * at - 1
}

const placesOf = (of: Matching, { fieldId, order, by }: CaseSort): Places => {
  const { segment } = of
  const source =
    by === 'number'
      ? numberSource(numberFieldOf(of, fieldId))
      : textSource(segment.textField(fieldId))
  const turned = (place: number): number => (order === 'Desc' ? placeless / 2 - place : place)
  const places = new Uint32Array(segment.count).fill(placeless)
  if (source !== undefined) place(places, source, order === 'Desc')
  return {
    of: places,
    placeOf: (key) => (key === null ? placeless : turned(source?.placeOf(key) ?? 0)),
    keyOf: (document) => {
      const at = source?.column[document] ?? 0
      return at === 0 ? null : (source?.keyAt(at - 1) ?? null)
    },
  }
}

// An index loop: an iterator would take most of the time of a sort.
const place = (places: Uint32Array, { column, rankOf }: Source, descending: boolean): void => {
  for (let document = 0; document < places.length; document += 1) {
    const at = column[document] ?? 0
    if (at === 0) continue
    const own = 2 * rankOf(at - 1)
    places[document] = descending ? placeless / 2 - own : own
  }
}

/** The distinct values of a field in order. */
type Source = {
  readonly column: Uint16Array
  rankOf(index: number): number
  /** Twice the rank of a value; one less where no document has it. */
  placeOf(key: string | number): number
  keyAt(index: number): string | number
}

const numberSource = (field: NumberField | undefined): Source | undefined => {
  if (field === undefined) return undefined
  const { values, column } = field
  return {
    column,
    rankOf: (index) => index,
    placeOf: (key) => {
      const at = lowerBound(values, Number(key))
      return values[at] === Number(key) ? 2 * at : 2 * at - 1
    },
    keyAt: (index) => values[index] ?? 0,
  }
}

const textSource = (field: TextField | undefined): Source | undefined => {
  if (field === undefined) return undefined
  const { values, column, ranks } = field
  const rankOf = (index: number): number => (ranks === undefined ? index : (ranks[index] ?? 0))
  const keyAt = (index: number): string => cutBytes(values.at(index), sortLengthMax)
  return {
    column,
    rankOf,
    placeOf: (key) => {
      const at = values.lowerBound(String(key))
      if (at === values.count) return 2 * values.count
      return keyAt(at) === key ? 2 * rankOf(at) : 2 * rankOf(at) - 1
    },
    keyAt,
  }
}
