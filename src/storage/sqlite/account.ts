// Rows that belong to the server as a whole: answers kept for repeated requests, access keys.
import type { AccessKeyRow, TokenRow } from '../../domain/rows.ts'
import type { Queries } from '../contract.ts'
import { type Connection, statement } from './connection.ts'

type AccountQuery = 'tokenByKey' | 'accessKeys'

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

export type TokenRecord = {
  key: string
  request_hash: string | null
  answer: string
  expires_at: number
}

/** One access key by its id. */
export const accessKeyById = ({ db }: Connection) => {
  const select = statement<AccessKeyRecord>(db, 'select * from access_keys where id = ?')
  return (id: string): AccessKeyRow | undefined => {
    const record = select.get(id)
    return record === undefined ? undefined : toAccessKey(record)
  }
}

export const accountQueries = ({ db }: Connection) => {
  const token = statement<TokenRecord>(
    db,
    `select key, request_hash, answer, expires_at from tokens where key = ? and expires_at > ?`,
  )
  const keys = statement<AccessKeyRecord>(db, 'select * from access_keys order by pk')
  return {
    tokenByKey: ({ key, nowMs }) => {
      const record = token.get(key, nowMs)
      return record === undefined ? undefined : toToken(record)
    },
    accessKeys: () => keys.all().map(toAccessKey),
  } satisfies { [K in AccountQuery]: (takes: Queries[K]['takes']) => Queries[K]['gives'] }
}

export const accountChanges = ({ db }: Connection) => {
  const putToken = statement(
    db,
    `insert into tokens (key, request_hash, expires_at, answer) values (?, ?, ?, ?)
     on conflict (key) do update set request_hash = excluded.request_hash,
       expires_at = excluded.expires_at, answer = excluded.answer`,
  )
  return {
    token: (row: TokenRow): void => {
      putToken.run(row.key, row.requestHash ?? null, row.expiresAt, row.answer)
    },
    ...accessKeyChanges(db),
  }
}

const accessKeyChanges = (db: Connection['db']) => {
  const put = statement(
    db,
    `insert into access_keys (id, name, principal_arn, sealed_secret, session_token_hash, policy,
       created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set name = excluded.name, principal_arn = excluded.principal_arn,
       sealed_secret = excluded.sealed_secret, session_token_hash = excluded.session_token_hash,
       policy = excluded.policy, created_at = excluded.created_at, expires_at = excluded.expires_at`,
  )
  const remove = statement(db, 'delete from access_keys where id = ?')
  return {
    accessKey: (row: AccessKeyRow): void => {
      put.run(
        row.id,
        row.name,
        row.principalArn,
        row.sealedSecret,
        row.sessionTokenHash ?? null,
        row.policy ?? null,
        row.createdAt,
        row.expiresAt ?? null,
      )
    },
    removeAccessKey: (id: string): void => {
      remove.run(id)
    },
  }
}

export const toToken = (record: TokenRecord): TokenRow => ({
  key: record.key,
  ...(record.request_hash === null ? {} : { requestHash: record.request_hash }),
  answer: record.answer,
  expiresAt: record.expires_at,
})

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
