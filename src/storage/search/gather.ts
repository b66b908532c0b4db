// What a segment will hold, gathered from documents or from segments that become one.
import { numberOf } from '../../domain/index-entries.ts'
import { type Bits, hasBit } from './bits.ts'
import { toBytes } from './byte-text.ts'
import type { SearchDocument } from './document.ts'
import type { Postings } from './postings.ts'
import type { Segment } from './segment.ts'

/** Documents by what they hold. Texts are as `byte-text.ts` has them. */
export type Gathered = {
  readonly pks: Uint32Array
  readonly removed: Uint32Array
  readonly updated: Float64Array
  readonly byId: Uint16Array
  readonly numbers: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>
  /** By field, then by `valueKey`. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>
  readonly words: ReadonlyMap<string, readonly number[]>
  readonly tags: ReadonlyMap<string, readonly number[]>
}

/** Sorts by the folded form, then by the exact one. No text holds a NUL. */
const valueKey = (folded: string, exact: string): string =>
  `${folded}\0${exact === folded ? '' : exact}`

/** Folded and exact form of a key; the exact one is empty where it is the same. */
export const valueOfKey = (key: string): readonly [folded: string, exact: string] => {
  const end = key.indexOf('\0')
  return [key.slice(0, end), key.slice(end + 1)]
}

/** A tag is found by its key, by its value and by both. */
export const tagTexts = {
  key: (key: string): string => `k${key}`,
  value: (value: string): string => `v${value}`,
  both: (key: string, value: string): string => `b${key.length} ${key}${value}`,
}

/** @param removed keys of cases that are gone. */
export const gatherDocuments = (
  documents: readonly SearchDocument[],
  removed: readonly number[],
): Gathered => {
  const ordered = [...documents].sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1))
  const into = gathering()
  for (const [at, { values, words, tags }] of ordered.entries()) {
    for (const { fieldId, value, folded = '' } of values.values()) {
      if (value.kind === 'text') {
        add(into.textsOf(fieldId), valueKey(toBytes(folded), toBytes(value.text)), at)
      } else {
        add(into.numbersOf(fieldId), numberOf(value) ?? 0, at)
      }
    }
    for (const word of words) add(into.words, word, at)
    for (const [key, value] of Object.entries(tags)) {
      add(into.tags, toBytes(tagTexts.key(key)), at)
      add(into.tags, toBytes(tagTexts.value(value)), at)
      add(into.tags, toBytes(tagTexts.both(key, value)), at)
    }
  }
  return {
    ...into,
    pks: Uint32Array.from(ordered, ({ pk }) => pk),
    removed: Uint32Array.from(removed),
    updated: Float64Array.from(ordered, ({ updatedAt }) => updatedAt),
    byId: orderOf(ordered.map(({ id }) => id)),
  }
}

export type LiveSegment = { readonly segment: Segment; readonly live: Bits }

/**
 * What lives in segments. What they removed stays removed, unless they are the oldest ones there are.
 */
export const gatherSegments = (parts: readonly LiveSegment[], oldest: boolean): Gathered => {
  const all = parts.flatMap(({ segment, live }, part) => {
    const updated = segment.updated()
    const pks = segment.pks()
    return Array.from({ length: segment.count }, (_, document) => document)
      .filter((document) => hasBit(live, document))
      .map((document) => ({
        part,
        document,
        pk: pks[document] ?? 0,
        updatedAt: updated[document] ?? 0,
        id: segment.idOf(document),
      }))
  })
  all.sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1))
  const places = parts.map(({ segment }) => new Int32Array(segment.count).fill(-1))
  for (const [at, { part, document }] of all.entries()) {
    const of = places[part]
    if (of !== undefined) of[document] = at
  }
  const into = gathering()
  for (const [part, { segment }] of parts.entries()) {
    gatherSegment(into, segment, places[part] ?? new Int32Array(0))
  }
  const pks = Uint32Array.from(all, ({ pk }) => pk)
  return {
    ...into,
    pks,
    removed: oldest ? new Uint32Array(0) : removedBy(parts, new Set(pks)),
    updated: Float64Array.from(all, ({ updatedAt }) => updatedAt),
    byId: orderOf(all.map(({ id }) => id)),
  }
}

/** Keys that still older segments may hold documents of, other than those that have one here. */
const removedBy = (parts: readonly LiveSegment[], kept: ReadonlySet<number>): Uint32Array => {
  const removed = new Set(parts.flatMap(({ segment }) => [...segment.removed()]))
  return Uint32Array.from([...removed].filter((pk) => !kept.has(pk)))
}

type Gathering = ReturnType<typeof gathering>

const gathering = () => {
  const numbers = new Map<string, Map<number, number[]>>()
  const texts = new Map<string, Map<string, number[]>>()
  return {
    numbers,
    texts,
    numbersOf: (fieldId: string) => ofField(numbers, fieldId),
    textsOf: (fieldId: string) => ofField(texts, fieldId),
    words: new Map<string, number[]>(),
    tags: new Map<string, number[]>(),
  }
}

const ofField = <Key>(
  fields: Map<string, Map<Key, number[]>>,
  fieldId: string,
): Map<Key, number[]> => {
  const known = fields.get(fieldId)
  if (known !== undefined) return known
  const fresh = new Map<Key, number[]>()
  fields.set(fieldId, fresh)
  return fresh
}

const add = <Key>(lists: Map<Key, number[]>, key: Key, document: number): void => {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [document])
  else list.push(document)
}

/** @param places by document of the segment: its new number, -1 if it goes. */
const gatherSegment = (into: Gathering, segment: Segment, places: Int32Array): void => {
  for (const [fieldId, kind] of Object.entries(segment.fields)) {
    if (kind === 'number') {
      const field = segment.numberField(fieldId)
      for (const [document, at] of (field?.column ?? []).entries()) {
        const place = places[document] ?? -1
        if (at === 0 || place < 0) continue
        add(into.numbersOf(fieldId), field?.values[at - 1] ?? 0, place)
      }
      continue
    }
    const field = segment.textField(fieldId)
    if (field === undefined) continue
    gatherPostings(into.textsOf(fieldId), field.values, places, (folded, index) => {
      return `${folded}\0${field.exactAt(index)}`
    })
  }
  gatherPostings(into.words, segment.words(), places, (text) => text)
  gatherPostings(into.tags, segment.tags(), places, (text) => text)
}

const gatherPostings = (
  into: Map<string, number[]>,
  postings: Postings,
  places: Int32Array,
  keyOf: (text: string, index: number) => string,
): void => {
  for (let index = 0; index < postings.count; index += 1) {
    let list: number[] | undefined
    postings.documentsOf(index, (document) => {
      const place = places[document] ?? -1
      if (place < 0) return
      if (list === undefined) {
        const key = keyOf(postings.at(index), index)
        list = into.get(key)
        if (list === undefined) {
          list = []
          into.set(key, list)
        }
      }
      list.push(place)
    })
  }
}

const orderOf = (ids: readonly string[]): Uint16Array =>
  Uint16Array.from(ids.keys()).sort((a, b) => ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1))
