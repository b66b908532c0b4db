// The positive condition operators: whether one value of the request fits any of the policy's
// values. Only strings and ARNs may hold variables, as on AWS (B-152); every other policy value is
// read once.
import { BlockList, isIP } from 'node:net'
import { parseInstant } from '../clock.ts'
import { validation } from '../errors.ts'
import { type Glob, globMatches, globOf, star, type Unit } from './glob.ts'
import { isConstant, literal, resolve, type Template, template } from './template.ts'
import { type Context, no, some, type Truth, truth, unknown, unknownValue, yes } from './truth.ts'

export type Matcher = (values: readonly string[], variables: boolean) => Matching

export type Matching = {
  readonly match: (value: string, context: Context) => Truth
  /** Whether a variable of the policy's values has no value in this request. */
  readonly unresolved?: (context: Context) => Truth
}

/** Values that hold no variables: read when the policy is compiled, then only compared. */
const constants =
  <T>(
    read: (text: string) => T | undefined,
    fits: (value: T, wanted: T) => boolean,
    kind: string,
  ) =>
  (values: readonly string[]): Matching => {
    const wanted = values.map((text) => required(read(text), text, kind))
    return {
      match: (text) => {
        const value = read(text)
        return truth(value !== undefined && wanted.some((each) => fits(value, each)))
      },
    }
  }

const required = <T>(value: T | undefined, text: string, kind: string): T => {
  if (value === undefined) throw validation(`'${text}' is no ${kind}.`)
  return value
}

/** Values that may hold variables. `prepare` makes what one resolved value is compared by. */
const templates =
  <T>(
    { wildcards }: { wildcards: boolean },
    prepare: (units: readonly Unit[]) => T,
    fits: (value: string, wanted: T) => boolean,
  ): Matcher =>
  (texts, variables) => {
    const parsed = texts.map((text) => template(text, { wildcards, variables }))
    const ready = parsed.filter(isConstant).map(prepare)
    const open: readonly Template[] = parsed.filter((parts) => !isConstant(parts))
    const matchOpen = (value: string, context: Context): Truth =>
      some(open, (parts) => {
        const units = resolve(parts, context)
        if (units === unknownValue) return unknown
        return truth(units !== undefined && fits(value, prepare(units)))
      })
    return {
      match: (value, context) =>
        ready.some((wanted) => fits(value, wanted))
          ? yes
          : open.length === 0
            ? no
            : matchOpen(value, context),
      unresolved: (context) =>
        some(open, (parts) => {
          const units = resolve(parts, context)
          return units === unknownValue ? unknown : truth(units === undefined)
        }),
    }
  }

const number = (text: string): number | undefined =>
  /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined

const instantForm = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?)?)?$/

/** ISO 8601 in the forms that AWS names, or seconds since 1970. */
const instant = (text: string): number | undefined => {
  if (instantForm.test(text)) return parseInstant(text)
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined
}

const boolean = (text: string): boolean | undefined => {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

const base64 = (text: string): string | undefined =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined

const numeric = (fits: (value: number, wanted: number) => boolean) =>
  constants(number, fits, 'number')

const dated = (fits: (value: number, wanted: number) => boolean) =>
  constants(instant, fits, 'date; write ISO 8601, as 2026-11-23T10:00:00Z, or seconds since 1970')

const ipAddress: Matcher = (values) => {
  const list = new BlockList()
  for (const text of values) {
    const [address = '', prefix] = text.split('/')
    const version = isIP(address)
    const bits = version === 4 ? 32 : 128
    const length = prefix === undefined ? bits : (number(prefix) ?? -1)
    if (version === 0 || !Number.isInteger(length) || length < 0 || length > bits) {
      throw validation(
        `'${text}' is no IP address or range; write 203.0.113.0/24 or 2001:db8::/32.`,
      )
    }
    list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6')
  }
  return {
    match: (text) => {
      const version = isIP(text)
      return truth(version !== 0 && list.check(text, version === 4 ? 'ipv4' : 'ipv6'))
    },
  }
}

/** An ARN pattern: six parts, each a pattern of its own; undefined fits every ARN. */
type ArnPattern = readonly Glob[] | undefined

const arnParts = (text: string): readonly string[] | undefined => {
  const parts = text.split(':')
  if (parts.length < 6 || parts[0] !== 'arn') return undefined
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

const arnPattern = (units: readonly Unit[]): ArnPattern => {
  if (units.length === 1 && units[0] === star) return undefined
  const parts: Unit[][] = [[]]
  for (const unit of units) {
    if (typeof unit !== 'string') parts.at(-1)?.push(unit)
    else {
      for (const [index, text] of unit.split(':').entries()) {
        if (index > 0) {
          if (parts.length < 6) parts.push([])
          else parts.at(-1)?.push(':')
        }
        parts.at(-1)?.push(text)
      }
    }
  }
  return parts.map(globOf)
}

const arnFits = (value: string, pattern: ArnPattern): boolean => {
  const parts = arnParts(value)
  if (parts === undefined) return false
  return (
    pattern === undefined ||
    (pattern.length === 6 && pattern.every((each, index) => globMatches(each, parts[index] ?? '')))
  )
}

const arn = templates({ wildcards: true }, arnPattern, arnFits)

const lower = (units: readonly Unit[]): string => literal(units).toLowerCase()

export const matchers = {
  StringEquals: templates({ wildcards: false }, literal, (value, wanted) => value === wanted),
  StringEqualsIgnoreCase: templates(
    { wildcards: false },
    lower,
    (value, wanted) => value.toLowerCase() === wanted,
  ),
  StringLike: templates({ wildcards: true }, globOf, (value, wanted) => globMatches(wanted, value)),
  NumericEquals: numeric((value, wanted) => value === wanted),
  NumericLessThan: numeric((value, wanted) => value < wanted),
  NumericLessThanEquals: numeric((value, wanted) => value <= wanted),
  NumericGreaterThan: numeric((value, wanted) => value > wanted),
  NumericGreaterThanEquals: numeric((value, wanted) => value >= wanted),
  DateEquals: dated((value, wanted) => value === wanted),
  DateLessThan: dated((value, wanted) => value < wanted),
  DateLessThanEquals: dated((value, wanted) => value <= wanted),
  DateGreaterThan: dated((value, wanted) => value > wanted),
  DateGreaterThanEquals: dated((value, wanted) => value >= wanted),
  Bool: constants(boolean, (value, wanted) => value === wanted, 'boolean; write true or false'),
  BinaryEquals: constants(base64, (value, wanted) => value === wanted, 'base64 text'),
  IpAddress: ipAddress,
  ArnEquals: arn,
  ArnLike: arn,
  /** Decided by `condition.ts`: it asks whether the key is there, not what it holds. */
  Null: constants(boolean, (value, wanted) => value === wanted, 'boolean; write true or false'),
} as const satisfies Record<string, Matcher>
