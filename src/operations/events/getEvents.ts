// GetEvents: outgoing events after a cursor, in order of commit, of all domains (B-1180 to B-1183).
import { query } from '../../storage/contract.ts'
import { readAccount } from '../operation.ts'
import { bareCursor, cursorOf, latest, parseCursor, requireContinuous } from './cursor.ts'

const pageMax = 100
const charactersMax = 8 * 1024 * 1024

export const getEvents = readAccount('GetEvents', {
  checks: () => [{ action: 'opencases:GetEvents', resource: '*' }],
  // With the event at the cursor, which tells whether the cursor belongs to these events.
  load: ({ input: { after, limit = pageMax } }) => {
    const position = parseCursor(after)?.position ?? 0
    return { page: query('outgoing', { after: position - 1, limit: limit + 1 }) }
  },
  answer: ({ input: { after, limit = pageMax } }, { page }) => {
    const cursor = parseCursor(after)
    if (cursor === latest) return { events: [], next: bareCursor(page.latest) }
    if (cursor !== undefined) requireContinuous(cursor, page.rows[0], page)
    const from = cursor?.position ?? page.retired
    const events: { cursor: string; event: string }[] = []
    let room = charactersMax
    for (const row of page.rows) {
      if (row.position <= from) continue
      room -= row.event.length
      if (events.length === limit || (room < 0 && events.length > 0)) break
      events.push({ cursor: cursorOf(row), event: row.event })
    }
    const here = cursor === undefined || after === undefined ? bareCursor(from) : after
    return { events, next: events.at(-1)?.cursor ?? here }
  },
})
