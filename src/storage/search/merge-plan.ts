// Which segments should become one. New ones are small; eight of a size make one of the next, so that each
// document is written three times until it is in a full segment. Full ones that have lost many documents join
// their neighbours.
import { type Catalog, type CatalogEntry, liveCount } from './catalog.ts'
import { documentsMax } from './segment.ts'

/** So many of a size are one of the next size. */
const growth = 8

const sizes = [8192, documentsMax * 0.75]

/** Segments of one domain that follow each other, to be merged; none if all is well. */
export const nextMerge = (catalog: Catalog): readonly CatalogEntry[] => {
  const domains = new Set(catalog.entries.map(({ domainPk }) => domainPk))
  for (const domainPk of domains) {
    const entries = catalog.ofDomain(domainPk)
    const live = entries.map(liveCount)
    const [from, count] = newest(live) ?? thinned(entries, live) ?? [0, 0]
    if (count > 0) return entries.slice(from, from + count)
  }
  return []
}

type Run = readonly [from: number, count: number]

const sizeOf = (count: number): number => sizes.filter((size) => count >= size).length

/** The newest ones that are of a size, or smaller, if there are enough of them. */
const newest = (live: readonly number[]): Run | undefined => {
  for (let size = 0; size < sizes.length; size += 1) {
    let from = live.length
    let sum = 0
    let ofSize = 0
    for (; from > 0; from -= 1) {
      const count = live[from - 1] ?? 0
      if (sizeOf(count) > size || sum + count > documentsMax) break
      sum += count
      if (sizeOf(count) === size) ofSize += 1
    }
    const { length } = live
    if (ofSize >= growth || (length - from > 1 && sizeOf(sum) === sizes.length)) {
      return [from, length - from]
    }
  }
  return undefined
}

/** Two neighbours, older than the last full one, whose rest together is one full one. */
const thinned = (entries: readonly CatalogEntry[], live: readonly number[]): Run | undefined => {
  const last = entries.findLastIndex(({ segment }) => sizeOf(segment.count) === sizes.length)
  const at = live.findIndex((count, index) => {
    return index < last && count + (live[index + 1] ?? 0) <= documentsMax * 0.75
  })
  return at < 0 ? undefined : [at, 2]
}
