// Tells those who follow the outbox that something was committed to it, so that they need not look all the time.
import type { Apply } from './changes.ts'

export type OutboxWatch = {
  /** Applies changes, and notes the appended events among them. */
  readonly apply: Apply
  /** Wakes whoever listens, if events were appended since the last time. */
  committed(): void
  /** Listen; what it gives ends that. */
  listen(wake: () => void): () => void
}

export const watchOutbox = (apply: Apply): OutboxWatch => {
  const listeners = new Set<() => void>()
  // Stays set when the append is rolled back: waking somebody in vain does no harm.
  let appended = false
  return {
    apply: (configs, change) => {
      appended ||= change.change === 'outbox.append'
      return apply(configs, change)
    },
    committed: () => {
      if (!appended) return
      appended = false
      for (const wake of listeners) wake()
    },
    listen: (wake) => {
      listeners.add(wake)
      return () => void listeners.delete(wake)
    },
  }
}
