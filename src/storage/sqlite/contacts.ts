// Contacts of Amazon Connect: one by its ARN, how many there are, and the search over those of an instance. What a
// search asks is decided by `domain/connect/contact-search.ts` on each contact of the range of time: they are many,
// so it runs on a thread and keeps of each match no more than what it is sorted by.
import { contactMatcher, contactSortValue } from '../../domain/connect/contact-search.ts'
import type { ContactRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

type ContactQuery = 'activeContacts' | 'contactByArn' | 'contactsAfter' | 'searchContacts'

type Answers = { [K in ContactQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }

export type ContactRecord = {
  pk: number
  arn: string
  channel: string
  connected_at: number
  document: string | null
}

export const contactColumns = 'select pk, arn, channel, connected_at, document from contacts'

export const contactQueries = ({ db }: Connection): Answers => {
  const byArn = statement<ContactRecord>(db, `${contactColumns} where arn = ?`)
  const active = statement<{ count: number }>(
    db,
    `select count(*) as count from contacts where instance_id = ? and channel = ?
       and ended_at is null and expires_at > ?`,
  )
  const after = statement<{ count: number }>(
    db,
    'select count(*) as count from contacts where instance_id = ? and previous_id = ?',
  )
  return {
    contactByArn: ({ arn }) => {
      const record = byArn.get(arn)
      return record === undefined ? undefined : toContact(record)
    },
    activeContacts: ({ instanceId, channel, nowMs }) =>
      active.get(instanceId, channel, nowMs)?.count ?? 0,
    contactsAfter: ({ instanceId, previousId }) => after.get(instanceId, previousId)?.count ?? 0,
    searchContacts: contactSearch(db),
  }
}

/** What a match is sorted by: whether it has a value, the value, its key. */
type SortKey = readonly [missing: 0 | 1, value: number | string, pk: number]

const contactSearch = (db: Connection['db']): Answers['searchContacts'] => {
  const inRange = statement<ContactRecord>(
    db,
    `${contactColumns} where instance_id = ? and initiated_at >= ? and initiated_at <= ?`,
  )
  const byPk = statement<ContactRecord>(db, `${contactColumns} where pk = ?`)
  return ({ instanceId, question, sort, limit, after }) => {
    const { range, nowMs } = question
    // Whatever happens to a contact happens after it was initiated.
    const from = range.Type === 'INITIATION_TIMESTAMP' ? range.StartTime.getTime() : 0
    const matches = contactMatcher(question)
    const keys: SortKey[] = []
    for (const record of inRange.iterate(instanceId, from, range.EndTime.getTime())) {
      const row = toContact(record)
      if (!matches(row)) continue
      const value = contactSortValue(row, sort.FieldName, nowMs)
      keys.push(value === undefined ? [1, 0, record.pk] : [0, value, record.pk])
    }
    const compare = comparison(sort.Order === 'ASCENDING' ? 1 : -1)
    const last = after as SortKey | undefined
    const rest = last === undefined ? keys : keys.filter((key) => compare(key, last) > 0)
    const shown = rest.toSorted(compare).slice(0, limit)
    const end = shown.at(-1)
    const rows = shown.flatMap(([, , pk]) => {
      const record = byPk.get(pk)
      return record === undefined ? [] : toContact(record)
    })
    const more = rest.length > shown.length && end !== undefined ? { next: end } : {}
    return { rows, totalCount: keys.length, ...more }
  }
}

const comparison =
  (direction: 1 | -1) =>
  (a: SortKey, b: SortKey): number => {
    if (a[0] !== b[0]) return a[0] - b[0]
    if (a[1] !== b[1]) return a[1] < b[1] ? -direction : direction
    return (a[2] - b[2]) * direction
  }

export const contactChanges = ({ db }: Connection) => {
  const put = statement(
    db,
    `insert into contacts (arn, channel, connected_at, instance_id, initiated_at, previous_id,
       ended_at, expires_at, document) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (arn) do update set channel = excluded.channel,
       connected_at = excluded.connected_at, instance_id = excluded.instance_id,
       initiated_at = excluded.initiated_at, previous_id = excluded.previous_id,
       ended_at = excluded.ended_at, expires_at = excluded.expires_at,
       document = excluded.document`,
  )
  return {
    put: ({ arn, channel, connectedToSystemAt, details }: ContactRow): void => {
      put.run(
        arn,
        channel,
        connectedToSystemAt,
        details?.instanceId ?? null,
        details?.initiatedAt ?? null,
        details?.previousId ?? null,
        details?.endedAt ?? null,
        details?.expiresAt ?? null,
        details === undefined ? null : JSON.stringify(details),
      )
    },
  }
}

export const toContact = (record: ContactRecord): ContactRow => ({
  arn: record.arn,
  channel: record.channel,
  connectedToSystemAt: record.connected_at,
  ...(record.document === null ? {} : { details: JSON.parse(record.document) }),
})
