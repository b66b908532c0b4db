// From an operation's output to JSON. A `Date` becomes an RFC 3339 string (SDKs refuse epoch
// numbers) and an undefined member is dropped: exactly what JSON.stringify does. Amazon Connect's
// SDK wants the numbers: the dates of its outputs are replaced before.
import { validation } from '../errors.ts'
import type { Operation } from '../model/shape.ts'
import { compiler, type Member, type Shape, shapeOf } from './shape.ts'

/** The text of an answer; undefined if it has no body. */
export type Serialize = (output: unknown) => string | undefined

/**
 * Compile the writing of one operation's answers. An output without members is an empty body
 * (B-031).
 */
export const serializer = (operation: Operation): Serialize => {
  const shape = shapeOf(operation.output)
  if (shape.kind === 'structure' && shape.members.length === 0) return () => undefined
  const write = writer(shape)
  return (output) => {
    try {
      return JSON.stringify(write(output ?? {}))
    } catch (error) {
      // Texts end at 512 MiB: 18 case rules of the largest size are more (B-033).
      if (!(error instanceof RangeError)) throw error
      throw validation('The answer would be too large; ask for less at a time')
    }
  }
}

/** Gives a value back with its epoch times as numbers; `same` as a function: it holds none. */
type Write = (value: unknown) => unknown

const same: Write = (value) => value

const writer = compiler<Write>((shape, part) => {
  switch (shape.kind) {
    case 'timestamp':
      return shape.epoch ? seconds : same
    case 'list': {
      const item = part(shape.item)
      return item === same ? same : (value) => (value as unknown[]).map(item)
    }
    case 'structure':
    case 'union':
      return structure(shape.members, part)
    default:
      return same
  }
})

const seconds: Write = (value) => (value as Date).getTime() / 1000

const structure = (members: readonly Member[], part: (shape: Shape) => Write): Write => {
  const changed = members
    .map(({ name, shape }) => ({ name, write: part(shape) }))
    .filter(({ write }) => write !== same)
  if (changed.length === 0) return same
  return (value) => {
    const written = { ...(value as Record<string, unknown>) }
    for (const { name, write } of changed) {
      if (written[name] !== undefined) written[name] = write(written[name])
    }
    return written
  }
}
