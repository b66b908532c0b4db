// The kinds of resource that a domain's configuration has, and the changes of them: the same for every store.
import type { CaseRule, Field, Layout, Template } from '../domain/domain-config.ts'
import type { Rule } from '../domain/rules/rule.ts'
import type { Change } from './contract.ts'

export type Kind = 'fields' | 'layouts' | 'templates' | 'caseRules' | 'rules'
export type ResourceOf = {
  fields: Field
  layouts: Layout
  templates: Template
  caseRules: CaseRule
  rules: Rule
}
export type Resource = ResourceOf[Kind]

export const kinds: readonly Kind[] = ['fields', 'layouts', 'templates', 'caseRules', 'rules']

export type ConfigChange = Extract<
  Change,
  {
    change: `${'domain' | 'field' | 'layout' | 'template' | 'caseRule' | 'rule'}.${'put' | 'delete'}`
  }
>

/** The resource that a change puts, and its kind. */
export const resourceOf = (
  change: Exclude<ConfigChange, { change: `${'domain' | 'rule'}.delete` | 'domain.put' }>,
): [Kind, Resource] => {
  switch (change.change) {
    case 'field.put':
      return ['fields', change.field]
    case 'layout.put':
      return ['layouts', change.layout]
    case 'template.put':
      return ['templates', change.template]
    case 'caseRule.put':
      return ['caseRules', change.caseRule]
    case 'rule.put':
      return ['rules', change.rule]
  }
}
