// What numeric conditions of a rule compare: numbers, and times as milliseconds since the epoch.
import { parseDateTime } from '../field-types/date-time.ts'

/** Undefined for a text that is neither. */
export const comparable = (value: string | number): number | undefined => {
  if (typeof value === 'number') return value
  const number = decimal.test(value) ? Number(value) : parseDateTime(value)
  return number !== undefined && Number.isFinite(number) ? number : undefined
}

const decimal = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
