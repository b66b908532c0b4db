// Hands a large value from one thread to another in pieces, each small enough to be taken in within a
// millisecond or two: 30 MiB of texts in one message hold the thread that receives it 80 to 130 ms.
// A value becomes a list of steps, which say in order how to build it again.

/** How to go on: put a scalar, open an object with these members, open a list of so many items. */
type Step =
  | { readonly put: unknown }
  | { readonly members: readonly string[] }
  | { readonly items: number }

export type Piece = readonly Step[]

/** Steps of a piece, and characters of its texts. */
const stepsMax = 2048
const charactersMax = 128 * 1024

/** Cut a value of objects, lists, scalars and dates. */
export const cut = (value: unknown): Piece[] => {
  let piece: Step[] = []
  let characters = 0
  const pieces = [piece]
  const take = (part: unknown): void => {
    if (piece.length >= stepsMax || characters >= charactersMax) {
      piece = []
      characters = 0
      pieces.push(piece)
    }
    if (Array.isArray(part)) {
      piece.push({ items: part.length })
      for (const item of part) take(item)
    } else if (typeof part === 'object' && part !== null && !(part instanceof Date)) {
      const members = Object.keys(part)
      piece.push({ members })
      for (const name of members) take((part as Record<string, unknown>)[name])
    } else {
      piece.push({ put: part })
      if (typeof part === 'string') characters += part.length
    }
  }
  take(value)
  return pieces
}

/** Puts a value together again, piece by piece in their order. */
export const assembly = (): { add(piece: Piece): void; value(): unknown } => {
  let root: unknown
  const open: Open[] = []
  const put = (part: unknown): void => {
    const into = open.at(-1)
    if (into === undefined) {
      root = part
      return
    }
    if (into.members === undefined) (into.target as unknown[]).push(part)
    else define(into.target, into.members[into.filled] ?? '', part)
    into.filled += 1
  }
  return {
    add: (piece) => {
      for (const step of piece) {
        if ('put' in step) put(step.put)
        else {
          const members = 'members' in step ? step.members : undefined
          const size = 'members' in step ? step.members.length : step.items
          const target = members === undefined ? [] : {}
          put(target)
          open.push({ target, members, size, filled: 0 })
        }
        while (isFull(open.at(-1))) open.pop()
      }
    },
    value: () => root,
  }
}

type Open = {
  readonly target: object
  readonly members: readonly string[] | undefined
  readonly size: number
  filled: number
}

const isFull = (last: Open | undefined): boolean => last !== undefined && last.filled === last.size

// The member `__proto__` is a member like any other (B-009).
const likeAnyOther = { enumerable: true, configurable: true, writable: true }

const define = (target: object, name: string, value: unknown): void => {
  if (name !== '__proto__') Reflect.set(target, name, value)
  else Object.defineProperty(target, name, { value, ...likeAnyOther })
}
