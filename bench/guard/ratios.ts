// Which ratios the guard holds: each operation to the step of the ladder that it stands on, a read to a signed
// request, a write to the rows of a comment.
import { type Measured, ratioOf } from '../measure.ts'
import type { Rates } from '../rates.ts'
import { steps } from '../report.ts'

export type Ratio = { readonly name: string; readonly was: number; readonly is: number }

const standsOn: Readonly<Record<string, string>> = {
  GetCase: steps.signature,
  SearchCases: steps.signature,
  CreateRelatedItem: steps.fourRows,
  UpdateCase: steps.fourRows,
  CreateCase: steps.fourRows,
}

/** How much a ratio may lose. */
const lossMax = 0.15

/** Every ratio, as it was and as it is. What is missing on either side is no ratio, and says so by throwing. */
export const ratiosOf = (before: Rates, now: Rates): Ratio[] =>
  Object.entries(standsOn).map(([name, step]) => ({
    name: `${name} of ${step}`,
    was: ratioIn(before, name, step),
    is: ratioIn(now, name, step),
  }))

/** Those that have lost too much. */
export const losses = (ratios: readonly Ratio[]): Ratio[] =>
  ratios.filter(({ was, is }) => !(is >= was * (1 - lossMax)))

const ratioIn = (results: Rates, name: string, step: string): number =>
  ratioOf(found(results.operations, name), found(results.ladder, step))

const found = (measured: Readonly<Record<string, Measured>>, name: string): Measured => {
  const figure = measured[name]
  if (figure === undefined) throw new Error(`${name} was not measured`)
  return figure
}
