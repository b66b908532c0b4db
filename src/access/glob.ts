// Patterns with `*` (any characters) and `?` (one character), as IAM has them. A pattern is cut at
// its stars and the pieces are found from left to right, so that no pattern can make a match slow:
// a regular expression of the same pattern can backtrack for minutes.

/** A literal text, or a wildcard. */
export type Unit = string | typeof star | typeof anyCharacter

export const star = Symbol('*')
export const anyCharacter = Symbol('?')

export type Glob = readonly Piece[]

/** What stands between two stars. */
type Piece = {
  readonly text: string
  /** Positions in `text` where any character fits. */
  readonly holes: ReadonlySet<number>
}

/** A pattern from its units; adjacent stars count as one. */
export const globOf = (units: readonly Unit[]): Glob => {
  const pieces: { text: string; holes: Set<number> }[] = [{ text: '', holes: new Set() }]
  for (const unit of units) {
    const last = pieces.at(-1)
    if (unit === star) pieces.push({ text: '', holes: new Set() })
    else if (unit === anyCharacter) {
      last?.holes.add(last.text.length)
      if (last !== undefined) last.text += '?'
    } else if (last !== undefined) last.text += unit
  }
  return pieces
}

/** A pattern as it is written, every `*` and `?` a wildcard. */
export const glob = (text: string): Glob =>
  globOf(Array.from(text, (c) => (c === '*' ? star : c === '?' ? anyCharacter : c)))

/** Whether the whole of `subject` fits. */
export const globMatches = (pattern: Glob, subject: string): boolean => {
  const [first, ...rest] = pattern
  const last = rest.pop()
  if (first === undefined) return subject === ''
  if (last === undefined) return subject.length === first.text.length && fits(first, subject, 0)
  const end = subject.length - last.text.length
  let at = first.text.length
  if (at > end || !fits(first, subject, 0) || !fits(last, subject, end)) return false
  for (const piece of rest) {
    const found = find(piece, subject, at, end)
    if (found === -1) return false
    at = found + piece.text.length
  }
  return true
}

/** Whether the pattern is nothing but stars. */
export const matchesEverything = (pattern: Glob): boolean =>
  pattern.length > 1 && pattern.every((piece) => piece.text === '')

const find = (piece: Piece, subject: string, from: number, end: number): number => {
  const lastStart = end - piece.text.length
  if (piece.holes.size === 0) {
    const found = subject.indexOf(piece.text, from)
    return found > lastStart ? -1 : found
  }
  for (let at = from; at <= lastStart; at++) if (fits(piece, subject, at)) return at
  return -1
}

const fits = (piece: Piece, subject: string, at: number): boolean => {
  if (piece.holes.size === 0) return subject.startsWith(piece.text, at)
  for (let i = 0; i < piece.text.length; i++) {
    if (subject[at + i] !== piece.text[i] && !piece.holes.has(i)) return false
  }
  return true
}
