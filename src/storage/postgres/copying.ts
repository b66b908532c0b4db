// All rows of a kind, page by page, and outgoing events at the positions that they had: for copying everything
// from one store to another.
import type { Queries } from '../contract.ts'
import type { CopyChange } from '../copy-contract.ts'
import { type TokenRecord, toToken } from './account.ts'
import { type ContactRecord, fromContacts, toContact } from './contacts.ts'
import { type FileRecord, fromFiles, toFileRow } from './files.ts'
import type { Reading } from './lookup.ts'
import { putOutgoing } from './outgoing.ts'
import { type FiringRecord, fromFirings, toFiring } from './rule-firings.ts'
import { named, type Session } from './session.ts'

type Takes = Queries['allTokens']['takes']
type Page<Row> = { rows: Row[]; next?: (string | number)[] }

const pages = <Record, Row>(
  name: string,
  from: string,
  {
    key,
    first,
    keyOf,
  }: { key: string; first: string | number; keyOf: (record: Record) => string | number },
  toRow: (record: Record) => Row,
) => {
  const page = named(name, `${from} where ${key} > $1 order by ${key} limit $2`)
  return async ({ session }: Reading, { limit, after }: Takes): Promise<Page<Row>> => {
    const records = await session.rows<Record>(page, [after?.[0] ?? first, limit + 1])
    const shown = records.slice(0, limit)
    const last = shown.at(-1)
    const rows = shown.map(toRow)
    return records.length > limit && last !== undefined ? { rows, next: [keyOf(last)] } : { rows }
  }
}

const byPosition = (table: string) => ({
  key: `${table}.position`,
  first: 0,
  keyOf: ({ position }: { position: number }) => position,
})

export const allContacts = pages<ContactRecord, ReturnType<typeof toContact>>(
  'all_contacts',
  fromContacts,
  byPosition('k'),
  toContact,
)

export const allFiles = pages<FileRecord, ReturnType<typeof toFileRow>>(
  'all_files',
  fromFiles,
  byPosition('f'),
  toFileRow,
)

export const allRuleFirings = pages<FiringRecord, ReturnType<typeof toFiring>>(
  'all_rule_firings',
  fromFirings,
  byPosition('f'),
  toFiring,
)

type KeyedToken = TokenRecord & { readonly key: string }

export const allTokens = pages<KeyedToken, ReturnType<typeof toToken>>(
  'all_tokens',
  'select t.key, t.request_hash, t.answer, t.expires_at from tokens as t',
  { key: 't.key', first: '', keyOf: ({ key }) => key },
  (record) => toToken(record.key, record),
)

/** `domainPk` is 0 for what is of no domain that is left. */
export const restoreOutgoing = async (
  session: Session,
  domainPk: Reading['domainPk'],
  { rows, latest }: CopyChange,
): Promise<void> => {
  await putOutgoing(
    session,
    rows.map((row) => ({ row, domain: (row.scope && domainPk(row.scope)) ?? 0 })),
  )
  await session.run(raise, [latest])
}

const raise = named(
  'raise_outbox_position',
  'update outbox_position set latest = greatest(latest, $1)',
)
