// What a request may write into a case: known, different, living fields that are the caller's to
// write, with values of their type. Everything that is wrong is told at once (B-303 to B-319).
import { validation } from '../errors.ts'
import type { FieldValue, FieldValueUnion } from '../model/common.ts'
import type { DomainConfig } from './domain-config.ts'
import { parseFieldValue } from './field-types/index.ts'
import type { FieldValues } from './rows.ts'
import { isCreationField, isServiceField } from './system-fields.ts'

/** Values by field id in the order of the request; undefined where it clears the field. */
export type Writes = ReadonlyMap<string, FieldValueUnion | undefined>

/**
 * @param held the values of the case; undefined for a new one.
 * @throws a ValidationException with a sentence for each kind of fault, naming the ids.
 */
export const parseWrites = (
  domain: DomainConfig,
  fields: readonly FieldValue[],
  held: FieldValues | undefined,
): Writes => {
  const writes = new Map<string, FieldValueUnion | undefined>()
  const faults = new Map<string, Set<string>>()
  const fault = (kind: string, id: string) => {
    faults.set(kind, (faults.get(kind) ?? new Set()).add(id))
  }
  for (const { id, value } of fields) {
    if (writes.has(id)) fault('Given more than once', id)
    const parsed = parseWrite(domain, { id, value }, held)
    if (typeof parsed === 'string') fault(parsed, id)
    else if (parsed !== undefined && 'mustBe' in parsed) fault(`Must be ${parsed.mustBe}`, id)
    writes.set(id, typeof parsed === 'object' && 'value' in parsed ? parsed.value : undefined)
  }
  if (faults.size > 0) throw validation(sentence(faults))
  return writes
}

const parseWrite = (
  domain: DomainConfig,
  { id, value }: FieldValue,
  held: FieldValues | undefined,
) => {
  const field = domain.fields.get(id)
  if (field === undefined) return 'Not in the domain'
  if (isServiceField(id)) return 'Written by the service only'
  if (held !== undefined && isCreationField(id)) return 'Not to be changed after creation'
  if (field.deleted && held?.[id] === undefined) return 'Deleted'
  return parseFieldValue(field, value, held?.[id])
}

/** `Fields cannot be written. Deleted: a, b. Must be a doubleValue: c.` */
const sentence = (faults: ReadonlyMap<string, ReadonlySet<string>>): string => {
  const parts = [...faults].map(([kind, ids]) => `${kind}: ${[...ids].join(', ')}.`)
  return `The fields of the request cannot be written. ${parts.join(' ')}`
}
