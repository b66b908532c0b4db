// The parts that a segment is stored in, each read when it is first needed, and kept in memory up to a bound: those
// that were not needed for longest go first.

/** What is written of a segment: bytes by name. */
export type Sections = Map<string, Uint8Array>

export type ReadSection = (name: string) => Uint8Array | undefined

/** Sections as numbers. A section that is not there is empty. */
export type Views = {
  /** Documents of the segment. */
  readonly count: number
  bytes(name: string): Uint8Array
  u16(name: string): Uint16Array
  u32(name: string): Uint32Array
  f64(name: string): Float64Array
  /** A number for each document, 0 where it has none; see `writeColumn`. */
  column(name: string): Uint16Array
  /** Counts what was made, of sections or of anything else. */
  made<Made extends ArrayBufferView>(view: Made): Made
  /** Bytes of all that was read or made so far. */
  readonly size: number
}

export const viewsOf = (read: ReadSection, count: number): Views => {
  let size = 0
  const bytes = (name: string): Uint8Array => {
    const found = read(name) ?? new Uint8Array(0)
    size += found.byteLength
    // A view of larger numbers must begin at a multiple of their size.
    return found.byteOffset % 8 === 0 ? found : found.slice()
  }
  const made = <Made extends ArrayBufferView>(view: Made): Made => {
    size += view.byteLength
    return view
  }
  const u16 = (name: string): Uint16Array => {
    const { buffer, byteOffset, byteLength } = bytes(name)
    return new Uint16Array(buffer, byteOffset, byteLength / 2)
  }
  return {
    count,
    bytes,
    u16,
    u32: (name) => {
      const { buffer, byteOffset, byteLength } = bytes(name)
      return new Uint32Array(buffer, byteOffset, byteLength / 4)
    },
    f64: (name) => {
      const { buffer, byteOffset, byteLength } = bytes(name)
      return new Float64Array(buffer, byteOffset, byteLength / 8)
    },
    column: (name) => {
      const packed = u16(name)
      return packed.length === count ? packed : made(unpacked(packed, count))
    },
    made,
    get size() {
      return size
    },
  }
}

/** Write a column: all its numbers, or, where most documents have none, those that have one with theirs. */
export const writeColumn = (into: Sections, name: string, column: Uint16Array): void => {
  const having: number[] = []
  for (const [document, value] of column.entries()) if (value !== 0) having.push(document)
  const packed =
    having.length * 2 < column.length
      ? Uint16Array.from([...having, ...having.map((document) => column[document] ?? 0)])
      : column
  into.set(name, new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength))
}

const unpacked = (packed: Uint16Array, count: number): Uint16Array => {
  const column = new Uint16Array(count)
  const having = packed.length / 2
  for (let at = 0; at < having; at += 1) column[packed[at] ?? 0] = packed[having + at] ?? 0
  return column
}

/** Things made of sections, up to so many bytes of them. */
export type Cache = {
  get<Made>(key: string, make: () => { readonly made: Made; readonly size: number }): Made
}

export const cacheOf = (bytesMax: number): Cache => {
  const entries = new Map<string, { readonly made: unknown; readonly size: number }>()
  let bytes = 0
  const makeRoom = (): void => {
    for (const [key, { size }] of entries) {
      if (bytes <= bytesMax) return
      entries.delete(key)
      bytes -= size
    }
  }
  return {
    get: <Made>(key: string, make: () => { readonly made: Made; readonly size: number }): Made => {
      const known = entries.get(key)
      if (known !== undefined) {
        // The order of use matters only once there is little room.
        if (bytes > bytesMax / 2) {
          entries.delete(key)
          entries.set(key, known)
        }
        return known.made as Made
      }
      const fresh = make()
      entries.set(key, fresh)
      bytes += fresh.size
      makeRoom()
      return fresh.made
    },
  }
}
