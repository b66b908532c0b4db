// The conditions of a rule in Amazon Connect's Rules Function language: JSON text on the wire, a tree here. Only
// what a rule on cases may ask is taken (B-1255 to B-1259); anything else is refused with one sentence that says
// where, so that no rule waits for what can never happen.
import { comparable } from './comparable.ts'
import {
  type Comparison,
  type Condition,
  type Operator,
  operators,
  type Subject,
} from './conditions.ts'
import type { RuleTrigger } from './rule.ts'

/** Says why a function is not one of ours; its message is meant to be shown. */
export class RuleFunctionError extends Error {
  override readonly name = 'RuleFunctionError'
}

/**
 * Read the text of a rule's `Function`.
 * @throws RuleFunctionError with the first thing that is wrong with it.
 */
export const parseFunction = (text: string, trigger: RuleTrigger): Condition => {
  const document = objectAt(parsed(text), 'Function', ['Version', 'RuleFunction'])
  if (document.Version !== supportedVersion) {
    throw new RuleFunctionError(`Function.Version must be ${supportedVersion}.`)
  }
  const place = { at: 'Function.RuleFunction', depth: 1, trigger, budget: { left: comparisonsMax } }
  const root = objectAt(document.RuleFunction, place.at, members)
  if (root.Operator !== 'AND' && root.Operator !== 'OR') {
    throw new RuleFunctionError(`${place.at}.Operator must be AND or OR.`)
  }
  return group(root, place)
}

const supportedVersion = '2022-11-25'
const depthMax = 10
const comparisonsMax = 100
const operandsMax = 100
const textMax = 100_000
const members = ['Operator', 'Operands', 'ComparisonValue', 'Negate']

type Members = Readonly<Record<string, unknown>>

type Place = {
  /** The path of this condition, for the sentence that refuses it. */
  readonly at: string
  readonly depth: number
  readonly trigger: RuleTrigger
  /** Comparisons that the whole function may still have. */
  readonly budget: { left: number }
}

const parsed = (text: string): unknown => {
  if (text.length > textMax) throw new RuleFunctionError(`Function is over ${textMax} characters.`)
  try {
    return JSON.parse(text)
  } catch {
    throw new RuleFunctionError('Function is not JSON.')
  }
}

const objectAt = (value: unknown, at: string, known: readonly string[]): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RuleFunctionError(`${at} must be an object.`)
  }
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new RuleFunctionError(`${at} has an unsupported member.`)
  return value as Members
}

const condition = (value: unknown, place: Place): Condition => {
  const object = objectAt(value, place.at, members)
  const isGroup = object.Operator === 'AND' || object.Operator === 'OR'
  return isGroup ? group(object, place) : comparison(object, place)
}

const group = (object: Members, place: Place): Condition => {
  const { Operator, Operands, ComparisonValue, Negate } = object
  const { at, depth } = place
  if (ComparisonValue !== undefined || (Negate !== undefined && Negate !== false)) {
    throw new RuleFunctionError(`${at}: AND and OR take Operands and nothing else.`)
  }
  if (depth > depthMax) throw new RuleFunctionError(`${at} is more than ${depthMax} deep.`)
  if (!Array.isArray(Operands) || Operands.length === 0) {
    throw new RuleFunctionError(`${at}.Operands must be a list of conditions.`)
  }
  const inner = Operands.map((operand, index) =>
    condition(operand, { ...place, at: `${at}.Operands[${index}]`, depth: depth + 1 }),
  )
  return Operator === 'AND' ? { all: inner } : { any: inner }
}

const comparison = (object: Members, place: Place): Comparison => {
  const { at, budget } = place
  budget.left -= 1
  if (budget.left < 0) {
    throw new RuleFunctionError(`Function has more than ${comparisonsMax} conditions.`)
  }
  const operator = operators.find((name) => name === object.Operator)
  if (operator === undefined) {
    throw new RuleFunctionError(`${at}.Operator must be AND, OR, ${operators.join(', ')}.`)
  }
  const { Negate = false } = object
  if (typeof Negate !== 'boolean') throw new RuleFunctionError(`${at}.Negate must be a Boolean.`)
  const subject = subjectOf(object.ComparisonValue, place)
  if (subject.of !== 'field' && operator !== 'CONTAINS_ANY') {
    throw new RuleFunctionError(`${at}.Operator must be CONTAINS_ANY for this ComparisonValue.`)
  }
  return { operator, subject, operands: operandsOf(object.Operands, operator, at), negate: Negate }
}

const fieldPrefix = '$.Case.Fields.'

const subjectOf = (value: unknown, { at, trigger }: Place): Subject => {
  const isBreach = trigger === 'OnSlaBreach'
  if (value === '$.Case.TemplateId') return { of: 'template' }
  if (value === '$.RelatedItem.SlaConfiguration.Name' && isBreach) return { of: 'slaName' }
  if (typeof value === 'string' && value.startsWith(fieldPrefix)) {
    const fieldId = value.slice(fieldPrefix.length)
    if (fieldId !== '') return { of: 'field', fieldId }
  }
  throw new RuleFunctionError(`${at}.ComparisonValue is not supported for ${trigger}.`)
}

const operandsOf = (value: unknown, operator: Operator, at: string): readonly string[] => {
  const most = operator === 'CONTAINS_ANY' ? operandsMax : 1
  if (!Array.isArray(value) || value.length === 0 || value.length > most) {
    throw new RuleFunctionError(`${at}.Operands must be ${most === 1 ? 'one' : `1 to ${most}`}.`)
  }
  const isNumeric = operator.startsWith('Number')
  return value.map((operand) => {
    if (typeof operand === 'string' && (!isNumeric || comparable(operand) !== undefined)) {
      return operand
    }
    if (typeof operand === 'number') return String(operand)
    throw new RuleFunctionError(
      `${at}.Operands must be ${isNumeric ? 'a number or an ISO 8601 time' : 'text'}.`,
    )
  })
}
