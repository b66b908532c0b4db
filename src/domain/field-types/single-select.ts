// SingleSelect fields: the value of an active option (B-314).
import type { FieldTypeArm } from './field-type.ts'

export const singleSelect: FieldTypeArm = {
  parse: (field, value) => {
    const active =
      'stringValue' in value &&
      field.options.some((option) => option.active && option.value === value.stringValue)
    return active
      ? { value: { stringValue: value.stringValue } }
      : { mustBe: 'a stringValue with the value of an active option of the field' }
  },
}
