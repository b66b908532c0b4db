// What the operations for tests act on: the server itself, not rows. `server.ts` hands it to them, under a virtual
// clock only.
import type { Check } from '../../access/check.ts'
import type { Faults } from './faults.ts'

export type TestTools = {
  /**
   * Move domain time on, to what `to` makes of the time that it finds. Resolves with it, when all that fell due
   * on the way has happened; rejects with what `to` throws.
   */
  move(to: (now: number) => number): Promise<number>
  /** Forget everything but access keys and the time. */
  reset(): Promise<void>
  readonly faults: Faults
}

/** Each has an action of its own, on the server as a whole. */
export const toolChecks = (name: string) => (): readonly Check[] => [
  { action: `opencases:${name}`, resource: '*' },
]
