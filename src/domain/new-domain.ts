// What a domain holds when it has just been created: the system fields and nothing else (B-203).
import type { DomainId } from '../ids.ts'
import type { DomainConfig, DomainScope } from './domain-config.ts'
import { systemFields } from './system-fields.ts'

/**
 * A new domain. The one place beside storage that makes a scope: nobody else can know the id yet.
 */
export const newDomain = (id: string, name: string, createdAt: number): DomainConfig => ({
  scope: id as DomainScope,
  id: id as DomainId,
  name,
  tags: {},
  createdAt,
  fields: new Map(systemFields(createdAt).map((field) => [field.id, field])),
  layouts: new Map(),
  templates: new Map(),
  caseRules: new Map(),
  rules: new Map(),
})
