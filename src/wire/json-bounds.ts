// Bounds on what a large JSON text holds, checked before it is parsed: 32 MiB of `[` take JSON.parse
// 7 seconds and 700 MB, 11 million empty objects 3 seconds. Counting takes 40 ms. Whether the text
// is JSON at all is left to the parser.
import { validation } from '../errors.ts'

/**
 * Objects and lists inside each other; the deepest request that means something has fewer than 50.
 */
export const jsonDepthMax = 100

/** Values of a body; the largest case rule has 300,000. */
export const jsonValuesMax = 400_000

export const tooDeep = () =>
  validation(`The body must not nest deeper than ${jsonDepthMax} objects and lists`)

/** Throws a ValidationException for a text that nests too deep or holds too many values. */
export const checkJsonBounds = (text: Uint8Array): void => {
  let depth = 0
  let values = 1
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case quote:
        at = endOfString(text, at)
        break
      case openBracket:
      case openBrace:
        depth += 1
        values += 1
        if (depth > jsonDepthMax) throw tooDeep()
        break
      case closeBracket:
      case closeBrace:
        depth -= 1
        break
      case comma:
        values += 1
        break
    }
    if (values > jsonValuesMax) throw tooMany()
  }
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Where the string that begins at `start` ends. */
const endOfString = (text: Uint8Array, start: number): number => {
  let at = start + 1
  while (at < text.length && text[at] !== quote) at += text[at] === backslash ? 2 : 1
  return at
}

const tooMany = () => validation(`The body must not hold more than ${jsonValuesMax} values`)
