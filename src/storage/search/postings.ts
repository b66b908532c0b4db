// Which documents of a segment hold each entry of a sorted list of texts (words, values, tags): its document numbers,
// two bytes each, or, where it has so many, one bit for every document of the segment. Both forms need no mark: what
// is exactly as long as the bits is the bits.
import type { Bits } from './bits.ts'
import { separator } from './byte-text.ts'
import type { Sections, Views } from './sections.ts'

/** Document numbers by text, as `byte-text.ts` has it. */
export type Gathering = ReadonlyMap<string, readonly number[]>

/** So many pairs of bytes are the bits of all documents. */
const bitUnits = (count: number): number => (count + 15) >>> 4

/** Write texts, which must be in order, with their documents. */
export const writePostings = (
  into: Sections,
  name: string,
  count: number,
  entries: readonly (readonly [text: string, documents: readonly number[]])[],
): void => {
  const units = bitUnits(count)
  const size = entries.reduce((sum, [, { length }]) => sum + Math.min(length, units), 0)
  const starts = new Uint32Array(entries.length + 1)
  const documents = new Uint16Array(size)
  let at = 0
  for (const [index, [, list]] of entries.entries()) {
    starts[index] = at
    if (list.length >= units) {
      for (const each of list) {
        const unit = at + (each >>> 4)
        documents[unit] = (documents[unit] ?? 0) | (1 << (each & 15))
      }
      at += units
    } else {
      // Documents of several merged segments come one segment after the other.
      documents.set(list, at)
      at += list.length
    }
  }
  starts[entries.length] = at
  into.set(`${name}.starts`, bytesOf(starts))
  into.set(`${name}.documents`, bytesOf(documents))
  writeTexts(
    into,
    name,
    entries.map(([text]) => text),
  )
}

export const writeTexts = (into: Sections, name: string, texts: readonly string[]): void => {
  const ends = new Uint32Array(texts.length + 1)
  for (const [index, text] of texts.entries())
    ends[index + 1] = (ends[index] ?? 0) + text.length + 1
  into.set(`${name}.text`, Buffer.from(`${texts.join('\xff')}\xff`, 'latin1'))
  into.set(`${name}.ends`, bytesOf(ends))
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** Sorted texts. */
export type Texts = {
  readonly count: number
  at(index: number): string
  /** The first index whose text is `text` or behind it. */
  lowerBound(text: string): number
  /** The indexes of texts that hold `wanted` anywhere, or at their end. */
  holding(wanted: string, where: 'anywhere' | 'end', found: (index: number) => void): void
  /** Whether the text holds what is sought. */
  holds(index: number, wanted: Sought): boolean
}

export const textsIn = (views: Views, name: string): Texts => {
  const text = views.bytes(`${name}.text`)
  const ends = views.u32(`${name}.ends`)
  const buffer = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  const at = (index: number): string =>
    buffer.toString('latin1', ends[index] ?? 0, (ends[index + 1] ?? 1) - 1)
  const count = ends.length - 1
  return {
    count,
    at,
    lowerBound: (wanted) => {
      let [low, high] = [0, count]
      while (low < high) {
        const middle = (low + high) >>> 1
        if (at(middle) < wanted) low = middle + 1
        else high = middle
      }
      return low
    },
    holding: (wanted, where, found) => {
      const pattern = Buffer.from(where === 'end' ? `${wanted}\xff` : wanted, 'latin1')
      if (pattern.length === 1) {
        holdingByte(text, ends, pattern[0] ?? separator, found)
        return
      }
      const find = finder(buffer, pattern)
      let index = 0
      for (let hit = find(0); hit >= 0; hit = find(ends[index] ?? buffer.length)) {
        index = ownerOf(ends, hit, index)
        found(index)
        index += 1
        if (index >= count) return
      }
    },
    holds: (index, wanted) => {
      const end = (ends[index + 1] ?? 1) - 1
      return findIn(text, wanted, ends[index] ?? 0, end)
    },
  }
}

/** The index of the text that holds a position at or behind the beginning of text `from`. */
const ownerOf = (ends: Uint32Array, position: number, from: number): number => {
  let step = 1
  let low = from
  while (low + step < ends.length && (ends[low + step] ?? 0) <= position) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, ends.length - 1)
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) <= position) low = middle
    else high = middle
  }
  return low
}

// A call into native code for each of many hits costs more than looking at the bytes here.
const finder = (buffer: Buffer, pattern: Uint8Array): ((from: number) => number) => {
  if (pattern.length > 2) return (from) => buffer.indexOf(pattern, from)
  const [first = separator, second] = pattern
  return (from) => {
    for (let at = from; at < buffer.length; at += 1) {
      if (buffer[at] === first && buffer[at + 1] === second) return at
    }
    return -1
  }
}

// A letter is in most words: the owner of each is the next text or one soon after.
const holdingByte = (
  text: Uint8Array,
  ends: Uint32Array,
  byte: number,
  found: (index: number) => void,
): void => {
  let index = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== byte) continue
    while ((ends[index + 1] ?? text.length) <= at) index += 1
    found(index)
    index += 1
    at = (ends[index] ?? text.length) - 1
  }
}

/** Bytes that are looked for in many texts. */
export type Sought = {
  readonly bytes: Uint8Array
  /** By the byte under the end of `bytes`: how far on they may lie at least, where they are not. */
  readonly skips: Uint8Array
}

/** @param text of one byte or more. */
export const soughtOf = (text: string): Sought => {
  const bytes = Buffer.from(text, 'utf8')
  const furthest = Math.min(bytes.length, 255)
  const skips = new Uint8Array(256).fill(furthest)
  for (let at = bytes.length - furthest; at < bytes.length - 1; at += 1) {
    skips[bytes[at] ?? 0] = bytes.length - 1 - at
  }
  return { bytes, skips }
}

// By Horspool: most bytes of a text are never looked at.
const findIn = (
  text: Uint8Array,
  { bytes, skips }: Sought,
  from: number,
  until: number,
): boolean => {
  const end = bytes.length - 1
  const last = bytes[end]
  for (let at = from + end; at < until; at += skips[text[at] ?? 0] ?? 1) {
    if (text[at] !== last) continue
    let same = 1
    while (same <= end && text[at - same] === bytes[end - same]) same += 1
    if (same > end) return true
  }
  return false
}

/** Sorted texts with the documents that hold each. */
export type Postings = Texts & {
  /** Put the documents of texts `from` to before `until` into `bits`. */
  collect(bits: Bits, from: number, until: number): void
  /** The same for one text after the other. */
  collector(bits: Bits): (index: number) => void
  documentsOf(index: number, visit: (document: number) => void): void
}

export const postingsIn = (views: Views, name: string): Postings => {
  const starts = views.u32(`${name}.starts`)
  const documents = views.u16(`${name}.documents`)
  const units = bitUnits(views.count)
  const collector = (bits: Bits) => {
    // Little-endian, as every machine that Node runs on.
    const halves = new Uint16Array(bits.buffer, bits.byteOffset, bits.length * 2)
    return (index: number): void => {
      const start = starts[index] ?? 0
      const end = starts[index + 1] ?? 0
      if (end - start === units) {
        for (let at = 0; at < units; at += 1) {
          halves[at] = (halves[at] ?? 0) | (documents[start + at] ?? 0)
        }
        return
      }
      for (let at = start; at < end; at += 1) {
        const each = documents[at] ?? 0
        const half = each >>> 4
        halves[half] = (halves[half] ?? 0) | (1 << (each & 15))
      }
    }
  }
  return {
    ...textsIn(views, name),
    collector,
    collect: (bits, from, until) => {
      const collectOne = collector(bits)
      for (let index = from; index < until; index += 1) collectOne(index)
    },
    documentsOf: (index, visit) => {
      const start = starts[index] ?? 0
      const end = starts[index + 1] ?? 0
      if (end - start !== units) {
        for (let at = start; at < end; at += 1) visit(documents[at] ?? 0)
        return
      }
      for (let each = 0; each < views.count; each += 1) {
        if (((documents[start + (each >>> 4)] ?? 0) & (1 << (each & 15))) !== 0) visit(each)
      }
    },
  }
}
