// Changes gathered, and written as few statements with many rows. Within a batch the statements have an order of
// their own (what is made comes before what belongs to it, what goes is last), so a change that touches what the
// batch has already touched waits for the next one.
import assert from 'node:assert/strict'
import type { DomainConfig, DomainScope } from '../../domain/domain-config.ts'
import type { CaseRow } from '../../domain/rows.ts'
import type { ConfigChange } from '../config-kinds.ts'
import type { Change } from '../contract.ts'
import { putTokens, type TokenPut } from './account.ts'
import { indexCases } from './case-index.ts'
import { forgetHistories, removeCases } from './case-removal.ts'
import { changesContent, insertCases, updateCases } from './cases.ts'
import type { Snapshot } from './configs.ts'
import { deleteResources, putInstances, putResources } from './connect.ts'
import { putContacts } from './contacts.ts'
import { StaleVersion } from './failures.ts'
import { deleteAbandoned, deleteFiles, putConfigurations, putFiles } from './files.ts'
import { written } from './footprint.ts'
import { appendAudit } from './journal.ts'
import type { FollowingChange } from './outgoing.ts'
import { moveReferenceNumbers } from './reference-numbers.ts'
import { changeItems } from './related-items.ts'
import { rowStatement } from './rows-in.ts'
import { deleteFirings, putFirings, putMarks } from './rule-firings.ts'
import { noteChanges } from './search-changes.ts'
import { mustWrite, type Session } from './session.ts'
import { deleteUnlinkings, putUnlinkings } from './unlinkings.ts'

/** A change of rows; the others are few, and made at once. */
export type RowChange = Exclude<
  Change,
  | ConfigChange
  | FollowingChange
  | { change: 'accessKey.put' | 'accessKey.delete' | 'outbox.append' | 'outgoing.restore' }
>

export type Batch = {
  /** Gather a change; what must be written before it is written first. */
  add(change: RowChange): Promise<void>
  /** Write what was gathered. */
  flush(): Promise<void>
}

export type BatchOptions = {
  readonly session: Session
  /** As it is now, with what this transaction has changed. */
  snapshot(): Snapshot
  /** When a key of a kept answer was found free, if it was asked for. */
  askedAt(key: string): number | undefined
}

export const createBatch = (options: BatchOptions): Batch => {
  let gathered: RowChange[] = []
  let keys = new Set<string>()
  let deleted = new Set<string>()
  let needed = new Set<string>()
  const flush = async (): Promise<void> => {
    const changes = gathered
    gathered = []
    keys = new Set()
    deleted = new Set()
    needed = new Set()
    if (changes.length > 0) await write(options, changes)
  }
  const mustWait = (change: RowChange): boolean => {
    const caseId = caseNeeded(change)
    if (caseId !== undefined && deleted.has(caseId)) return true
    if (change.change === 'case.delete' && needed.has(change.row.id)) return true
    return written(change).some((key) => keys.has(key))
  }
  return {
    add: async (change) => {
      assert(known.has(change.change), `${change.change} is not known to the store in PostgreSQL`)
      if (mustWait(change)) await flush()
      gathered.push(change)
      for (const key of written(change)) keys.add(key)
      const caseId = caseNeeded(change)
      if (caseId !== undefined) needed.add(caseId)
      if (change.change === 'case.delete') deleted.add(change.row.id)
    },
    flush,
  }
}

const known: ReadonlySet<RowChange['change']> = new Set([
  'case.insert',
  'case.update',
  'case.delete',
  'relatedItem.insert',
  'relatedItem.update',
  'relatedItem.delete',
  'unlinking.put',
  'unlinking.delete',
  'ruleFiring.put',
  'ruleFiring.delete',
  'timedMark.put',
  'audit.append',
  'token.put',
  'contact.put',
  'file.put',
  'file.delete',
  'abandonedFile.delete',
  'attachedFilesConfiguration.put',
  'connectInstance.put',
  'connectResource.put',
  'connectResource.delete',
])

/** The case that must be there for a change to be made. */
const caseNeeded = (change: RowChange): string | undefined => {
  switch (change.change) {
    case 'relatedItem.insert':
    case 'audit.append':
    case 'file.put':
    case 'timedMark.put':
      return change.row.caseId
    default:
      return undefined
  }
}

/** All statements are sent, in this order, before any is awaited. */
const write = async (options: BatchOptions, changes: readonly RowChange[]): Promise<void> => {
  const { session } = options
  const rows = sorted(options, changes)
  await allOrFirst([
    forgetHistories(session, rows.insertedIds),
    insertCases(session, rows.inserted),
    updateCases(session, rows.updated),
    moveReferenceNumbers(session, [...rows.removed, ...rows.content, ...rows.inserted]),
    indexCases(session, [...rows.inserted, ...rows.content]),
    noteChanges(session, [...rows.inserted, ...rows.updated, ...rows.removed]),
    mustExist(session, rows.needed),
    changeItems(session, rows.items),
    putUnlinkings(session, rows.unlinkings),
    deleteUnlinkings(session, rows.unlinked),
    deleteFirings(session, rows.doneFirings),
    putFirings(session, rows.firings),
    putMarks(session, rows.marks),
    appendAudit(session, rows.events),
    putTokens(session, rows.tokens),
    putContacts(session, rows.contacts),
    deleteFiles(session, rows.deletedFiles),
    putFiles(session, rows.files),
    deleteAbandoned(session, rows.abandoned),
    putConfigurations(session, rows.configurations),
    putInstances(session, rows.instances),
    deleteResources(session, rows.deletedResources),
    putResources(session, rows.resources),
    removeCases(session, rows.deleted),
  ])
}

/** What was not as a decision had seen it explains whatever else failed; else the first failure does. */
const allOrFirst = async (writes: readonly Promise<unknown>[]): Promise<void> => {
  const ends = await Promise.allSettled(writes)
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  if (failures.length === 0) return
  throw failures.find((error) => error instanceof StaleVersion) ?? failures[0]
}

/** The changes by what is done with them, each with the number of its domain. */
const sorted = ({ snapshot, askedAt }: BatchOptions, changes: readonly RowChange[]) => {
  const of = places(snapshot())
  const kinds = Map.groupBy(changes, ({ change }) => change)
  // Pairs a kind with the changes of it, which the grouping has already done.
  const all = <N extends RowChange['change']>(kind: N) =>
    (kinds.get(kind) ?? []) as Extract<RowChange, { change: N }>[]
  const placed = <Row extends { readonly scope: DomainScope }>(list: readonly { row: Row }[]) =>
    list.map(({ row }) => ({ row, ...of(row.scope) }))
  const inserted = placed(all('case.insert')).map((each) => ({ ...each, after: each.row }))
  const updated = all('case.update').map((change) => ({ ...change, ...of(change.after.scope) }))
  const deleted = placed(all('case.delete'))
  const events = all('audit.append').map(({ row }) => row)
  return {
    inserted,
    insertedIds: inserted.map(({ row }) => row.id),
    updated,
    content: updated.filter(changesContent),
    deleted,
    removed: deleted.map(({ row, domain }) => ({ before: row, domain })),
    items: itemChanges(of, changes),
    needed: neededPlaces(of, changes, inserted),
    unlinkings: placed(all('unlinking.put')),
    firings: placed(all('ruleFiring.put')),
    doneFirings: all('ruleFiring.delete').map(({ row }) => row),
    marks: placed(all('timedMark.put')),
    unlinked: all('unlinking.delete').map(({ row }) => row.caseId),
    events,
    tokens: all('token.put').map(({ row }): TokenPut => {
      const at = askedAt(row.key)
      return at === undefined ? { row } : { row, askedAt: at }
    }),
    contacts: all('contact.put').map(({ row }) => row),
    files: placed(all('file.put')),
    deletedFiles: all('file.delete').map(({ row }) => row),
    abandoned: all('abandonedFile.delete').map(({ row }) => row),
    configurations: all('attachedFilesConfiguration.put').map(({ row }) => row),
    instances: all('connectInstance.put').map(({ row }) => row),
    resources: all('connectResource.put').map(({ row }) => row),
    deletedResources: all('connectResource.delete').map(({ row }) => row),
  }
}

type Places = (scope: DomainScope) => { readonly domain: number; readonly config: DomainConfig }

const places =
  (snapshot: Snapshot): Places =>
  (scope) => {
    const domain = snapshot.domains.get(scope)
    if (domain === undefined) throw new StaleVersion(`domain ${scope}`)
    return { domain: domain.pk, config: domain.config }
  }

const itemChanges = (of: Places, changes: readonly RowChange[]) =>
  changes.flatMap((change) => {
    switch (change.change) {
      case 'relatedItem.insert':
        return { after: change.row, ...of(change.row.scope) }
      case 'relatedItem.update':
        return { before: change.before, after: change.after, ...of(change.after.scope) }
      case 'relatedItem.delete':
        return { before: change.row, ...of(change.row.scope) }
      default:
        return []
    }
  })

type Place = { readonly case_id: string; readonly domain: number }

/** The cases that are given an item or an event and are not made here. */
const neededPlaces = (
  of: Places,
  changes: readonly RowChange[],
  inserted: readonly { readonly row: CaseRow; readonly domain: number }[],
): readonly Place[] => {
  const made = new Set(inserted.map(({ row, domain }) => `${domain} ${row.id}`))
  const wanted = new Map<string, Place>()
  for (const change of changes) {
    if (change.change !== 'relatedItem.insert' && change.change !== 'audit.append') continue
    const { scope, caseId } = change.row
    const { domain } = of(scope)
    const key = `${domain} ${caseId}`
    if (!made.has(key)) wanted.set(key, { case_id: caseId, domain })
  }
  return [...wanted.values()]
}

/** Fails if one of them is not there, or is another domain's. */
const mustExist = (session: Session, places: readonly Place[]): Promise<void> =>
  mustWrite(places.length, 'cases that are there', existing.run(session, places))

const existing = rowStatement(
  'cases_there',
  { table: 'cases', columns: { case_id: 'uuid', domain: 'integer' } },
  (rows, key) => `select 1 from ${rows}
    join cases as c on c.case_id = ${key} and c.domain = v.domain`,
)
