// All that is in memory of a sink's events: a lane for each case, the window that they came through, and how many of
// them the store keeps.
import type { OutgoingRow, UndeliveredRow } from '../../domain/rows.ts'
import { createSchedule, type Entry, type Lane, newLane } from './lane.ts'
import type { Sink } from './sink.ts'
import { createWindow } from './window.ts'

/** Events that the store keeps for a sink while it goes on with others. */
const keptMax = 10_000

export type Lanes = ReturnType<typeof createLanes>

export const createLanes = (order: Sink['order']) => {
  const byKey = new Map<string, Lane>()
  const schedule = createSchedule()
  const window = createWindow()
  let kept = 0
  const enqueue = (row: OutgoingRow | UndeliveredRow, text: string | undefined): Entry => {
    const { position, caseId, at } = row
    const lane = laneIn(byKey, order === 'case' ? caseId : '')
    const entry = { position, caseId, at, lane, text, kept: false, settled: false }
    lane.queue.push(entry)
    return entry
  }
  const leave = (entry: Entry): void => {
    if (entry.kept) kept -= 1
    else window.leave(entry)
  }
  return {
    window,
    schedule,
    kept: () => kept,
    add: (row: OutgoingRow): Entry => {
      const entry = enqueue(row, row.event)
      window.enter(entry)
      if (entry.lane.state === 'idle') schedule.makeReady(entry.lane)
      return entry
    },
    /** What the store has kept since before; in order of position. */
    addKept: (row: UndeliveredRow, dueAt: number): void => {
      const entry = Object.assign(enqueue(row, undefined), { kept: true, settled: true })
      const { lane } = entry
      kept += 1
      if (lane.state !== 'idle') return
      Object.assign(lane, { tries: row.tries, failedAt: row.failedAt, keeping: true })
      schedule.wait(lane, dueAt)
    },
    /** Whether the store may keep so many more. */
    mayKeep: (count: number): boolean => kept + count <= keptMax,
    keep: (entry: Entry): void => {
      leave(entry)
      entry.kept = true
      kept += 1
    },
    /** The next to be sent. */
    take: (batch: Sink['batch']): Entry[] => {
      const next = order === 'case' ? oneOfEach(schedule) : severalOfOne(schedule)
      return fitting(next, batch)
    },
    /** The first of its lane is done with; the next one has its turn. */
    shift: (entry: Entry): void => {
      const { lane } = entry
      lane.queue.shift()
      leave(entry)
      Object.assign(lane, { tries: 0, failedAt: undefined })
      lane.keeping &&= lane.queue.some((other) => other.kept)
      // In total order there are more of the same batch to come.
      if (lane.queue.length === 0) byKey.delete(lane.key)
      else if (lane.state === 'busy') schedule.makeReady(lane)
    },
    /** When the oldest of all happened. */
    oldestAt: (): number | undefined => {
      let oldest = window.first()?.at
      for (const { queue } of byKey.values()) {
        const [entry] = queue
        if (entry?.kept) oldest = Math.min(oldest ?? entry.at, entry.at)
      }
      return oldest
    },
  }
}

const laneIn = (byKey: Map<string, Lane>, key: string): Lane => {
  const found = byKey.get(key)
  if (found !== undefined) return found
  const lane = newLane(key)
  byKey.set(key, lane)
  return lane
}

type Schedule = ReturnType<typeof createSchedule>

/** Hands out entries one by one: it looks at the next, and takes it when it is wanted. */
type Next = { look(): Entry | undefined; take(): void; end(): void }

const oneOfEach = (schedule: Schedule): Next => ({
  look: () => schedule.first()?.queue[0],
  take: schedule.start,
  end: () => {},
})

const severalOfOne = (schedule: Schedule): Next => {
  const queue = schedule.first()?.queue ?? []
  let taken = 0
  return {
    look: () => queue[taken],
    take: () => {
      taken += 1
    },
    end: schedule.start,
  }
}

/** What is not in memory may be as large as an event can be. */
const unknownBytes = 256 * 1024

const fitting = (next: Next, { countMax, bytesMax }: Sink['batch']): Entry[] => {
  const entries: Entry[] = []
  let room = bytesMax
  while (entries.length < countMax) {
    const entry = next.look()
    if (entry === undefined) break
    room -= entry.text === undefined ? unknownBytes : Buffer.byteLength(entry.text)
    if (room < 0 && entries.length > 0) break
    entries.push(entry)
    next.take()
  }
  next.end()
  return entries
}
