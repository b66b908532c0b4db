// Service level agreements on a case: a value that the status should reach, and until when. Whether one is
// active or overdue follows the clock, at every read; that the history has told of its breach is stored, so that it
// is told once and never taken back (B-1081, B-1084). Whether it was met in time is fixed at the moment the field
// takes the target value, and stays so when the case is reopened (B-436).
import type { FieldValueUnion } from '../model/common.ts'
import type { SlaStatus } from '../model/slas.ts'
import type { RelatedItemRow, SlaState } from './rows.ts'

/** Status at `now`: reaching the target in the very millisecond of the target time is in time. */
export const slaStatus = (state: SlaState, now: number): SlaStatus => {
  if (state.completedAt !== undefined) {
    return state.completedAt <= state.targetAt ? 'Met' : 'NotMet'
  }
  return isOpen(state) && now <= state.targetAt ? 'Active' : 'Overdue'
}

/** Whether the target time has passed unmet, and nobody has been told yet. */
export const isDue = (state: SlaState, now: number): boolean =>
  isOpen(state) && now > state.targetAt

/** Waits for its target value and is not told to be overdue. */
export const isOpen = ({ completedAt, breachedAt }: SlaState): boolean =>
  completedAt === undefined && breachedAt === undefined

/** Those among `items` that are due, before and after they are told to be overdue. */
export const breachSlas = (items: readonly RelatedItemRow[], now: number): ItemPair[] =>
  items.flatMap((before) => {
    const state = slaOf(before)
    if (state === undefined || !isDue(state, now)) return []
    return [{ before, after: { ...before, content: { sla: { ...state, breachedAt: now } } } }]
  })

/** When the newest of the breaches was told; 0 if none was. */
export const lastBreach = (items: readonly RelatedItemRow[]): number =>
  Math.max(0, ...items.map((item) => slaOf(item)?.breachedAt ?? 0))

/** An item before and after a change. */
export type ItemPair = { readonly before: RelatedItemRow; readonly after: RelatedItemRow }

/**
 * The SLAs among `items` that a field's new value completes, before and after. SLAs that are complete stay
 * as they are, whatever the value.
 */
export const completeSlas = (
  items: readonly RelatedItemRow[],
  change: { readonly fieldId: string; readonly value: FieldValueUnion | undefined },
  now: number,
): ItemPair[] =>
  items.flatMap((before) => {
    const state = slaOf(before)
    const open = state?.completedAt === undefined && state?.fieldId === change.fieldId
    if (!open || !reaches(state, change.value)) return []
    return [{ before, after: { ...before, content: { sla: { ...state, completedAt: now } } } }]
  })

/** Target times of the SLAs among `items` that are open, ascending: `CaseRow.unmetSlas`. */
export const unmetTargets = (items: readonly RelatedItemRow[]): readonly number[] =>
  items
    .map(slaOf)
    .filter((state) => state !== undefined)
    .filter(isOpen)
    .map((state) => state.targetAt)
    .sort((a, b) => a - b)

/** The earliest target that is not past: what `next_sla_breach_datetime` shows at `now`. */
export const nextBreach = (unmetSlas: readonly number[], now: number): number | undefined =>
  unmetSlas.find((targetAt) => targetAt >= now)

/** Whether a value of the SLA's field is the one it waits for. */
export const reaches = (state: SlaState, value: FieldValueUnion | undefined): boolean =>
  value !== undefined &&
  'stringValue' in value &&
  'stringValue' in state.targetValue &&
  value.stringValue === state.targetValue.stringValue

/** The SLA that an item is, if it is one. */
export const slaOf = (item: RelatedItemRow): SlaState | undefined =>
  'sla' in item.content ? item.content.sla : undefined
