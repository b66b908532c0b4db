// One line of a case's history: the bytes that are stored, chained and never changed, and what the
// API shows of them (B-600 to B-606).
import { formatInstant, parseInstant, toDate } from '../clock.ts'
import type {
  AuditEvent,
  AuditEventField,
  AuditEventFieldValueUnion,
  AuditEventType,
} from '../model/audit-events.ts'
import type { UserUnion } from '../model/common.ts'
import { fits } from './field-types/field-type.ts'
import { sameValue } from './field-types/index.ts'
import type { JournalContext, JournalEntry } from './journal-entry.ts'
import type { AuditRow, FieldValues, RelatedItemRow } from './rows.ts'

/** Canonical JSON of an event: members always in this order, times as RFC 3339 text. */
export const auditBytes = (context: JournalContext, entry: JournalEntry): Uint8Array => {
  const record: AuditRecord = {
    eventId: context.newId(),
    type: entry.type,
    ...(entry.item === undefined
      ? {}
      : { relatedItemType: entry.item.type, relatedItemId: entry.item.id }),
    performedTime: formatInstant(context.now),
    fields: entry.fields,
    performedBy: context.actor,
  }
  return encoder.encode(JSON.stringify(record))
}

/** The event as the API shows it. */
export const presentAuditEvent = (row: AuditRow): AuditEvent => {
  const record = JSON.parse(decoder.decode(row.bytes)) as AuditRecord
  return {
    eventId: record.eventId,
    type: record.type,
    ...(record.relatedItemType === undefined ? {} : { relatedItemType: record.relatedItemType }),
    performedTime: toDate(parseInstant(record.performedTime) ?? row.at),
    fields: record.fields.map(presentField),
    performedBy: record.performedBy,
  }
}

/** Which values of a case differ, each with its old and its new value. */
export const changedFields = (before: FieldValues, after: FieldValues): AuditEventField[] => {
  const ids = new Set([...Object.keys(before), ...Object.keys(after)])
  const fields: AuditEventField[] = []
  for (const eventFieldId of ids) {
    const oldValue = before[eventFieldId]
    const newValue = after[eventFieldId]
    if (sameValue(oldValue, newValue)) continue
    fields.push({
      eventFieldId,
      ...(oldValue === undefined ? {} : { oldValue }),
      newValue: newValue ?? { emptyValue: {} },
    })
  }
  return fields
}

type AuditRecord = {
  readonly eventId: string
  readonly type: AuditEventType
  readonly relatedItemType?: RelatedItemRow['type']
  readonly relatedItemId?: string
  readonly performedTime: string
  readonly fields: readonly AuditEventField[]
  readonly performedBy: { readonly user?: UserUnion; readonly iamPrincipalArn: string }
}

const presentField = ({ eventFieldId, oldValue, newValue }: AuditEventField): AuditEventField => ({
  eventFieldId,
  ...(oldValue === undefined ? {} : { oldValue: cut(oldValue) }),
  newValue: cut(newValue),
})

/** A comment may be 15,000 code points long, a value of an audit event 4,100. */
const cut = (value: AuditEventFieldValueUnion): AuditEventFieldValueUnion =>
  'stringValue' in value && !fits(value.stringValue, textMax)
    ? { stringValue: [...value.stringValue].slice(0, textMax).join('') }
    : value

const textMax = 4100
const encoder = new TextEncoder()
const decoder = new TextDecoder()
