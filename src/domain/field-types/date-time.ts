// DateTime fields: ISO 8601 in, RFC 3339 in UTC to the millisecond stored, so that equal instants
// are equal texts and sort as such (B-313). The union has no timestamp member; they travel as
// `stringValue`.
import { formatInstant, parseInstant } from '../../clock.ts'
import type { FieldTypeArm } from './field-type.ts'

export const dateTime: FieldTypeArm = {
  parse: (_field, value) => {
    const ms = 'stringValue' in value ? parseDateTime(value.stringValue) : undefined
    return ms === undefined
      ? { mustBe: 'a stringValue with an ISO 8601 date and time' }
      : { value: { stringValue: formatInstant(ms) } }
  },
}

/**
 * Milliseconds since the epoch of an ISO 8601 date, or date and time; undefined for anything else.
 * Without a zone it is UTC: what the machine's own zone makes of it must not matter. Digits beyond
 * the millisecond are cut off.
 */
export const parseDateTime = (text: string): number | undefined => {
  const match = form.exec(text)
  if (match === null) return undefined
  const [, date, time = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match
  if (date === undefined) return undefined
  const midnight = parseInstant(`${date}T00:00:00.000Z`)
  // The engine rolls 30 February over into March; no such day was meant.
  if (midnight === undefined || formatInstant(midnight).slice(0, 10) !== date) return undefined
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0')
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
  const ms = parseInstant(`${date}T${time}:${seconds}.${milliseconds}${offset}`)
  return ms === undefined || ms < firstMs || ms > lastMs ? undefined : ms
}

const zone = '(Z|[+-](?:[01]\\d|2[0-3]):?[0-5]\\d)'
const time = '([01]\\d:[0-5]\\d|2[0-3]:[0-5]\\d)(?::([0-5]\\d)(?:\\.(\\d{1,9}))?)?'
const form = new RegExp(`^(\\d{4}-\\d\\d-\\d\\d)(?:T${time}${zone}?)?$`)

// Years 0000 to 9999: beyond, the text form has more digits and would no longer sort.
const firstMs = -62_167_219_200_000
const lastMs = 253_402_300_799_999
