// The delivery of outgoing events to all sinks that are set. Sinks know nothing of each other: one that is down holds
// up itself alone.
import type { Clock } from '../../clock.ts'
import { query, type Store } from '../../storage/contract.ts'
import { type Delivery, startDelivery } from './delivery.ts'
import type { DeliveryLog } from './outcomes.ts'
import type { Sink } from './sink.ts'
import type { SinkContext, SinkSettings } from './sink-settings.ts'
import { openEventBridge } from './sinks/event-bridge.ts'
import { openFile } from './sinks/file.ts'
import { openSqs } from './sinks/sqs.ts'
import { openWebhook } from './sinks/webhook.ts'

export type Deliveries = {
  /** By the names of the sinks. */
  readonly bySink: ReadonlyMap<string, Delivery>
  stop(): Promise<void>
}

export type DeliveriesOptions = {
  readonly sinks: readonly SinkSettings[]
  readonly store: Store
  readonly clock: Clock
  readonly log: DeliveryLog
}

/** The consumer of a sink: other consumers follow the same journal. */
export const consumerOf = (sink: string): string => `${prefix}${sink}`

/** The sink of a consumer, if it is one of a sink. */
export const sinkOf = (consumer: string): string | undefined =>
  consumer.startsWith(prefix) ? consumer.slice(prefix.length) : undefined

const prefix = 'sink/'

/** Resolves when every sink has its position. Rejects with a sentence if one cannot be opened. */
export const startDeliveries = async (options: DeliveriesOptions): Promise<Deliveries> => {
  const { sinks, store, clock, log } = options
  const bySink = new Map<string, Delivery>()
  const stop = async () => {
    await Promise.all(Array.from(bySink.values(), (delivery) => delivery.stop()))
  }
  try {
    await forgetOthers(store, sinks)
    for (const settings of sinks) {
      const sink = await openSink(settings, { clock })
      const consumer = {
        name: consumerOf(settings.name),
        from: settings.from === 'now' ? 'latest' : 'oldest',
        keepMs: settings.keepMs,
      } as const
      const policy = {
        ...settings,
        firstMs: settings.firstDelayMs,
        longestMs: settings.longestDelayMs,
      }
      const delivery = await startDelivery({ sink, policy, store, clock, log, consumer })
      bySink.set(settings.name, delivery)
    }
    return { bySink, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const openSink = (settings: SinkSettings, context: SinkContext): Promise<Sink> => {
  switch (settings.type) {
    case 'eventbridge':
      return openEventBridge(settings, context)
    case 'file':
      return openFile(settings, context)
    case 'sqs':
      return openSqs(settings, context)
    case 'webhook':
      return openWebhook(settings, context)
  }
}

/** Nothing is kept any more for sinks that are no longer set; their place stays, should they come back. */
const forgetOthers = async (store: Store, sinks: readonly SinkSettings[]): Promise<void> => {
  const names = new Set(sinks.map(({ name }) => consumerOf(name)))
  await store.write({
    plan: () => ({ consumers: query('consumers', {}) }),
    decide: ({ consumers }) => ({
      answer: undefined,
      changes: consumers
        .filter(({ name, active }) => active && sinkOf(name) !== undefined && !names.has(name))
        .map((row) => ({ change: 'consumer.put', row: { ...row, active: false } }) as const),
    }),
  })
}
