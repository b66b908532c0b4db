// Answers a search over the segments of a domain and the documents that are too new for them.
import type { Predicate } from '../../domain/predicate.ts'
import type { CaseSort, Cursor } from '../contract.ts'
import { countBits, intersect, reuseBits } from './bits.ts'
import type { Catalog, CatalogEntry } from './catalog.ts'
import type { SearchDocument } from './document.ts'
import { holds } from './holds.ts'
import { firstWhere } from './levels.ts'
import { matching } from './match.ts'
import {
  compareFound,
  cursorOf,
  type Found,
  firstOf,
  foundIn,
  inOrder,
  type Order,
  orderOf,
} from './order.ts'
import { asNumberField, type NumberField } from './segment.ts'

export type Search = {
  readonly domainPk: number
  readonly where: Predicate
  readonly sorts: readonly CaseSort[]
  readonly limit: number
  readonly after?: Cursor
}

export type Searched = {
  /** Keys of the page's cases, in order. */
  readonly pks: readonly number[]
  readonly totalCount: number
  readonly next?: Cursor
}

/** What is searched, all of one moment. */
export type Searchable = {
  /** Without the documents that `recent` has newer ones of. */
  readonly catalog: Catalog
  /** Of any domain. */
  recent(domainPk: number): Iterable<SearchDocument>
  /** `next_sla_breach_datetime` by key of the case; asked only by searches that need it. */
  breaches(domainPk: number): ReadonlyMap<number, number>
}

export const search = (searchable: Searchable, wanted: Search): Searched => {
  const { domainPk, limit } = wanted
  const where = simplified(wanted.where)
  const order = orderOf(wanted.sorts, limit + 1, wanted.after)
  const breaches = onceOnly(() => searchable.breaches(domainPk))
  const recent = ofRecent(searchable.recent(domainPk), where, order, breaches)
  let { totalCount, found } = recent
  const bySegment = breachesBySegment(searchable.catalog, breaches)
  const entries = searchable.catalog.ofDomain(domainPk)
  const each = entries.map((entry) => ({ ...entry, breaches: () => bySegment(entry) }))
  for (const of of inOrder(order, each)) {
    reuseBits()
    const bits = intersect(matching(of, where, of.live), of.live)
    const count = countBits(bits)
    totalCount += count
    if (count === 0 || isBeyond(order, found, of)) continue
    const last = found.length === order.most ? found.at(-1) : undefined
    const more = firstOf(order, of, bits, last)
    if (more.length > 0) found = best(order, [...found, ...more])
  }
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const pks = page.map(({ pk }) => pk)
  return found.length > limit && last !== undefined
    ? { pks, totalCount, next: cursorOf(order, last) }
    : { pks, totalCount }
}

const best = (order: Order, found: Found[]): Found[] =>
  found.sort((a, b) => compareFound(order, a, b)).slice(0, order.most)

/** Whether all of a segment is older than a page that is full. */
const isBeyond = ({ sorts, most }: Order, found: readonly Found[], entry: CatalogEntry): boolean =>
  sorts.length === 0 &&
  found.length === most &&
  (entry.segment.updated()[0] ?? 0) < Number(found.at(-1)?.keys[0])

const ofRecent = (
  documents: Iterable<SearchDocument>,
  where: Predicate,
  order: Order,
  breaches: () => ReadonlyMap<number, number>,
) => {
  const found: Found[] = []
  let totalCount = 0
  // The newest come last, and often first in order: the others then fall out at once.
  for (const document of [...documents].reverse()) {
    const breach = () => breaches().get(document.pk)
    if (!holds(document, where, breach)) continue
    totalCount += 1
    const each = foundIn(order, document, breach)
    if (order.after !== undefined && compareFound(order, order.after, each) >= 0) continue
    keepBest(order, found, each)
  }
  return { totalCount, found }
}

const keepBest = (order: Order, found: Found[], each: Found): void => {
  const last = found.at(-1)
  if (last !== undefined && found.length === order.most && compareFound(order, last, each) < 0) {
    return
  }
  const at = firstWhere(found.length, (index) => {
    return compareFound(order, found[index] ?? each, each) > 0
  })
  found.splice(at, 0, each)
  if (found.length > order.most) found.pop()
}

const breachesBySegment = (catalog: Catalog, breaches: () => ReadonlyMap<number, number>) => {
  const located = onceOnly(() => {
    const lists = new Map<CatalogEntry, [document: number, at: number][]>()
    for (const [pk, at] of breaches()) {
      const location = catalog.locate(pk)
      if (location === undefined) continue
      const list = lists.get(location.entry)
      if (list === undefined) lists.set(location.entry, [[location.document, at]])
      else list.push([location.document, at])
    }
    return lists
  })
  const fields = new Map<CatalogEntry, NumberField>()
  return (entry: CatalogEntry): NumberField => {
    const known = fields.get(entry)
    if (known !== undefined) return known
    const field = numberFieldFrom(located().get(entry) ?? [], entry.segment.count)
    fields.set(entry, field)
    return field
  }
}

const numberFieldFrom = (
  pairs: readonly (readonly [document: number, at: number])[],
  count: number,
): NumberField => {
  const values = Float64Array.from(new Set(pairs.map(([, at]) => at))).sort()
  const indexes = new Map([...values].map((value, index) => [value, index + 1]))
  const column = new Uint16Array(count)
  for (const [document, at] of pairs) column[document] = indexes.get(at) ?? 0
  return asNumberField(values, column)
}

/** Without groups of one and inside each other, of which operations make many. */
const simplified = (where: Predicate): Predicate => {
  if ('not' in where) return { not: simplified(where.not) }
  if (!('all' in where)) return where
  const all = where.all.map(simplified).flatMap((part) => ('all' in part ? part.all : [part]))
  const [only, ...others] = all
  return only !== undefined && others.length === 0 ? only : { all }
}

const onceOnly = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
