// Sets of documents of a segment as bits, 32 to a word: a million of them are counted, joined or turned around in
// some 30 us, so every part of a predicate becomes such a set, however few or many documents it holds.

export type Bits = Uint32Array

/** So many words are the bits of the largest segment. */
const wordsMax = 2048
/** A filter of a hundred conditions needs no more. */
const sheetsMax = 256
const sheets: Bits[] = []
let used = 0

/**
 * From here on the memory of all sets that `noBits`, `allBits` and `copyOf` have made is used again. Searches make a
 * megabyte of them each, of which JavaScript's heap has nothing: left to be collected they have all of it looked
 * through every few hundred milliseconds, which holds up one search in fifty for 5 to 15 ms.
 */
export const reuseBits = (): void => {
  used = 0
}

/** No document of `count`. */
export const noBits = (count: number): Bits => blank(count).fill(0)

const blank = (count: number): Bits => {
  const words = (count + 31) >>> 5
  if (words > wordsMax || used === sheetsMax) return new Uint32Array(words)
  const sheet = sheets[used] ?? new Uint32Array(wordsMax)
  sheets[used] = sheet
  used += 1
  return sheet.subarray(0, words)
}

/** All documents of `count`. */
export const allBits = (count: number): Bits => flip(noBits(count), count)

/** All documents of `count`, in memory of their own. */
export const allBitsToKeep = (count: number): Bits =>
  flip(new Uint32Array((count + 31) >>> 5), count)

export const copyOf = (bits: Bits): Bits => {
  const copy = blank(bits.length << 5)
  copy.set(bits)
  return copy
}

export const setBit = (bits: Bits, at: number): void => {
  const word = at >>> 5
  bits[word] = (bits[word] ?? 0) | (1 << (at & 31))
}

export const clearBit = (bits: Bits, at: number): void => {
  const word = at >>> 5
  bits[word] = (bits[word] ?? 0) & ~(1 << (at & 31))
}

export const hasBit = (bits: Bits, at: number): boolean =>
  ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0

/** Keep in `bits` what is in `others` too; answers with `bits`. */
export const intersect = (bits: Bits, others: Bits): Bits => {
  for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) & (others[at] ?? 0)
  return bits
}

/** Put into `bits` what is in `others`; answers with `bits`. */
export const unite = (bits: Bits, others: Bits): Bits => {
  for (let at = 0; at < bits.length; at += 1) bits[at] = (bits[at] ?? 0) | (others[at] ?? 0)
  return bits
}

/** What is in `bits` and not in `others`. */
export const without = (bits: Bits, others: Bits): Bits => {
  const rest = copyOf(bits)
  for (let at = 0; at < rest.length; at += 1) rest[at] = (rest[at] ?? 0) & ~(others[at] ?? 0)
  return rest
}

/** Turn `bits`, which are of `count` documents, into the rest; answers with `bits`. */
export const flip = (bits: Bits, count: number): Bits => {
  for (let at = 0; at < bits.length; at += 1) bits[at] = ~(bits[at] ?? 0)
  const last = count & 31
  if (last > 0) bits[bits.length - 1] = (bits[bits.length - 1] ?? 0) & ((1 << last) - 1)
  return bits
}

export const isEmpty = (bits: Bits): boolean => {
  for (let at = 0; at < bits.length; at += 1) if (bits[at] !== 0) return false
  return true
}

export const countBits = (bits: Bits): number => {
  let count = 0
  for (let at = 0; at < bits.length; at += 1) {
    let word = bits[at] ?? 0
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The first bit at `from` or behind it; -1 if there is none. */
export const nextBit = (bits: Bits, from: number): number => {
  let word = from >>> 5
  if (word >= bits.length) return -1
  let rest = (bits[word] ?? 0) & (-1 << (from & 31))
  while (rest === 0) {
    word += 1
    if (word >= bits.length) return -1
    rest = bits[word] ?? 0
  }
  return (word << 5) + (31 - Math.clz32(rest & -rest))
}
