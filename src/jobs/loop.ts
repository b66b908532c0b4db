// Rounds of background work: again soon while there is more to do, now and then otherwise.
import type { Clock } from '../clock.ts'

export type Rounds = {
  /** For the log. */
  readonly name: string
  /** One round, short enough not to hold callers up; resolves with whether there is more to do. */
  round(): Promise<boolean>
}

export type JobLog = { error(fields: object, message: string): void }

const pauseMs = 1000
/** While there is more to do, nine tenths of the time are left to callers. */
const shortPauseMs = 20
const pausePerWork = 9

/** Start the rounds. `stop` resolves when the last one is over. */
export const startRounds = (
  { name, round }: Rounds,
  clock: Clock,
  log: JobLog,
): { stop(): Promise<void> } => {
  const stopping = new AbortController()
  let failing = false
  const attempt = async (): Promise<boolean> => {
    try {
      const more = await round()
      failing = false
      return more
    } catch (error) {
      // A full disk, or too many writes waiting: what was to be done is still there for the next round. Said
      // once: a log may lie on the same disk.
      if (!failing) log.error({ err: error }, `${name} failed`)
      failing = true
      return false
    }
  }
  const rounds = async () => {
    let pause = pauseMs
    for (;;) {
      await clock.sleep(pause, stopping.signal)
      if (stopping.signal.aborted) return
      const from = clock.monotonicMs()
      const more = await attempt()
      const workMs = clock.monotonicMs() - from
      pause = more ? Math.max(shortPauseMs, pausePerWork * workMs) : pauseMs
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
