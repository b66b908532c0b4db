// The two parts of a canonical request that need encoding. AWS signs paths twice encoded (every
// service but S3): what stands on the request line is encoded once more. The query is encoded once,
// and sorted after that.
import type { Query } from './query.ts'

/** The path of the request line, encoded again. */
export const canonicalPath = (path: string): string =>
  /^[\w\-.~/]*$/.test(path) ? path : path.replace(/[^\w\-.~/]/g, escapeByte)

/** All parameters, sorted by encoded name, then by encoded value. */
export const canonicalQuery = (query: Query): string => {
  if (query.length === 0) return ''
  const pairs = query.map(([name, value]) => [encode(name), encode(value)] as const)
  pairs.sort(([name, value], [otherName, otherValue]) =>
    name === otherName ? compare(value, otherValue) : compare(name, otherName),
  )
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, escapeByte)

const escapeByte = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
