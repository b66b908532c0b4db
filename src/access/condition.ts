// One condition of a statement: operator, key, values. Says what AWS says: values are alternatives,
// a negated operator holds when the key is missing, `…IfExists` holds when it is missing,
// `ForAllValues` holds on nothing, `ForAnyValue` does not (B-155 to B-160).
import { validation } from '../errors.ts'
import { type Matcher, matchers } from './condition-matchers.ts'
import type { Condition, Statement } from './policy-document.ts'
import {
  and,
  type Context,
  every,
  not,
  some,
  type Truth,
  truth,
  unknown,
  unknownValue,
  yes,
} from './truth.ts'

export type CompiledCondition = (context: Context) => Truth

/** Make a condition ready to be asked. Throws a ValidationException for a bad operator or value. */
export const compileCondition = (
  condition: Condition,
  { effect, variables }: { effect: Statement['effect']; variables: boolean },
): CompiledCondition => {
  const operator = parsedOperator(condition)
  const key = condition.key.toLowerCase()
  if (operator.name === 'Null') return nullCondition(condition, key)
  const { match, unresolved } = operator.matcher(condition.values, variables)
  const { negated, set } = operator
  const one = (value: string, context: Context): Truth =>
    negated ? not(match(value, context)) : match(value, context)
  const holds: CompiledCondition = (context) => {
    const value = context.lookup(key)
    if (value === unknownValue) return unknown
    if (typeof value === 'string') return one(value, context)
    if (value === undefined || value.length === 0) return missing(operator)
    if (set === 'ForAllValues') return every(value, (item) => one(item, context))
    if (set === 'ForAnyValue') return some(value, (item) => one(item, context))
    // Nothing says what several values mean here: they open no door, and none slips by one (B-157).
    const combine = effect === 'Allow' ? every : some
    return combine(value, (item) => one(item, context))
  }
  if (!negated || effect === 'Deny' || unresolved === undefined) return holds
  // A negation of a value that nobody knows must not open a door: it holds in a Deny only (B-154).
  return (context) => and(not(unresolved(context)), holds(context))
}

type Operator = {
  readonly name: string
  readonly negated: boolean
  readonly set?: 'ForAllValues' | 'ForAnyValue'
  readonly ifExists: boolean
  readonly matcher: Matcher
}

const missing = ({ ifExists, set, negated }: Operator): Truth => {
  if (ifExists || set === 'ForAllValues') return yes
  return truth(negated && set === undefined)
}

const operatorForm = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i

// Operators are written in any case in policies that work on AWS (`bool`).
const parsedOperator = (condition: Condition): Operator => {
  const [, set, base = '', ifExists] = operatorForm.exec(condition.operator) ?? []
  const found = Object.entries(matchers).find(([name]) => same(name, base))
  const positive = found?.[0]
  if (found === undefined || positive === undefined) {
    const negation = Object.entries(negations).find(([name]) => same(name, base))
    if (negation === undefined) throw noOperator(condition)
    const [name, of] = negation
    return { name, negated: true, ...suffixes(set, ifExists), matcher: matchers[of] }
  }
  if (positive === 'Null' && (set !== undefined || ifExists !== undefined)) {
    throw noOperator(condition)
  }
  return { name: positive, negated: false, ...suffixes(set, ifExists), matcher: found[1] }
}

const negations = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
} as const satisfies Record<string, keyof typeof matchers>

const suffixes = (set: string | undefined, ifExists: string | undefined) => ({
  ifExists: ifExists !== undefined,
  ...(set === undefined
    ? {}
    : { set: same(set, 'ForAllValues') ? ('ForAllValues' as const) : ('ForAnyValue' as const) }),
})

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const noOperator = (condition: Condition) =>
  validation(`'${condition.operator}' is no condition operator.`)

// `Null: true` asks that the key is missing, `Null: false` that it is there.
const nullCondition = ({ values, key: written }: Condition, key: string): CompiledCondition => {
  const wanted = new Set(values.map((value) => value.toLowerCase()))
  if (![...wanted].every((value) => value === 'true' || value === 'false')) {
    throw validation(`Null ${written} must be true or false.`)
  }
  return (context) => {
    const value = context.lookup(key)
    if (value === unknownValue) return unknown
    const isMissing = value === undefined || (typeof value !== 'string' && value.length === 0)
    return truth(wanted.has(String(isMissing)))
  }
}
