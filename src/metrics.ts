// What a monitor asks: whether the server lives; requests by operation and status; and of each sink how far behind it
// is and what it could not have. Requests are counted in plain numbers; prom-client is loaded when somebody asks, and
// writes them down.
import type { Clock } from './clock.ts'
import { consumerOf, type Deliveries } from './jobs/deliveries/index.ts'
import { query, type Store } from './storage/contract.ts'
import { Raw } from './wire/raw.ts'

export type RequestCounts = {
  count(operation: string | undefined, status: number): void
  counted(): Iterable<readonly [operation: string, status: number, count: number]>
}

export const createRequestCounts = (): RequestCounts => {
  const byOperation = new Map<string, Map<number, number>>()
  return {
    count: (operation = 'unknown', status) => {
      let byStatus = byOperation.get(operation)
      if (byStatus === undefined) {
        byStatus = new Map()
        byOperation.set(operation, byStatus)
      }
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
    },
    *counted() {
      for (const [operation, byStatus] of byOperation) {
        for (const [status, count] of byStatus) yield [operation, status, count]
      }
    },
  }
}

type Parts = {
  readonly store: Store
  readonly clock: Clock
  readonly deliveries: Deliveries
  readonly requests: RequestCounts
}

/** The metrics of this moment, in the text format of Prometheus. */
export const readMetrics = async ({ requests, ...parts }: Parts): Promise<Raw> => {
  const { Counter, Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  const registers = [registry]
  const about = (name: string, help: string, ...labelNames: string[]) => {
    return { name: `opencases_${name}`, help, labelNames, registers }
  }
  const answered = new Counter(about('requests_total', 'Requests answered.', 'operation', 'status'))
  for (const [operation, status, count] of requests.counted()) {
    answered.inc({ operation, status: String(status) }, count)
  }
  const { outbox, sinks } = await figuresOf(parts)
  new Gauge(about('outbox_events', 'Outgoing events that are kept.')).set(outbox)
  for (const [name, { kind, help }] of Object.entries(figures)) {
    const metric = new { Counter, Gauge }[kind](about(`sink_${name}`, help, 'sink'))
    for (const sink of sinks) metric.inc({ sink: sink.name }, sink[name as FigureName])
  }
  return new Raw(registry.contentType, await registry.metrics())
}

const figures = {
  delivered_total: { kind: 'Counter', help: 'Events acknowledged since the start.' },
  failed_tries_total: { kind: 'Counter', help: 'Tries that failed since the start.' },
  given_up_total: { kind: 'Counter', help: 'Events given up since the start.' },
  expired_total: { kind: 'Counter', help: 'Events lost since the start, as they were too old.' },
  backlog: { kind: 'Gauge', help: 'Events to be delivered.' },
  set_aside: { kind: 'Gauge', help: 'Of the backlog, events of cases that are set aside.' },
  dead_letters: { kind: 'Gauge', help: 'Events given up that are kept.' },
  lag_seconds: { kind: 'Gauge', help: 'Age of the oldest event to be delivered; 0 if none is.' },
} as const

type FigureName = keyof typeof figures
type Figures = Readonly<Record<FigureName, number>> & { readonly name: string }

const figuresOf = async ({ store, clock, deliveries }: Omit<Parts, 'requests'>) => {
  // Of several servers on one store the one that delivers to a sink tells of it.
  const ours = [...deliveries.bySink].filter(([, { isOurs }]) => isOurs())
  const entries = ours.map(([name, { counters, backlog }]) => ({ name, counters, ...backlog() }))
  const plan = {
    counts: query('undeliveredCounts', {}),
    ends: query('outgoing', { after: 0, limit: 1 }),
  }
  const { counts, ends } = await store.load(plan)
  const sinks: Figures[] = []
  for (const { name, counters, waiting, readTo, oldestAt } of entries) {
    const kept = counts.find(({ consumer }) => consumer === consumerOf(name))
    const { page } = await store.load({ page: query('outgoing', { after: readTo, limit: 1 }) })
    const oldest = oldestAt ?? page.rows[0]?.at
    sinks.push({
      name,
      delivered_total: counters.delivered,
      failed_tries_total: counters.failed,
      given_up_total: counters.dead,
      expired_total: counters.expired,
      backlog: waiting + Math.max(0, page.latest - readTo),
      set_aside: kept?.waiting ?? 0,
      dead_letters: kept?.dead ?? 0,
      lag_seconds: oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1000,
    })
  }
  return { outbox: ends.latest - ends.retired, sinks }
}

/** What `GET /health` answers. */
export const healthOf = (store: Store, clock: Clock, version: string) => {
  const startedAt = clock.monotonicMs()
  return () => ({
    status: 'ok',
    version,
    store: store.kind,
    uptimeSeconds: Math.floor((clock.monotonicMs() - startedAt) / 1000),
  })
}
