// What follows from adding, changing or removing a related item: the item itself, one event in the history of
// its case, and the case row's own numbers. The case's values are not touched, so `last_updated_datetime` stays
// (B-409), and storage, which sees the same object, writes the head of the row only.
import type { AuditEventField } from '../../model/audit-events.ts'
import { changedFields } from '../audit.ts'
import { timeIn } from '../case-values.ts'
import type { DomainConfig } from '../domain-config.ts'
import { type JournalChange, type JournalContext, type JournalEntry, journal } from '../journal.ts'
import type { CaseRow, RelatedItemRow, SlaState } from '../rows.ts'
import { breachSlas, type ItemPair, isOpen, slaOf } from '../sla.ts'
import { attributeName, auditValues } from './index.ts'

/** A subset of storage's changes. */
export type ItemChange =
  | JournalChange
  | { readonly change: 'case.update'; readonly before: CaseRow; readonly after: CaseRow }
  | { readonly change: 'relatedItem.insert'; readonly row: RelatedItemRow }
  | {
      readonly change: 'relatedItem.update'
      readonly before: RelatedItemRow
      readonly after: RelatedItemRow
    }
  | { readonly change: 'relatedItem.delete'; readonly row: RelatedItemRow }

/** In which domain, and in which case as it was before. */
export type Place = { readonly domain: DomainConfig; readonly case: CaseRow }

export const addItem = (context: JournalContext, place: Place, item: RelatedItemRow) => {
  const then = timed(context, place)
  return recorded(then, place, [createdEntry(item, then.now)], counted(place.case, item, 1), {
    change: 'relatedItem.insert',
    row: item,
  })
}

/** No changes at all if every value is what it was (B-445). */
export const replaceItem = (
  context: JournalContext,
  place: Place,
  items: ItemPair,
): ItemChange[] => {
  const then = timed(context, place)
  const event = updatedEntry(items, then.now)
  if (event.fields.length === 0) return []
  return recorded(then, place, [event], place.case, { change: 'relatedItem.update', ...items })
}

/** An SLA that nobody was told is overdue is told to be, before it goes (B-1083). */
export const removeItem = (context: JournalContext, place: Place, item: RelatedItemRow) => {
  const then = timed(context, place)
  const told = breachSlas([item], then.now).map((pair) => breachedEntry(pair, then.now))
  const events = [...told, deletedEntry(item, then.now)]
  return recorded(then, place, events, counted(place.case, item, -1), {
    change: 'relatedItem.delete',
    row: item,
  })
}

const timed = (context: JournalContext, { case: row }: Place): JournalContext => ({
  ...context,
  now: timeIn(row, context.now),
})

/** The event of an item that came: new values only. */
export const createdEntry = (item: RelatedItemRow, now: number): JournalEntry =>
  entry('RelatedItem.Created', item, changedFields({}, auditValues(item, now)))

/** The event of an item that changed: what changed, before and after. */
export const updatedEntry = ({ before, after }: ItemPair, now: number): JournalEntry =>
  entry(
    'RelatedItem.Updated',
    after,
    changedFields(auditValues(before, now), auditValues(after, now)),
  )

/** The event of an SLA whose target time has passed: no longer Active, as it was until that moment. */
export const breachedEntry = ({ before, after }: ItemPair, now: number): JournalEntry => {
  const until = slaOf(before)?.targetAt ?? now
  const fields = changedFields(auditValues(before, until), auditValues(after, now))
  return entry('RelatedItem.Updated', after, fields)
}

/** The event of an item that went: what it held; the new value of each is empty. */
export const deletedEntry = (item: RelatedItemRow, now: number): JournalEntry =>
  entry('RelatedItem.Deleted', item, changedFields(auditValues(item, now), {}))

const entry = (
  type: JournalEntry['type'],
  item: RelatedItemRow,
  fields: readonly AuditEventField[],
): JournalEntry => ({
  type,
  item,
  fields,
  changed: fields.map(({ eventFieldId }) => attributeName(item.type, eventFieldId)),
})

const recorded = (
  context: JournalContext,
  place: Place,
  events: readonly JournalEntry[],
  after: CaseRow,
  change: ItemChange,
): ItemChange[] => {
  const { chain, changes } = journal(context, place.domain, after, events)
  return [
    change,
    { change: 'case.update', before: place.case, after: { ...after, chain } },
    ...changes,
  ]
}

const counted = (row: CaseRow, item: RelatedItemRow, step: -1 | 1): CaseRow => {
  const { relatedItems, files, slas } = row.counts
  return {
    ...row,
    counts: {
      relatedItems: relatedItems + step,
      files: files + (item.type === 'File' ? step : 0),
      slas: slas + (item.type === 'Sla' ? step : 0),
    },
    unmetSlas: openTargets(row.unmetSlas, slaOf(item), step),
  }
}

const openTargets = (
  targets: readonly number[],
  state: SlaState | undefined,
  step: -1 | 1,
): readonly number[] => {
  if (state === undefined || !isOpen(state)) return targets
  if (step === 1) return [...targets, state.targetAt].sort((a, b) => a - b)
  const gone = targets.indexOf(state.targetAt)
  return targets.filter((_, index) => index !== gone)
}
