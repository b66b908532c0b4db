// Boolean fields.
import type { FieldTypeArm } from './field-type.ts'

export const boolean: FieldTypeArm = {
  parse: (_field, value) =>
    'booleanValue' in value
      ? { value: { booleanValue: value.booleanValue } }
      : { mustBe: 'a booleanValue' },
}
