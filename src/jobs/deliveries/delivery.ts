// The delivery to one sink as long as the server runs: session after session, each from where the consumer is then,
// and of several servers on one store by one at a time.
import { type ConsumerOptions, type JournalReader, openReader } from '../journal/reader.ts'
import { createWaker } from '../journal/waker.ts'
import { keepLease } from '../lease.ts'
import type { Counters } from './outcomes.ts'
import { createSession, type Session, type SessionOptions } from './session.ts'

export type DeliveryOptions = Omit<SessionOptions, 'counters' | 'name' | 'reader' | 'waker'> & {
  readonly consumer: ConsumerOptions
}

export type Delivery = {
  readonly counters: Readonly<Counters>
  /** Whether this server delivers to the sink, and not another one on the same store. */
  isOurs(): boolean
  backlog: Session['backlog']
  /** End what is under way within a moment, store what came of it, let go of the sink. */
  stop(): Promise<void>
}

/** What is under way when the server stops has so long to end well. */
const graceMs = 2000
const restartMs = 1000

/** Resolves when the consumer has its position: what is committed from then on is delivered. */
export const startDelivery = async (options: DeliveryOptions): Promise<Delivery> => {
  const { store, clock, consumer, sink } = options
  const { name } = consumer
  const counters: Counters = { delivered: 0, failed: 0, dead: 0, expired: 0 }
  const waker = createWaker(clock)
  const stopping = new AbortController()
  // A lease may be lost before anything is open.
  let cut = (): void => undefined
  const lost = () => {
    cut()
    waker.wake()
  }
  const lease = keepLease({ store, clock, name }, stopping.signal, lost)
  const isStopping = () => stopping.signal.aborted
  const isOver = () => isStopping() || !lease.isHeld()
  const sessionOf = (reader: JournalReader) =>
    createSession({ ...options, name, counters, reader, waker })
  let session = sessionOf(await openReader(store, consumer))
  cut = () => session.cut()
  const stopListening = store.onOutgoing(() => session.arrived())

  // A consumer that is unknown by then is one of another database, whose first event it has not got either.
  const reopen = async (): Promise<void> => {
    session = sessionOf(await openReader(store, { ...consumer, from: 'oldest' }))
  }
  const run = async (): Promise<void> => {
    let fresh = true
    while (!isStopping()) {
      try {
        // Another server may have gone on meanwhile.
        fresh &&= lease.isHeld()
        await lease.held()
        if (!fresh) await reopen()
        fresh = false
        await session.run(isOver)
      } catch (error) {
        options.log.error({ err: error, sink: name }, 'a delivery begins again')
        await clock.sleep(restartMs, stopping.signal)
      }
    }
  }
  const running = run()
  return {
    counters,
    isOurs: lease.isHeld,
    backlog: () => session.backlog(),
    stop: async () => {
      stopListening()
      stopping.abort()
      waker.wake()
      const ended = new AbortController()
      clock.sleep(graceMs, ended.signal).then(cut)
      await running
      ended.abort()
      await sink.close()
    },
  }
}
