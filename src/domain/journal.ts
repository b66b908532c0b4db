// The journal of a case: every change makes exactly one audit event, chained to the one before it,
// and, if the domain publishes events, one outgoing event, all in the operation's own transaction.
// The chain is HMAC-SHA-256 under the server's key over (previous MAC, sequence, bytes); its head
// is kept on the case row, so that a changed, missing, added or cut-off event shows.
import { auditBytes } from './audit.ts'
import type { DomainConfig } from './domain-config.ts'
import { outgoingEvent } from './event.ts'
import type { JournalContext, JournalEntry } from './journal-entry.ts'
import type { AuditRow, CaseRow, ChainHead, OutboxRow } from './rows.ts'
import { type FiringChange, firings } from './rules/firing.ts'

export type { JournalContext, JournalEntry, Seal } from './journal-entry.ts'

export type JournalChange =
  | { readonly change: 'audit.append'; readonly row: AuditRow }
  | { readonly change: 'outbox.append'; readonly row: OutboxRow }
  | FiringChange

/**
 * Write `entries` into the history of a case, in order.
 * @param row the case after the change, still with the chain head it had before.
 * @returns the new chain head, to be stored with the case row, and the rows to append.
 */
export const journal = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
  entries: readonly JournalEntry[],
): { chain: ChainHead; changes: JournalChange[] } => {
  let chain = row.chain
  const changes: JournalChange[] = []
  for (const entry of entries) {
    const sequence = chain.sequence + 1
    const bytes = auditBytes(context, entry)
    const mac = context.seal.chain(chain.mac, sequence, bytes)
    chain = { sequence, mac }
    const place = { scope: row.scope, caseId: row.id, sequence, at: context.now }
    changes.push({ change: 'audit.append', row: { ...place, bytes, mac } })
    if (domain.eventConfiguration?.enabled) {
      const event = outgoingEvent(context, domain, row, entry)
      changes.push({ change: 'outbox.append', row: { ...place, event } })
    }
    changes.push(...firings(context, domain, row, { entry, sequence }))
  }
  return { chain, changes }
}

/**
 * The last outgoing event of a case. Its history goes with it, so there is no audit event to go
 * with.
 */
export const deletion = (
  context: JournalContext,
  domain: DomainConfig,
  row: CaseRow,
): JournalChange[] => {
  if (!domain.eventConfiguration?.enabled) return []
  const event = outgoingEvent(context, domain, row, { type: 'Case.Deleted', changed: [] })
  const sequence = row.chain.sequence + 1
  const place = { scope: row.scope, caseId: row.id, sequence, at: context.now }
  return [{ change: 'outbox.append', row: { ...place, event } }]
}

/** The chain of a case that has no history yet. */
export const emptyChain: ChainHead = { sequence: 0, mac: new Uint8Array(32) }
