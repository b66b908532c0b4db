// The 16 fields that every domain has from its first moment. They are never renamed or deleted, and
// some of them only the service writes (B-210 to B-213).
import type { FieldOption } from '../model/fields.ts'
import type { Field } from './domain-config.ts'

type SystemField = Pick<Field, 'attributes' | 'name' | 'options' | 'type'> & {
  readonly id: string
  /** `service`: a caller's value is refused. `creation`: a caller may give it, but only once. */
  readonly writtenBy: 'caller' | 'creation' | 'service'
}

/** The fields of a new domain, in the order in which they are listed. */
export const systemFields = (createdAt: number): readonly Field[] =>
  table.map(({ writtenBy: _, ...field }) => ({
    ...field,
    namespace: 'System',
    tags: {},
    deleted: false,
    createdAt,
    modifiedAt: createdAt,
  }))

/** The field that follows the clock: no store keeps its values. */
export const nextBreachField = 'next_sla_breach_datetime'

/** The two status options that nobody can alter. */
export const statusOptions = [
  { name: 'Open', value: 'open', active: true },
  { name: 'Closed', value: 'closed', active: true },
] as const satisfies readonly FieldOption[]

/** Whether only the service writes this field. */
export const isServiceField = (fieldId: string): boolean => writers.get(fieldId) === 'service'

/** Whether the field can be given with CreateCase but never changed. */
export const isCreationField = (fieldId: string): boolean => writers.get(fieldId) === 'creation'

/** Fields that every case has whatever its layout says, so that no layout may name them (B-241). */
export const fieldsOutsideLayouts: ReadonlySet<string> = new Set(['title', 'status'])

const field = (
  id: string,
  name: string,
  type: Field['type'],
  writtenBy: SystemField['writtenBy'],
): SystemField => ({ id, name, type, writtenBy, options: [] })

const table: readonly SystemField[] = [
  field('case_id', 'Case ID', 'Text', 'service'),
  field('reference_number', 'Reference number', 'Text', 'creation'),
  field('title', 'Title', 'Text', 'caller'),
  { ...field('status', 'Status', 'SingleSelect', 'caller'), options: statusOptions },
  { ...field('summary', 'Summary', 'Text', 'caller'), attributes: { text: { isMultiline: true } } },
  field('case_reason', 'Case Reason', 'SingleSelect', 'caller'),
  field('customer_id', 'Customer', 'Text', 'caller'),
  field('assigned_queue', 'Assigned queue', 'Text', 'caller'),
  field('assigned_user', 'Assigned user', 'Text', 'caller'),
  field('created_by', 'Created By', 'User', 'service'),
  field('last_updated_user', 'Last Updated User', 'User', 'service'),
  field('created_datetime', 'Date/Time Opened', 'DateTime', 'service'),
  field('last_updated_datetime', 'Date/Time Updated', 'DateTime', 'service'),
  field('last_closed_datetime', 'Date/Time Closed', 'DateTime', 'service'),
  field('last_reopened_datetime', 'Date/Time Reopened', 'DateTime', 'service'),
  field('next_sla_breach_datetime', 'Next SLA Breach', 'DateTime', 'service'),
]

const writers = new Map(table.map(({ id, writtenBy }) => [id, writtenBy]))
