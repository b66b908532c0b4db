// Brings the store of a copy to what cases are now: what is looked through in it is cases and the
// types of their fields.
import type { DomainConfig } from '../../domain/domain-config.ts'
import type { CaseRow } from '../../domain/rows.ts'
import { type Change, type Plan, query, type Store } from '../contract.ts'
import type { Snapshot } from './configs.ts'
import { type Followable, type Followed, firstUnseen } from './search-changes.ts'

/** The copy itself is in the way, not the database. */
export class CopyFailed extends Error {
  override readonly name = 'CopyFailed'
}

/** Make the copy's cases what they are now, and note how far it has followed, all or nothing. */
export const takeIn = async (
  store: Store,
  snapshot: Snapshot,
  cases: readonly Followable[],
  followed?: Followed,
): Promise<void> => {
  const rows = rowsIn(snapshot, cases)
  try {
    await store.write({
      plan: () => oldRows(rows),
      decide: (old: Readonly<Record<string, readonly CaseRow[]>>, { domains }) => ({
        answer: undefined,
        changes: [
          ...domainChanges(domains(), snapshot),
          ...caseChanges(new Map(Object.values(old).flatMap(byId)), rows),
          ...(followed === undefined ? [] : [placeOf(followed)]),
        ],
      }),
    })
  } catch (cause) {
    throw new CopyFailed('The copy for searches cannot be written.', { cause })
  }
}

type Changed = { readonly domain: DomainConfig; readonly id: string; readonly row?: CaseRow }

/** Without those of domains that are gone: these go as a whole. */
const rowsIn = ({ domains }: Snapshot, cases: readonly Followable[]): Changed[] => {
  const configs = new Map([...domains.values()].map(({ pk, config }) => [pk, config]))
  return cases.flatMap(({ domain: pk, caseId: id, rowIn }) => {
    const domain = configs.get(pk)
    if (domain === undefined) return []
    const row = rowIn(domain.scope)
    return [row === undefined ? { domain, id } : { domain, id, row }]
  })
}

const oldRows = (rows: readonly Changed[]): Plan =>
  Object.fromEntries(
    [...Map.groupBy(rows, ({ domain }) => domain.scope)].map(([scope, changed]) => [
      scope,
      query('casesByIds', { scope, caseIds: changed.map(({ id }) => id) }),
    ]),
  )

const byId = (rows: readonly CaseRow[]) => rows.map((row) => [row.id, row] as const)

/** What goes comes first: another may have its reference number now. */
const caseChanges = (old: ReadonlyMap<string, CaseRow>, rows: readonly Changed[]): Change[] => {
  const gone: Change[] = []
  const there: Change[] = []
  for (const { id, row } of rows) {
    const before = old.get(id)
    if (row === undefined && before !== undefined) gone.push({ change: 'case.delete', row: before })
    else if (row !== undefined && before === undefined) there.push({ change: 'case.insert', row })
    else if (row !== undefined && before !== undefined) {
      there.push({ change: 'case.update', before, after: row })
    }
  }
  return [...gone, ...there]
}

/** Searches look at the types of fields and at nothing else of what is configured. */
const domainChanges = (known: readonly DomainConfig[], { configs }: Snapshot): Change[] => {
  const gone = known.filter(({ id }) => configs.domain(id) === undefined)
  const local = new Map(known.map((domain) => [domain.id, domain]))
  return [
    ...gone.map(({ scope }): Change => ({ change: 'domain.delete', scope })),
    ...configs.domains().flatMap((domain): Change[] => {
      const own = local.get(domain.id)
      if (own === undefined) return [{ change: 'domain.put', domain: { ...domain, ...nothing } }]
      if (own.fields.size === domain.fields.size) return []
      return [...domain.fields.values()]
        .filter(({ id }) => !own.fields.has(id))
        .map((field) => ({ change: 'field.put', scope: domain.scope, field }))
    }),
  ]
}

const nothing = {
  layouts: new Map(),
  templates: new Map(),
  caseRules: new Map(),
  rules: new Map(),
} as const

// The copy has no outgoing events: who follows them is the copy itself.
const placeOf = (followed: Followed): Change => placed(followed.history, firstUnseen(followed))

const placed = (name: string, position: number): Change => ({
  change: 'consumer.put',
  row: { name, position, epoch: 0, active: false, keepMs: 0 },
})

/** From now on the copy is of no database, until it is noted that it is: whatever comes in between. */
export const forgetPlaces = async (store: Store): Promise<void> => {
  try {
    await store.write({
      plan: () => ({ consumers: query('consumers', {}) }),
      decide: ({ consumers }) => ({
        answer: undefined,
        changes: consumers.map(({ name }) => placed(name, 0)),
      }),
    })
  } catch (cause) {
    throw new CopyFailed('The copy for searches cannot be written.', { cause })
  }
}

/** Where the copy is, if it is one of this very database. */
export const lastFollowed = async (
  store: Store,
  { history }: Followed,
): Promise<Followed | undefined> => {
  const { consumers } = await store.load({ consumers: query('consumers', {}) })
  const place = consumers.find(({ name }) => name === history)
  // What was running then is taken in once more.
  return place === undefined || place.position === 0
    ? undefined
    : { history, next: place.position, running: [] }
}
