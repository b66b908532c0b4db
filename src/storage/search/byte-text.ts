// Texts as their UTF-8 bytes in a string of one-byte characters: such strings compare in the order of the bytes, cost
// one byte a character, and are cut out of a buffer without decoding.

/** Between texts in a buffer; no byte of UTF-8. */
export const separator = 0xff

export const toBytes = (text: string): string =>
  isPlain(text) ? text : Buffer.from(text, 'utf8').toString('latin1')

export const fromBytes = (bytes: string): string =>
  isPlain(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8')

const isPlain = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

/** The beginning of a text's bytes that holds so many code points. */
export const cutBytes = (bytes: string, codePoints: number): string => {
  if (bytes.length <= codePoints) return bytes
  let seen = 0
  for (let at = 0; at < bytes.length; at += 1) {
    // Bytes that continue a character are 10xxxxxx.
    if ((bytes.charCodeAt(at) & 0xc0) === 0x80) continue
    if (seen === codePoints) return bytes.slice(0, at)
    seen += 1
  }
  return bytes
}
