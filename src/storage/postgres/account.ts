// Rows that belong to the server as a whole: answers kept for repeated requests, access keys.
import type { AccessKeyRow, TokenRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { Overtaken } from './failures.ts'
import { lookup } from './lookup.ts'
import { insertInto, insertRows } from './rows-in.ts'
import { named, type Session } from './session.ts'

type Asked<N extends keyof Queries> = Queries[N]['takes']
type Given<N extends keyof Queries> = Queries[N]['gives']

export type TokenRecord = { request_hash: string | null; answer: string; expires_at: number }

export const tokenByKey = lookup<Asked<'tokenByKey'>, TokenRecord, Given<'tokenByKey'>>({
  name: 'token_by_key',
  types: ['text', 'bigint'],
  sql: (key, now) => `select t.request_hash, t.answer, t.expires_at from tokens as t
    where t.key = ${key} and t.expires_at > ${now}`,
  keys: ({ key, nowMs }) => [key, nowMs],
  gives: ({ key }, [record]) => record && toToken(key, record),
})

export const toToken = (key: string, record: TokenRecord): TokenRow => ({
  key,
  ...(record.request_hash === null ? {} : { requestHash: record.request_hash }),
  answer: record.answer,
  expiresAt: record.expires_at,
})

const tokenColumns = {
  key: 'text',
  request_hash: 'text',
  expires_at: 'bigint',
  answer: 'text',
} as const

const replaced = `do update set request_hash = excluded.request_hash,
  expires_at = excluded.expires_at, answer = excluded.answer`

const putTokenStatement = insertInto('tokens', tokenColumns, `on conflict (key) ${replaced}`)

const putFreeTokens = insertRows(
  'put_free_tokens',
  { table: 'tokens', columns: tokenColumns, more: ['bigint'] },
  (insert, since) => `${insert} on conflict (key) ${replaced} where t.expires_at <= ${since}`,
)

export type TokenPut = {
  readonly row: TokenRow
  /** When its key was asked for and found free; undefined if nobody asked. */
  readonly askedAt?: number
}

/**
 * Keep answers. A key that a decision had found free must still be so: of two servers that are given the same
 * request one keeps its answer, and the other decides again and finds it.
 */
export const putTokens = async (session: Session, puts: readonly TokenPut[]): Promise<void> => {
  const asked = puts.filter(({ askedAt }) => askedAt !== undefined)
  const others = puts.filter(({ askedAt }) => askedAt === undefined)
  // What had expired when the first of them was asked for is free.
  const since = Math.min(...asked.map(({ askedAt }) => askedAt ?? 0))
  const [written] = await Promise.all([
    putFreeTokens.run(session, asked.map(tokenRow), [since]),
    putTokenStatement.run(session, others.map(tokenRow)),
  ])
  if (written !== asked.length) throw new Overtaken('an answer is kept under the key by now')
}

const tokenRow = ({ row }: TokenPut) => ({
  key: row.key,
  request_hash: row.requestHash ?? null,
  expires_at: row.expiresAt,
  answer: row.answer,
})

type AccessKeyRecord = {
  id: string
  name: string
  principal_arn: string
  sealed_secret: Uint8Array
  session_token_hash: string | null
  policy: string | null
  created_at: number
  expires_at: number | null
}

export const accessKeyColumns = `k.id, k.name, k.principal_arn, k.sealed_secret,
  k.session_token_hash, k.policy, k.created_at, k.expires_at`

export const accessKeys = async (session: Session): Promise<AccessKeyRow[]> =>
  (await session.rows<AccessKeyRecord>(allKeys)).map(toAccessKey)

const allKeys = named(
  'access_keys',
  `select ${accessKeyColumns} from access_keys as k order by k.position`,
)

/** The access keys that there are of these, and the version of the configuration: one statement for each request. */
export const accessKeysAndVersion = async (
  session: Session,
  ids: readonly string[],
): Promise<KeysAndVersion> => {
  const records = await session.rows<VersionedKey>(keysAndVersion, [ids])
  return {
    version: records[0]?.version ?? 0,
    keys: records.filter(isKey).map(toAccessKey),
  }
}

export type KeysAndVersion = { readonly version: number; readonly keys: readonly AccessKeyRow[] }

type Versioned = { readonly version: number }
type VersionedKey = Versioned & (AccessKeyRecord | { readonly id: null })

const isKey = (record: VersionedKey): record is Versioned & AccessKeyRecord => record.id !== null

const keysAndVersion = named(
  'access_keys_and_version',
  `select v.version, ${accessKeyColumns} from config_version as v
   left join access_keys as k on k.id = any($1::text[])`,
)

const keyColumns = {
  id: 'text',
  name: 'text',
  principal_arn: 'text',
  sealed_secret: 'bytea',
  session_token_hash: 'text',
  policy: 'text',
  created_at: 'bigint',
  expires_at: 'bigint',
} as const

const putKeyStatement = insertInto(
  'access_keys',
  keyColumns,
  `on conflict (id) do update set name = excluded.name, principal_arn = excluded.principal_arn,
     sealed_secret = excluded.sealed_secret, session_token_hash = excluded.session_token_hash,
     policy = excluded.policy, created_at = excluded.created_at, expires_at = excluded.expires_at`,
)

export const putAccessKey = (session: Session, row: AccessKeyRow): Promise<number> =>
  putKeyStatement.run(session, [
    {
      id: row.id,
      name: row.name,
      principal_arn: row.principalArn,
      sealed_secret: row.sealedSecret,
      session_token_hash: row.sessionTokenHash ?? null,
      policy: row.policy ?? null,
      created_at: row.createdAt,
      expires_at: row.expiresAt ?? null,
    },
  ])

export const deleteAccessKey = (session: Session, id: string): Promise<number> =>
  session.run(deleteKey, [id])

const deleteKey = named('delete_access_key', 'delete from access_keys where id = $1')

const toAccessKey = (record: AccessKeyRecord): AccessKeyRow => ({
  id: record.id,
  name: record.name,
  principalArn: record.principal_arn,
  sealedSecret: record.sealed_secret,
  ...(record.session_token_hash === null ? {} : { sessionTokenHash: record.session_token_hash }),
  ...(record.policy === null ? {} : { policy: record.policy }),
  createdAt: record.created_at,
  ...(record.expires_at === null ? {} : { expiresAt: record.expires_at }),
})
