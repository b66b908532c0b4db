// The part of the composition that is there for tests, under a virtual clock.
import type { VirtualClock } from './clock.ts'
import type { Job } from './jobs/loop.ts'
import { traveller } from './jobs/travel.ts'
import { createFaults } from './operations/test-tools/faults.ts'
import type { TestTools } from './operations/test-tools/tools.ts'
import type { Store } from './storage/contract.ts'

type Tested = {
  readonly store: Store
  readonly virtual: VirtualClock
  readonly jobs: readonly Job[]
  /** Told when the store has been emptied. */
  emptied(): void
}

/** What the operations for tests act on. */
export const testToolsOf = ({ store, virtual, jobs, emptied }: Tested): TestTools => ({
  move: traveller(virtual, jobs),
  reset: async () => {
    await store.reset()
    emptied()
  },
  faults: createFaults(virtual),
})
