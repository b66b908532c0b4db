// Contacts of Amazon Connect: one by its ARN, how many there are, and the search over those of an instance. What a
// search asks is decided by `domain/connect/contact-search.ts` on each contact of the range of time: they are
// many, so they are read in pieces, and of each match no more is kept than what it is sorted by.
import { contactMatcher, contactSortValue } from '../../domain/connect/contact-search.ts'
import type { ContactRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { lookup, type Reading } from './lookup.ts'
import { insertInto } from './rows-in.ts'
import { named, type Session } from './session.ts'

type Asked<N extends keyof Queries> = Queries[N]['takes']
type Given<N extends keyof Queries> = Queries[N]['gives']

export type ContactRecord = {
  arn: string
  position: number
  channel: string
  connected_at: number
  details: string | null
}

export const fromContacts = `select k.arn, k.position, k.channel, k.connected_at, k.details from contacts as k`

export const contactByArn = lookup<Asked<'contactByArn'>, ContactRecord, Given<'contactByArn'>>({
  name: 'contact_by_arn',
  types: ['text'],
  sql: (arn) => `${fromContacts} where k.arn = ${arn}`,
  keys: ({ arn }) => [arn],
  gives: (_, [record]) => record && toContact(record),
})

export const activeContacts = lookup<Asked<'activeContacts'>, { count: number }, number>({
  name: 'active_contacts',
  types: ['text', 'text', 'bigint'],
  sql: (instanceId, channel, now) => `select count(*) as count from contacts as k
    where k.instance_id = ${instanceId} and k.channel = ${channel}
      and k.ended_at is null and k.expires_at > ${now}`,
  keys: ({ instanceId, channel, nowMs }) => [instanceId, channel, nowMs],
  gives: (_, [record]) => record?.count ?? 0,
})

export const contactsAfter = lookup<Asked<'contactsAfter'>, { count: number }, number>({
  name: 'contacts_after',
  types: ['text', 'text'],
  sql: (instanceId, previousId) => `select count(*) as count from contacts as k
    where k.instance_id = ${instanceId} and k.previous_id = ${previousId}`,
  keys: ({ instanceId, previousId }) => [instanceId, previousId],
  gives: (_, [record]) => record?.count ?? 0,
})

/** What a match is sorted by: whether it has a value, the value, its place. */
type SortKey = readonly [missing: 0 | 1, value: number | string, position: number]

const atATime = 1000

export const searchContacts = async (
  { session }: Reading,
  { instanceId, question, sort, limit, after }: Asked<'searchContacts'>,
): Promise<Given<'searchContacts'>> => {
  const { range, nowMs } = question
  // Whatever happens to a contact happens after it was initiated.
  const since = range.Type === 'INITIATION_TIMESTAMP' ? range.StartTime.getTime() : 0
  const matches = contactMatcher(question)
  const keys: SortKey[] = []
  for (let piece: ContactRecord[], last = 0; ; ) {
    const values = [instanceId, since, range.EndTime.getTime(), last, atATime]
    piece = await session.rows<ContactRecord>(inRange, values)
    for (const record of piece) {
      const row = toContact(record)
      if (!matches(row)) continue
      const value = contactSortValue(row, sort.FieldName, nowMs)
      keys.push(value === undefined ? [1, 0, record.position] : [0, value, record.position])
    }
    last = piece.at(-1)?.position ?? 0
    if (piece.length < atATime) break
  }
  const compare = comparison(sort.Order === 'ASCENDING' ? 1 : -1)
  const before = after as SortKey | undefined
  const rest = before === undefined ? keys : keys.filter((key) => compare(key, before) > 0)
  const shown = rest.toSorted(compare).slice(0, limit)
  const end = shown.at(-1)
  const positions = shown.map(([, , position]) => position)
  const records = await session.rows<ContactRecord>(byPositions, [positions])
  const byPosition = new Map(records.map((record) => [record.position, toContact(record)]))
  const rows = positions.flatMap((position) => byPosition.get(position) ?? [])
  const more = rest.length > shown.length && end !== undefined ? { next: end } : {}
  return { rows, totalCount: keys.length, ...more }
}

const inRange = named(
  'contacts_in_range',
  `${fromContacts} where k.instance_id = $1 and k.initiated_at >= $2 and k.initiated_at <= $3
     and k.position > $4 order by k.position limit $5`,
)

const byPositions = named(
  'contacts_by_positions',
  `${fromContacts} where k.position = any($1::bigint[])`,
)

const comparison =
  (direction: 1 | -1) =>
  (a: SortKey, b: SortKey): number => {
    if (a[0] !== b[0]) return a[0] - b[0]
    if (a[1] !== b[1]) return a[1] < b[1] ? -direction : direction
    return (a[2] - b[2]) * direction
  }

const put = insertInto(
  'contacts',
  {
    arn: 'text',
    channel: 'text',
    connected_at: 'bigint',
    instance_id: 'text',
    initiated_at: 'bigint',
    previous_id: 'text',
    ended_at: 'bigint',
    expires_at: 'bigint',
    details: 'text',
  },
  `on conflict (arn) do update set channel = excluded.channel,
     connected_at = excluded.connected_at, instance_id = excluded.instance_id,
     initiated_at = excluded.initiated_at, previous_id = excluded.previous_id,
     ended_at = excluded.ended_at, expires_at = excluded.expires_at, details = excluded.details`,
)

export const putContacts = (session: Session, rows: readonly ContactRow[]): Promise<number> =>
  put.run(
    session,
    rows.map(({ arn, channel, connectedToSystemAt, details }) => ({
      arn,
      channel,
      connected_at: connectedToSystemAt,
      instance_id: details?.instanceId ?? null,
      initiated_at: details?.initiatedAt ?? null,
      previous_id: details?.previousId ?? null,
      ended_at: details?.endedAt ?? null,
      expires_at: details?.expiresAt ?? null,
      details: details === undefined ? null : JSON.stringify(details),
    })),
  )

export const toContact = (record: ContactRecord): ContactRow => ({
  arn: record.arn,
  channel: record.channel,
  connectedToSystemAt: record.connected_at,
  ...(record.details === null ? {} : { details: JSON.parse(record.details) }),
})
