// Reference numbers: what people say on the phone. One of ours is 9 characters of capitals and
// digits without those that look like another (no I, L, O, 0, 1); a caller may give one of his own
// when creating a case.
import type { FieldValue } from '../model/common.ts'

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

/** The reference number that a request gives, if it gives one in its form. */
export const givenReferenceNumber = (fields: readonly FieldValue[]): string | undefined => {
  const value = fields.find(({ id }) => id === 'reference_number')?.value
  return value !== undefined && 'stringValue' in value && isReferenceNumber(value.stringValue)
    ? value.stringValue
    : undefined
}

/** Whether a text is 1 to 100 visible characters. */
export const isReferenceNumber = (text: string): boolean => visible.test(text)

const length = 9
const candidateCount = 3
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const visible = /^[^\p{C}\p{Z}]{1,100}$/u
