// A retry is one write (B-840). SDKs repeat a request under the same `amz-sdk-invocation-id` when an answer got
// lost; the answer of the first is kept with the write itself, in its transaction, and given again.
import { hash } from 'node:crypto'
import type { Plan, Rows, Write } from '../storage/contract.ts'
import { query } from '../storage/contract.ts'

export type Invocation = {
  readonly principalArn: string
  readonly operation: string
  readonly invocationId: string
  /** Method, path and hash of the body: another request under the same id is not a retry. */
  readonly request: string
}

/** How long a retry is known as one. AWS SDKs give up long before. */
export const retryMs = 15 * 60 * 1000

/** What all tries of one call have in common. 132 bits: it goes into indexes, so it had better be short. */
export const invocationKey = (invocation: Invocation): string => {
  const { principalArn, operation, invocationId, request } = invocation
  const call = JSON.stringify([principalArn, operation, request, invocationId])
  return hash('sha256', call, 'base64url').slice(0, 22)
}

/** Wrap a write so that it happens once for each invocation. */
export const once = <P extends Plan>(
  key: string | undefined,
  now: number,
  write: Write<P, unknown>,
): Write<Plan, unknown> => {
  if (key === undefined) return write as unknown as Write<Plan, unknown>
  return {
    plan: (configs) => ({
      ...write.plan(configs),
      '~first': query('tokenByKey', { key, nowMs: now }),
    }),
    decide: (rows, configs) => {
      const first = rows['~first'] as { answer: string } | undefined
      if (first !== undefined) return { answer: JSON.parse(first.answer), changes: [] }
      const decision = write.decide(rows as unknown as Rows<P>, configs)
      const answer = JSON.stringify(decision.answer)
      const token = { key, answer, expiresAt: now + retryMs }
      return {
        answer: decision.answer,
        changes: [...decision.changes, { change: 'token.put', row: token }],
      }
    },
  }
}
