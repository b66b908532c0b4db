// A retry of CreateRelatedItem (B-840) is known by the item that the first try made: it is found where the new one
// would go, so that knowing it costs next to nothing. Of an item that was removed since, a token is left.
import type { DomainScope } from '../../domain/domain-config.ts'
import type { RelatedItemRow } from '../../domain/rows.ts'
import { type Change, query } from '../../storage/contract.ts'
import { retryMs } from '../idempotency.ts'

type Place = { readonly scope: DomainScope; readonly caseId: string }

/** The query for the item that a first try of the call made. */
export const firstTry = (place: Place, invocation: string | undefined, now: number) =>
  invocation === undefined
    ? {}
    : { made: query('itemMadeBy', { ...place, invocation, sinceMs: now - retryMs, nowMs: now }) }

/** The id of the item that a first try made, also if it is gone. */
export const madeBefore = (rows: { readonly made?: string | undefined }): string | undefined =>
  rows.made

/** What a removed item leaves behind, while the call that made it may still be tried again. */
export const retryToken = (item: RelatedItemRow, now: number): readonly Change[] => {
  const expiresAt = item.associatedAt + retryMs
  if (item.invocation === undefined || expiresAt <= now) return []
  return [{ change: 'token.put', row: { key: item.invocation, answer: item.id, expiresAt } }]
}
