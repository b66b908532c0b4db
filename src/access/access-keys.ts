// Makes, lists and revokes access keys. A secret exists in the clear only in the answer that hands
// it out.
import { hash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { AccessKeyRow } from '../domain/rows.ts'
import { ApiError, quotaExceeded, validation } from '../errors.ts'
import type { Location } from '../ids.ts'
import { query, type Store } from '../storage/contract.ts'
import { isRoot } from './credentials.ts'
import { lifeOf } from './lifetime.ts'
import { lintPolicy } from './lint-policy.ts'
import { compilePolicy } from './policy.ts'
import { parsePolicyDocument } from './policy-document.ts'
import type { ServerKey } from './server-key.ts'

export type KeyRing = {
  readonly store: Pick<Store, 'load' | 'write'>
  readonly clock: Clock
  readonly location: Location
  readonly key: ServerKey
}

export type NewKey = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Must come with each request; only keys that expire have one. */
  readonly sessionToken?: string
  readonly principalArn: string
  /** Wall time in milliseconds. */
  readonly expiresAt?: number
  /** About the policy: sentences for whoever wrote it. */
  readonly warnings: readonly string[]
}

/** So many keys can be listed in one go. */
const keysMax = 10_000

/**
 * Make an access key for the user `name`, who may do what `policy` (a JSON text) allows.
 * @param expires `1h`, `30m`, `7d`; without it the key lives until it is revoked.
 */
export const createKey = async (
  ring: KeyRing,
  { name, policy, expires }: { name: string; policy: string; expires?: string | undefined },
): Promise<NewKey> => {
  checkName(name)
  const document = parsePolicyDocument(policy)
  compilePolicy(document)
  const { errors, warnings } = lintPolicy(document)
  if (errors.length > 0) throw validation(`The policy is not valid: ${errors.join(' ')}`)
  const life = expires === undefined ? undefined : lifeOf(expires)
  const now = ring.clock.wallNow()
  const accessKeyId = newId(ring.clock, life === undefined ? 'AKIA' : 'ASIA')
  const secretAccessKey = newSecret(ring.clock)
  const { partition, accountId } = ring.location
  const principalArn = `arn:${partition}:iam::${accountId}:user/${name}`
  const session =
    life === undefined ? {} : { sessionToken: newSessionToken(ring.clock), expiresAt: now + life }
  const row: AccessKeyRow = {
    id: accessKeyId,
    name,
    principalArn,
    sealedSecret: ring.key.seal(accessKeyId, secretAccessKey),
    policy,
    createdAt: now,
    ...(session.sessionToken === undefined
      ? {}
      : { sessionTokenHash: hash('sha256', session.sessionToken), expiresAt: session.expiresAt }),
  }
  await addKey(ring.store, row)
  return { accessKeyId, secretAccessKey, principalArn, ...session, warnings }
}

export type ListedKey = Pick<AccessKeyRow, 'createdAt' | 'expiresAt' | 'name' | 'principalArn'> & {
  readonly accessKeyId: string
  readonly root: boolean
}

/** All access keys, without their secrets. */
export const listKeys = async (ring: Pick<KeyRing, 'store'>): Promise<readonly ListedKey[]> => {
  const { keys } = await ring.store.load({ keys: query('accessKeys', {}) })
  return keys.map((row) => ({
    accessKeyId: row.id,
    name: row.name,
    principalArn: row.principalArn,
    root: isRoot(row),
    createdAt: row.createdAt,
    ...(row.expiresAt === undefined ? {} : { expiresAt: row.expiresAt }),
  }))
}

/**
 * Revoke an access key; requests that carry it fail from now on. The next start makes a new root
 * key if it was that.
 */
export const revokeKey = async (ring: Pick<KeyRing, 'store'>, id: string): Promise<void> => {
  await ring.store.write({
    plan: () => ({ keys: query('accessKeys', {}) }),
    decide: ({ keys }) => {
      if (!keys.some((row) => row.id === id)) {
        throw new ApiError('ResourceNotFoundException', `There is no access key ${id}.`)
      }
      return { answer: undefined, changes: [{ change: 'accessKey.delete', id }] }
    },
  })
}

const addKey = (store: KeyRing['store'], row: AccessKeyRow): Promise<undefined> =>
  store.write({
    plan: () => ({ keys: query('accessKeys', {}) }),
    decide: ({ keys }) => {
      if (keys.length >= keysMax) {
        throw quotaExceeded(`There are ${keysMax} access keys; revoke some before making more.`)
      }
      return { answer: undefined, changes: [{ change: 'accessKey.put', row }] }
    },
  })

const checkName = (name: string): void => {
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw validation('A name has 1 to 64 characters, letters, digits and _+=,.@- only.')
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An access key id as AWS writes it: a prefix for its kind and 16 letters and digits (80 bits). */
export const newId = (clock: Clock, prefix: 'AKIA' | 'ASIA'): string =>
  prefix + Array.from(clock.random(16), (byte) => letters[byte & 31]).join('')

/** A secret of 40 characters (240 bits), the length of AWS's. */
export const newSecret = (clock: Clock): string => Buffer.from(clock.random(30)).toString('base64')

const newSessionToken = (clock: Clock): string =>
  Buffer.from(clock.random(48)).toString('base64url')
