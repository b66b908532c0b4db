// From an operation's output to JSON. A `Date` becomes an RFC 3339 string (SDKs refuse epoch
// numbers) and an undefined member is dropped: exactly what JSON.stringify does.
import { validation } from '../errors.ts'
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
  return (output) => {
    try {
      return JSON.stringify(output ?? {})
    } catch (error) {
      // Texts end at 512 MiB: 18 case rules of the largest size are more (B-033).
      if (!(error instanceof RangeError)) throw error
      throw validation('The answer would be too large; ask for less at a time')
    }
  }
}
