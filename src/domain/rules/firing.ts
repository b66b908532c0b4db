// Which rules a change of a case fires. It is decided with the change and stored with it, so that every rule sees
// the case as the change left it and none is missed; what follows from a firing is done after the commit
// (`jobs/rules.ts`), exactly once.
import type { DomainConfig } from '../domain-config.ts'
import type { JournalContext, JournalEntry } from '../journal-entry.ts'
import type { CaseRow, RuleFiringRow } from '../rows.ts'
import { holds } from './condition.ts'
import type { ConnectRule, Rule, RuleTrigger } from './rule.ts'

/** What a rule's change may set off goes this deep (B-1263). */
const chainMax = 5

export type FiringChange = { readonly change: 'ruleFiring.put'; readonly row: RuleFiringRow }

/**
 * The firings of the rules of `domain` by one event in the history of a case.
 * @param row the case after the change.
 */
export const firings = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
  event: { readonly entry: JournalEntry; readonly sequence: number },
): FiringChange[] => {
  const { cause = [] } = context
  if (domain.rules.size === 0 || cause.length >= chainMax) return []
  const { entry, sequence } = event
  const trigger = triggerOf(entry)
  if (trigger === undefined) return []
  const slaName = slaOf(entry)?.name
  const judged = { row, now: context.now, ...(slaName === undefined ? {} : { slaName }) }
  return [...domain.rules.values()]
    .filter((rule): rule is ConnectRule => rule.trigger === trigger)
    .filter(({ publishStatus, id }) => publishStatus === 'PUBLISHED' && !cause.includes(id))
    .filter(({ condition }) => holds(condition, judged))
    .map((rule) => {
      const firing = newFiring(context, rule, row, { sequence, cause })
      return {
        change: 'ruleFiring.put',
        row: slaName === undefined ? firing : { ...firing, slaName },
      }
    })
}

/** A firing of which nothing is done yet. */
export const newFiring = (
  { now, newId }: { readonly now: number; newId(): string },
  { id, actions }: Rule,
  { scope, id: caseId }: CaseRow,
  { sequence, cause }: { readonly sequence: number; readonly cause: readonly string[] },
): RuleFiringRow => ({
  id: newId(),
  scope,
  caseId,
  sequence,
  at: now,
  ruleId: id,
  actions,
  cause: [...cause, id],
  stepsDone: 0,
  failures: 0,
  notBefore: now,
})

const triggerOf = ({ type, fields, item }: JournalEntry): RuleTrigger | undefined => {
  if (type === 'Case.Created') return 'OnCaseCreate'
  if (type === 'Case.Updated') return 'OnCaseUpdate'
  if (type !== 'RelatedItem.Updated' || item?.type !== 'Sla') return undefined
  const status = fields.find(({ eventFieldId }) => eventFieldId === 'sla.status')
  const { newValue } = status ?? {}
  const isBreach = newValue !== undefined && 'stringValue' in newValue
  return isBreach && newValue.stringValue === 'Overdue' ? 'OnSlaBreach' : undefined
}

const slaOf = ({ item }: JournalEntry) =>
  item !== undefined && 'sla' in item.content ? item.content.sla : undefined
