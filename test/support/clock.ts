// A clock for tests whose domain time moves only as a test wants. Signatures and key expiry are judged by the
// machine's time, also here.
import { type Clock, realClock } from '../../src/clock.ts'

export type TestClock = Clock & {
  /** Move domain time on. */
  advance(ms: number): void
}

/** Domain time starts at the machine's and then goes on with it, plus what it was advanced. */
export const testClock = (): TestClock => {
  const real = realClock()
  let offset = 0
  return {
    ...real,
    now: () => real.now() + offset,
    advance: (ms) => {
      offset += ms
    },
  }
}
