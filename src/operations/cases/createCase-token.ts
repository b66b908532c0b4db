// The client token of CreateCase: for 24 hours the same token with the same request gives the first
// answer, and with another request a conflict (B-334). It belongs to one principal in one domain.
import { hash } from 'node:crypto'
import type { TokenRow } from '../../domain/rows.ts'
import { conflict } from '../../errors.ts'
import type { Input, Output } from '../../model/index.ts'
import { type Change, query } from '../../storage/contract.ts'
import type { DomainCall } from '../operation.ts'

type CreateCaseCall = DomainCall<Input<'CreateCase'>>

/** The question for the first answer. Without a token it has none: no row has such a key. */
export const firstAnswer = (call: CreateCaseCall) =>
  query('tokenByKey', { key: keyOf(call), nowMs: call.now })

/** The first answer to this very request, if there was one. */
export const repeated = (
  call: CreateCaseCall,
  first: TokenRow | undefined,
): Output<'CreateCase'> | undefined => {
  if (!call.input.clientToken || first === undefined) return undefined
  if (first.requestHash === requestHash(call)) return JSON.parse(first.answer)
  throw conflict('The clientToken was used before, with another request.')
}

/** Keep the answer, if the request has a token. */
export const remembered = (call: CreateCaseCall, output: Output<'CreateCase'>): Change[] => {
  if (!call.input.clientToken) return []
  const row: TokenRow = {
    key: keyOf(call),
    requestHash: requestHash(call),
    answer: JSON.stringify(output),
    expiresAt: call.now + lifeMs,
  }
  return [{ change: 'token.put', row }]
}

const lifeMs = 24 * 60 * 60 * 1000

const keyOf = ({ principal, domain, input }: CreateCaseCall): string =>
  digest(['CreateCase', principal.arn, domain.id, input.clientToken ?? ''])

const requestHash = ({ input }: CreateCaseCall): string => {
  const { clientToken: _, ...request } = input
  return digest(sorted(request))
}

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url')

/** With the members of every object in one order, so that equal requests have one text. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}
