// From bytes, labels and query to an input of the model's form. Unknown members are dropped, `null`
// is absent, a wrong JSON type is a SerializationException. Whether the values are good is
// `validate.ts`'s business.
import { isAscii, isUtf8 } from 'node:buffer'
import { parseInstant, toDate } from '../clock.ts'
import { ApiError } from '../errors.ts'
import type { Operation } from '../model/shape.ts'
import { smallBodyBytesMax } from './body.ts'
import { checkJsonBounds, jsonDepthMax, tooDeep } from './json-bounds.ts'
import { type Query, queryValue, queryValues } from './query.ts'
import { compiler, type Member, type Shape, shapeOf } from './shape.ts'

export type Deserialize = (
  body: Buffer,
  labels: Readonly<Record<string, string>>,
  query: Query,
) => Record<string, unknown>

/** Compile the reading of one operation's requests. */
export const deserializer = (operation: Operation): Deserialize => {
  const shape = shapeOf(operation.input)
  const members = shape.kind === 'structure' ? shape.members : []
  const labels = new Set(Array.from(operation.path.matchAll(/\{(.+?)\}/g), ([, name]) => name))
  const inQuery = members.flatMap(({ name, shape }) => {
    const wireName = operation.query?.[name]
    return wireName === undefined ? [] : { name, wireName, shape }
  })
  const inBody = members.filter(
    ({ name }) => !labels.has(name) && operation.query?.[name] === undefined,
  )
  const readBody = structure(inBody, reader)
  return (body, labels, query) => {
    const input = inBody.length === 0 ? {} : (readBody(parse(body), 0, '') as object)
    for (const { name, wireName, shape } of inQuery) {
      const value = fromQuery(shape, wireName, query)
      if (value !== undefined) Object.assign(input, { [name]: value })
    }
    return Object.assign(input, labels)
  }
}

const parse = (body: Buffer): unknown => {
  if (body.length === 0) return {}
  const ascii = isAscii(body)
  if (!ascii && !isUtf8(body)) throw malformed('The body is not UTF-8')
  if (body.length > smallBodyBytesMax) checkJsonBounds(body)
  try {
    return JSON.parse(body.toString(ascii ? 'latin1' : 'utf8')) ?? {}
  } catch {
    throw malformed('The body is not valid JSON')
  }
}

const malformed = (message: string) => new ApiError('SerializationException', message)

const fromQuery = (shape: Shape, name: string, query: Query): unknown => {
  if (shape.kind === 'list') {
    const values = queryValues(query, name)
    return values.length === 0 ? undefined : values
  }
  const text = queryValue(query, name)
  if (text === undefined || shape.kind !== 'number') return text
  if (!/^[+-]?\d{1,15}$/.test(text)) {
    throw malformed(`STRING_VALUE can not be converted to an Integer at '${name}'`)
  }
  return Number(text)
}

/** `at` is the member's name, for the sentence; never a value. */
type Read = (value: unknown, depth: number, at: string) => unknown

const reader = compiler<Read>((shape, part) => {
  switch (shape.kind) {
    case 'text':
    case 'enum':
      return (value, _, at) => (typeof value === 'string' ? value : wrong(value, 'a String', at))
    case 'boolean':
      return (value, _, at) => (typeof value === 'boolean' ? value : wrong(value, 'a Boolean', at))
    case 'number':
      return number(shape.integer)
    case 'timestamp':
      return shape.epoch ? epochTimestamp : timestamp
    case 'list':
      return list(part(shape.item))
    case 'map':
      return map(part(shape.value))
    case 'structure':
    case 'union':
      return structure(shape.members, part)
  }
})

// 1e999 is read as infinite here and refused by `validate.ts`.
const number =
  (integer: boolean): Read =>
  (value, _, at) => {
    if (typeof value !== 'number') return wrong(value, 'a Number', at)
    if (integer && Number.isFinite(value) && !Number.isInteger(value)) {
      throw malformed(`NUMBER_VALUE can not be converted to an Integer at '${at}'`)
    }
    return value
  }

const timestamp: Read = (value, _, at) => {
  const ms = typeof value === 'string' ? parseInstant(value) : undefined
  return ms === undefined ? wrong(value, 'a Timestamp', at) : toDate(ms)
}

// Seconds, and parts of them. The SDK sends them so; what no calendar holds is no time.
const epochTimestamp: Read = (value, _, at) =>
  typeof value === 'number' && Math.abs(value) <= epochSecondsMax
    ? toDate(Math.round(value * 1000))
    : wrong(value, 'a Timestamp', at)

const epochSecondsMax = 253_402_300_799

const list =
  (item: Read): Read =>
  (value, depth, at) => {
    if (!Array.isArray(value)) return wrong(value, 'a List', at)
    deeper(depth)
    const out: unknown[] = []
    for (const element of value) {
      if (element === null) return wrong(null, 'a member of a List', at)
      out.push(item(element, depth + 1, at))
    }
    return out
  }

const map =
  (item: Read): Read =>
  (value, depth, at) => {
    if (!isObject(value)) return wrong(value, 'a Map', at)
    deeper(depth)
    const out: [string, unknown][] = []
    for (const key of Object.keys(value)) {
      const element = value[key]
      if (element !== null) out.push([key, item(element, depth + 1, at)])
    }
    // `fromEntries` defines properties: the key `__proto__` is a key like any other.
    return Object.fromEntries(out)
  }

const structure = (members: readonly Member[], part: (shape: Shape) => Read): Read => {
  const known = members.map(({ name, shape }) => ({ name, read: part(shape) }))
  return (value, depth, at) => {
    if (!isObject(value)) return wrong(value, 'a Structure', at)
    deeper(depth)
    const out: Record<string, unknown> = {}
    for (const { name, read } of known) {
      const member = value[name]
      if (member !== undefined && member !== null) out[name] = read(member, depth + 1, name)
    }
    return out
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const deeper = (depth: number) => {
  if (depth >= jsonDepthMax) throw tooDeep()
}

const wrong = (value: unknown, wanted: string, at: string): never => {
  const kind = Array.isArray(value) ? 'LIST' : value === null ? 'NULL' : typeof value
  const where = at === '' ? '' : ` at '${at}'`
  throw malformed(`${kind.toUpperCase()}_VALUE can not be converted to ${wanted}${where}`)
}
