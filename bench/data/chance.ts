// Chance from a seed: the same seed makes the same cases, on every machine.

export type Chance = {
  /** From 0 to under 1. */
  next(): number
  /** A whole number from 0 to under `count`. */
  below(count: number): number
  /** One of them, all alike. */
  of<T>(items: readonly T[]): T
}

/** mulberry32: 32 bits of state are plenty for test data. */
export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return { next, below, of: (items) => items[below(items.length)] as (typeof items)[number] }
}

/** Draws ranks from 0 to under `count`; rank r comes up in proportion to 1 / (r + 1). */
export const zipf = (chance: Chance, count: number): (() => number) => {
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank += 1) {
    sum += 1 / (rank + 1)
    sums[rank] = sum
  }
  return () => {
    const drawn = chance.next() * sum
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > drawn) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** `count` different words that could be spoken, the common ones no longer than the rare ones. */
export const vocabulary = (chance: Chance, count: number): readonly string[] => {
  const words = new Set<string>()
  while (words.size < count) {
    const syllables = 1 + chance.below(3) + (words.size < 100 ? 0 : 1)
    let word = ''
    for (let each = 0; each < syllables; each += 1) {
      word += chance.of(starts) + chance.of(vowels) + (chance.next() < 0.4 ? chance.of(ends) : '')
    }
    words.add(word)
  }
  return [...words]
}

const starts = 'b br c d dr f fl g gr h j k l m n p pl qu r s st t tr v w z'.split(' ')
const vowels = 'a e i o u ai ea ou'.split(' ')
const ends = 'l m n r s t nd rk st'.split(' ')
