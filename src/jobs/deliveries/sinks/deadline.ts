// A time limit around something that can be aborted, beside the signal that ends it from outside.
import type { Clock } from '../../../clock.ts'

type Limits = { readonly clock: Clock; readonly timeoutMs: number; readonly signal: AbortSignal }

/** Run with a signal that is aborted after `timeoutMs`, or with `signal`. */
export const withDeadline = async <T>(
  { clock, timeoutMs, signal }: Limits,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const cutting = new AbortController()
  const ended = new AbortController()
  const cut = () => cutting.abort()
  signal.addEventListener('abort', cut, { once: true })
  if (signal.aborted) cut()
  // Also when it has ended, and then for nothing.
  clock.sleep(timeoutMs, ended.signal).then(cut)
  try {
    return await run(cutting.signal)
  } finally {
    ended.abort()
    signal.removeEventListener('abort', cut)
  }
}
