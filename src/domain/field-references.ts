// Fields that other configuration names: layouts, templates, rules and the event configuration may
// only name fields that live (B-204), and stop showing those that are deleted later (B-205).
import { validation } from '../errors.ts'
import type { DomainConfig } from './domain-config.ts'

/** Whether the field is there and not deleted. */
export const isLiving = (domain: DomainConfig, fieldId: string): boolean =>
  domain.fields.get(fieldId)?.deleted === false

/** Refuse ids of fields that are unknown or deleted, naming all of them. */
export const refuseDeadFields = (domain: DomainConfig, fieldIds: readonly string[]): void => {
  const unknown = fieldIds.filter((id) => !domain.fields.has(id))
  if (unknown.length > 0) throw validation(`Fields not found: ${unique(unknown).join(', ')}`)
  const deleted = fieldIds.filter((id) => !isLiving(domain, id))
  if (deleted.length > 0) throw validation(`Fields deleted: ${unique(deleted).join(', ')}`)
}

/** Refuse a list that names something twice. */
export const refuseRepeated = (what: string, ids: readonly string[]): void => {
  const repeated = ids.filter((id, at) => ids.indexOf(id) !== at)
  if (repeated.length > 0) throw validation(`${what} given twice: ${unique(repeated).join(', ')}`)
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)]
