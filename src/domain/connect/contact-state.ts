// What time makes of a contact: a scheduled task is connected when its time has come, one that expires ends by
// itself. Nothing is stored for either; whoever asks is told what holds now (B-955).
import type { ContactRow } from '../rows.ts'

/** What `DisconnectReason` says of a contact that ended by itself. */
const expired = 'EXPIRED'

export type ContactState = {
  readonly connectedAt?: number
  readonly endedAt?: number
  readonly endReason?: string
}

/** How a contact stands at a time. */
export const contactState = (
  { connectedToSystemAt, details }: ContactRow,
  now: number,
): ContactState => {
  const { endedAt, expiresAt, endReason } = details ?? {}
  const end: Pick<ContactState, 'endedAt' | 'endReason'> =
    endedAt !== undefined
      ? { endedAt, ...(endReason === undefined ? {} : { endReason }) }
      : expiresAt !== undefined && expiresAt <= now
        ? { endedAt: expiresAt, endReason: expired }
        : {}
  const reached = connectedToSystemAt <= Math.min(now, end.endedAt ?? now)
  return { ...(reached ? { connectedAt: connectedToSystemAt } : {}), ...end }
}
