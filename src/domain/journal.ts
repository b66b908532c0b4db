// The journal of a case: every change makes exactly one audit event, chained to the one before it, and, if the
// domain publishes events, one outgoing event, all in the operation's own transaction. The chain is
// HMAC-SHA-256 under the server's key over (previous MAC, sequence, bytes); its head is kept on the case row,
// so that a changed, missing, added or cut-off event shows.
import { formatInstant } from '../clock.ts'
import type { Location } from '../ids.ts'
import type { AuditEventField, AuditEventType } from '../model/audit-events.ts'
import type { UserUnion } from '../model/common.ts'
import type { DomainConfig } from './domain-config.ts'
import { outgoingEvent } from './event.ts'
import type { AuditRow, CaseRow, ChainHead, OutboxRow, RelatedItemRow } from './rows.ts'

/** The server's MACs, as pure functions: the key stays in `access/server-key.ts`. */
export type Seal = {
  /** HMAC-SHA-256 over `previous`, the sequence as 8 bytes big-endian, and `bytes`. */
  chain(previous: Uint8Array, sequence: number, bytes: Uint8Array): Uint8Array
}

export type JournalEntry = {
  readonly type: AuditEventType
  /** Of `RelatedItem.*`: the item after the change, or as it was when it was deleted. */
  readonly item?: RelatedItemRow
  readonly fields: readonly AuditEventField[]
  /** Field ids (case) or attribute names (related item) that the outgoing event names as changed. */
  readonly changed: readonly string[]
}

export type JournalContext = {
  readonly now: number
  readonly location: Location
  readonly actor: { readonly iamPrincipalArn: string; readonly user?: UserUnion }
  newId(): string
  readonly seal: Seal
}

export type JournalChange =
  | { readonly change: 'audit.append'; readonly row: AuditRow }
  | { readonly change: 'outbox.append'; readonly row: OutboxRow }

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
  }
  return { chain, changes }
}

/** The chain of a case that has no history yet. */
export const emptyChain: ChainHead = { sequence: 0, mac: new Uint8Array(32) }

/** What is stored of an audit event: the wire's members, times as RFC 3339 text. */
export type AuditRecord = {
  readonly eventId: string
  readonly type: AuditEventType
  readonly relatedItemType?: RelatedItemRow['type']
  readonly relatedItemId?: string
  readonly performedTime: string
  readonly fields: readonly AuditEventField[]
  readonly performedBy: { readonly user?: UserUnion; readonly iamPrincipalArn: string }
}

const encoder = new TextEncoder()

const auditBytes = (context: JournalContext, entry: JournalEntry): Uint8Array => {
  const record: AuditRecord = {
    eventId: context.newId(),
    type: entry.type,
    ...(entry.item === undefined
      ? {}
      : { relatedItemType: entry.item.type, relatedItemId: entry.item.id }),
    performedTime: formatInstant(context.now),
    fields: entry.fields,
    performedBy: context.actor,
  }
  return encoder.encode(JSON.stringify(record))
}
