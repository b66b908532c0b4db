// Rounds that one of several servers does, while the others stand by: the one that has the job's lease, which it
// takes anew with each round.
import type { Store } from '../storage/contract.ts'
import { leaseMs } from './lease.ts'
import type { Rounds } from './loop.ts'

export const leased = (store: Pick<Store, 'lease'>, rounds: Rounds): Rounds => ({
  ...rounds,
  round: async () => (await store.lease(rounds.name, leaseMs)) && rounds.round(),
})
