// The input of an operation from the parts of its request: read, checked against the model, its
// ids made canonical. Pure, so that it can be done on any thread.
import type { Location } from '../ids.ts'
import type { Operation } from '../model/shape.ts'
import { canonicalizer } from './canonical-ids.ts'
import { deserializer } from './deserialize.ts'
import type { Query } from './query.ts'
import { validator } from './validate.ts'

export type ReadInput = (
  body: Buffer,
  labels: Readonly<Record<string, string>>,
  query: Query,
) => unknown

/** Compile the reading of one operation's input. It throws what is wrong as an ApiError. */
export const inputReader = (operation: Operation, location: Location): ReadInput => {
  const deserialize = deserializer(operation)
  const validate = validator(operation)
  const canonicalize = canonicalizer(operation, location)
  return (body, labels, query) => {
    const input = deserialize(body, labels, query)
    validate(input)
    canonicalize(input)
    return input
  }
}
