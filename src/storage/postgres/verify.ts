// Checks every audit chain against the head on its case, in one snapshot, while servers go on writing. Reads
// everything and takes its time. The structure of its files PostgreSQL checks itself (`initdb --data-checksums`,
// `amcheck`).
import { type ChainEnd, type ChainEvent, followChain, type Report } from '../chain.ts'
import type { ChainMac, Verification } from '../contract.ts'
import { named, type Session } from './session.ts'

/** So many faults are named; one is enough to know. */
const faultsMax = 1000

/** Memory is bounded by these, however many cases there are and however long a history is. */
const casesPerBatch = 500
const eventsPerBatch = 2000

type Head = Omit<ChainEnd, 'id'> & { readonly case_id: string }
type Event = ChainEvent & { readonly case_id: string }

export const verify = async (session: Session, mac: ChainMac): Promise<Verification> => {
  const faults: string[] = []
  const report = (fault: string): void => {
    if (faults.length < faultsMax) faults.push(fault)
  }
  let cases = 0
  let events = 0
  await session.rows({ text: 'begin isolation level repeatable read read only' })
  try {
    const added = await session.rows<{ sequence: number }>(strays, [faultsMax])
    for (const { sequence } of added) report(`event ${sequence} belongs to no case`)
    for (let after = firstId; ; ) {
      const batch = await session.rows<Head>(heads, [after, casesPerBatch])
      events += await followAll(session, batch, mac, report)
      cases += batch.length
      const last = batch.at(-1)
      if (last === undefined) break
      after = last.case_id
    }
  } finally {
    await session.rows({ text: 'commit' })
  }
  return { cases, events, faults }
}

const firstId = '00000000-0000-0000-0000-000000000000'

const heads = named(
  'chain_heads',
  'select case_id, sequence, mac from cases where case_id > $1 order by case_id limit $2',
)

/** Events of no case: those of deleted cases wait to be purged, others were put there. */
const strays = named(
  'stray_events',
  `select e.sequence from audit_events as e
   where e.case_id not in (select case_id from cases)
     and e.case_id not in (select case_id from purges) limit $1`,
)

const history = named(
  'chain_events',
  `select case_id, sequence, bytes, mac from audit_events
   where case_id = any($1::uuid[]) and (case_id, sequence) > ($2::uuid, $3::bigint)
   order by case_id, sequence limit $4`,
)

/** Follow the chains of some cases; answers with the number of their events. */
const followAll = async (
  session: Session,
  batch: readonly Head[],
  mac: ChainMac,
  report: Report,
): Promise<number> => {
  const chains = new Map(
    batch.map(({ case_id: id, ...head }) => [id, followChain({ id, ...head }, mac, report)]),
  )
  let count = 0
  let after: readonly [string, number] = [firstId, 0]
  for (;;) {
    const values = [[...chains.keys()], ...after, eventsPerBatch]
    const events = batch.length === 0 ? [] : await session.rows<Event>(history, values)
    for (const { case_id: id, ...event } of events) chains.get(id)?.next(event)
    count += events.length
    const last = events.at(-1)
    if (last === undefined || events.length < eventsPerBatch) break
    after = [last.case_id, last.sequence]
  }
  for (const chain of chains.values()) chain.end()
  return count
}
