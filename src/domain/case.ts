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
import {
  breachedEntry,
  type ItemChange,
  removeItem,
  updatedEntry,
} from './related-items/changes.ts'
import type { CaseRow, FieldValues, RelatedItemRow } from './rows.ts'
import { breachSlas, completeSlas, type ItemPair, lastBreach, slaOf, unmetTargets } from './sla.ts'

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
 * A case takes new values: one event for the case, one for each SLA that its new status completes, and
 * before them one for each that is due and not told yet (B-1083). No changes at all if every value is
 * what it was (B-331).
 */
export const updatedCase = (
  context: JournalContext,
  { domain, row: before, slas }: CasePlace,
  next: FieldValues,
): CaseChange[] => {
  if (changedFields(before.values, next).length === 0) return []
  const at = Math.max(timeIn(before, context.now), lastBreach(slas))
  const values: FieldValues = {
    ...next,
    last_updated_datetime: instant(at),
    last_updated_user: actorValue(context),
    ...transition(before.values, next, at),
  }
  const breached = breachSlas(slas, at)
  const told = changedIn(slas, breached)
  const completed = completeSlas(told, { fieldId: 'status', value: next.status }, at)
  const pairs = [...breached, ...completed]
  const after: CaseRow = {
    ...before,
    values,
    updatedAt: at,
    unmetSlas: pairs.length === 0 ? before.unmetSlas : unmetTargets(changedIn(told, completed)),
  }
  const fields = changedFields(before.values, values)
  const changed = fields.map(({ eventFieldId }) => eventFieldId)
  const { chain, changes } = journal({ ...context, now: at }, domain, after, [
    ...breached.map((pair) => breachedEntry(pair, at)),
    { type: 'Case.Updated', fields, changed },
    ...completed.map((pair) => updatedEntry(pair, at)),
  ])
  return [
    { change: 'case.update', before, after: { ...after, chain } },
    ...pairs.map((pair) => ({ change: 'relatedItem.update', ...pair }) as const),
    ...changes,
  ]
}

/**
 * What is told of SLAs of a case whose target time has passed unmet: one event each, once (B-1080). `slas` are
 * some of the case's or all; those that are not due stay as they are.
 */
export const breachedCase = (
  context: JournalContext,
  { domain, row, slas }: CasePlace,
): CaseChange[] => {
  const at = timeIn(row, context.now)
  const pairs = breachSlas(slas, at)
  if (pairs.length === 0) return []
  const after = { ...row, unmetSlas: without(row.unmetSlas, pairs) }
  const entries = pairs.map((pair) => breachedEntry(pair, at))
  const { chain, changes } = journal({ ...context, now: at }, domain, after, entries)
  return [
    { change: 'case.update', before: row, after: { ...after, chain } },
    ...pairs.map((pair) => ({ change: 'relatedItem.update', ...pair }) as const),
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

/** A case goes, and the last that is told of it: what was due before that it goes (B-1083). */
export const deletedCase = (
  context: JournalContext,
  { domain, row, slas }: CasePlace,
): CaseChange[] => {
  const at = timeIn(row, context.now)
  const entries = breachSlas(slas, at).map((pair) => breachedEntry(pair, at))
  const { chain, changes } = journal({ ...context, now: at }, domain, row, entries)
  const told = changes.filter(({ change }) => change === 'outbox.append')
  return [{ change: 'case.delete', row }, ...told, ...deletion(context, domain, { ...row, chain })]
}

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

const changedIn = (
  slas: readonly RelatedItemRow[],
  pairs: readonly ItemPair[],
): readonly RelatedItemRow[] => {
  if (pairs.length === 0) return slas
  const changed = new Map(pairs.map(({ after }) => [after.id, after]))
  return slas.map((item) => changed.get(item.id) ?? item)
}

/** The targets that are left: each pair takes one of its own time away. */
const without = (targets: readonly number[], pairs: readonly ItemPair[]): readonly number[] => {
  const left = [...targets]
  for (const { before } of pairs) {
    const at = left.indexOf(slaOf(before)?.targetAt ?? Number.NaN)
    if (at !== -1) left.splice(at, 1)
  }
  return left
}

const actorValue = ({ actor }: JournalContext): FieldValueUnion =>
  userValue(actor.user ?? { userArn: actor.iamPrincipalArn })

const instant = (ms: number): FieldValueUnion => ({ stringValue: formatInstant(ms) })
