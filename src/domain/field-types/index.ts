// The table of all field types, and the one way from a value in a request to a value that is
// stored. A type without an entry does not compile.
import type { FieldValueUnion } from '../../model/common.ts'
import type { FieldType } from '../../model/fields.ts'
import type { Field } from '../domain-config.ts'
import { boolean } from './boolean.ts'
import { dateTime } from './date-time.ts'
import type { FieldTypeArm, Parsed } from './field-type.ts'
import { number } from './number.ts'
import { singleSelect } from './single-select.ts'
import { text } from './text.ts'
import { url } from './url.ts'
import { user } from './user.ts'

const fieldTypes: { readonly [T in FieldType]: FieldTypeArm } = {
  Text: text,
  Number: number,
  Boolean: boolean,
  DateTime: dateTime,
  SingleSelect: singleSelect,
  Url: url,
  User: user,
}

/**
 * A value as it is stored, `undefined` where the request clears the field, or what it must be.
 * @param held what is stored now: it may stay, even if it would not be taken today (B-314).
 */
export const parseFieldValue = (
  field: Field,
  value: FieldValueUnion,
  held?: FieldValueUnion,
): Parsed | undefined => {
  if (isEmptyValue(value)) return undefined
  return held !== undefined && sameValue(value, held)
    ? { value: held }
    : fieldTypes[field.type].parse(field, value)
}

/**
 * Whether a value says that there is none: `emptyValue`, or a text without a character. The second
 * is ours: a required field must not be satisfied by nothing (B-309).
 */
export const isEmptyValue = (value: FieldValueUnion): boolean =>
  'emptyValue' in value ||
  ('stringValue' in value && value.stringValue === '') ||
  ('userArnValue' in value && value.userArnValue === '')

/** Whether two stored values are the same. */
export const sameValue = (
  a: FieldValueUnion | undefined,
  b: FieldValueUnion | undefined,
): boolean => {
  if (a === undefined || b === undefined) return a === b
  return kindOf(a) === kindOf(b) && plain(a) === plain(b)
}

/** The value itself, out of its union; undefined for the empty value. */
export const plain = (value: FieldValueUnion): string | number | boolean | undefined => {
  if ('stringValue' in value) return value.stringValue
  if ('doubleValue' in value) return value.doubleValue
  if ('booleanValue' in value) return value.booleanValue
  if ('userArnValue' in value) return value.userArnValue
  return undefined
}

const kindOf = (value: FieldValueUnion): string | undefined => Object.keys(value)[0]
