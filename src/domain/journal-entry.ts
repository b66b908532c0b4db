// What is told to the journal: one entry for each change, and who made it, when and where.
import type { Location } from '../ids.ts'
import type { AuditEventField, AuditEventType } from '../model/audit-events.ts'
import type { UserUnion } from '../model/common.ts'
import type { RelatedItemRow } from './rows.ts'

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
  /**
   * Field ids (case) or attribute names (related item) that the outgoing event names as changed.
   */
  readonly changed: readonly string[]
}

export type JournalContext = {
  readonly now: number
  readonly location: Location
  readonly actor: { readonly iamPrincipalArn: string; readonly user?: UserUnion }
  newId(): string
  readonly seal: Seal
  /** The rules whose actions led to this change, the first one first; none where somebody asked for it. */
  readonly cause?: readonly string[]
}
