// Options of a single-select field: put by value, one by one, so that a bad option is reported and
// the good ones are kept (B-230 to B-236).
import type { FieldOption, FieldOptionError } from '../model/fields.ts'
import type { Field } from './domain-config.ts'
import { statusOptions } from './system-fields.ts'

/** The field's options after `given` was put, and what was wrong with those that were not. */
export const putOptions = (
  field: Field,
  given: readonly FieldOption[],
): { options: FieldOption[]; errors: FieldOptionError[] } => {
  const options = new Map(field.options.map((option) => [option.value, option]))
  const errors: FieldOptionError[] = []
  const seen = new Set<string>()
  for (const { name, value, active } of given) {
    const option = { name, value, active }
    const message = seen.has(value) ? 'The value is given twice.' : problem(field, option)
    seen.add(value)
    if (message === undefined) options.set(value, option)
    else errors.push({ value, errorCode: 'ValidationException', message })
  }
  return { options: [...options.values()], errors }
}

const valueForm = /^[A-Za-z0-9_-]+$/

const problem = (field: Field, option: FieldOption): string | undefined => {
  if (!valueForm.test(option.value)) {
    return 'The value must consist of letters, digits, hyphens and underscores.'
  }
  const builtIn =
    field.id === 'status' ? statusOptions.find(({ value }) => value === option.value) : undefined
  if (builtIn === undefined) return undefined
  return builtIn.name === option.name && option.active
    ? undefined
    : 'This option is built in and cannot be altered.'
}
