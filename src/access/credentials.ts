// Access keys at work: what the front door needs to check a signature, and who the caller then is.
// Asked for each request and never stale, so that a revoked key stops at once; what is dear
// (opening the secret, compiling the policy) is kept as long as the stored row is the same.
import type { AccessKeyRow } from '../domain/rows.ts'
import type { QueryName, Store } from '../storage/contract.ts'
import type { Principal } from './check.ts'
import { compilePolicy, type Policy } from './policy.ts'
import { parsePolicyDocument } from './policy-document.ts'
import type { ServerKey } from './server-key.ts'

/** What a signature is checked by. */
export type Credential = {
  readonly accessKeyId: string
  readonly secret: string
  /** SHA-256 (hex) of the session token that must come with the key. */
  readonly sessionTokenHash?: string
  /** Wall time in milliseconds. */
  readonly expiresAt?: number
  readonly principal: KeyHolder
}

/** Whoever an access key belongs to, and what they may do. */
export type KeyHolder = {
  readonly principal: Principal
  /** Undefined for root, who needs none. */
  readonly policy?: Policy
  /** Present if the key has a session token. */
  readonly tokenIssuedAt?: number
}

export type FindCredential = (
  accessKeyId: string,
  /** What its holder will ask for, if it is known. */
  next?: QueryName,
) => Credential | undefined | Promise<Credential | undefined>

/** Keys kept at a time; the oldest goes first. */
const keptMax = 10_000

/** Look access keys up in the store. Undefined: there is no such key. */
export const credentials = (store: Pick<Store, 'accessKey'>, key: ServerKey): FindCredential => {
  const kept = new Map<string, Kept>()
  const credentialOf = (id: string, row: AccessKeyRow | undefined) => {
    const known = kept.get(id)
    if (row === undefined) {
      kept.delete(id)
      return undefined
    }
    if (known !== undefined && isSame(known.row, row)) return known.credential
    const credential = openCredential(row, key)
    kept.delete(id)
    kept.set(id, { row, credential })
    if (kept.size > keptMax) kept.delete(kept.keys().next().value ?? '')
    return credential
  }
  return (id, next) => {
    const row = store.accessKey(id, next)
    return row instanceof Promise
      ? row.then((found) => credentialOf(id, found))
      : credentialOf(id, row)
  }
}

type Kept = { readonly row: AccessKeyRow; readonly credential: Credential | undefined }

const isSame = (a: AccessKeyRow, b: AccessKeyRow): boolean =>
  a === b ||
  (a.id === b.id &&
    a.principalArn === b.principalArn &&
    a.policy === b.policy &&
    a.expiresAt === b.expiresAt &&
    a.createdAt === b.createdAt &&
    a.sessionTokenHash === b.sessionTokenHash &&
    Buffer.compare(a.sealedSecret, b.sealedSecret) === 0)

// A secret sealed under another server key does not open: such a key is unknown here.
const openCredential = (row: AccessKeyRow, key: ServerKey): Credential | undefined => {
  const secret = key.open(row.id, row.sealedSecret)
  if (secret === undefined) return undefined
  return {
    accessKeyId: row.id,
    secret,
    ...(row.sessionTokenHash === undefined ? {} : { sessionTokenHash: row.sessionTokenHash }),
    ...(row.expiresAt === undefined ? {} : { expiresAt: row.expiresAt }),
    principal: holderOf(row),
  }
}

const holderOf = (row: AccessKeyRow): KeyHolder => {
  const principal = { arn: row.principalArn, accessKeyId: row.id, root: isRoot(row) }
  return {
    principal,
    ...(row.policy === undefined ? {} : { policy: compilePolicy(parsePolicyDocument(row.policy)) }),
    ...(row.sessionTokenHash === undefined ? {} : { tokenIssuedAt: row.createdAt }),
  }
}

/** Whether a key may do everything: it is the account's own and has no policy. */
export const isRoot = (row: Pick<AccessKeyRow, 'policy' | 'principalArn'>): boolean =>
  row.policy === undefined && row.principalArn.endsWith(':root')
