// A custom item: values of the domain's custom fields, for bookings, orders and the like. The same fields and the
// same types as on a case, but none of the system's (AWS).
import { quotaExceeded, validation } from '../../errors.ts'
import type { FieldValue, FieldValueUnion } from '../../model/common.ts'
import { compileCustomFilter } from '../case-filter.ts'
import type { Field } from '../domain-config.ts'
import { parseFieldValue } from '../field-types/index.ts'
import type { Arm, ItemContext } from './arm.ts'

type StoredFields = { readonly fields: readonly FieldValue[] }

export const custom: Arm<'custom'> = {
  member: 'custom',
  create: (input, context) => parseFields(input.fields, { fields: [] }, context),
  update: (input, stored, context) => parseFields(input.fields, stored, context),
  present: ({ fields }) => ({ fields: [...fields] }),
  terms: ({ fields }, domain) =>
    fields === undefined ? {} : { fields: compileCustomFilter(domain, fields) },
  audit: ({ fields }) => Object.fromEntries(fields.map(({ id, value }) => [id, value])),
}

/** The whole new list: what the request leaves out, or leaves without a value, is gone (B-446). */
const parseFields = (
  given: readonly FieldValue[],
  stored: StoredFields,
  context: ItemContext,
): { fields: { id: string; value: FieldValueUnion }[] } => {
  const seen = new Set<string>()
  const fields = given.flatMap(({ id, value }) => {
    if (seen.has(id)) throw validation(`The field ${id} is given more than once.`)
    seen.add(id)
    const held = stored.fields.find((candidate) => candidate.id === id)?.value
    const parsed = parseFieldValue(customField(id, held, context), value, held)
    if (parsed === undefined) return []
    if ('mustBe' in parsed) {
      throw validation(`The value of the field ${id} must be ${parsed.mustBe}.`)
    }
    return [{ id, value: parsed.value }]
  })
  if (fields.length === 0) throw validation('A custom related item needs a field with a value.')
  requireFew(given.length, context)
  return { fields }
}

/** A living custom field; one that was deleted since may stay in an item that has it (B-443). */
const customField = (
  id: string,
  held: FieldValueUnion | undefined,
  { domain }: ItemContext,
): Field => {
  const field = domain.fields.get(id)
  if (field === undefined) throw validation(`The field ${id} does not exist.`)
  if (field.namespace === 'System') {
    throw validation(`The system field ${id} cannot be used in a custom related item.`)
  }
  if (field.deleted && held === undefined) throw validation(`The field ${id} is deleted.`)
  return field
}

const requireFew = (count: number, { quotas }: ItemContext): void => {
  const most = quotas.fieldsPerCustomItem
  if (count > most) {
    throw quotaExceeded(`A custom related item can have at most ${most} fields.`)
  }
}
