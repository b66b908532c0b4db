// Number fields: any finite double; the wire has refused the others.
import type { FieldTypeArm } from './field-type.ts'

export const number: FieldTypeArm = {
  parse: (_field, value) =>
    // Adding zero makes 0 of -0, which no JSON reader could tell from it.
    'doubleValue' in value
      ? { value: { doubleValue: value.doubleValue + 0 } }
      : { mustBe: 'a doubleValue' },
}
