// The conditions of a rule as a tree; `function.ts` reads it from Connect's text, `condition.ts` judges it.
export const operators = [
  'CONTAINS',
  'CONTAINS_ANY',
  'EQUALS',
  'NumberGreaterOrEqualTo',
  'NumberLessOrEqualTo',
] as const

/** What a condition looks at. */
export type Subject =
  | { readonly of: 'field'; readonly fieldId: string }
  | { readonly of: 'template' }
  | { readonly of: 'slaName' }

export type Comparison = {
  readonly operator: Operator
  readonly subject: Subject
  readonly operands: readonly string[]
  readonly negate: boolean
}

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | Comparison

export type Operator = (typeof operators)[number]
