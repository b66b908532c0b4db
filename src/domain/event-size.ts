// An outgoing event has a largest size. Where the values in it are too much, the largest of them stay out, and the
// event names them: whoever needs one reads the case (B-624, B-626).

/**
 * EventBridge takes no event of 256 KB or more. What a sink adds (another envelope, names of its own) has the last
 * 4 KiB.
 */
export const eventBytesMax = 252 * 1024

/** What an event says of values that stayed out. */
export type Omission = { readonly omittedFieldIds?: readonly string[] }

type Value = readonly [id: string, value: unknown]

/** The event that `make` makes of as many of the values, in their order, as it has room for. */
export const fitting = (
  values: readonly Value[],
  make: (kept: readonly Value[], omission: Omission) => string,
): string => {
  let kept = values
  let event = make(kept, {})
  for (let excess = excessOf(event); excess > 0 && kept.length > 0; excess = excessOf(event)) {
    kept = withoutLargest(kept, excess)
    const here = new Set(kept)
    const omittedFieldIds = values.filter((value) => !here.has(value)).map(([id]) => id)
    event = make(kept, { omittedFieldIds })
  }
  return event
}

const excessOf = (event: string): number => Buffer.byteLength(event) - eventBytesMax

/** Without the largest values, as many as make at least `excess` bytes. */
const withoutLargest = (values: readonly Value[], excess: number): readonly Value[] => {
  const largest = values
    .map((value) => ({ value, size: Buffer.byteLength(JSON.stringify(value)) }))
    .sort((a, b) => b.size - a.size)
  const dropped = new Set<Value>()
  let bytes = 0
  for (const { value, size } of largest) {
    if (bytes >= excess) break
    dropped.add(value)
    bytes += size
  }
  return values.filter((value) => !dropped.has(value))
}
