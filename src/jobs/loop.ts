// Rounds of background work: again soon while there is more to do; otherwise now and then, and when it falls due.
import type { Clock } from '../clock.ts'

export type Rounds = {
  /** For the log. */
  readonly name: string
  /** One round, short enough not to hold callers up; resolves with whether there is more to do. */
  round(): Promise<boolean>
  /** When there will be something to do, in domain time; undefined if nobody can know. */
  dueAt?(): Promise<number | undefined>
  /** How much longer it pauses than it works while there is more to do; callers have that time. */
  readonly pausePerWork?: number
}

export type Job = {
  /** Do all that there is to do now. Rejects if a round fails. */
  settle(): Promise<void>
  /** When there will be something to do, in domain time; undefined if nothing is known to come. */
  dueAt(): Promise<number | undefined>
  /** Resolves when the last round is over. */
  stop(): Promise<void>
}

export type JobLog = { error(fields: object, message: string): void }

/**
 * Also the longest pause before a deadline: so a clock that jumps, a nearer deadline and another server's work are
 * noticed. A nearer deadline never comes too late for that: an SLA has a minute at least.
 */
const pauseMs = 1000
/** While there is more to do, nine tenths of the time are left to callers, unless the job says otherwise. */
const shortPauseMs = 20
const defaultPausePerWork = 9

/** Start the rounds, one at a time, also where `settle` asks for them. */
export const startRounds = (job: Rounds, clock: Clock, log: JobLog): Job => {
  const { name, pausePerWork = defaultPausePerWork } = job
  const stopping = new AbortController()
  const round = oneAtATime(() => job.round())
  let failing = false
  /** How long to pause after a round. */
  const attempt = async (): Promise<number> => {
    const from = clock.monotonicMs()
    try {
      const more = await round()
      failing = false
      const workMs = clock.monotonicMs() - from
      return more ? Math.max(shortPauseMs, pausePerWork * workMs) : await untilDue(job, clock)
    } catch (error) {
      // A full disk, or too many writes waiting: what was to be done is still there for the next round. Said
      // once: a log may lie on the same disk.
      if (!failing) log.error({ err: error }, `${name} failed`)
      failing = true
      return pauseMs
    }
  }
  const rounds = async () => {
    let pause = pauseMs
    for (;;) {
      await clock.sleep(pause, stopping.signal)
      if (stopping.signal.aborted) return
      pause = await attempt()
    }
  }
  const running = rounds()
  return {
    settle: async () => {
      while (await round());
    },
    dueAt: async () => job.dueAt?.(),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

const untilDue = async (job: Rounds, clock: Clock): Promise<number> => {
  const at = await job.dueAt?.()
  return at === undefined ? pauseMs : Math.min(pauseMs, Math.max(1, at - clock.now()))
}

/** Two rounds at a time would do the same work twice. */
const oneAtATime = <T>(run: () => Promise<T>): (() => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const next = last.then(run, run)
    last = next
    return next
  }
}
