// What a type of field is to the rest of the program: how a value that a caller gives becomes the
// one value that is stored, or why it can not.
import type { FieldValueUnion } from '../../model/common.ts'
import type { Field } from '../domain-config.ts'

/**
 * The value in the one form that is stored and returned, or how the sentence "it must be …" ends.
 */
export type Parsed = { readonly value: FieldValueUnion } | { readonly mustBe: string }

export type FieldTypeArm = {
  /**
   * @param value never empty, and not what is held already: `index.ts` has dealt with both.
   */
  parse(field: Field, value: FieldValueUnion): Parsed
}

/** Length as the API counts it. */
export const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Whether a text has at most `max` code points, without counting them all where that is plain. */
export const fits = (text: string, max: number): boolean =>
  text.length <= max || (text.length <= 2 * max && codePoints(text) <= max)
