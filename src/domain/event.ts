// The outgoing event of a change: the EventBridge envelope that Amazon Connect Cases documents, its
// content fixed at commit (B-620 to B-625). An event of a case has `case` and `changedFieldIds`;
// one of a related item has `relatedItem` and `changedAttributes`.
import { formatInstant } from '../clock.ts'
import { arnsOf } from '../ids.ts'
import type { FieldValueUnion } from '../model/common.ts'
import { caseValue } from './case-values.ts'
import type { DomainConfig } from './domain-config.ts'
import type { JournalContext, JournalEntry } from './journal-entry.ts'
import { presentContent } from './related-items/index.ts'
import type { CaseRow, RelatedItemRow } from './rows.ts'

export type OutgoingChange = {
  readonly type: JournalEntry['type'] | 'Case.Deleted'
  readonly item?: RelatedItemRow
  readonly changed: readonly string[]
}

/** EventBridge takes no event of this size or more. */
export const eventBytesMax = 256 * 1024

/** The whole envelope as JSON text. `row` is the case after the change. */
export const outgoingEvent = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
  change: OutgoingChange,
): string => {
  const { item } = change
  if (item !== undefined) {
    const withContent = domain.eventConfiguration?.includedData?.relatedItemData?.includeContent
    const event = (content: object) =>
      envelope(context, row, change, { relatedItem: { ...itemHead(item), ...content } })
    const whole = event(withContent ? presentContent(item, context.now) : {})
    return sizeOf(whole) < eventBytesMax ? whole : event({})
  }
  let fields = includedFields(context, domain, row)
  let event = envelope(context, row, change, { case: caseHead(row, fields) })
  for (let excess = sizeOf(event) - eventBytesMax; excess >= 0; ) {
    fields = withoutLargest(fields, excess)
    event = envelope(context, row, change, { case: caseHead(row, fields) })
    excess = sizeOf(event) - eventBytesMax
  }
  return event
}

const envelope = (
  context: JournalContext,
  row: CaseRow,
  { type, item, changed }: OutgoingChange,
  resource: object,
): string => {
  const arns = arnsOf(context.location, row.scope)
  const { user, iamPrincipalArn } = context.actor
  return JSON.stringify({
    version: '0',
    id: context.newId(),
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

const caseHead = (row: CaseRow, fields: IncludedFields) => ({
  caseId: row.id,
  templateId: row.templateId,
  createdDateTime: formatInstant(row.createdAt),
  fields,
})

const itemHead = (item: RelatedItemRow) => ({
  relatedItemType: item.type,
  relatedItemId: item.id,
  caseId: item.caseId,
  createdDateTime: formatInstant(item.associatedAt),
})

/** The fields without the largest, as many as make at least `excess` bytes and one more. */
const withoutLargest = (fields: IncludedFields, excess: number): IncludedFields => {
  const bySize = Object.entries(fields)
    .map(([id, field]) => ({ id, field, size: sizeOf(JSON.stringify(field)) }))
    .sort((a, b) => b.size - a.size)
  let dropped = 0
  const kept = bySize.filter(({ size }) => {
    if (dropped > excess) return true
    dropped += size
    return false
  })
  return Object.fromEntries(kept.map(({ id, field }) => [id, field]))
}

const sizeOf = (text: string): number => Buffer.byteLength(text)
