// Text fields. How much fits depends on the field: 500 code points on a single line, 4,100 where it
// is multi-line, 3,000 in the summary; `customer_id` must be a profile, a reference number must be
// visible (B-310, B-311, B-317).
import type { Field } from '../domain-config.ts'
import { isReferenceNumber } from '../reference-number.ts'
import { type FieldTypeArm, fits } from './field-type.ts'

export const text: FieldTypeArm = {
  parse: (field, value) => {
    if (!('stringValue' in value)) return { mustBe: 'a stringValue' }
    const max = textLengthMax(field)
    if (!fits(value.stringValue, max)) {
      return { mustBe: `at most ${max} characters long` }
    }
    if (field.id === 'reference_number' && !isReferenceNumber(value.stringValue)) {
      return { mustBe: '1 to 100 visible characters' }
    }
    if (field.id === 'customer_id' && !profileForm.test(value.stringValue)) {
      return { mustBe: 'the ARN of a customer profile' }
    }
    return { value: { stringValue: value.stringValue } }
  },
}

const textLengthMax = (field: Field): number => {
  if (field.id === 'summary') return 3000
  return field.attributes?.text.isMultiline ? 4100 : 500
}

const profileForm = /^arn:[^:\s]+:profile:[^:\s]*:[^:\s]*:domains\/[^/\s]+\/profiles\/[^/\s]+$/
