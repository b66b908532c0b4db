// Makes segments of the changes of cases, behind the commits, and larger segments of smaller ones. On a thread of its
// own and a read-only connection: it only ever writes the search file.
import type { SearchDocument } from '../search/document.ts'
import { gatherDocuments, gatherSegments } from '../search/gather.ts'
import { nextMerge } from '../search/merge-plan.ts'
import { writeSegment } from '../search/write-segment.ts'
import { type Connection, statement } from './connection.ts'
import { changesAfter, type SearchChange } from './search-changes.ts'
import { documentsOn } from './search-documents.ts'
import type { NewSegment, WritableSearchFile } from './search-file.ts'
import { searchSegments } from './search-segments.ts'

export type Indexer = {
  /** One step, which takes a second at most; answers with whether there is another to take. */
  step(): boolean
  /** The last change that segments hold. */
  done(): number
}

/** A segment is merged by reading all of it once. */
const cacheBytes = 64 * 1024 * 1024

/** So many changes at a time become segments: their rows are in memory together. */
const changesMax = 16_384

/** Changes that segments do not hold are gone: what is made of the others would look whole, and is not. */
export class ChangesMissing extends Error {
  override readonly name = 'ChangesMissing'
  override readonly message = 'changes of cases are missing for the search file'
}

/** @param least so many changes make a segment; fewer are left to the searches themselves. */
export const indexerOn = (
  connection: Connection,
  file: WritableSearchFile,
  least: number,
): Indexer => {
  const { db } = connection
  const changes = changesAfter(connection)
  const documents = documentsOn(connection)
  const segments = searchSegments(file, cacheBytes)
  const living = statement<{ pk: number }>(db, 'select pk from domains where deleted = 0')

  const snapshot = () => {
    db.exec('begin')
    try {
      const fresh = changes(segments.state().done, changesMax)
      if (fresh.length < least) return undefined
      if (fresh[0]?.pk !== segments.state().done + 1) throw new ChangesMissing()
      const domains = new Set(living.all().map(({ pk }) => pk))
      return { fresh, domains, found: documents([...new Set(fresh.map(({ casePk }) => casePk))]) }
    } finally {
      db.exec('commit')
    }
  }
  const take = (): boolean => {
    const taken = snapshot()
    const last = taken?.fresh.at(-1)
    if (taken === undefined || last === undefined) return false
    const added = segmentsOf(
      taken.fresh.filter(({ domainPk }) => taken.domains.has(domainPk)),
      taken.found,
    )
    file.add(added, last.pk, last.nonce)
    const dead = segments.catalog().entries.filter(({ domainPk }) => !taken.domains.has(domainPk))
    if (dead.length > 0) file.remove(dead.map(({ id }) => id))
    return true
  }
  const merge = (): boolean => {
    const parts = nextMerge(segments.catalog())
    const [first] = parts
    if (first === undefined) return false
    const { domainPk } = first
    const oldest = segments.catalog().ofDomain(domainPk)[0] === first
    const sections = writeSegment(gatherSegments(parts, oldest))
    file.replace(
      parts.map(({ id }) => id),
      { domainPk, sections },
    )
    return true
  }
  return {
    step: () => {
      segments.follow()
      return take() || merge()
    },
    done: () => file.state().done,
  }
}

/** A segment of each domain. */
const segmentsOf = (
  changes: readonly SearchChange[],
  found: ReadonlyMap<number, SearchDocument>,
): NewSegment[] => {
  const byDomain = new Map<number, Set<number>>()
  for (const { domainPk, casePk } of changes) {
    const cases = byDomain.get(domainPk) ?? new Set<number>()
    byDomain.set(domainPk, cases.add(casePk))
  }
  return [...byDomain].map(([domainPk, cases]) => {
    const documents = [...cases].flatMap((pk) => found.get(pk) ?? [])
    const removed = [...cases].filter((pk) => !found.has(pk))
    return { domainPk, sections: writeSegment(gatherDocuments(documents, removed)) }
  })
}
