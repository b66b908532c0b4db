// Outgoing events for those who follow them, how far each has come, and what one could not do. Positions are given
// out last of all in a transaction, under a lock that it keeps until its commit: so they grow in order of commit,
// without gaps, whichever servers write.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { ConsumerRow, OutboxRow, OutgoingRow, UndeliveredRow } from '../../domain/rows.ts'
import type { Change, Queries } from '../contract.ts'
import { appendAlone, readAppended } from './locks.ts'
import type { Reading } from './lookup.ts'
import { insertInto } from './rows-in.ts'
import { named, type Session } from './session.ts'

type Asked<N extends keyof Queries> = Queries[N]['takes']
type Given<N extends keyof Queries> = Queries[N]['gives']

type OutgoingRecord = {
  position: number
  scope: DomainScope | null
  case_id: string
  sequence: number
  at: number
  event: string
}

export const outgoing = async (
  { session }: Reading,
  { after, limit }: Asked<'outgoing'>,
): Promise<Given<'outgoing'>> => {
  const [, records, [ends]] = await Promise.all([
    session.spread ? session.rows(readAppended) : undefined,
    session.rows<OutgoingRecord>(page, [after, limit]),
    session.rows<{ latest: number; oldest: number | null }>(bounds),
  ])
  const latest = ends?.latest ?? 0
  return { rows: records.map(toOutgoing), retired: (ends?.oldest ?? latest + 1) - 1, latest }
}

const page = named(
  'outgoing',
  `select o.position, d.id::text as scope, o.case_id, o.sequence, o.at, o.event
   from outbox as o left join domains as d on d.pk = o.domain
   where o.position > $1 order by o.position limit $2`,
)

const bounds = named(
  'outgoing_bounds',
  `select p.latest, (select min(o.position) from outbox as o) as oldest from outbox_position as p`,
)

const append = insertInto('outbox', {
  case_id: 'uuid',
  position: 'bigint',
  domain: 'integer',
  at: 'bigint',
  sequence: 'bigint',
  event: 'text',
})

/** Append events, in this order. The last thing that a transaction does. */
export const appendOutgoing = async (
  session: Session,
  rows: readonly { readonly row: OutboxRow; readonly domain: number }[],
): Promise<void> => {
  if (rows.length === 0) return
  const [, [last]] = await Promise.all([
    session.spread ? session.rows(appendAlone) : undefined,
    session.rows<{ latest: number }>(take, [rows.length]),
  ])
  const first = (last?.latest ?? 0) - rows.length + 1
  await putOutgoing(
    session,
    rows.map(({ row, domain }, index) => ({ row: { ...row, position: first + index }, domain })),
  )
}

/** Insert events that have their positions. */
export const putOutgoing = (
  session: Session,
  rows: readonly { readonly row: OutgoingRow; readonly domain: number }[],
): Promise<number> =>
  append.run(
    session,
    rows.map(({ row: { caseId, position, at, sequence, event }, domain }) => ({
      case_id: caseId,
      position,
      domain,
      at,
      sequence,
      event,
    })),
  )

const take = named(
  'take_outbox_positions',
  'update outbox_position set latest = latest + $1 returning latest',
)

type ConsumerRecord = {
  name: string
  position: number
  epoch: number
  active: boolean
  keep_ms: number
}

export const consumers = async ({ session }: Reading): Promise<ConsumerRow[]> => {
  const records = await session.rows<ConsumerRecord>(allConsumers)
  return records.map(({ keep_ms: keepMs, ...record }) => ({ ...record, keepMs }))
}

const allConsumers = named(
  'consumers',
  'select name, position, epoch, active, keep_ms from consumers order by name',
)

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

export const undelivered = async (
  { session }: Reading,
  { consumer, dead, after, fromMs, limit }: Asked<'undelivered'>,
): Promise<UndeliveredRow[]> => {
  const values = [consumer, after, fromMs ?? 0, limit]
  const records = await session.rows<UndeliveredRecord>(dead ? deadOnes : waitingOnes, values)
  return records.map(toUndelivered)
}

const undeliveredWhere = (name: string, which: string) =>
  named(
    name,
    `select consumer, position, case_id, at, event, tries, failed_at, due_at, dead_at, reason
     from undelivered
     where consumer = $1 and dead_at ${which} and position > $2 and at >= $3
     order by position limit $4`,
  )

const waitingOnes = undeliveredWhere('undelivered_waiting', 'is null')
const deadOnes = undeliveredWhere('undelivered_dead', 'is not null')

export const undeliveredCounts = ({ session }: Reading): Promise<Given<'undeliveredCounts'>> =>
  session.rows<{ consumer: string; waiting: number; dead: number }>(counts)

const counts = named(
  'undelivered_counts',
  `select consumer, count(*) - count(dead_at) as waiting, count(dead_at) as dead
   from undelivered group by consumer order by consumer`,
)

export type FollowingChange = Extract<Change, { change: `${'consumer' | 'undelivered'}.${string}` }>

/** They are few, and each is made at once. */
export const changeFollowing = async (session: Session, change: FollowingChange): Promise<void> => {
  switch (change.change) {
    case 'consumer.put': {
      const { name, position, epoch, active, keepMs } = change.row
      await session.run(putConsumer, [name, position, epoch, active, keepMs])
      break
    }
    case 'consumer.advance':
      await session.run(advance, [change.position, change.name, change.epoch])
      break
    case 'undelivered.put':
      await session.run(putUndelivered, undeliveredValues(change.row))
      break
    case 'undelivered.delete':
      await session.run(deleteUndelivered, [change.consumer, change.position])
  }
}

const putConsumer = named(
  'put_consumer',
  `insert into consumers (name, position, epoch, active, keep_ms) values ($1, $2, $3, $4, $5)
   on conflict (name) do update set position = excluded.position, epoch = excluded.epoch,
     active = excluded.active, keep_ms = excluded.keep_ms`,
)

const advance = named(
  'advance_consumer',
  'update consumers set position = $1 where name = $2 and epoch = $3',
)

const putUndelivered = named(
  'put_undelivered',
  `insert into undelivered
     (consumer, position, case_id, at, event, tries, failed_at, due_at, dead_at, reason)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (consumer, position) do update set tries = excluded.tries,
     failed_at = excluded.failed_at, due_at = excluded.due_at, dead_at = excluded.dead_at,
     reason = excluded.reason`,
)

const undeliveredValues = (row: UndeliveredRow) => [
  row.consumer,
  row.position,
  row.caseId,
  row.at,
  row.event,
  row.tries,
  row.failedAt,
  row.dueAt,
  row.deadAt ?? null,
  row.reason,
]

const deleteUndelivered = named(
  'delete_undelivered',
  'delete from undelivered where consumer = $1 and position = $2',
)

const toOutgoing = ({ scope, case_id: caseId, ...record }: OutgoingRecord): OutgoingRow => ({
  ...record,
  caseId,
  ...(scope === null ? {} : { scope }),
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
