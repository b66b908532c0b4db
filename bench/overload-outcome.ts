// What an overload came to.
import type { OpenLoadResult, Quantiles } from './open-load.ts'

export type Outcome = {
  readonly name: string
  /** Of the peak. */
  readonly factor: number
  readonly machineLoad: number
  readonly peakPerSecond: number
  readonly open: OpenLoadResult
  readonly healthMs: Quantiles
  /** Answered requests, as a share of the peak. */
  readonly goodput: number
  readonly held: boolean
}
