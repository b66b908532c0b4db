// What a server has answered, case by case, and what it may have done without answering: a request that a crash
// cut off was carried out whole, or not at all.
import assert from 'node:assert/strict'
import type { ConnectCases } from '@aws-sdk/client-connectcases'
import { plain, present } from '../support/case-setting.ts'

/** A case as its readers see it. Items in order of their text, events oldest first. */
export type State = {
  readonly title: string
  readonly status: string
  readonly items: readonly string[]
  readonly events: readonly string[]
}

export type Held = {
  /** Undefined when the case is gone. */
  state: State | undefined
  /** What an unanswered request would have made of it. */
  pending?: { readonly state: State | undefined }
}

export type Ledger = {
  readonly cases: Map<string, Held>
  /** Creates without an answer, by their client token. */
  readonly unanswered: Map<string, State>
  /** Answers so far. */
  answers: number
  /** Requests that a crash cut off: those it undid, and those it let through. */
  undone: number
  carriedOut: number
}

export const newLedger = (): Ledger => ({
  cases: new Map(),
  unanswered: new Map(),
  answers: 0,
  undone: 0,
  carriedOut: 0,
})

export const created = (title: string): State => ({
  title,
  status: 'open',
  items: [],
  events: ['Case.Created'],
})

export const renamed = (state: State, title: string): State => ({
  ...state,
  title,
  events: [...state.events, 'Case.Updated'],
})

export const withItem = (state: State, type: 'Comment' | 'Sla', text: string): State => ({
  ...state,
  items: [...state.items, text].sort(),
  events: [...state.events, `RelatedItem.Created ${type}`],
})

export const withoutItem = (state: State, text: string): State => ({
  ...state,
  items: state.items.filter((item) => item !== text),
  events: [...state.events, 'RelatedItem.Deleted Comment'],
})

/** Closing meets every SLA: one event for the case, and one for each of them. */
export const closed = (state: State): State => {
  const open = state.items.filter((item) => item.endsWith(active))
  return {
    ...state,
    status: 'closed',
    items: state.items
      .map((item) => (open.includes(item) ? item.replace(active, ' Met') : item))
      .sort(),
    events: [...state.events, 'Case.Updated', ...open.map(() => 'RelatedItem.Updated Sla')],
  }
}

export const active = ' Active'

/** What the server says of a case now; undefined if there is none. */
export const readState = async (
  client: ConnectCases,
  domainId: string,
  caseId: string,
): Promise<State | undefined> => {
  const fields = [{ id: 'title' }, { id: 'status' }]
  const found = await client.getCase({ domainId, caseId, fields }).catch((error: Error) => {
    assert.equal(error.name, 'ResourceNotFoundException')
    return undefined
  })
  if (found === undefined) return undefined
  const [title, status] = present(found.fields).map(({ value }) => String(plain(value)))
  const items: string[] = []
  const events: string[] = []
  for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
    const page = await client.searchRelatedItems({ domainId, caseId, nextToken })
    for (const { content } of present(page.relatedItems)) {
      const sla = content?.sla?.slaConfiguration
      items.push(sla === undefined ? `${content?.comment?.body}` : `${sla.name} ${sla.status}`)
    }
    nextToken = page.nextToken
  }
  for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
    const page = await client.getCaseAuditEvents({ domainId, caseId, nextToken })
    for (const { type, relatedItemType } of present(page.auditEvents)) {
      events.push([type, relatedItemType].filter(Boolean).join(' '))
    }
    nextToken = page.nextToken
  }
  return { title: title ?? '', status: status ?? '', items: items.sort(), events: events.reverse() }
}
