// Whether the conditions of a rule hold of a case as a change left it (B-1257).
import { caseValue } from '../case-values.ts'
import { plain } from '../field-types/index.ts'
import type { CaseRow } from '../rows.ts'
import { foldText } from '../text.ts'
import { comparable } from './comparable.ts'
import type { Comparison, Condition, Subject } from './conditions.ts'

/** What conditions look at: the case after the change, and the SLA that was breached. */
export type Judged = { readonly row: CaseRow; readonly slaName?: string; readonly now: number }

export const holds = (condition: Condition, judged: Judged): boolean => {
  if ('all' in condition) return condition.all.every((inner) => holds(inner, judged))
  if ('any' in condition) return condition.any.some((inner) => holds(inner, judged))
  return compares(condition, valueFor(condition.subject, judged)) !== condition.negate
}

type Value = string | number | boolean | undefined

const valueFor = (subject: Subject, { row, slaName, now }: Judged): Value => {
  if (subject.of === 'template') return row.templateId
  if (subject.of === 'slaName') return slaName
  const value = caseValue(row, subject.fieldId, now)
  return value === undefined ? undefined : plain(value)
}

const compares = ({ operator, operands }: Comparison, value: Value): boolean => {
  // A case without the value is neither above nor below anything, contains nothing and equals nothing.
  if (value === undefined) return false
  const text = String(value)
  const [first = ''] = operands
  switch (operator) {
    case 'CONTAINS':
      return foldText(text).includes(foldText(first))
    case 'CONTAINS_ANY':
      return operands.some((operand) => operand === text || operand === idOf(text))
    case 'EQUALS':
      return first === text || sameInstant(first, value)
    case 'NumberGreaterOrEqualTo':
      return compare(value, first, (a, b) => a >= b)
    case 'NumberLessOrEqualTo':
      return compare(value, first, (a, b) => a <= b)
  }
}

/** Users and queues are held as ARNs and asked for by id. */
const idOf = (text: string): string =>
  text.startsWith('arn:') ? text.slice(text.lastIndexOf('/') + 1) : text

const sameInstant = (operand: string, value: Value): boolean =>
  typeof value !== 'boolean' && compare(value, operand, (a, b) => a === b)

const compare = (value: Value, operand: string, by: (a: number, b: number) => boolean): boolean => {
  if (typeof value === 'boolean' || value === undefined) return false
  const [a, b] = [comparable(value), comparable(operand)]
  return a !== undefined && b !== undefined && by(a, b)
}
