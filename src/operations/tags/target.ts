// What a tag operation acts upon: anything of a domain that has an ARN. Configuration is in memory;
// a case or a related item is loaded, and its tags are judged on that very row.
import type { DomainConfig } from '../../domain/domain-config.ts'
import type { CaseRow, RelatedItemRow } from '../../domain/rows.ts'
import { notFound, type ResourceType, validation } from '../../errors.ts'
import { domainArn, type ParsedArn, parseArn, type ResourceKind } from '../../ids.ts'
import type { Tags } from '../../model/common.ts'
import { type Change, type Plan, query, type Rows } from '../../storage/contract.ts'
import type { AccountCall, Check, StoredAttributes } from '../operation.ts'
import { itemKeys } from '../related-items/related-item.ts'

type TagCall = AccountCall<{ readonly arn: string }>

/** A resource with tags, and how to give it others. */
export type Target = { readonly tags: Tags; retagged(tags: Tags): Change }

/** The permission for a tag operation, on the resource's own ARN (B-284). */
export const targetChecks = (action: string, call: TagCall, keys: Check['keys'] = {}): Check[] => {
  const parsed = parseArn(call.location, call.input.arn)
  // An ARN that parses is canonical: the form allows no other spelling of it.
  const resource = parsed === undefined ? domainArn(call.location, '') : call.input.arn
  if (parsed?.kind === 'case' || parsed?.kind === 'related-item') {
    return [{ action, resource, keys, stored: 'target' }]
  }
  return [{ action, resource, keys, tags: configured(call, parsed)?.tags }]
}

/** The row that the target is, if it is one. */
export const targetPlan = (call: TagCall): Plan => {
  const parsed = parseArn(call.location, call.input.arn)
  const scope = call.configs.domain(parsed?.domainId ?? '')?.scope
  if (parsed === undefined || scope === undefined) return {}
  if (parsed.kind === 'case') return { case: query('caseById', { scope, caseId: parsed.id }) }
  if (parsed.kind !== 'related-item' || parsed.caseId === undefined) return {}
  const { caseId, id: relatedItemId } = parsed
  return { item: query('relatedItemById', { scope, caseId, relatedItemId }) }
}

/** What a policy may ask about the row. */
export const targetAttributes = (
  rows: Rows<Plan>,
): Readonly<Record<string, StoredAttributes | undefined>> => {
  const { item, case: row } = targetRows(rows)
  if (item === undefined) return { target: row && { tags: row.tags } }
  return { target: { tags: item.tags, keys: itemKeys(item) } }
}

/** The target, or ResourceNotFoundException. */
export const targetOf = (call: TagCall, rows: Rows<Plan>): Target => {
  const parsed = parseArn(call.location, call.input.arn)
  const { item, case: row } = targetRows(rows)
  if (item !== undefined) {
    const change = 'relatedItem.update'
    return {
      tags: item.tags,
      retagged: (tags) => ({ change, before: item, after: { ...item, tags } }),
    }
  }
  if (row !== undefined) {
    const change = 'case.update'
    return {
      tags: row.tags,
      retagged: (tags) => ({ change, before: row, after: { ...row, tags } }),
    }
  }
  const target = configured(call, parsed)
  if (target === undefined) {
    throw notFound(parsed === undefined ? 'Resource' : typeOf[parsed.kind], call.input.arn)
  }
  return target
}

// The plan has one query or none, depending on the ARN, which a type cannot say: hence the
// assertion.
const targetRows = (rows: Rows<Plan>) =>
  rows as { readonly case?: CaseRow | undefined; readonly item?: RelatedItemRow | undefined }

const typeOf = {
  domain: 'Domain',
  field: 'Field',
  layout: 'Layout',
  template: 'Template',
  'case-rule': 'CaseRule',
  case: 'Case',
  'related-item': 'RelatedItem',
} as const satisfies Record<ResourceKind, ResourceType>

const configured = (call: TagCall, parsed: ParsedArn | undefined): Target | undefined => {
  const domain = call.configs.domain(parsed?.domainId ?? '')
  if (parsed === undefined || domain === undefined) return undefined
  return resourceOf(domain, parsed)
}

const resourceOf = (domain: DomainConfig, { kind, id }: ParsedArn): Target | undefined => {
  const { scope } = domain
  const target = <R extends { readonly tags: Tags; readonly deleted: boolean }>(
    resource: R | undefined,
    put: (resource: R) => Change,
  ): Target | undefined =>
    resource && {
      tags: resource.tags,
      retagged: (tags) => {
        if (resource.deleted) throw validation(`${kind} deleted: ${id}`)
        return put({ ...resource, tags })
      },
    }
  switch (kind) {
    case 'domain':
      return {
        tags: domain.tags,
        retagged: (tags) => ({ change: 'domain.put', domain: { ...domain, tags } }),
      }
    case 'field':
      return target(domain.fields.get(id), (field) => ({ change: 'field.put', scope, field }))
    case 'layout':
      return target(domain.layouts.get(id), (layout) => ({ change: 'layout.put', scope, layout }))
    case 'template':
      return target(domain.templates.get(id), (template) => ({
        change: 'template.put',
        scope,
        template,
      }))
    case 'case-rule':
      return target(domain.caseRules.get(id), (caseRule) => ({
        change: 'caseRule.put',
        scope,
        caseRule,
      }))
    default:
      return undefined
  }
}
