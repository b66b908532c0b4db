// The pull feed around GetEvents: waits for events where there are none yet, or goes on as an event stream. Each page
// is the operation once more, so that what the caller may do is asked each time.
import type { Clock } from './clock.ts'
import { throttled } from './errors.ts'
import { createWaker } from './jobs/journal/waker.ts'
import type { Input, Output } from './model/index.ts'
import type { Store } from './storage/contract.ts'
import type { Caller } from './wire/handle.ts'
import { Raw } from './wire/raw.ts'

type Question = Input<'GetEvents'>
type Page = Output<'GetEvents'>

export type Feed = {
  /** @param ask runs the operation. */
  answer(
    ask: (question: Question) => Promise<Page>,
    question: Question,
    caller: Caller,
  ): Promise<Raw>
  /** Answer all who wait, and end all streams. */
  end(): void
}

/** Callers that may wait or listen at a time. */
const openMax = 100
/** Looks for more of one caller are so far apart at least, however much is committed; and at most. */
const pauseMs = 25
const pollMs = 1000
/** A quiet stream shows so often that it is there. */
const heartbeatMs = 15_000
/** A stream ends after that, so that a key that was revoked is of no use for longer. */
const streamMs = 5 * 60 * 1000

export const createFeed = (store: Store, clock: Clock): Feed => {
  const ending = new AbortController()
  const looks = looking(store, clock, ending.signal)
  let open = 0
  const enter = (caller: Caller): void => {
    if (open >= openMax) throw throttled('Too many callers wait for events. Try again.', 1)
    open += 1
    caller.onGone(() => {
      open -= 1
    })
  }
  const poll: Feed['answer'] = async (ask, question, caller) => {
    let page = await ask(question)
    const waitMs = 1000 * (question.wait ?? 0)
    if (page.events.length > 0 || waitMs === 0) return json(page)
    enter(caller)
    using waiting = looks(caller, waitMs)
    while (page.events.length === 0 && (await waiting.next())) {
      page = await ask({ ...question, after: page.next })
    }
    return json(page)
  }
  const stream: Feed['answer'] = async (ask, question, caller) => {
    const after = caller.header('last-event-id') ?? question.after
    const first = await ask({ ...question, ...(after === undefined ? {} : { after }) })
    enter(caller)
    return new Raw('text/event-stream', follow(ask, question, caller, first))
  }
  async function* follow(
    ask: (question: Question) => Promise<Page>,
    question: Question,
    caller: Caller,
    first: Page,
  ): AsyncGenerator<string> {
    using waiting = looks(caller, streamMs)
    let page = first
    let saidAt = clock.monotonicMs()
    yield `retry: 1000\n\n${messages(page)}`
    while (await waiting.next()) {
      page = await ask({ ...question, after: page.next })
      const isQuiet = page.events.length === 0
      if (isQuiet && clock.monotonicMs() - saidAt < heartbeatMs) continue
      saidAt = clock.monotonicMs()
      yield isQuiet ? ':\n\n' : messages(page)
    }
  }
  return {
    answer: (ask, question, caller) => {
      const wantsStream = caller.header('accept')?.includes('text/event-stream') === true
      return (wantsStream ? stream : poll)(ask, question, caller)
    },
    end: () => ending.abort(),
  }
}

/** Looks that follow each other: `next` resolves when there may be more; false when it is over. */
const looking =
  (store: Store, clock: Clock, ending: AbortSignal) => (caller: Caller, lastMs: number) => {
    const waker = createWaker(clock)
    const over = new AbortController()
    const end = () => {
      over.abort()
      waker.wake()
    }
    const stopListening = store.onOutgoing(waker.wake)
    ending.addEventListener('abort', end)
    caller.onGone(end)
    const until = clock.monotonicMs() + lastMs
    return {
      next: async (): Promise<boolean> => {
        await clock.sleep(pauseMs, over.signal)
        await waker.wait(Math.max(0, Math.min(pollMs, until - clock.monotonicMs())))
        return !over.signal.aborted && !ending.aborted && clock.monotonicMs() < until
      },
      [Symbol.dispose]: () => {
        stopListening()
        ending.removeEventListener('abort', end)
      },
    }
  }

/** Events are JSON already. */
const json = ({ events, next }: Page): Raw => {
  const items = events.map(({ cursor, event }) => `{"cursor":"${cursor}","event":${event}}`)
  return new Raw('application/json', `{"events":[${items.join(',')}],"next":"${next}"}`)
}

const messages = ({ events }: Page): string =>
  events.map(({ cursor, event }) => `id: ${cursor}\ndata: ${event}\n\n`).join('')
