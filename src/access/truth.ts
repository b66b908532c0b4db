// Three-valued truth. Attributes of stored rows are not known before the rows are loaded, and most
// decisions do not depend on them: what is decided without them need not wait.

export type Truth = typeof no | typeof unknown | typeof yes

export const no = 0
export const unknown = 1
export const yes = 2

export const truth = (value: boolean): Truth => (value ? yes : no)

export const not = (value: Truth): Truth => (2 - value) as Truth

export const and = (a: Truth, b: Truth): Truth => (a === no || b === yes ? a : b)

export const every = <T>(items: readonly T[], test: (item: T) => Truth): Truth => {
  let least: Truth = yes
  for (const item of items) {
    const value = test(item)
    if (value === no) return no
    if (value < least) least = value
  }
  return least
}

export const some = <T>(items: readonly T[], test: (item: T) => Truth): Truth => {
  let most: Truth = no
  for (const item of items) {
    const value = test(item)
    if (value === yes) return yes
    if (value > most) most = value
  }
  return most
}

/** The value of a condition key that depends on what is not loaded yet. */
export const unknownValue = Symbol('unknown')

/** What a decision knows of the request: condition keys and their values. */
export type Context = {
  /** The value of a key, its name in lower case; undefined if the request has no such key. */
  lookup(key: string): string | readonly string[] | undefined | typeof unknownValue
}
