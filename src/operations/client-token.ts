// Client tokens: the same token with the same request gives the first answer, and with another request an error. A
// token belongs to one principal, one operation and one place (a domain, an instance).
import { hash } from 'node:crypto'
import type { TokenRow } from '../domain/rows.ts'
import type { ApiError } from '../errors.ts'
import { type Change, query } from '../storage/contract.ts'
import type { Call } from './operation.ts'

/** A token as a request gave it, if it gave one. */
export type ClientToken = {
  readonly operation: string
  /** Where the token is good: the id of a domain or an instance. */
  readonly place: string
  readonly token: string | undefined
  /** What must be the same again. */
  readonly request: object
}

type Caller = Pick<Call<unknown>, 'now' | 'principal'>

/** The question for the first answer. Without a token it has none: no row has such a key. */
export const firstAnswer = (call: Caller, given: ClientToken) =>
  query('tokenByKey', { key: keyOf(call, given), nowMs: call.now })

/** The first answer to this very request, if there was one. `other` is thrown if it was another request. */
export const repeated = <Out>(
  given: ClientToken,
  first: TokenRow | undefined,
  other: (message: string) => ApiError,
): Out | undefined => {
  if (!given.token || first === undefined) return undefined
  if (first.requestHash === requestHash(given)) return JSON.parse(first.answer)
  throw other('The client token was used before, with another request.')
}

/** Keep the answer, if the request has a token. */
export const remembered = (call: Caller, given: ClientToken, output: object): Change[] => {
  if (!given.token) return []
  const row: TokenRow = {
    key: keyOf(call, given),
    requestHash: requestHash(given),
    answer: JSON.stringify(output),
    expiresAt: call.now + lifeMs,
  }
  return [{ change: 'token.put', row }]
}

const lifeMs = 24 * 60 * 60 * 1000

const keyOf = ({ principal }: Caller, { operation, place, token }: ClientToken): string =>
  digest([operation, principal.arn, place, token ?? ''])

const requestHash = ({ request }: ClientToken): string => digest(sorted(request))

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url')

/** With the members of every object in one order, so that equal requests have one text. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}
