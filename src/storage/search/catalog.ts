// Which segments there are, oldest first, and which of their documents are still true: the newest document of a case
// is, the older ones are not, and none of a case that was removed.
import { allBitsToKeep, type Bits, clearBit, countBits } from './bits.ts'
import type { Segment } from './segment.ts'

/** A segment where it is kept. */
export type KeptSegment = {
  readonly id: number
  /** The integer key of its domain. */
  readonly domainPk: number
  readonly segment: Segment
}

export type CatalogEntry = KeptSegment & { readonly live: Bits }

export type Catalog = {
  /** The entries of a domain, oldest first. */
  ofDomain(domainPk: number): readonly CatalogEntry[]
  readonly entries: readonly CatalogEntry[]
  /** Where a case's document is, if one is true. */
  locate(pk: number): Location | undefined
  /** The case has a newer document elsewhere, or none any more. */
  retire(pk: number): void
}

export type Location = { readonly entry: CatalogEntry; readonly document: number }

/** What is true of the segments, given oldest first. `known` is what was true of the first of them. */
export const catalogOf = (segments: readonly KeptSegment[], known?: Catalog): Catalog =>
  known instanceof Tracked && known.begins(segments)
    ? known.with(segments.slice(known.entries.length))
    : new Tracked().with(segments)

/** The two lowest bytes of a location are the document. */
const documentBits = 16

class Tracked implements Catalog {
  entries: readonly CatalogEntry[] = []
  // By key: number of the entry plus one, and the document; 0 for none.
  private locations = new Uint32Array(1024)
  private byDomain = new Map<number, CatalogEntry[]>()

  begins(segments: readonly KeptSegment[]): boolean {
    return this.entries.every(({ id }, index) => segments[index]?.id === id)
  }

  with(more: readonly KeptSegment[]): Tracked {
    for (const kept of more) this.append(kept)
    return this
  }

  ofDomain(domainPk: number): readonly CatalogEntry[] {
    return this.byDomain.get(domainPk) ?? []
  }

  locate(pk: number): Location | undefined {
    const location = this.locations[pk] ?? 0
    const entry = this.entries[(location >>> documentBits) - 1]
    return entry === undefined ? undefined : { entry, document: location & 0xffff }
  }

  retire(pk: number): void {
    const found = this.locate(pk)
    if (found === undefined) return
    clearBit(found.entry.live, found.document)
    this.locations[pk] = 0
  }

  private append(kept: KeptSegment): void {
    const { segment, domainPk } = kept
    const entry: CatalogEntry = { ...kept, live: allBitsToKeep(segment.count) }
    this.entries = [...this.entries, entry]
    const ofDomain = this.byDomain.get(domainPk)
    if (ofDomain === undefined) this.byDomain.set(domainPk, [entry])
    else ofDomain.push(entry)
    for (const pk of segment.removed()) this.retire(pk)
    const pks = segment.pks()
    const number = this.entries.length << documentBits
    for (let document = 0; document < pks.length; document += 1) {
      const pk = pks[document] ?? 0
      this.reserve(pk)
      if (this.locations[pk] !== 0) this.retire(pk)
      this.locations[pk] = (number | document) >>> 0
    }
  }

  private reserve(pk: number): void {
    if (pk < this.locations.length) return
    const larger = new Uint32Array(Math.max(pk + 1, this.locations.length * 2))
    larger.set(this.locations)
    this.locations = larger
  }
}

/** How many documents of a segment are true. */
export const liveCount = ({ live }: CatalogEntry): number => countBits(live)
