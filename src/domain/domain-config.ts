// The configuration of a domain as one immutable snapshot: fields, layouts, templates, rules, the living and
// the soft-deleted. It is small (quotas bound it), so every operation has it in memory; storage keeps it true
// (`storage/contract.ts`). A change makes a new snapshot; nobody ever writes into one.
import type { DomainId } from '../ids.ts'
import type { EventBridgeConfiguration } from '../model/case-events.ts'
import type { CaseRuleDetails } from '../model/case-rules.ts'
import type { Tags } from '../model/common.ts'
import type { FieldAttributes, FieldNamespace, FieldOption, FieldType } from '../model/fields.ts'
import type { LayoutContent } from '../model/layouts.ts'
import type {
  RequiredField,
  TagPropagationConfiguration,
  TemplateRule,
  TemplateStatus,
} from '../model/templates.ts'
import type { Rule } from './rules/rule.ts'

declare const scopeBrand: unique symbol

/**
 * Proof that a request may look into this domain and no other. Only the domain gate makes one
 * (`operations/operation.ts`); every storage query takes it, so that none can forget its tenant.
 */
export type DomainScope = DomainId & { readonly [scopeBrand]: true }

type Resource = {
  readonly id: string
  readonly name: string
  readonly tags: Tags
  readonly deleted: boolean
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly modifiedAt: number
}

export type Field = Resource & {
  readonly type: FieldType
  readonly namespace: FieldNamespace
  readonly description?: string
  readonly attributes?: FieldAttributes
  /** In the order in which they were first put; empty unless the type is SingleSelect. */
  readonly options: readonly FieldOption[]
}

export type Layout = Resource & { readonly content: LayoutContent }

export type Template = Resource & {
  readonly description?: string
  readonly status: TemplateStatus
  readonly defaultLayout?: string
  readonly requiredFields: readonly RequiredField[]
  readonly rules: readonly TemplateRule[]
  readonly tagPropagationConfigurations: readonly TagPropagationConfiguration[]
}

export type CaseRule = Resource & {
  readonly description?: string
  readonly rule: CaseRuleDetails
}

export type DomainConfig = {
  readonly scope: DomainScope
  readonly id: DomainId
  readonly name: string
  readonly tags: Tags
  readonly createdAt: number
  /** Undefined until somebody puts one. */
  readonly eventConfiguration?: EventBridgeConfiguration
  /** By id, system fields first, then in order of creation; soft-deleted ones included. */
  readonly fields: ReadonlyMap<string, Field>
  readonly layouts: ReadonlyMap<string, Layout>
  readonly templates: ReadonlyMap<string, Template>
  readonly caseRules: ReadonlyMap<string, CaseRule>
  /** What follows from changes of cases: the rules of the Connect instance that is tied to the domain. */
  readonly rules: ReadonlyMap<string, Rule>
}

/** The living domains of this server. */
export type Configs = {
  domain(id: string): DomainConfig | undefined
  domains(): readonly DomainConfig[]
}
