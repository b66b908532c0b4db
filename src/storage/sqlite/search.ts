// SearchCases on SQLite: over the segments of the search file and, for changes that are in none yet, over documents
// in memory, which are brought up to date before each search. So a search sees every write answered before it.
import { nextBreach } from '../../domain/sla.ts'
import type { Queries } from '../contract.ts'
import type { SearchDocument } from '../search/document.ts'
import { type Searchable, search } from '../search/engine.ts'
import { type CaseRecord, caseColumns, toCaseRow } from './cases.ts'
import { type Connection, statement, tupleStatement } from './connection.ts'
import { changesAfter, continues } from './search-changes.ts'
import { documentsOn } from './search-documents.ts'
import { readSearchFile, searchFileBeside } from './search-file.ts'
import { searchSegments } from './search-segments.ts'

type SearchCases = (takes: Queries['searchCases']['takes']) => Queries['searchCases']['gives']

export type CaseSearch = {
  /** Begin a transaction on the connection in which searches see all that it sees. */
  begin(): void
  end(): void
  readonly searchCases: SearchCases
  close(): void
}

/** Half a gigabyte holds what is asked of a million cases. */
const cacheBytes = 512 * 1024 * 1024

/** @param database the file that the connection is to. */
export const caseSearch = (connection: Connection, database: string): CaseSearch => {
  const { db, domainPk } = connection
  const file = readSearchFile(searchFileBeside(database))
  const segments = searchSegments(file, cacheBytes)
  const recent = recentOn(connection)
  const breaches = breachesOn(connection)
  const rowsOf = tupleStatement<readonly [pk: number, ...CaseRecord]>(
    db,
    `select c.pk, ${caseColumns} from cases as c where c.pk in (select value from json_each(?))`,
  )
  let began = false
  // What the segments of this moment change has not been taken in yet.
  let isNew = false
  const attempt = (): boolean => {
    file.begin()
    isNew = segments.follow() || isNew
    // Later than that of the segments: what they hold, this has too.
    if (!db.isTransaction) {
      db.exec('begin')
      began = true
    }
    const { state, catalog } = segments
    if (isNew && !continues(connection, state())) return false
    if (isNew) recent.forget(state().done)
    const isWhole = recent.follow((pk) => catalog().retire(pk), isNew)
    if (isWhole) isNew = false
    return isWhole
  }
  const end = (): void => {
    if (began) db.exec('commit')
    began = false
    file.end()
  }
  return {
    begin: () => {
      for (let tries = 1; ; tries += 1) {
        try {
          if (attempt()) return
        } catch (error) {
          end()
          throw error
        }
        // Between the two beginnings segments took over changes, and these were cleared away; or it is another
        // database's file, which no try makes any better.
        end()
        if (tries === triesMax) throw new Error('changes are missing for searches')
      }
    },
    end,
    searchCases: (takes) => {
      const { scope, where, sorts, limit, after, nowMs } = takes
      const searchable: Searchable = {
        catalog: segments.catalog(),
        recent: recent.ofDomain,
        breaches: (pk) => breaches(pk, nowMs),
      }
      const more = after === undefined ? {} : { after }
      const wanted = { domainPk: domainPk(scope), where, sorts, limit, ...more }
      const { pks, totalCount, next } = search(searchable, wanted)
      const records = rowsOf.all(JSON.stringify(pks))
      const found = new Map(records.map(([pk, ...record]) => [pk, toCaseRow(scope, record)]))
      const rows = pks.flatMap((pk) => found.get(pk) ?? [])
      return next === undefined ? { rows, totalCount } : { rows, totalCount, next }
    },
    close: () => file.close(),
  }
}

const triesMax = 5

/** Searches in a transaction that changes things: each begins from nothing, as what it saw may be undone. */
export const searchWithin =
  (connection: Connection, database: string): SearchCases =>
  (takes) => {
    const cases = caseSearch(connection, database)
    try {
      cases.begin()
      try {
        return cases.searchCases(takes)
      } finally {
        cases.end()
      }
    } finally {
      cases.close()
    }
  }

type Change = { readonly pk: number; readonly domainPk: number; readonly document?: SearchDocument }

/** Documents of changes that no segment holds. */
const recentOn = (connection: Connection) => {
  const changes = changesAfter(connection)
  const documents = documentsOn(connection)
  // By key of the case: its last change.
  const byCase = new Map<number, Change>()
  const byDomain = new Map<number, Map<number, SearchDocument>>()
  let seen = 0
  const put = (casePk: number, change: Change): void => {
    const { domainPk, document } = change
    byCase.set(casePk, change)
    const ofDomain = byDomain.get(domainPk) ?? new Map<number, SearchDocument>()
    byDomain.set(domainPk, ofDomain)
    if (document === undefined) ofDomain.delete(casePk)
    else ofDomain.set(casePk, document)
  }
  return {
    ofDomain: (domainPk: number): Iterable<SearchDocument> =>
      byDomain.get(domainPk)?.values() ?? [],
    /** Segments have all changes up to this. */
    forget: (done: number): void => {
      seen = Math.max(seen, done)
      for (const [casePk, { pk, domainPk }] of byCase) {
        if (pk > done) continue
        byCase.delete(casePk)
        byDomain.get(domainPk)?.delete(casePk)
      }
    },
    /**
     * Take in what has changed. `retire` is told each case whose documents in segments are old.
     * @param again whether the segments are new ones. Answers with whether no change is missing.
     */
    follow: (retire: (casePk: number) => void, again: boolean): boolean => {
      if (again) for (const casePk of byCase.keys()) retire(casePk)
      const fresh = changes(seen, Number.MAX_SAFE_INTEGER)
      const [first] = fresh
      if (first !== undefined && first.pk !== seen + 1) return false
      const last = new Map(fresh.map((change) => [change.casePk, change]))
      const found = documents([...last.keys()])
      for (const [casePk, { pk, domainPk }] of last) {
        retire(casePk)
        const document = found.get(casePk)
        put(casePk, document === undefined ? { pk, domainPk } : { pk, domainPk, document })
      }
      seen = fresh.at(-1)?.pk ?? seen
      return true
    },
  }
}

/** The earliest target ahead of each case that has one. */
const breachesOn = ({ db }: Connection) => {
  const select = statement<{ pk: number; unmet: string }>(
    db,
    `select pk, unmet_slas as unmet from cases where domain_pk = ? and unmet_slas <> '[]'`,
  )
  return (domainPk: number, nowMs: number): ReadonlyMap<number, number> => {
    const breaches = new Map<number, number>()
    for (const { pk, unmet } of select.iterate(domainPk)) {
      const at = nextBreach(JSON.parse(unmet), nowMs)
      if (at !== undefined) breaches.set(pk, at)
    }
    return breaches
  }
}
