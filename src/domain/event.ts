// The outgoing event of a change: the EventBridge envelope that Amazon Connect Cases documents, its
// content fixed at commit (B-620 to B-626). An event of a case has `case` and `changedFieldIds`;
// one of a related item has `relatedItem` and `changedAttributes`.
import { formatInstant } from '../clock.ts'
import { arnsOf } from '../ids.ts'
import type { FieldValueUnion } from '../model/common.ts'
import { caseValue } from './case-values.ts'
import type { DomainConfig } from './domain-config.ts'
import { fitting } from './event-size.ts'
import type { JournalContext, JournalEntry } from './journal-entry.ts'
import { presentContent } from './related-items/index.ts'
import type { CaseRow, RelatedItemRow } from './rows.ts'

export type OutgoingChange = {
  readonly type: JournalEntry['type'] | 'Case.Deleted'
  readonly item?: RelatedItemRow
  readonly changed: readonly string[]
}

/** The whole envelope as JSON text. `row` is the case after the change. */
export const outgoingEvent = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
  change: OutgoingChange,
): string => {
  const { item } = change
  const envelope = enveloping(context, row, change)
  if (item === undefined) {
    const included = includedFields(context, domain, row)
    return fitting(Object.entries(included), (fields, mark) =>
      envelope({ case: { ...caseHead(row), fields: Object.fromEntries(fields), ...mark } }),
    )
  }
  const wanted = domain.eventConfiguration?.includedData?.relatedItemData?.includeContent
  const content = wanted ? presentContent(item, context.now) : undefined
  if (content === undefined || !('custom' in content)) {
    return envelope({ relatedItem: { ...itemHead(item), ...content } })
  }
  const values = content.custom.fields.map(({ id, value }) => [id, value] as const)
  return fitting(values, (kept, mark) => {
    const fields = kept.map(([id, value]) => ({ id, value }))
    return envelope({ relatedItem: { ...itemHead(item), custom: { fields }, ...mark } })
  })
}

/** What makes the text of this event around the part that describes its resource. */
const enveloping = (
  context: JournalContext,
  row: CaseRow,
  { type, item, changed }: OutgoingChange,
) => {
  const arns = arnsOf(context.location, row.scope)
  const { user, iamPrincipalArn } = context.actor
  const id = context.newId()
  return (resource: object): string =>
    JSON.stringify({
      version: '0',
      id,
      'detail-type': 'Amazon Connect Cases Change',
      source: 'aws.cases',
      account: context.location.accountId,
      time: `${formatInstant(context.now).slice(0, 19)}Z`,
      region: context.location.region,
      resources: [
        arns.domain,
        item === undefined ? arns.case(row.id) : arns.relatedItem(row.id, item.id),
      ],
      detail: {
        version: '0',
        eventType: type.replace('RelatedItem', 'RELATED_ITEM').toUpperCase(),
        approximateChangeTime: formatInstant(context.now),
        ...(item === undefined ? { changedFieldIds: changed } : { changedAttributes: changed }),
        performedBy: { ...(user === undefined ? {} : { user }), iamPrincipalArn },
        ...resource,
      },
    })
}

type IncludedFields = Readonly<Record<string, { readonly value: FieldValueUnion }>>

const includedFields = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
): IncludedFields => {
  const included = domain.eventConfiguration?.includedData?.caseData?.fields ?? []
  const fields: Record<string, { value: FieldValueUnion }> = {}
  for (const { id } of included) {
    const field = domain.fields.get(id)
    const value = caseValue(row, id, context.now)
    if (field !== undefined && !field.deleted && value !== undefined) fields[id] = { value }
  }
  return fields
}

const caseHead = (row: CaseRow) => ({
  caseId: row.id,
  templateId: row.templateId,
  createdDateTime: formatInstant(row.createdAt),
})

const itemHead = (item: RelatedItemRow) => ({
  relatedItemType: item.type,
  relatedItemId: item.id,
  caseId: item.caseId,
  createdDateTime: formatInstant(item.associatedAt),
})
