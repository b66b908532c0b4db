// SingleSelect fields: the value of an active option, or the value that the case holds already,
// even if its option has been deactivated since (B-314).
import type { FieldTypeArm } from './field-type.ts'

export const singleSelect: FieldTypeArm = {
  parse: (field, value, held) => {
    if (!('stringValue' in value)) return { mustBe: 'a stringValue' }
    const { stringValue } = value
    const keeps = held !== undefined && 'stringValue' in held && held.stringValue === stringValue
    const active = field.options.some((option) => option.active && option.value === stringValue)
    return keeps || active
      ? { value: { stringValue } }
      : { mustBe: 'the value of an active option of the field' }
  },
}
