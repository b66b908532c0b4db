// The query string, split and decoded once. A plus is a plus: SDKs send a space as %20, and a
// signature covers the one reading only (B-005).
import { ApiError } from '../errors.ts'

export type Query = readonly (readonly [name: string, value: string])[]

const none: Query = []

/** Parse what follows the question mark. Order and repetitions are kept. */
export const parseQuery = (text: string): Query => {
  if (text === '') return none
  const pairs: [string, string][] = []
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = equals < 0 ? pair : pair.slice(0, equals)
    pairs.push([decode(name), equals < 0 ? '' : decode(pair.slice(equals + 1))])
  }
  return pairs
}

/** The first value of a name. */
export const queryValue = (query: Query, name: string): string | undefined =>
  query.find(([candidate]) => candidate === name)?.[1]

/** All values of a name, in the order sent. */
export const queryValues = (query: Query, name: string): string[] =>
  query.filter(([candidate]) => candidate === name).map(([, value]) => value)

const decode = (text: string): string => {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw new ApiError('SerializationException', 'The query string has a malformed escape')
  }
}
