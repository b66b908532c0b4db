// Reference numbers: what people say on the phone. One of ours is 9 characters of capitals and digits without
// those that look like another (no I, L, O, 0, 1); a caller may give one of his own when creating a case.
import { validation } from '../errors.ts'

/** Draw candidates: 31^9 numbers make it most unlikely that all of them are taken. */
export const drawReferenceNumbers = (random: (size: number) => Uint8Array): string[] =>
  Array.from({ length: candidateCount }, () => {
    const bytes = random(2 * length)
    let text = ''
    for (let i = 0; i < length; i++) {
      // Two bytes a character: the remainder favours no character by more than a two-thousandth.
      const drawn = ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)
      text += alphabet[drawn % alphabet.length]
    }
    return text
  })

/** Refuse a given reference number that is not 1 to 100 visible characters. */
export const refuseBadReferenceNumber = (text: string): void => {
  if (!visible.test(text)) {
    throw validation('The value of reference_number must be 1 to 100 visible characters.')
  }
}

const length = 9
const candidateCount = 3
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const visible = /^[^\p{C}\p{Z}]{1,100}$/u
