// Looks up what a new related item points at, and the item that may already point there. A comment, an SLA or a
// custom item points at nothing, and then nothing is asked of the store.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { Target } from '../../domain/related-items/arm.ts'
import type { CaseRow, ContactRow, FileRow, RelatedItemRow } from '../../domain/rows.ts'
import { type Arns, instanceIdIn } from '../../ids.ts'
import type { RelatedItemType } from '../../model/common.ts'
import { query } from '../../storage/contract.ts'
import { contactAttributes } from '../connect/contacts/contact.ts'
import type { Check, StoredAttributes } from '../operation.ts'
import { attributesOfCase } from './related-item.ts'

type Found = {
  readonly existing?: RelatedItemRow | undefined
  readonly contact?: ContactRow | undefined
  readonly file?: FileRow | undefined
  readonly linkedCase?: CaseRow | undefined
}

/** The queries for a target; none where there is none. */
export const targetPlan = (
  place: { readonly scope: DomainScope; readonly caseId: string },
  type: RelatedItemType,
  target: Target | undefined,
) => {
  if (target === undefined) return {}
  const { reference } = target
  const existing = query('relatedItemByReference', { ...place, type, reference })
  switch (target.kind) {
    case 'contact':
      return { existing, contact: query('contactByArn', { arn: reference }) }
    case 'file':
      return { existing, file: query('fileByArn', { arn: reference }) }
    case 'case':
      return {
        existing,
        linkedCase: query('caseById', { scope: place.scope, caseId: reference }),
      }
  }
}

/** What the queries of `targetPlan` found; names that were not asked for are absent. */
export const found = (rows: Found): Found => rows

/** Pointing at a contact takes the right to see it (AWS), at another case the right to read it (ours). */
export const targetChecks = (target: Target | undefined, arns: Arns): readonly Check[] => {
  switch (target?.kind) {
    case 'contact':
      return [describeContact(target.reference)]
    case 'case':
      return [
        { action: 'cases:GetCase', resource: arns.case(target.reference), stored: 'linkedCase' },
      ]
    default:
      return []
  }
}

const describeContact = (resource: string): Check => ({
  action: 'connect:DescribeContact',
  resource,
  keys: { 'connect:InstanceId': instanceIdIn(resource) },
  stored: 'contact',
})

/** Attributes for these checks. */
export const targetAttributes = (
  rows: Found,
): Readonly<Record<string, StoredAttributes | undefined>> => ({
  linkedCase: attributesOfCase(rows.linkedCase),
  ...contactAttributes(rows.contact),
})
