// Chance that can be repeated: the same seed draws the same numbers (mulberry32).

export type Chance = {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
  pick<T>(list: readonly [T, ...T[]]): T
}

export const chanceOf = (seed: number): Chance => {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, pick: (list) => list[below(list.length)] ?? list[0] }
}
