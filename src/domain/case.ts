// A case comes to be, changes and goes: what is stored of it, and what else follows, as a set of
// changes. Times of a case never run backwards: where the clock does, the last known time counts on
// (B-332).
import { formatInstant } from '../clock.ts'
import type { FieldValueUnion, Tags } from '../model/common.ts'
import { changedFields } from './audit.ts'
import type { Writes } from './case-fields.ts'
import { timeIn } from './case-values.ts'
import type { DomainConfig } from './domain-config.ts'
import { userValue } from './field-types/user.ts'
import { deletion, emptyChain, type JournalContext, journal } from './journal.ts'
import { type ItemChange, removeItem, updatedEntry } from './related-items/changes.ts'
import type { CaseRow, FieldValues, RelatedItemRow } from './rows.ts'
import { completeSlas, unmetTargets } from './sla.ts'

/** A subset of storage's changes. */
export type CaseChange =
  | ItemChange
  | { readonly change: 'case.insert'; readonly row: CaseRow }
  | { readonly change: 'case.delete'; readonly row: CaseRow }

/** The values that a request leaves, fields that the service sets not yet among them. */
export const written = (before: FieldValues, writes: Writes): FieldValues => {
  const values: Record<string, FieldValueUnion> = { ...before }
  for (const [fieldId, value] of writes) {
    if (value === undefined) delete values[fieldId]
    else values[fieldId] = value
  }
  return values
}

export type NewCase = {
  readonly domain: DomainConfig
  readonly id: string
  readonly templateId: string
  /** With a status and a reference number. */
  readonly values: FieldValues
  readonly tags: Tags
}

/** A new case with its first event. */
export const createdCase = (context: JournalContext, input: NewCase): CaseChange[] => {
  const { domain, id, templateId, tags } = input
  const at = context.now
  const values: FieldValues = {
    ...input.values,
    created_by: actorValue(context),
    last_updated_user: actorValue(context),
    created_datetime: instant(at),
    last_updated_datetime: instant(at),
    ...transition(undefined, input.values, at),
  }
  const row: CaseRow = {
    scope: domain.scope,
    id,
    templateId,
    values,
    tags,
    createdAt: at,
    updatedAt: at,
    unmetSlas: [],
    counts: { relatedItems: 0, files: 0, slas: 0 },
    chain: emptyChain,
  }
  const fields = changedFields({}, values)
  const changed = fields.map(({ eventFieldId }) => eventFieldId)
  const entry = { type: 'Case.Created', fields, changed } as const
  const { chain, changes } = journal(context, domain, row, [entry])
  return [{ change: 'case.insert', row: { ...row, chain } }, ...changes]
}

/** Where a change happens: a case as it was, with its SLAs. */
export type CasePlace = {
  readonly domain: DomainConfig
  readonly row: CaseRow
  readonly slas: readonly RelatedItemRow[]
}

/**
 * A case takes new values: one event for the case, one for each SLA that its new status completes.
 * No changes at all if every value is what it was (B-331).
 */
export const updatedCase = (
  context: JournalContext,
  { domain, row: before, slas }: CasePlace,
  next: FieldValues,
): CaseChange[] => {
  if (changedFields(before.values, next).length === 0) return []
  const at = timeIn(before, context.now)
  const values: FieldValues = {
    ...next,
    last_updated_datetime: instant(at),
    last_updated_user: actorValue(context),
    ...transition(before.values, next, at),
  }
  const completed = completeSlas(slas, { fieldId: 'status', value: next.status }, at)
  const after: CaseRow = {
    ...before,
    values,
    updatedAt: at,
    unmetSlas: completed.length === 0 ? before.unmetSlas : unmetAfter(slas, completed),
  }
  const fields = changedFields(before.values, values)
  const changed = fields.map(({ eventFieldId }) => eventFieldId)
  const { chain, changes } = journal({ ...context, now: at }, domain, after, [
    { type: 'Case.Updated', fields, changed },
    ...completed.map((pair) => updatedEntry(pair, at)),
  ])
  return [
    { change: 'case.update', before, after: { ...after, chain } },
    ...completed.map((pair) => ({ change: 'relatedItem.update', ...pair }) as const),
    ...changes,
  ]
}

/** Items that point at a case, and the cases that hold them. */
export type Links = {
  readonly links: readonly RelatedItemRow[]
  readonly linking: readonly CaseRow[]
}

/** Links go, each an event in the history of the case that held it. */
export const removedLinks = (
  context: JournalContext,
  domain: DomainConfig,
  { links, linking }: Links,
): ItemChange[] => {
  const cases = new Map(linking.map((row) => [row.id, row]))
  return links.flatMap((item) => {
    const row = cases.get(item.caseId)
    return row === undefined ? [] : removeItem(context, { domain, case: row }, item)
  })
}

/** A case goes, and the last that is told of it. */
export const deletedCase = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
): CaseChange[] => [{ change: 'case.delete', row }, ...deletion(context, domain, row)]

/** When the case was closed or opened again by a change of its status, if it was. */
const transition = (
  before: FieldValues | undefined,
  next: FieldValues,
  at: number,
): FieldValues => {
  const was = before !== undefined && isClosed(before)
  if (was === isClosed(next)) return {}
  return was ? { last_reopened_datetime: instant(at) } : { last_closed_datetime: instant(at) }
}

const isClosed = ({ status }: FieldValues): boolean =>
  status !== undefined && 'stringValue' in status && status.stringValue === 'closed'

const unmetAfter = (
  slas: readonly RelatedItemRow[],
  completed: readonly { readonly after: RelatedItemRow }[],
): readonly number[] => {
  const done = new Map(completed.map(({ after }) => [after.id, after]))
  return unmetTargets(slas.map((item) => done.get(item.id) ?? item))
}

const actorValue = ({ actor }: JournalContext): FieldValueUnion =>
  userValue(actor.user ?? { userArn: actor.iamPrincipalArn })

const instant = (ms: number): FieldValueUnion => ({ stringValue: formatInstant(ms) })
