// A write that waits, and what is known of its tries.
import type { Configs } from '../../domain/domain-config.ts'
import type { Change, Plan } from '../contract.ts'

export type Job = {
  readonly plan: (configs: Configs) => Plan
  readonly decide: (
    rows: never,
    configs: Configs,
  ) => { answer: unknown; changes: readonly Change[] }
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
  /** When it came, by the clock that only grows. */
  readonly since: number
  alone: boolean
  exclusive: boolean
  tries: number
}
