// Writes what was gathered as the sections of a segment.
import { sortLengthMax, tokensOf } from '../../domain/text.ts'
import { cutBytes, fromBytes, toBytes } from './byte-text.ts'
import { jointsOfText } from './containing.ts'
import { type Gathered, valueOfKey } from './gather.ts'
import { bytesOf, writePostings, writeTexts } from './postings.ts'
import { type Sections, writeColumn } from './sections.ts'
import type { About, FieldKind } from './segment.ts'

/** So few distinct values `contains` looks through; of more their words are listed. */
const lookedThroughMax = 1024

type Entries = readonly (readonly [text: string, documents: readonly number[]])[]

/**
 * The sections of a segment, by name.
 * @param unlisted values that a field may have without its words being listed.
 */
export const writeSegment = (gathered: Gathered, unlisted = lookedThroughMax): Sections => {
  const { pks, removed, updated, byId } = gathered
  const count = pks.length
  const into: Sections = new Map()
  const fields: Record<string, FieldKind> = {}
  for (const [fieldId, values] of gathered.numbers) {
    fields[fieldId] = 'number'
    writeNumbers(into, fieldId, count, values)
  }
  for (const [fieldId, values] of gathered.texts) {
    fields[fieldId] = 'text'
    writeValues(into, fieldId, count, inOrder(values))
    if (values.size > unlisted) writeTokens(into, fieldId, count, inOrder(values))
  }
  writePostings(into, 'words', count, inOrder(gathered.words))
  writePostings(into, 'tags', count, inOrder(gathered.tags))
  into.set('pks', bytesOf(pks))
  into.set('removed', bytesOf(removed))
  into.set('updated', bytesOf(updated))
  into.set('by-id', bytesOf(byId))
  const more = [...into.keys()]
    .filter((name) => /\.(exact|tokens)\.text$|\.ranks$/.test(name))
    .map((name) => name.replace(/\.text$/, ''))
  const about: About = { count, fields, more }
  into.set('about', Buffer.from(JSON.stringify(about)))
  return into
}

// Sorting the texts alone is several times as fast as sorting pairs by a function.
const inOrder = (lists: ReadonlyMap<string, readonly number[]>): Entries =>
  [...lists.keys()].sort().map((text) => [text, lists.get(text) ?? []] as const)

const writeNumbers = (
  into: Sections,
  fieldId: string,
  count: number,
  lists: ReadonlyMap<number, readonly number[]>,
): void => {
  const values = Float64Array.from(lists.keys()).sort()
  const column = new Uint16Array(count)
  for (const [index, value] of values.entries()) {
    for (const document of lists.get(value) ?? []) column[document] = index + 1
  }
  into.set(`${fieldId}.values`, bytesOf(values))
  writeColumn(into, `${fieldId}.column`, column)
}

const writeValues = (into: Sections, fieldId: string, count: number, entries: Entries): void => {
  const column = new Uint16Array(count)
  const folded: [text: string, documents: readonly number[]][] = []
  const exact: string[] = []
  const ranks = new Uint16Array(entries.length)
  let rank = 0
  let previous: string | undefined
  for (const [index, [key, documents]] of entries.entries()) {
    const [ofFolded, ofExact] = valueOfKey(key)
    for (const document of documents) column[document] = index + 1
    folded.push([ofFolded, documents])
    exact.push(ofExact)
    const sorted = cutBytes(ofFolded, sortLengthMax)
    if (previous !== undefined && sorted !== previous) rank += 1
    previous = sorted
    ranks[index] = rank
  }
  writePostings(into, `${fieldId}.values`, count, folded)
  writeColumn(into, `${fieldId}.column`, column)
  if (exact.some((text) => text !== '')) writeTexts(into, `${fieldId}.exact`, exact)
  if (rank + 1 < entries.length) into.set(`${fieldId}.ranks`, bytesOf(ranks))
}

const writeTokens = (into: Sections, fieldId: string, count: number, values: Entries): void => {
  const tokens = new Map<string, number[]>()
  const joints = new Map<string, number[]>()
  for (const [key, documents] of values) {
    const parts = tokensOf(fromBytes(valueOfKey(key)[0]))
    // A document has one value of a field, so none comes twice.
    for (const token of new Set(parts)) append(tokens, token, documents)
    for (const joint of jointsOfText(parts)) append(joints, joint, documents)
  }
  writePostings(into, `${fieldId}.tokens`, count, inOrder(asBytes(tokens)))
  writePostings(into, `${fieldId}.joints`, count, inOrder(asBytes(joints)))
}

const append = (lists: Map<string, number[]>, text: string, documents: readonly number[]): void => {
  const list = lists.get(text)
  if (list === undefined) lists.set(text, [...documents])
  else for (const document of documents) list.push(document)
}

const asBytes = (lists: ReadonlyMap<string, number[]>): ReadonlyMap<string, number[]> =>
  new Map([...lists].map(([text, list]) => [toBytes(text), list]))
