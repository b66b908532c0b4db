// How text is compared: folding, words, and the form in which a word is indexed. Everything that searches goes
// through here and stores what comes out, so that every store means the same (B-520 to B-522). A change of
// these rules needs a migration that indexes all cases again.

/** Words are compared by so many code points; what follows is ignored. Bounds the index's longest entry. */
export const wordLengthMax = 64

/** Texts sort by so many code points of their folded form; page tokens hold them. */
export const sortLengthMax = 100

/**
 * The form in which text is compared without regard to case and accents: compatibility decomposition, accents
 * dropped, full case folding, composed again. Idempotent.
 */
export const foldText = (text: string): string =>
  isPlain(text) ? text.toLowerCase() : foldUnicode(text)

/** The folded words of a text in order, repeated ones too. */
export const wordsOf = (text: string): string[] => {
  const words = foldText(text).match(wordForm) ?? []
  return words.map((word) => cut(word, wordLengthMax))
}

/** A folded text cut into its words, whole ones, and the characters between them: nothing is left out. */
export const tokensOf = (folded: string): string[] =>
  (isPlain(folded) ? folded.match(plainTokenForm) : folded.match(tokenForm)) ?? []

/**
 * A folded word in ASCII, for a full-text index that must not fold or split again: a code point outside
 * `[a-z0-9]` becomes `_hex_`. One word is a prefix of another exactly if their encodings are.
 */
export const encodeWord = (word: string): string =>
  word.replace(/[^a-z0-9]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`)

/** The part of a folded text that sorts go by. */
export const sortedPart = (folded: string): string => cut(folded, sortLengthMax)

const isPlain = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

// Through upper case and back, as only that makes `ss` of `ß` (and lower case first, as only that makes `ß` of
// `ẞ`). The last sigma of a word has a lower case of its own, which must not depend on what follows. Composed
// again because a Korean syllable would otherwise contain the shorter one that it starts with.
const foldUnicode = (text: string): string =>
  dropAccents(
    dropAccents(text.normalize('NFKD')).toLowerCase().toUpperCase().toLowerCase().normalize('NFKD'),
  )
    .replaceAll('ς', 'σ')
    .normalize('NFC')

const dropAccents = (text: string): string => text.replace(accents, '')

// Only the marks that decorate a letter. The vowel signs of Indic and Southeast Asian scripts are marks too,
// and the Japanese voicing marks: without them another word is left.
const accents =
  /[[\p{Mn}&&[\p{sc=Zinh}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}]]--[\u3099\u309a]]/gv

// Chinese and Japanese are written without spaces: there each character is a word.
const wordForm =
  /[[\p{L}\p{N}]&&[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]]\p{M}*|(?:(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}])[\p{L}\p{N}\p{M}])+/gv

const tokenForm = new RegExp(`${wordForm.source}|.`, 'gsv')
const plainTokenForm = /[a-zA-Z0-9]+|[^a-zA-Z0-9]/g

const cut = (text: string, codePoints: number): string => {
  if (text.length <= codePoints) return text
  let end = 0
  for (let count = 0; count < codePoints && end < text.length; count += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, end)
}
