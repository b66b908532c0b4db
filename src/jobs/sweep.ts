// Removes, a little at a time, what has expired and what deleted domains and cases left behind.
import type { Store } from '../storage/contract.ts'
import type { Rounds } from './loop.ts'

const rowsMax = 200

/** @param ageAt the moment by which the age of things is judged. */
export const sweep = (store: Store, ageAt: () => number): Rounds => ({
  name: 'sweep',
  round: async () => (await store.sweep(ageAt(), rowsMax)).removed > 0,
})
