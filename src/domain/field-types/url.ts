// Url fields: an absolute URL. Schemes that run code in the page that shows the link are refused
// (B-315).
import { type FieldTypeArm, fits } from './field-type.ts'

export const url: FieldTypeArm = {
  parse: (_field, value) => {
    const isUrl = 'stringValue' in value && isSafeUrl(value.stringValue)
    return isUrl
      ? { value: { stringValue: value.stringValue } }
      : { mustBe: 'a stringValue with an absolute URL' }
  },
}

const isSafeUrl = (text: string): boolean =>
  fits(text, 4100) && form.test(text) && !scripting.test(text) && URL.canParse(text)

// The parser would drop spaces and control characters, and so see another scheme than is written.
const form = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s\p{Cc}]+$/u
const scripting = /^(javascript|data|vbscript|blob|filesystem):/i
