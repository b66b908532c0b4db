// How long a request waits for a store that may be on another machine: when nothing comes back, its
// caller is told to try again (B-1306). Only the store's time counts: what a client sends slowly, or
// a long poll, has bounds of its own.
import type { Clock } from './clock.ts'
import { createCrowd, type Member } from './crowd.ts'
import { unavailable } from './errors.ts'
import type { Door, Work } from './overload.ts'
import type { Store } from './storage/contract.ts'

export type Patience = {
  /** Who looks up access keys. */
  readonly keys: Pick<Store, 'accessKey'>
  /** A door whose stores answer each request in time. */
  of(entrance: Door): Door
}

/** Together well below the ten seconds that are promised: a busy machine takes some as well. */
const keyMs = 2500
const rowsMs = 6000
const tickMs = 100

/** A store in this process answers by itself, and is left as it is. */
export const patience = (store: Store, clock: Clock): Patience => {
  if (store.kind === 'sqlite') return { keys: store, of: (entrance) => entrance }
  const within = createDeadlines(clock)
  return {
    keys: {
      accessKey: async (id, next) => within(keyMs, Promise.resolve(store.accessKey(id, next))),
    },
    of: (entrance) => ({
      ...entrance,
      storeFor: (name) => budgeted(entrance.storeFor(name), clock, within),
    }),
  }
}

type Within = <T>(ms: number, work: Promise<T>) => Promise<T>

/** What one request asks for, one after the other, has one budget. */
const budgeted = (store: Work, clock: Clock, within: Within): Work => {
  let leftMs = rowsMs
  const spend: <T>(ask: () => Promise<T>) => Promise<T> = async (ask) => {
    const from = clock.monotonicMs()
    try {
      return await within(leftMs, ask())
    } finally {
      leftMs -= clock.monotonicMs() - from
    }
  }
  return {
    configs: store.configs,
    load: (plan) => spend(() => store.load(plan)),
    write: (work) => spend(() => store.write(work)),
  }
}

type Waiting = Member & { readonly until: number; reject(error: unknown): void }

/** One timer for all who wait, as long as anybody does. */
const createDeadlines = (clock: Clock): Within => {
  const waiting = createCrowd<Waiting>()
  let watching = false
  const watch = async (): Promise<void> => {
    watching = true
    while (waiting.members.length > 0) {
      await clock.sleep(tickMs)
      const now = clock.monotonicMs()
      for (const each of waiting.members.toReversed()) {
        if (now < each.until) continue
        waiting.remove(each)
        each.reject(unavailable('The database does not answer.', 1))
      }
    }
    watching = false
  }
  return (ms, work) =>
    new Promise((resolve, reject) => {
      const mine = { until: clock.monotonicMs() + ms, reject, place: 0 }
      waiting.add(mine)
      work.then(
        (answer) => {
          waiting.remove(mine)
          resolve(answer)
        },
        (error) => {
          waiting.remove(mine)
          reject(error)
        },
      )
      if (!watching) void watch()
    })
}
