// Texts that contain a text. Where a field has many values, the words and other characters that its values consist of
// are listed: a text that contains `e parc` has a word that ends with `e`, a space, and a word that begins with
// `parc`. A text within one word needs no more; others are compared, byte by byte, where all their parts occur.
import { tokensOf } from '../../domain/text.ts'
import {
  allBits,
  type Bits,
  copyOf,
  countBits,
  intersect,
  isEmpty,
  nextBit,
  noBits,
  setBit,
  unite,
  without,
} from './bits.ts'
import { toBytes } from './byte-text.ts'
import { type Postings, soughtOf } from './postings.ts'
import type { TextField } from './segment.ts'

/** One document of so many is looked at without asking for more of the text first. */
const lookedAtShare = 256

/**
 * One letter or two are in a good part of all words, and finding their documents costs ten times as much as finding
 * those of a longer text; and there are few of them.
 */
const keptLengthMax = 2

/** @param within documents that matter; others may be in the answer or not. */
export const containing = (
  field: TextField,
  folded: string,
  count: number,
  within?: Bits,
): Bits => {
  const { tokens, joints } = field
  // A mark belongs to the letter before it, which is not given: then nothing is known of words.
  if (tokens === undefined || joints === undefined || /^\p{M}/u.test(folded)) {
    return holding(field.values, folded, count)
  }
  const parts = tokensOf(folded)
  if (parts.length === 1) {
    const make = (): Bits => holding(tokens, folded, count)
    return folded.length > keptLengthMax ? make() : copyOf(field.holding(folded, make))
  }
  if (jointsOf(parts).has(folded)) {
    const bits = noBits(count)
    collectEqual(joints, toBytes(folded), bits)
    return bits
  }
  const sought = { values: field.values, tokens, joints, parts, count, within }
  const candidates = candidatesFor(sought)
  const certain = certainFor(sought, candidates)
  if (certain === undefined) return compared(field, folded, candidates)
  return unite(compared(field, folded, without(candidates, certain)), certain)
}

/**
 * Characters that are no words, each with the character before it and the one behind it: `e p` of `late parcel`.
 * Whoever wants `te parc` needs a text with this one, and few others have it.
 */
const jointsOf = (tokens: readonly string[]): ReadonlySet<string> => jointsFrom(tokens, 1)

/** Joints of a whole text: also the first character, which has nothing before it, if it is no word. */
export const jointsOfText = (tokens: readonly string[]): ReadonlySet<string> =>
  jointsFrom(tokens, 0)

const jointsFrom = (tokens: readonly string[], first: number): ReadonlySet<string> => {
  const joints = new Set<string>()
  for (let at = first; at < tokens.length - 1; at += 1) {
    const middle = tokens[at] ?? ''
    if (isOfWord.test(middle)) continue
    joints.add(
      `${lastCharacter(tokens[at - 1] ?? '')}${middle}${firstCharacter(tokens[at + 1] ?? '')}`,
    )
  }
  return joints
}

const isOfWord = /[\p{L}\p{N}\p{M}]/u

const firstCharacter = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0)

const lastCharacter = (text: string): string => {
  const last = text.charCodeAt(text.length - 1)
  // The second half of a pair.
  return text.slice(last >= 0xdc00 && last <= 0xdfff ? -2 : -1)
}

/** Documents of the texts that hold a text. */
const holding = (postings: Postings, folded: string, count: number): Bits => {
  const bits = noBits(count)
  postings.holding(toBytes(folded), 'anywhere', postings.collector(bits))
  return bits
}

type Parts = {
  readonly values: Postings
  readonly tokens: Postings
  readonly joints: Postings
  readonly parts: readonly string[]
  readonly count: number
  readonly within: Bits | undefined
}

/** Documents that have all parts of the text, or enough of them to leave few. */
const candidatesFor = ({ tokens, joints, parts, count, within }: Parts): Bits => {
  let bits: Bits | undefined = within && copyOf(within)
  const keep = (collect: (found: Bits) => void): void => {
    if (bits !== undefined && countBits(bits) <= count / lookedAtShare) return
    const found = noBits(count)
    collect(found)
    bits = bits === undefined ? found : intersect(found, bits)
  }
  const inner = jointsOf(parts)
  for (const joint of inner) keep((found) => collectEqual(joints, toBytes(joint), found))
  for (const part of new Set(parts.slice(1, -1))) {
    // What stands between words is in the joints.
    if (isOfWord.test(part)) keep((found) => collectEqual(tokens, toBytes(part), found))
  }
  const last = toBytes(parts.at(-1) ?? '')
  const first = toBytes(parts[0] ?? '')
  // One letter beside a joint is in the joint.
  if (last.length > 1 || inner.size === 0) {
    keep((found) => {
      tokens.collect(found, tokens.lowerBound(last), tokens.lowerBound(`${last}\xff`))
    })
  }
  if (first.length > 1 || inner.size === 0) {
    keep((found) => tokens.holding(first, 'end', tokens.collector(found)))
  }
  return bits ?? allBits(count)
}

/**
 * Those of the candidates for ` parc` that need no comparing: their words that begin with `parc` all stand behind a
 * space, since none stands at the beginning of the text and none that begins with `p` stands behind anything else.
 */
const certainFor = (
  { values, tokens, joints, parts, count }: Parts,
  candidates: Bits,
): Bits | undefined => {
  const [space = '', word = '', ...others] = parts
  if (others.length > 0 || isOfWord.test(space) || !isOfWord.test(word)) return undefined
  const uncertain = noBits(count)
  const first = toBytes(word)
  values.collect(uncertain, values.lowerBound(first), values.lowerBound(`${first}\xff`))
  // Chinese and Japanese words stand before others without anything between them.
  tokens.collect(uncertain, tokens.lowerBound(firstOfThreeBytes), tokens.count)
  const behindSpace = toBytes(`${space}${firstCharacter(word)}`)
  joints.holding(toBytes(firstCharacter(word)), 'end', (index) => {
    if (!joints.at(index).endsWith(behindSpace)) joints.collect(uncertain, index, index + 1)
  })
  return without(candidates, uncertain)
}

/** No text with a character of three bytes or more in UTF-8, such as these scripts have, is before it. */
const firstOfThreeBytes = '\xe0'

/** Put the documents of one text into `bits`. */
export const collectEqual = (postings: Postings, text: string, bits: Bits): void => {
  const at = postings.lowerBound(text)
  if (at < postings.count && postings.at(at) === text) postings.collect(bits, at, at + 1)
}

// In the order of the values, which is how they lie in memory: one after the other is read several times as fast.
const compared = ({ column, values }: TextField, folded: string, candidates: Bits): Bits => {
  const bits = noBits(candidates.length << 5)
  if (isEmpty(candidates)) return bits
  const wanted = soughtOf(folded)
  // Numbers of the column, which are one more than the index of a value.
  const numbers = noBits(values.count + 1)
  for (let at = nextBit(candidates, 0); at >= 0; at = nextBit(candidates, at + 1)) {
    setBit(numbers, column[at] ?? 0)
  }
  const collect = values.collector(bits)
  for (let number = nextBit(numbers, 1); number >= 0; number = nextBit(numbers, number + 1)) {
    if (values.holds(number - 1, wanted)) collect(number - 1)
  }
  return bits
}
