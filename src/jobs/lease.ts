// The lease of a job, kept as long as the store can be asked: of several servers one holds it.
import type { Clock } from '../clock.ts'
import type { Store } from '../storage/contract.ts'

/** A killed server's work is taken over after so long, and the second in which others look again. */
export const leaseMs = 8000
const renewMs = 2000
const retryMs = 1000

export type Lease = {
  /** Resolves when it is held, or when `signal` says that nobody waits for it any more. */
  held(): Promise<void>
  /** Whether it is held now. */
  isHeld(): boolean
}

/** Keep asking for a lease, until `signal`. `lost` is called when it is no longer held, or was not for a while. */
export const keepLease = (
  { store, clock, name }: { store: Pick<Store, 'lease'>; clock: Clock; name: string },
  signal: AbortSignal,
  lost: () => void,
): Lease => {
  // By the clock that only grows: a server that cannot ask any more gives up before another takes over.
  let until = Number.NEGATIVE_INFINITY
  let waiting: (() => void)[] = []
  const isHeld = () => clock.monotonicMs() < until
  const ask = async (): Promise<void> => {
    const from = clock.monotonicMs()
    const before = until
    // A store that cannot be asked now is asked again.
    const has = await store.lease(name, leaseMs).catch(() => undefined)
    // Also where it is held again: another server may have had it meanwhile.
    const hasRunOut = !isHeld()
    if (hasRunOut || has !== undefined) until = Number.NEGATIVE_INFINITY
    if (has === true) until = from + leaseMs - retryMs
    if (before !== Number.NEGATIVE_INFINITY && (hasRunOut || !isHeld())) lost()
    if (isHeld()) for (const resolve of waiting.splice(0)) resolve()
  }
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await ask()
      await clock.sleep(isHeld() ? renewMs : retryMs, signal)
    }
    for (const resolve of waiting) resolve()
    waiting = []
  }
  void run()
  return {
    isHeld,
    held: () =>
      isHeld() || signal.aborted
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push(resolve)),
  }
}
