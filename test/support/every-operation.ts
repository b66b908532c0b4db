// Every operation as data: a call of it that works, which resources it needs permission on, and which of its members
// name something. Typed by the model: an operation without a row does not compile.
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import { operations } from '../../src/model/index.ts'
import { comment } from './item-setting.ts'
import { rows } from './operation-rows.ts'
import { given, seedCase, seedDomain } from './seed.ts'

export type Name = keyof typeof operations

/** The 43 operations of the Cases API. */
export const names = Object.keys(operations) as Name[]

export type Kind = 'case' | 'case-rule' | 'field' | 'layout' | 'related-item' | 'template'

/** What an id that names nothing comes to: not found as this type, an entry of `errors`, a ValidationException. */
export type Missing =
  | 'Case'
  | 'CaseRule'
  | 'Field'
  | 'Layout'
  | 'RelatedItem'
  | 'Template'
  | 'errors'
  | 'refused'

export type Row = {
  /** A call that works, all ids plain. */
  readonly input: Readonly<Record<string, unknown>>
  /** What it needs permission on. */
  readonly resources: readonly string[]
  /** Members that name something, by path. */
  readonly ids: Readonly<Record<string, readonly [Kind, Missing]>>
}

export type World = Awaited<ReturnType<typeof seedWorld>>

/** A domain with something of each kind. */
export const seedWorld = async (client: ConnectCases, name: string) => {
  const seeded = await seedDomain(client, name)
  const { domainId, domainArn, fields, layoutId, templateId } = seeded
  const value = { stringValue: 'x' }
  const { caseId } = await seedCase(client, seeded, { fields: [{ id: fields.text, value }] })
  const rule = { hidden: { defaultValue: true, conditions: [] } }
  const { caseRuleId } = await client.createCaseRule({ domainId, name: 'rule', rule })
  const content = comment('Called back')
  const item = { domainId, caseId, type: 'Comment', content } as const
  const { relatedItemId } = await client.createRelatedItem(item)
  const id: Readonly<Record<Kind, string>> = {
    case: caseId,
    'case-rule': given(caseRuleId),
    field: fields.singleSelect,
    layout: layoutId,
    'related-item': given(relatedItemId),
    template: templateId,
  }
  const arn = (kind: Kind, of: string = id[kind]) =>
    kind === 'related-item'
      ? `${domainArn}/case/${caseId}/related-item/${of}`
      : `${domainArn}/${kind}/${of}`
  return { domainId, domainArn, id, arn }
}

/** Call an operation by its name. */
export const perform = (client: object, name: string, input: object) => {
  const method = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
  // The client has a method for each operation; its type cannot be told to a table of all of them.
  const methods = client as unknown as Record<string, (input: object) => Promise<unknown>>
  return given(methods[method]).call(client, input)
}

export const rowOf = (name: Name, world: World): Row => {
  const { domainId, domainArn } = world
  const { input = {}, resources, ids = {} } = rows(world)[name]
  const inDomain = 'domainId' in operations[name].input.properties
  return {
    input: inDomain ? { domainId, ...input } : input,
    resources: resources.map((resource) => (resource === '' ? domainArn : resource)),
    ids,
  }
}
