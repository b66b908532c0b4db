// Removes, a little at a time, what has expired and what deleted domains and cases left behind.
import type { Clock } from '../clock.ts'
import type { Store } from '../storage/contract.ts'
import type { Rounds } from './loop.ts'

const rowsMax = 200

export const sweep = (store: Store, clock: Clock): Rounds => ({
  name: 'sweep',
  round: async () => (await store.sweep(clock.now(), rowsMax)).removed > 0,
})
