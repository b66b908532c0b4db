// Fires the rules that time fires (B-1273): looks for cases whose time has come, and writes down what is to be
// done of each together with a mark, so that a case fires a rule once for each value of its field, whenever the
// server stops.
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../clock.ts'
import type { DomainConfig } from '../domain/domain-config.ts'
import type { CaseRow } from '../domain/rows.ts'
import { newFiring } from '../domain/rules/firing.ts'
import type { TimedRule } from '../domain/rules/rule.ts'
import { afterMs, dueAfter, dueAt, timedRulesOf, timeOf } from '../domain/rules/timed.ts'
import { type Change, type Cursor, query, type Store, type Write } from '../storage/contract.ts'
import type { Rounds } from './loop.ts'

type Options = {
  readonly store: Store
  readonly clock: Clock
  newId(): string
  /** How much time, domain or machine, may pass before it looks again; 0 on a clock that stands still. */
  readonly lookEveryMs: number
}

type Place = { readonly domain: DomainConfig; readonly rule: TimedRule }

const casesPerPage = 50

export const timedRules = (options: Options): Rounds => {
  const { store, clock, lookEveryMs } = options
  let next: { readonly place: Place; readonly after?: Cursor } | undefined
  let waiting: Place[] = []
  let looked = { at: Number.NEGATIVE_INFINITY, monotonicMs: Number.NEGATIVE_INFINITY }
  const isTime = () =>
    clock.now() - looked.at >= lookEveryMs ||
    clock.monotonicMs() - looked.monotonicMs >= lookEveryMs
  return {
    name: 'timed rules',
    // A clock that stands still is moved from one of these times to the next; else looking now and then will do.
    ...(lookEveryMs === 0 ? { dueAt: () => nextTime(options) } : {}),
    round: async () => {
      if (next === undefined && waiting.length === 0) {
        if (!isTime()) return false
        looked = { at: clock.now(), monotonicMs: clock.monotonicMs() }
        waiting = placesOf(store)
      }
      const place = next?.place ?? waiting.shift()
      if (place === undefined) return false
      const after = await firePage(options, place, next?.after)
      next = after === undefined ? undefined : { place, after }
      return next !== undefined || waiting.length > 0
    },
  }
}

const placesOf = ({ configs }: Store): Place[] =>
  configs.domains().flatMap((domain) => timedRulesOf(domain).map((rule) => ({ domain, rule })))

/** Fire one page of cases; where the next page begins, if there is one. */
const firePage = async (
  options: Options,
  { domain, rule }: Place,
  after: Cursor | undefined,
): Promise<Cursor | undefined> => {
  const { store, clock } = options
  const { scope } = domain
  const { page } = await store.load({
    page: query('searchCases', {
      scope,
      where: dueAt(domain, rule, clock.now()),
      sorts: [{ fieldId: rule.fieldId, order: 'Asc', by: 'number' }],
      limit: casesPerPage,
      nowMs: clock.now(),
      ...(after === undefined ? {} : { after }),
    }),
  })
  const caseIds = page.rows.map(({ id }) => id)
  const { marks } = await store.load({
    marks: query('timedMarks', { scope, ruleId: rule.id, caseIds }),
  })
  const marked = new Map(marks.map(({ caseId, valueMs }) => [caseId, valueMs]))
  const due = page.rows.filter((row) => marked.get(row.id) !== timeOf(row, rule))
  if (due.length > 0) await store.write(fired(options, { domain, rule }, due))
  return page.next
}

/**
 * Those in which a search would see what it has seen: the others are found again, if it is still
 * their time. What else there is of a case, the end of its history or how much it collects, a search
 * may give as it was before.
 */
const fired = (
  { clock, newId }: Options,
  { domain, rule }: Place,
  due: readonly CaseRow[],
): Write<ReturnType<typeof plan>, void> => {
  const { scope } = domain
  const caseIds = due.map(({ id }) => id)
  const found = new Map(due.map((row) => [row.id, seenOf(row)]))
  return {
    plan: () => plan(scope, rule, caseIds),
    decide: ({ cases, marks }, configs) => {
      const current = configs.domain(scope)?.rules.get(rule.id)
      if (current !== rule) return { answer: undefined, changes: [] }
      const marked = new Map(marks.map(({ caseId, valueMs }) => [caseId, valueMs]))
      const changes = cases.flatMap((row): Change[] => {
        const valueMs = timeOf(row, rule)
        const isSame = isDeepStrictEqual(found.get(row.id), seenOf(row))
        if (valueMs === undefined || !isSame || marked.get(row.id) === valueMs) return []
        const origin = { sequence: row.chain.sequence, cause: [] }
        return [
          {
            change: 'ruleFiring.put',
            row: newFiring({ now: clock.now(), newId }, rule, row, origin),
          },
          { change: 'timedMark.put', row: { scope, ruleId: rule.id, caseId: row.id, valueMs } },
        ]
      })
      return { answer: undefined, changes }
    },
  }
}

const seenOf = ({ values, tags, updatedAt, unmetSlas }: CaseRow) =>
  ({ values, tags, updatedAt, unmetSlas }) as const

const plan = (scope: DomainConfig['scope'], rule: TimedRule, caseIds: readonly string[]) => ({
  cases: query('casesByIds', { scope, caseIds }),
  marks: query('timedMarks', { scope, ruleId: rule.id, caseIds }),
})

/** When the next case's time comes, in domain time. */
const nextTime = async ({ store, clock }: Options): Promise<number | undefined> => {
  const times = await Promise.all(
    placesOf(store).map(async ({ domain, rule }) => {
      const { page } = await store.load({
        page: query('searchCases', {
          scope: domain.scope,
          where: dueAfter(domain, rule, clock.now()),
          sorts: [{ fieldId: rule.fieldId, order: 'Asc', by: 'number' }],
          limit: 1,
          nowMs: clock.now(),
        }),
      })
      const [row] = page.rows
      const at = row === undefined ? undefined : timeOf(row, rule)
      return at === undefined ? Number.POSITIVE_INFINITY : at + afterMs(rule)
    }),
  )
  const first = Math.min(Number.POSITIVE_INFINITY, ...times)
  return Number.isFinite(first) ? first : undefined
}
