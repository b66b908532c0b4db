// The segments of the search file as a catalog that follows it.
import { type Catalog, catalogOf, type KeptSegment } from '../search/catalog.ts'
import { cacheOf } from '../search/sections.ts'
import { openSegment } from '../search/segment.ts'
import type { SearchFile, SearchState } from './search-file.ts'

export type SearchSegments = {
  /** Bring the catalog to what the file holds now; answers with whether anything was new. */
  follow(): boolean
  catalog(): Catalog
  state(): SearchState
}

/** @param cacheBytes how much of the segments is kept in memory. */
export const searchSegments = (file: SearchFile, cacheBytes: number): SearchSegments => {
  const cache = cacheOf(cacheBytes)
  let state: SearchState = { version: -1, done: 0, nonce: 0 }
  let known = new Map<number, KeptSegment>()
  let catalog = catalogOf([])
  const open = (id: number, domainPk: number): KeptSegment => ({
    id,
    domainPk,
    segment: openSegment(`${id}`, (name) => file.section(id, name), cache),
  })
  return {
    follow: () => {
      const now = file.state()
      if (now.version === state.version) return false
      const kept = file.segments().map(({ id, domainPk }) => known.get(id) ?? open(id, domainPk))
      known = new Map(kept.map((each) => [each.id, each]))
      catalog = catalogOf(kept, catalog)
      state = now
      return true
    },
    catalog: () => catalog,
    state: () => state,
  }
}
