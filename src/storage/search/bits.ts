// Sets of documents of a segment as bits, 32 to a word: a million of them are counted, joined or turned around in
// some 30 us, so every part of a predicate becomes such a set, however few or many documents it holds.

export type Bits = Uint32Array

/** No document of `count`. */
export const noBits = (count: number): Bits => new Uint32Array((count + 31) >>> 5)

/** All documents of `count`. */
export const allBits = (count: number): Bits => flip(noBits(count), count)

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
export const without = (bits: Bits, others: Bits): Bits =>
  bits.map((word, at) => word & ~(others[at] ?? 0))

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
