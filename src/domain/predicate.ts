// A filter as data: what `case-filter.ts` makes of a request's filter, and what storage turns into SQL or
// a test evaluates in memory. All folding and parsing has happened: a store only compares.

/** A value as it is compared: text exactly, numbers and instants (milliseconds) by order. */
export type Comparable =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'instant'; readonly instantMs: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }

export type Predicate =
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate }
  | { readonly fieldId: string; readonly is: 'empty' }
  | {
      readonly fieldId: string
      readonly is: 'equal' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual'
      readonly value: Comparable
    }
  /** `folded` occurs somewhere in the folded text of the value. */
  | { readonly fieldId: string; readonly is: 'containing'; readonly folded: string }
  | { readonly tag: { readonly key?: string; readonly value?: string } }
  | { readonly word: SearchWord }

/**
 * A folded word of a search term: some value has a word that equals it (or starts with it, if `prefix`), or
 * holds one of `options`, whose label has such a word.
 */
export type SearchWord = {
  readonly folded: string
  readonly prefix: boolean
  readonly options: readonly { readonly fieldId: string; readonly value: string }[]
}
