// The events of one case on their way to a sink: each waits for the one before it.
export type Entry = {
  readonly position: number
  readonly caseId: string
  readonly at: number
  readonly lane: Lane
  /** Undefined while only the store has it. */
  text: string | undefined
  /** The store has it as undelivered. */
  kept: boolean
  /** Delivered, given up or kept: the window goes on without it. */
  settled: boolean
}

export type Lane = {
  readonly key: string
  readonly queue: Entry[]
  state: 'busy' | 'idle' | 'ready' | 'waiting'
  /** Of the first event in the queue. */
  tries: number
  /** Wall time of its first failure. */
  failedAt: number | undefined
  /** Monotonic; while it waits. */
  dueAt: number
  /** Later events are kept as well: the first one holds them up, and the sink goes on. */
  keeping: boolean
  /** Deliveries to the sink when the first event failed for the first time. */
  deliveredBefore: number
}

export const newLane = (key: string): Lane => ({
  key,
  queue: [],
  state: 'idle',
  tries: 0,
  failedAt: undefined,
  dueAt: 0,
  keeping: false,
  deliveredBefore: 0,
})

/** Whose turn it is: lanes that are ready, in the order in which they became so, and lanes that wait. */
export const createSchedule = () => {
  const ready: Lane[] = []
  const waiting = new Set<Lane>()
  // No lane that waits is due before.
  let nextDue = Number.POSITIVE_INFINITY
  const makeReady = (lane: Lane): void => {
    waiting.delete(lane)
    lane.state = 'ready'
    ready.push(lane)
  }
  return {
    makeReady,
    wait: (lane: Lane, dueAt: number): void => {
      lane.state = 'waiting'
      lane.dueAt = dueAt
      waiting.add(lane)
      nextDue = Math.min(nextDue, dueAt)
    },
    /** Lanes whose wait is over have their turn; when the next one's will be over. */
    wakeDue: (now: number): number => {
      if (now < nextDue) return nextDue
      nextDue = Number.POSITIVE_INFINITY
      for (const lane of waiting) {
        if (lane.dueAt <= now) makeReady(lane)
        else nextDue = Math.min(nextDue, lane.dueAt)
      }
      return nextDue
    },
    first: (): Lane | undefined => ready[0],
    /** The first one has its turn. */
    start: (): void => {
      const lane = ready.shift()
      if (lane !== undefined) lane.state = 'busy'
    },
  }
}
