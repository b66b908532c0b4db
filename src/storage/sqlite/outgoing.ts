// Outgoing events for those who follow them, how far each has come, and what one could not do. SQLite has one
// writer, so the keys of the outbox grow in order of commit: they are the positions.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { ConsumerRow, OutgoingRow, UndeliveredRow } from '../../domain/rows.ts'
import type { Change, Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

type OutgoingQuery = 'outgoing' | 'consumers' | 'undelivered' | 'undeliveredCounts'

export const outgoingQueries = ({ db }: Connection) => {
  const consumers = statement<ConsumerRecord>(db, 'select * from consumers order by name')
  const counts = statement<{ consumer: string; waiting: number; dead: number }>(
    db,
    `select consumer, count(*) - count(dead_at) as waiting, count(dead_at) as dead
     from undelivered group by consumer`,
  )
  const undelivered = (which: 'is null' | 'is not null') =>
    statement<UndeliveredRecord>(
      db,
      `select * from undelivered
       where consumer = ? and dead_at ${which} and position > ? and at >= ?
       order by position limit ?`,
    )
  const [waiting, dead] = [undelivered('is null'), undelivered('is not null')]
  return {
    outgoing: outgoing(db),
    consumers: () => consumers.all().map(toConsumer),
    undelivered: (takes) =>
      (takes.dead ? dead : waiting)
        .all(takes.consumer, takes.after, takes.fromMs ?? 0, takes.limit)
        .map(toUndelivered),
    undeliveredCounts: () => counts.all().map((count) => ({ ...count })),
  } satisfies { [K in OutgoingQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }
}

const outgoing = (db: Connection['db']) => {
  const page = statement<OutgoingRecord>(
    db,
    `select o.pk as position, d.id as scope, o.case_id, o.sequence, o.at, o.event
     from outbox as o left join domains as d on d.pk = o.domain_pk
     where o.pk > ? order by o.pk limit ?`,
  )
  const first = statement<{ pk: number | null }>(db, 'select min(pk) as pk from outbox')
  // A transaction that is rolled back takes its keys with it: they have no gaps.
  const last = statement<{ seq: number }>(
    db,
    `select seq from sqlite_sequence where name = 'outbox'`,
  )
  return ({ after, limit }: Queries['outgoing']['takes']): Queries['outgoing']['gives'] => {
    const latest = last.get()?.seq ?? 0
    const oldest = first.get()?.pk ?? latest + 1
    return { rows: page.all(after, limit).map(toOutgoing), retired: oldest - 1, latest }
  }
}

type OutgoingChange = Extract<Change, { change: `${'consumer' | 'undelivered'}.${string}` }>

type Table = {
  readonly [N in OutgoingChange['change']]: (change: Extract<OutgoingChange, { change: N }>) => void
}

export const outgoingChanges = ({ db }: Connection): Table => {
  const putConsumer = statement(
    db,
    `insert into consumers (name, position, epoch, active, keep_ms) values (?, ?, ?, ?, ?)
     on conflict (name) do update set position = excluded.position, epoch = excluded.epoch,
       active = excluded.active, keep_ms = excluded.keep_ms`,
  )
  const advance = statement(db, 'update consumers set position = ? where name = ? and epoch = ?')
  const put = statement(
    db,
    `insert into undelivered
       (consumer, position, case_id, at, event, tries, failed_at, due_at, dead_at, reason)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (consumer, position) do update set tries = excluded.tries,
       failed_at = excluded.failed_at, due_at = excluded.due_at, dead_at = excluded.dead_at,
       reason = excluded.reason`,
  )
  const remove = statement(db, 'delete from undelivered where consumer = ? and position = ?')
  return {
    'consumer.put': ({ row }) => {
      putConsumer.run(row.name, row.position, row.epoch, row.active ? 1 : 0, row.keepMs)
    },
    'consumer.advance': ({ name, epoch, position }) => {
      advance.run(position, name, epoch)
    },
    'undelivered.put': ({ row }) => {
      const { consumer, position, caseId, at, event, tries, failedAt, dueAt, deadAt, reason } = row
      const times = [tries, failedAt, dueAt, deadAt ?? null]
      put.run(consumer, position, caseId, at, event, ...times, reason)
    },
    'undelivered.delete': ({ consumer, position }) => {
      remove.run(consumer, position)
    },
  }
}

type OutgoingRecord = {
  position: number
  scope: DomainScope | null
  case_id: string
  sequence: number
  at: number
  event: string
}

type ConsumerRecord = {
  name: string
  position: number
  epoch: number
  active: number
  keep_ms: number
}

type UndeliveredRecord = {
  consumer: string
  position: number
  case_id: string
  at: number
  event: string
  tries: number
  failed_at: number
  due_at: number
  dead_at: number | null
  reason: string
}

const toOutgoing = ({ scope, case_id: caseId, ...record }: OutgoingRecord): OutgoingRow => ({
  ...record,
  caseId,
  ...(scope === null ? {} : { scope }),
})

const toConsumer = ({ keep_ms: keepMs, active, ...record }: ConsumerRecord): ConsumerRow => ({
  ...record,
  active: active === 1,
  keepMs,
})

const toUndelivered = (record: UndeliveredRecord): UndeliveredRow => ({
  consumer: record.consumer,
  position: record.position,
  caseId: record.case_id,
  at: record.at,
  event: record.event,
  tries: record.tries,
  failedAt: record.failed_at,
  dueAt: record.due_at,
  ...(record.dead_at === null ? {} : { deadAt: record.dead_at }),
  reason: record.reason,
})
