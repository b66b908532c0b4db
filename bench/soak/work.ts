// What people do during a soak, at a steady rate: the same number of cases is opened as is deleted, so that whatever
// grows all the same has been forgotten.
import type { Bench } from '../bench-server.ts'
import { type Call, type Caller, openCaller } from '../caller.ts'

type Domain = Omit<Bench, 'server'>

export type SoakWork = {
  /** Answered so far. */
  calls(): number
  stop(): Promise<{ readonly errors: readonly string[]; readonly times: number[] }>
}

type Kind = 'comment' | 'create' | 'delete' | 'read' | 'search' | 'update'

/** Of twenty calls. */
const turns: readonly Kind[] = [
  ...Array<Kind>(9).fill('read'),
  ...Array<Kind>(4).fill('comment'),
  ...Array<Kind>(2).fill('update'),
  ...Array<Kind>(2).fill('create'),
  ...Array<Kind>(2).fill('delete'),
  'search',
]

const connections = 16
const errorsMax = 20

/** Start calling, `perSecond` calls in all. */
export const soakWork = async (domain: Domain, perSecond: number): Promise<SoakWork> => {
  const callers = await Promise.all(
    Array.from({ length: connections }, () => openCaller(domain.target)),
  )
  const cases = [...domain.caseIds]
  const errors: string[] = []
  const times: number[] = []
  const state = { calls: 0, stopped: false }
  const from = performance.now()
  const turn = async (caller: Caller): Promise<void> => {
    const number = state.calls
    state.calls += 1
    const dueMs = from + (number * 1000) / perSecond - performance.now()
    if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs))
    const kind = turns[(number * 7) % turns.length] ?? 'read'
    // A deleted case is the oldest, and nobody's any more.
    const caseId = kind === 'delete' ? cases.shift() : cases[(number * 7919) % cases.length]
    const { status, body, ms } = await caller.call(callOf(kind, domain, { caseId, number }))
    times.push(ms)
    if (status !== 200) errors.push(`${kind}: ${status} ${body}`)
    else if (kind === 'create') cases.push(JSON.parse(body).caseId)
  }
  const work = async (caller: Caller): Promise<void> => {
    while (!state.stopped && errors.length < errorsMax) {
      await turn(caller).catch((error: Error) => errors.push(error.message))
    }
    caller.close()
  }
  const working = Promise.all(callers.map(work))
  return {
    calls: () => state.calls,
    stop: async () => {
      state.stopped = true
      await working
      return { errors, times }
    },
  }
}

type What = { readonly caseId: string | undefined; readonly number: number }

const callOf = (kind: Kind, domain: Domain, { caseId, number }: What): Call => {
  const { domainId, templateId, fieldIds } = domain
  const cases = `/domains/${domainId}/cases`
  const one = `${cases}/${caseId}`
  const text = { stringValue: `Parcel ${number} is late, and customer ${number % 997} called` }
  const title = { id: 'title', value: text }
  const fields = fieldIds.map((id) => ({ id }))
  switch (kind) {
    case 'read':
      return { method: 'POST', path: one, body: { fields: [{ id: 'title' }, ...fields] } }
    case 'comment': {
      const comment = { body: text.stringValue, contentType: 'Text/Plain' }
      const body = { type: 'Comment', content: { comment } }
      return { method: 'POST', path: `${one}/related-items/`, body }
    }
    case 'update':
      return { method: 'PUT', path: one, body: { fields: [title] } }
    case 'create': {
      const number_ = { id: fieldIds[2], value: { doubleValue: number % 10_000 } }
      return { method: 'POST', path: cases, body: { templateId, fields: [title, number_] } }
    }
    case 'delete':
      return { method: 'DELETE', path: one, body: {} }
    case 'search': {
      const value = { doubleValue: number % 10_000 }
      const filter = { field: { greaterThan: { id: fieldIds[2], value } } }
      return { method: 'POST', path: `${cases}-search`, body: { filter, fields, maxResults: 25 } }
    }
  }
}
