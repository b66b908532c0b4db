// The four kinds of resource that a domain's configuration has, so that one test can be about each of them.
import type {
  CaseRule,
  Configs,
  DomainConfig,
  DomainScope,
  Field,
  Layout,
  Template,
} from '../../src/domain/domain-config.ts'
import type { Change, Store } from '../../src/storage/contract.ts'
import { builder, newId, someTime } from './rows.ts'

type Resource = CaseRule | Field | Layout | Template

export type Kind = {
  readonly name: 'case rule' | 'field' | 'layout' | 'template'
  readonly of: 'caseRules' | 'fields' | 'layouts' | 'templates'
  /** A new one with every member that it can have. */
  resource(name: string): Resource
  change(scope: DomainScope, resource: Resource): Change
}

/** What a domain has of a kind, in order. */
export const listOf = (store: Store, scope: DomainScope, { of }: Kind): Resource[] => [
  ...(store.configs.domain(scope)?.[of].values() ?? []),
]

/** A domain as plain data, in which the order of its parts counts. */
export const toldDomain = (domain: DomainConfig) => ({
  ...domain,
  fields: [...domain.fields],
  layouts: [...domain.layouts],
  templates: [...domain.templates],
  caseRules: [...domain.caseRules],
  rules: [...domain.rules],
})

export const told = (configs: Configs) => configs.domains().map(toldDomain)

/** A domain with something of each kind, some of it deleted. */
export const wholeDomain = (): DomainConfig => {
  const { domain } = builder('whole')
  return {
    ...domain,
    tags: { team: 'Übersee', '': '' },
    eventConfiguration: {
      enabled: true,
      includedData: {
        caseData: { fields: [{ id: 'title' }] },
        relatedItemData: { includeContent: true },
      },
    },
    fields: new Map([...domain.fields, ...both(field)]),
    layouts: new Map(both(layout)),
    templates: new Map(both(template)),
    caseRules: new Map(both(caseRule)),
  }
}

const both = <R extends Resource>(make: (name: string) => R): [string, R][] =>
  [make('living'), { ...make('gone'), deleted: true }].map((resource) => [resource.id, resource])

const common = (name: string) => ({
  id: newId(),
  name,
  tags: { 'a key': 'a value' },
  deleted: false,
  createdAt: someTime,
  modifiedAt: someTime + 1,
  description: 'Größe, “quoted”, 日本 🙂',
})

const field = (name: string): Field => ({
  ...common(name),
  type: 'SingleSelect',
  namespace: 'Custom',
  attributes: { text: { isMultiline: true } },
  options: [
    { name: 'Zulu', value: 'z', active: true },
    { name: 'Alpha', value: 'a', active: false },
  ],
})

export const layout = (name: string): Layout => {
  const { description: _, ...rest } = common(name)
  const section = { fieldGroup: { name: 'top', fields: [{ id: 'summary' }] } }
  return { ...rest, content: { basic: { topPanel: { sections: [section] }, moreInfo: {} } } }
}

const template = (name: string): Template => ({
  ...common(name),
  status: 'Inactive',
  defaultLayout: newId(),
  requiredFields: [{ fieldId: 'title' }],
  rules: [{ caseRuleId: newId(), fieldId: 'summary' }, { caseRuleId: newId() }],
  tagPropagationConfigurations: [{ resourceType: 'Cases', tagMap: { a: 'b' } }],
})

const caseRule = (name: string): CaseRule => ({
  ...common(name),
  rule: {
    required: {
      defaultValue: true,
      conditions: [
        {
          equalTo: {
            operandOne: { fieldId: 'status' },
            operandTwo: { doubleValue: 0.1 },
            result: false,
          },
        },
      ],
    },
  },
})

export const kinds: readonly Kind[] = [
  {
    name: 'field',
    of: 'fields',
    resource: field,
    change: (scope, resource) => ({ change: 'field.put', scope, field: resource as Field }),
  },
  {
    name: 'layout',
    of: 'layouts',
    resource: layout,
    change: (scope, resource) => ({ change: 'layout.put', scope, layout: resource as Layout }),
  },
  {
    name: 'template',
    of: 'templates',
    resource: template,
    change: (scope, resource) => ({
      change: 'template.put',
      scope,
      template: resource as Template,
    }),
  },
  {
    name: 'case rule',
    of: 'caseRules',
    resource: caseRule,
    change: (scope, resource) => ({
      change: 'caseRule.put',
      scope,
      caseRule: resource as CaseRule,
    }),
  },
]
