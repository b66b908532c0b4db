// A retry is one write. SDKs repeat a request under the same `amz-sdk-invocation-id` when an answer got lost;
// the answer of the first is kept with the write itself, in its transaction, and given again.
import type { Plan, Rows, Write } from '../storage/contract.ts'
import { query } from '../storage/contract.ts'

export type Idempotency = {
  /** Names principal, operation and invocation. */
  readonly key: string
  /** Of method, path and body: another request under the same key is not a retry. */
  readonly requestHash: string
}

/** AWS SDKs give up long before. */
const lifeMs = 15 * 60 * 1000

/** Wrap a write so that it happens once for each `idempotency`. */
export const once = <P extends Plan>(
  idempotency: Idempotency | undefined,
  now: number,
  write: Write<P, unknown>,
): Write<Plan, unknown> => {
  if (idempotency === undefined) return write as unknown as Write<Plan, unknown>
  const { key, requestHash } = idempotency
  return {
    plan: (configs) => ({
      ...write.plan(configs),
      '~first': query('tokenByKey', { key, nowMs: now }),
    }),
    decide: (rows, configs) => {
      const first = rows['~first'] as { requestHash: string; answer: string } | undefined
      if (first?.requestHash === requestHash) {
        return { answer: JSON.parse(first.answer), changes: [] }
      }
      const decision = write.decide(rows as unknown as Rows<P>, configs)
      const answer = JSON.stringify(decision.answer)
      const token = { key, requestHash, answer, expiresAt: now + lifeMs }
      return {
        answer: decision.answer,
        changes: [...decision.changes, { change: 'token.put', row: token }],
      }
    },
  }
}
