// How a virtual clock moves: not in one leap, but from one deadline to the next, doing at each what falls due then.
// So what happens, and at which time, is what would have happened had the time really passed (B-1102).
import type { VirtualClock } from '../clock.ts'
import type { Job } from './loop.ts'

/** Moves the clock to what a function makes of its time. Moves asked for at the same time take their turns. */
export type Travel = (to: (now: number) => number) => Promise<number>

export const traveller = (clock: VirtualClock, jobs: readonly Job[]): Travel => {
  let last: Promise<unknown> = Promise.resolve()
  return (to) => {
    const move = async () => {
      await moveTo(clock, jobs, to(clock.now()))
      return clock.now()
    }
    const moved = last.then(move, move)
    last = moved
    return moved
  }
}

const moveTo = async (clock: VirtualClock, jobs: readonly Job[], to: number): Promise<void> => {
  await settle(jobs)
  for (let at = await nextDue(jobs); at <= to; at = await nextDue(jobs)) {
    clock.moveTo(at)
    await settle(jobs)
  }
  clock.moveTo(to)
  await settle(jobs)
}

const settle = async (jobs: readonly Job[]): Promise<void> => {
  for (const job of jobs) await job.settle()
}

const nextDue = async (jobs: readonly Job[]): Promise<number> => {
  const times = await Promise.all(jobs.map((job) => job.dueAt()))
  return Math.min(Number.POSITIVE_INFINITY, ...times.filter((at) => at !== undefined))
}
