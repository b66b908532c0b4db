// A segment: up to 65,535 documents of one domain that never change, newest update first, equal times in order of
// their ids. What it holds of them is read when it is asked for.
import type { Bits } from './bits.ts'
import { fromBytes } from './byte-text.ts'
import { type Postings, postingsIn, type Texts, textsIn } from './postings.ts'
import { type Cache, type ReadSection, type Views, viewsOf } from './sections.ts'

/** Documents are numbered in 16 bits, and a column needs one more number for `none`. */
export const documentsMax = 65_535

/** The distinct values of a field that compares by number, ascending. */
export type NumberField = {
  readonly values: Float64Array
  /** By document: index of its value, plus one; 0 for none. */
  readonly column: Uint16Array
  /** Whether every document has a value. */
  readonly isWhole: boolean
}

export const asNumberField = (values: Float64Array, column: Uint16Array): NumberField => ({
  values,
  column,
  isWhole: !column.includes(0),
})

/** The distinct values of a field that compares as text, in order of their folded, then of their exact form. */
export type TextField = {
  /** The folded forms, and the documents that have each value. */
  readonly values: Postings
  /** The exact forms where they differ, else empty. */
  exactAt(index: number): string
  /** By document: index of its value, plus one; 0 for none. */
  readonly column: Uint16Array
  /** By index of a value: values whose sorted parts are alike have the same rank. Undefined if all differ. */
  readonly ranks: Uint16Array | undefined
  /** By document: rank of its value, plus one; 0 for none. */
  readonly ranked: Uint16Array
  /** The words and other characters of the folded forms; undefined where the values are so few that all are looked at. */
  readonly tokens: Postings | undefined
  /** Where there are tokens: what stands between words, each with the character before it and the one behind. */
  readonly joints: Postings | undefined
  /** Which documents hold a text, made when it is first asked for; a segment never changes, so it stays true. */
  holding(folded: string, make: () => Bits): Bits
}

export type FieldKind = 'number' | 'text'

/** What a segment says of itself. */
export type About = {
  readonly count: number
  readonly fields: Readonly<Record<string, FieldKind>>
  /** Names of the sections that not every segment has. */
  readonly more: readonly string[]
}

export type Segment = {
  readonly count: number
  readonly fields: Readonly<Record<string, FieldKind>>
  /** Keys by document. */
  pks(): Uint32Array
  /** Keys whose older documents are none any more, without a newer one here. */
  removed(): Uint32Array
  updated(): Float64Array
  /** Documents in order of their ids. */
  byId(): Uint16Array
  /** By document: its place in that order, from 1 on. */
  idRanks(): Uint16Array
  idOf(document: number): string
  numberField(fieldId: string): NumberField | undefined
  textField(fieldId: string): TextField | undefined
  words(): Postings
  tags(): Postings
}

/** @param key tells this segment's things from those of others in the cache. */
export const openSegment = (key: string, read: ReadSection, cache: Cache): Segment => {
  const about = JSON.parse(Buffer.from(read('about') ?? []).toString()) as About
  const { count, fields } = about
  const has = new Set(about.more)
  const cached = <Made>(name: string, make: (views: Views) => Made): Made =>
    cache.get(`${key}/${name}`, () => {
      const views = viewsOf(read, count)
      const made = make(views)
      return { made, size: views.size }
    })
  const textField = (fieldId: string): TextField | undefined =>
    fields[fieldId] === 'text'
      ? cached(fieldId, (views) => textFieldIn(views, fieldId, has, cached))
      : undefined
  const segment: Segment = {
    count,
    fields,
    pks: () => cached('pks', (views) => views.u32('pks')),
    removed: () => cached('removed', (views) => views.u32('removed')),
    updated: () => cached('updated', (views) => views.f64('updated')),
    byId: () => cached('by-id', (views) => views.u16('by-id')),
    idRanks: () => cached('id-ranks', (views) => inverted(views.u16('by-id'))),
    idOf: (document) => {
      const field = textField('case_id')
      const index = (field?.column[document] ?? 0) - 1
      const exact = field?.exactAt(index) ?? ''
      return fromBytes(exact === '' ? (field?.values.at(index) ?? '') : exact)
    },
    numberField: (fieldId) =>
      fields[fieldId] === 'number'
        ? cached(fieldId, (views) => {
            const values = views.f64(`${fieldId}.values`)
            return asNumberField(values, views.column(`${fieldId}.column`))
          })
        : undefined,
    textField,
    words: () => cached('words', (views) => postingsIn(views, 'words')),
    tags: () => cached('tags', (views) => postingsIn(views, 'tags')),
  }
  return segment
}

type Cached = <Made>(name: string, make: (views: Views) => Made) => Made

const textFieldIn = (
  views: Views,
  fieldId: string,
  has: ReadonlySet<string>,
  cached: Cached,
): TextField => {
  const exact = `${fieldId}.exact`
  const tokens = `${fieldId}.tokens`
  // Larger than the rest and asked for less often: each comes, and goes, by itself.
  const exactTexts = (): Texts => cached(exact, (more) => textsIn(more, exact))
  const tokenPostings = (): Postings => cached(tokens, (more) => postingsIn(more, tokens))
  const joints = `${fieldId}.joints`
  const jointPostings = (): Postings => cached(joints, (more) => postingsIn(more, joints))
  const ranks = `${fieldId}.ranks`
  const column = views.column(`${fieldId}.column`)
  const ranked = (more: Views): Uint16Array =>
    ranksOf(more.column(`${fieldId}.column`), more.u16(ranks))
  return {
    values: postingsIn(views, `${fieldId}.values`),
    exactAt: (index) => (has.has(exact) ? exactTexts().at(index) : ''),
    column,
    ranks: has.has(ranks) ? views.u16(ranks) : undefined,
    get ranked() {
      return has.has(ranks) ? cached(`${fieldId}.ranked`, ranked) : column
    },
    holding: (folded, make) =>
      cached(`${fieldId}.holding.${folded}`, (more) => more.made(make().slice())),
    get tokens() {
      return has.has(tokens) ? tokenPostings() : undefined
    },
    get joints() {
      return has.has(tokens) ? jointPostings() : undefined
    },
  }
}

const inverted = (order: Uint16Array): Uint16Array => {
  const places = new Uint16Array(order.length)
  for (let place = 0; place < order.length; place += 1) places[order[place] ?? 0] = place + 1
  return places
}

const ranksOf = (column: Uint16Array, ranks: Uint16Array): Uint16Array =>
  column.map((at) => (at === 0 ? 0 : (ranks[at - 1] ?? 0) + 1))
