// From an operation's output to JSON. A `Date` becomes an RFC 3339 string (SDKs refuse epoch
// numbers) and an undefined member is dropped: exactly what JSON.stringify does.
import type { Operation } from '../model/shape.ts'
import { shapeOf } from './shape.ts'

/** The text of an answer; undefined if it has no body. */
export type Serialize = (output: unknown) => string | undefined

/**
 * Compile the writing of one operation's answers. An output without members is an empty body
 * (B-031).
 */
export const serializer = (operation: Operation): Serialize => {
  const shape = shapeOf(operation.output)
  if (shape.kind === 'structure' && shape.members.length === 0) return () => undefined
  return (output) => JSON.stringify(output ?? {})
}
