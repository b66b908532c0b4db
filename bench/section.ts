// A part of the benchmark that stands on its own: `node bench/run.ts --only NAME`.

/** What was asked of a figure, and whether it held. */
export type Bar = { readonly bar: string; readonly figure: string; readonly held: boolean }

export type Section = {
  /** For `results.json`. */
  readonly figures: Readonly<Record<string, number>>
  /** What README says of it. */
  readonly text: string
  readonly bars: readonly Bar[]
}
