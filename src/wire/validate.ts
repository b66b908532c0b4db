// All constraints of an input at once, reported in AWS's form. On the way up every level puts its
// name before the violations of its parts, so that a good request pays for no path. Values are
// never echoed: they may be sensitive, and are of no use in a sentence that already says where.
import { validation } from '../errors.ts'
import type { Operation } from '../model/shape.ts'
import {
  compiler,
  type ListShape,
  type MapShape,
  type Member,
  type NumberShape,
  type Shape,
  shapeOf,
  type TextShape,
} from './shape.ts'

export type Validate = (input: unknown) => void

/** A message names at most so many violations (B-022). */
export const violationsMax = 10

/**
 * Compile the validation of one operation's input. Throws one ValidationException for all
 * violations.
 */
export const validator = (operation: Operation): Validate => {
  const check = checker(shapeOf(operation.input))
  return (input) => {
    const found = check(input)
    if (found !== undefined) throw validation(sentence(found.slice(0, violationsMax)))
  }
}

const sentence = (found: readonly Violation[]): string =>
  `${found.length} validation error${found.length === 1 ? '' : 's'} detected: ${found
    .map(
      ({ value, at, constraint }) =>
        `${value} at '${at}' failed to satisfy constraint: ${constraint}`,
    )
    .join('; ')}`

type Violation = { value: 'Value' | 'Value null'; at: string; constraint: string }

type Found = Violation[] | undefined

type Check = (value: unknown) => Found

const checker = compiler<Check>((shape, part) => {
  switch (shape.kind) {
    case 'text':
      return text(shape)
    case 'enum': {
      const values = new Set<unknown>(shape.values)
      const constraint = enumConstraint(shape.values)
      return (value) => (values.has(value) ? undefined : one(constraint))
    }
    case 'number':
      return number(shape)
    case 'boolean':
    case 'timestamp':
      return () => undefined
    case 'list':
      return list(shape, part(shape.item))
    case 'map':
      return map(shape, part(shape.key), part(shape.value))
    case 'structure':
      return structure(shape.members, part)
    case 'union':
      return union(shape.members, part)
  }
})

const one = (constraint: string): Violation[] => [{ value: 'Value', at: '', constraint }]

const enumConstraint = (values: readonly string[]) =>
  `Member must satisfy enum value set: [${values.join(', ')}]`

const lengthMin = (min: number) => `Member must have length greater than or equal to ${min}`
const lengthMax = (max: number) => `Member must have length less than or equal to ${max}`
const valueMin = (min: number) => `Member must have value greater than or equal to ${min}`
const valueMax = (max: number) => `Member must have value less than or equal to ${max}`
const patternConstraint = (pattern: string) =>
  `Member must satisfy regular expression pattern: ${pattern}`
const wellFormed = 'Member must not contain NUL or an unpaired surrogate'

const text = ({ min, max, pattern, meant = pattern }: TextShape): Check => {
  // A pattern of the model matches the whole value, also one with alternatives.
  const whole = meant === undefined ? undefined : new RegExp(`^(?:${meant})$`, 'u')
  return (value) => {
    const given = value as string
    if (given.includes('\0') || !given.isWellFormed()) return one(wellFormed)
    if (longerThan(given, max)) return one(lengthMax(max))
    if (shorterThan(given, min)) return one(lengthMin(min))
    // Only after its length is known to be small does a value meet a pattern.
    if (whole !== undefined && !whole.test(given)) return one(patternConstraint(pattern ?? ''))
    return undefined
  }
}

// Lengths count code points: at most as many as UTF-16 units, and at least half as many.
const longerThan = (given: string, max: number): boolean =>
  given.length > max && (given.length > 2 * max || codePoints(given) > max)

const shorterThan = (given: string, min: number): boolean =>
  given.length < min || (given.length < 2 * min && codePoints(given) < min)

const codePoints = (given: string): number => {
  let count = 0
  for (const _ of given) count += 1
  return count
}

const number =
  ({ min, max }: NumberShape): Check =>
  (value) => {
    const given = value as number
    if (!Number.isFinite(given)) return one('Member must be a finite number')
    if (given > max) return one(valueMax(max))
    return given < min ? one(valueMin(min)) : undefined
  }

// Of a list that is too long the items are not looked at, and no more than `violationsMax` of
// others: so the work and the memory of a bad request stay bounded.
const list =
  ({ min, max }: ListShape, item: Check): Check =>
  (value) => {
    const given = value as readonly unknown[]
    if (given.length > max) return one(lengthMax(max))
    if (given.length < min) return one(lengthMin(min))
    let found: Found
    for (let index = 0; index < given.length; index += 1) {
      found = join(found, `${index + 1}.member`, item(given[index]))
      if (found !== undefined && found.length >= violationsMax) break
    }
    return found
  }

const map = ({ min, max, ...shape }: MapShape, key: Check, element: Check): Check => {
  const keys = `Map keys must satisfy constraint: [${constraintsOf(shape.key)}]`
  const values = `Map value must satisfy constraint: [${constraintsOf(shape.value)}]`
  return (value) => {
    const entries = Object.entries(value as Record<string, unknown>)
    if (entries.length > max) return one(lengthMax(max))
    if (entries.length < min) return one(lengthMin(min))
    let found: Found
    if (entries.some(([name]) => key(name) !== undefined)) found = one(keys)
    if (entries.some(([, part]) => element(part) !== undefined)) {
      found = [...(found ?? []), ...one(values)]
    }
    return found
  }
}

const constraintsOf = (shape: Shape): string => {
  if (shape.kind !== 'text') return ''
  const { min, max, pattern } = shape
  return [
    ...(Number.isFinite(max) ? [lengthMax(max)] : []),
    ...(Number.isFinite(min) ? [lengthMin(min)] : []),
    ...(pattern === undefined ? [] : [patternConstraint(pattern)]),
    ...(Number.isFinite(max) || pattern !== undefined ? [] : [wellFormed]),
  ].join(', ')
}

const structure = (members: readonly Member[], part: (shape: Shape) => Check): Check => {
  const known = members.map(({ name, required, shape }) => ({ name, required, check: part(shape) }))
  return (value) => {
    const given = value as Record<string, unknown>
    let found: Found
    for (const { name, required, check } of known) {
      const member = given[name]
      if (member !== undefined) found = join(found, name, check(member))
      else if (required) found = [...(found ?? []), missing(name)]
    }
    return found
  }
}

const missing = (at: string): Violation => ({
  value: 'Value null',
  at,
  constraint: 'Member must not be null',
})

const union = (members: readonly Member[], part: (shape: Shape) => Check): Check => {
  const arms = new Map(members.map(({ name, shape }) => [name, part(shape)]))
  const constraint = `Member must have exactly one of the members: [${[...arms.keys()].join(', ')}]`
  return (value) => {
    const given = value as Record<string, unknown>
    const [name, ...others] = Object.keys(given)
    if (name === undefined || others.length > 0) return one(constraint)
    return join(undefined, name, arms.get(name)?.(given[name]))
  }
}

const join = (found: Found, name: string, more: Found): Found => {
  if (more === undefined) return found
  for (const violation of more) {
    violation.at = violation.at === '' ? name : `${name}.${violation.at}`
  }
  return found === undefined ? more : [...found, ...more]
}
