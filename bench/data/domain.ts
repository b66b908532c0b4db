// The domain that generated cases live in: 40 custom fields of all types and one template.
import type { DomainConfig, Field, Template } from '../../src/domain/domain-config.ts'
import { newDomain } from '../../src/domain/new-domain.ts'
import type { FieldType } from '../../src/model/fields.ts'

export const domainName = 'generated'

const counts: readonly (readonly [FieldType, number])[] = [
  ['Text', 8],
  ['Number', 8],
  ['SingleSelect', 8],
  ['Boolean', 4],
  ['DateTime', 6],
  ['Url', 3],
  ['User', 3],
]

export const optionsPerField = 20

/** Case events stay off: nothing fills the outbox. */
export const generatedDomain = (newId: () => string, at: number): DomainConfig => {
  const fresh = newDomain(newId(), domainName, at)
  const custom = counts.flatMap(([type, count]) =>
    Array.from({ length: count }, (_, index) => customField(newId(), type, index, at)),
  )
  const reason = fresh.fields.get('case_reason')
  const fields = [...fresh.fields.values(), ...custom].map((field) =>
    field === reason ? { ...field, options: options('reason') } : field,
  )
  const template: Template = {
    id: newId(),
    name: domainName,
    tags: {},
    deleted: false,
    createdAt: at,
    modifiedAt: at,
    status: 'Active',
    requiredFields: [],
    rules: [],
    tagPropagationConfigurations: [],
  }
  return {
    ...fresh,
    fields: new Map(fields.map((field) => [field.id, field])),
    templates: new Map([[template.id, template]]),
  }
}

const customField = (id: string, type: FieldType, index: number, at: number): Field => ({
  id,
  name: `${type} ${index}`,
  type,
  namespace: 'Custom',
  tags: {},
  deleted: false,
  createdAt: at,
  modifiedAt: at,
  options: type === 'SingleSelect' ? options(`choice_${index}`) : [],
})

const options = (name: string): Field['options'] =>
  Array.from({ length: optionsPerField }, (_, index) => ({
    name: `${name.replace('_', ' ')} number ${index}`,
    value: `${name}_${index}`,
    active: true,
  }))
