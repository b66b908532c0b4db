// Removes, now and then and a little at a time, what has expired and what deleted domains and cases left behind.
import type { Clock } from '../clock.ts'
import type { Store } from '../storage/contract.ts'

const pauseMs = 1000
/** While there is more to remove: nine tenths of the time are left to callers. */
const shortPauseMs = 20
const rowsMax = 200

/** Start sweeping. `stop` resolves when the last round is over. */
export const startSweeping = (
  store: Store,
  clock: Clock,
  log: { error(fields: object, message: string): void },
): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  const round = async (): Promise<number> => {
    try {
      return (await store.sweep(clock.now(), rowsMax)).removed
    } catch (error) {
      // A full disk, or too many writes waiting: what it would remove is still there for the next round.
      log.error({ err: error }, 'sweep failed')
      return 0
    }
  }
  const rounds = async () => {
    let pause = pauseMs
    for (;;) {
      await clock.sleep(pause, stopping.signal)
      if (stopping.signal.aborted) return
      pause = (await round()) > 0 ? shortPauseMs : pauseMs
    }
  }
  const running = rounds()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
