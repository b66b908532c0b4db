// What the operations on related items share: who acts, and what a policy may ask of a case and of an item.
import type { JournalContext } from '../../domain/journal.ts'
import type { CaseRow, RelatedItemRow } from '../../domain/rows.ts'
import type { Arns } from '../../ids.ts'
import type { UserUnion } from '../../model/common.ts'
import type { Call, Check, StoredAttributes } from '../operation.ts'

type Performed = { readonly performedBy?: UserUnion }

/** Who is recorded as the author: the user that the request names, else the principal (B-405). */
export const authorOf = (call: Call<unknown>, input: Performed): UserUnion =>
  input.performedBy ?? { userArn: call.principal.arn }

export const journalContext = (call: Call<unknown>, input: Performed): JournalContext => ({
  now: call.now,
  location: call.location,
  actor: {
    iamPrincipalArn: call.principal.arn,
    ...(input.performedBy === undefined ? {} : { user: input.performedBy }),
  },
  newId: call.newId,
  seal: call.seal,
  ...(call.cause === undefined ? {} : { cause: call.cause }),
})

/** How an answer names an item. */
export const itemNames = (
  { arns, input }: { arns: Arns; input: { caseId: string } },
  relatedItemId: string,
) => ({ relatedItemId, relatedItemArn: arns.relatedItem(input.caseId, relatedItemId) })

/** The checks of a change to an existing item: its case, its domain, and the item itself. */
export const itemChecks = (
  action: string,
  call: Call<{ caseId: string; relatedItemId: string } & Performed>,
  domainTags?: Readonly<Record<string, string>>,
): readonly Check[] => {
  const { arns, input } = call
  const keys = userKeys(input)
  return [
    { action, resource: arns.case(input.caseId), keys, stored: 'case' },
    { action, resource: arns.domain, keys, tags: domainTags, stored: 'domain' },
    {
      action,
      resource: arns.relatedItem(input.caseId, input.relatedItemId),
      keys,
      stored: 'relatedItem',
    },
  ]
}

/** Attributes for `itemChecks`: every check of the call knows the item's type and creator (B-407). */
export const itemAttributes = (rows: {
  readonly case: CaseRow | undefined
  readonly item: RelatedItemRow | undefined
}): Readonly<Record<string, StoredAttributes | undefined>> => {
  const { item } = rows
  if (item === undefined) return { case: attributesOfCase(rows.case) }
  const keys = itemKeys(item)
  return {
    case: { tags: rows.case?.tags ?? {}, keys },
    domain: { tags: {}, keys },
    relatedItem: { tags: item.tags, keys },
  }
}

/** What a policy may ask of an item beside its tags. */
export const itemKeys = ({ type, createdBy }: RelatedItemRow) => ({
  'cases:RelatedItemType': type,
  'cases:CreatedBy': 'userArn' in createdBy ? createdBy.userArn : createdBy.customEntity,
})

export const attributesOfCase = (row: CaseRow | undefined): StoredAttributes | undefined =>
  row === undefined ? undefined : { tags: row.tags }

/** `connect:UserArn` is the user that the request names by ARN. */
export const userKeys = ({ performedBy }: Performed): Readonly<Record<string, string>> =>
  performedBy !== undefined && 'userArn' in performedBy
    ? { 'connect:UserArn': performedBy.userArn }
    : {}
