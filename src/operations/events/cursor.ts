// A cursor into the outgoing events: a position, and a piece of the hash of the event that is there. So a cursor
// of other events (those of a database that a backup has replaced) is refused, and skips nothing.
import { createHash } from 'node:crypto'
import type { OutgoingRow } from '../../domain/rows.ts'
import { validation } from '../../errors.ts'

export type EventCursor = { readonly position: number; readonly check: string }

/** What the store says beside the event at the cursor, if that is still kept. */
type Ends = { readonly retired: number; readonly latest: number }

export const cursorOf = ({ position, event }: OutgoingRow): string =>
  `${position}-${checkOf(event)}`

/** A cursor of a position whose event is not known. */
export const bareCursor = (position: number): string => `${position}-`

const form = /^(\d{1,15})-([0-9a-f]{12})?$/

/** `oldest` is undefined, `latest` beyond all positions. */
export const parseCursor = (text = 'oldest'): EventCursor | undefined => {
  if (text === 'oldest') return undefined
  if (text === 'latest') return latest
  const [, position, check = ''] = form.exec(text) ?? []
  if (position === undefined) throw validation('The value of after is not a cursor.')
  return { position: Number(position), check }
}

export const latest: EventCursor = { position: Number.MAX_SAFE_INTEGER, check: '' }

/** Nothing may be missing between the cursor and what is there. */
export const requireContinuous = (
  { position, check }: EventCursor,
  here: OutgoingRow | undefined,
  { retired, latest: newest }: Ends,
): void => {
  if (position < retired) {
    throw validation(
      'Events after the cursor are no longer kept. Begin again with after=oldest, and read what may be missing.',
    )
  }
  const isOther = here?.position === position && check !== '' && check !== checkOf(here.event)
  if (position > newest || isOther) {
    throw validation('The cursor belongs to events that this server does not have.')
  }
}

const checkOf = (event: string): string =>
  createHash('sha256').update(event).digest('hex').slice(0, 12)
