// The first documents of a segment in the order of sorts. Only what is wanted is put in order: a document that comes
// behind a page that other segments have filled already is told by its number in a column, and among the others the
// value behind which none is wanted is found by counting how many documents have each.
import { type Bits, countBits, hasBit, nextBit } from './bits.ts'
import { codeOf, type Level } from './levels.ts'
import { documentsMax } from './segment.ts'

/** Where something lies in the order: a place for each level. */
export type Bound = readonly number[]

export type Wanted = {
  /** Those of the sorts, and that of the ids. */
  readonly levels: readonly Level[]
  /** Only what comes behind this. */
  readonly after: Bound | undefined
  /** Nothing that comes behind this. */
  readonly before: Bound | undefined
  readonly most: number
}

// Of one search at a time, as none waits for anything. Made anew they would be half a megabyte each time.
const documents = new Uint16Array(documentsMax)
const counts = new Uint32Array(documentsMax + 2)

/** The first of the documents in `bits`, in order. */
export const firstFew = (wanted: Wanted, bits: Bits): readonly number[] => {
  const { levels, after, before, most } = wanted
  let left: Uint16Array = documents.subarray(0, gather(wanted, bits))
  if (after !== undefined) left = keep(left, (each) => compare(levels, each, after) > 0)
  if (before !== undefined) left = keep(left, (each) => compare(levels, each, before) < 0)
  const chosen: number[] = []
  for (const level of levels) {
    const missing = most - chosen.length
    if (left.length <= missing) break
    const last = lastCode(level, left, missing)
    left = keep(left, (each) => {
      const code = codeOf(level, each)
      if (code < last) chosen.push(each)
      return code === last
    })
  }
  chosen.push(...left)
  return chosen.sort((a, b) => order(levels, a, b))
}

/** Put into `documents` those that the first level does not rule out; answers with how many there are. */
const gather = ({ levels, after, before }: Wanted, bits: Bits): number => {
  const [first] = levels
  if (first === undefined) return 0
  const { column, count, descending } = first
  const none = count + 1
  // The codes that matter, and the numbers in the column that they are.
  const least = Math.max(1, Math.ceil((after?.[0] ?? 2) / 2))
  const most = Math.min(none, Math.floor((before?.[0] ?? 2 * none) / 2))
  const withNone = most === none
  const from = descending ? none - Math.min(most, count) : least
  const to = descending ? none - least : Math.min(most, count)
  if (from > to && !withNone) return 0
  const span = to - from
  let found = 0
  const consider = (document: number): void => {
    const number = column[document] ?? 0
    // Unsigned, what is below `from` is far beyond; most fall out here.
    if ((number - from) >>> 0 > span && !(withNone && number === 0)) return
    documents[found] = document
    found += 1
  }
  if (countBits(bits) > column.length / 4) {
    for (let document = 0; document < column.length; document += 1) consider(document)
    return keep(documents.subarray(0, found), (document) => hasBit(bits, document)).length
  }
  for (let at = nextBit(bits, 0); at >= 0; at = nextBit(bits, at + 1)) consider(at)
  return found
}

/** Keep in a list what a test holds for. */
const keep = (list: Uint16Array, holds: (document: number) => boolean): Uint16Array => {
  let count = 0
  for (let at = 0; at < list.length; at += 1) {
    const each = list[at] ?? 0
    if (!holds(each)) continue
    list[count] = each
    count += 1
  }
  return list.subarray(0, count)
}

/** The code of the last of so many documents, in the order of a level. */
const lastCode = (level: Level, list: Uint16Array, wanted: number): number => {
  counts.fill(0, 0, level.count + 2)
  for (let at = 0; at < list.length; at += 1) {
    const code = codeOf(level, list[at] ?? 0)
    counts[code] = (counts[code] ?? 0) + 1
  }
  let code = 0
  for (let sum = 0; sum < wanted; sum += counts[code] ?? 0) code += 1
  return code
}

/** Below zero if a document comes before a bound. */
const compare = (levels: readonly Level[], document: number, bound: Bound): number => {
  for (let at = 0; at < bound.length; at += 1) {
    const level = levels[at]
    const difference = level === undefined ? 0 : 2 * codeOf(level, document) - (bound[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const order = (levels: readonly Level[], a: number, b: number): number => {
  for (const level of levels) {
    const difference = codeOf(level, a) - codeOf(level, b)
    if (difference !== 0) return difference
  }
  return 0
}
