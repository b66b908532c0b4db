// Removes, now and then and a little at a time, what has expired and what deleted domains and cases left behind.
import type { Clock } from '../clock.ts'
import type { Store } from '../storage/contract.ts'

const pauseMs = 1000
const rowsMax = 500

/** Start sweeping. `stop` resolves when the last round is over. */
export const startSweeping = (
  store: Store,
  clock: Clock,
  log: { error(fields: object, message: string): void },
): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  const rounds = async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(pauseMs, stopping.signal)
      if (stopping.signal.aborted) return
      // A round that fails (a full disk) is tried again: what it would remove is still there.
      await store
        .sweep(clock.now(), rowsMax)
        .catch((error) => log.error({ err: error }, 'sweep failed'))
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
