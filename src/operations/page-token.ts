// Page tokens: opaque, authenticated, bound to the operation, the domain and the question they continue, good
// for 24 hours. A token that fails any of this is a ValidationException (B-509).
import { createHash } from 'node:crypto'
import { validation } from '../errors.ts'
import type { Cursor } from '../storage/contract.ts'

export type PageTokens = {
  /** Make a token that continues `question` after `cursor`. */
  seal(question: PageQuestion, cursor: Cursor): string
  /** The cursor of a token; undefined for no token. Throws a ValidationException for any other text. */
  open(question: PageQuestion, token: string | undefined): Cursor | undefined
}

/** What a token is bound to. `terms` is everything that decides which rows come in which order. */
export type PageQuestion = {
  readonly operation: string
  readonly domainId?: string
  readonly terms?: unknown
}

const lifeMs = 24 * 60 * 60 * 1000

/**
 * @param mac a MAC under the server's key, at least 16 bytes.
 * @param now domain time in milliseconds.
 */
export const pageTokens = (
  mac: (bytes: Uint8Array) => Uint8Array,
  now: () => number,
): PageTokens => ({
  seal: (question, cursor) => {
    const body = Buffer.from(JSON.stringify([now() + lifeMs, digest(question), cursor]))
    return Buffer.concat([tag(mac, body), body]).toString('base64url')
  },
  open: (question, token) => {
    if (token === undefined || token === '') return undefined
    const bytes = Buffer.from(token, 'base64url')
    const body = bytes.subarray(16)
    if (bytes.length < 17 || !constantTimeEqual(bytes.subarray(0, 16), tag(mac, body))) {
      throw validation('The value of nextToken is not valid.')
    }
    const [expiresAt, bound, cursor] = JSON.parse(body.toString()) as [number, string, Cursor]
    if (bound !== digest(question)) {
      throw validation('The value of nextToken belongs to another request.')
    }
    if (expiresAt < now()) throw validation('The value of nextToken has expired.')
    return cursor
  },
})

const tag = (mac: (bytes: Uint8Array) => Uint8Array, body: Uint8Array): Uint8Array =>
  mac(body).subarray(0, 16)

const digest = (question: PageQuestion): string =>
  createHash('sha256')
    .update(JSON.stringify([question.operation, question.domainId, question.terms]))
    .digest('base64url')
    .slice(0, 22)

const constantTimeEqual = (a: Uint8Array, b: Uint8Array): boolean => {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
