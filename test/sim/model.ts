// What a domain must hold after the operations of a simulated history: plain maps, no storage. Each method is
// told what the server was told and keeps what follows from it, with the events that the history must show.
export type Value = string | number
export type Values = Readonly<Record<string, Value>>
/** `null` clears. */
export type ValueChanges = Readonly<Record<string, Value | null>>

export type ModelSla = { readonly target: string; readonly targetAt: number; completedAt?: number }
export type ModelItem =
  | { readonly type: 'Comment'; body: string }
  | { readonly type: 'Custom'; values: Values }
  | { readonly type: 'ConnectCase'; readonly caseId: string }
  | ({ readonly type: 'Sla' } & ModelSla)

export type ModelCase = {
  readonly values: Map<string, Value>
  readonly items: Map<string, ModelItem>
  /** Oldest first: `Case.Created`, `RelatedItem.Updated Sla`. */
  readonly events: string[]
}

export type Model = ReturnType<typeof createModel>

export const createModel = () => {
  const cases = new Map<string, ModelCase>()
  const gone: string[] = []
  const overdue = new Map<string, number>()
  const of = (caseId: string): ModelCase => {
    const found = cases.get(caseId)
    if (found === undefined) throw new Error(`the model has no case ${caseId}`)
    return found
  }
  return {
    cases,
    /** Ids of deleted cases. */
    gone,
    of,
    createCase: (caseId: string, values: Values): void => {
      const all = new Map(Object.entries({ status: 'open', ...values }))
      cases.set(caseId, { values: all, items: new Map(), events: ['Case.Created'] })
    },
    updateCase: (caseId: string, changes: ValueChanges, now: number): void => {
      const { values, items, events } = of(caseId)
      const changed = Object.entries(changes).filter(
        ([id, value]) => (values.get(id) ?? null) !== value,
      )
      if (changed.length === 0) return
      for (const [id, value] of changed) {
        if (value === null) values.delete(id)
        else values.set(id, value)
      }
      events.push('Case.Updated')
      for (const item of items.values()) {
        if (item.type !== 'Sla' || item.completedAt !== undefined) continue
        if (item.target !== values.get('status')) continue
        item.completedAt = now
        events.push('RelatedItem.Updated Sla')
      }
    },
    deleteCase: (caseId: string): void => {
      cases.delete(caseId)
      gone.push(caseId)
      removeLinks(cases, caseId)
    },
    tell: tellIn(cases, overdue),
    /** Target times of the SLAs that were told to be overdue, by id; of cases that are gone too. */
    overdue,
    /** A link that is there already is not made again. */
    createItem: (caseId: string, itemId: string, item: ModelItem, now: number): void => {
      const { values, items, events } = of(caseId)
      if (item.type === 'ConnectCase' && items.has(itemId)) return
      const met = item.type === 'Sla' && item.target === values.get('status')
      items.set(itemId, met ? { ...item, completedAt: now } : { ...item })
      events.push(`RelatedItem.Created ${item.type}`)
    },
    updateItem: (caseId: string, itemId: string, item: ModelItem): void => {
      const { items, events } = of(caseId)
      if (JSON.stringify(items.get(itemId)) === JSON.stringify(item)) return
      items.set(itemId, item)
      events.push(`RelatedItem.Updated ${item.type}`)
    },
    deleteItem: (caseId: string, itemId: string): void => {
      const { items, events } = of(caseId)
      const item = items.get(itemId)
      if (item === undefined) throw new Error(`the model has no item ${itemId}`)
      items.delete(itemId)
      events.push(`RelatedItem.Deleted ${item.type}`)
    },
  }
}

const removeLinks = (cases: ReadonlyMap<string, ModelCase>, caseId: string): void => {
  for (const { items, events } of cases.values()) {
    for (const [id, item] of items) {
      if (item.type !== 'ConnectCase' || item.caseId !== caseId) continue
      items.delete(id)
      events.push('RelatedItem.Deleted ConnectCase')
    }
  }
}

/** Of each SLA that is overdue it is told, once; `of` are those of a case, or one. */
const tellIn =
  (cases: ReadonlyMap<string, ModelCase>, overdue: Map<string, number>) =>
  (now: number, of: { caseId?: string; itemId?: string } = {}): void => {
    for (const [caseId, { items, events }] of cases) {
      if (caseId !== (of.caseId ?? caseId)) continue
      for (const [itemId, item] of items) {
        if (itemId !== (of.itemId ?? itemId) || overdue.has(itemId)) continue
        if (item.type !== 'Sla' || statusAt(item, now) !== 'Overdue') continue
        overdue.set(itemId, item.targetAt)
        events.push('RelatedItem.Updated Sla')
      }
    }
  }

/** As SearchRelatedItems must tell it at `now`. */
export const statusAt = ({ targetAt, completedAt }: ModelSla, now: number) => {
  if (completedAt !== undefined) return completedAt <= targetAt ? 'Met' : 'NotMet'
  return now <= targetAt ? 'Active' : 'Overdue'
}

/** `next_sla_breach_datetime` at `now`. */
export const nextBreachAt = ({ items }: ModelCase, now: number): string | undefined => {
  const ahead = [...items.values()].flatMap((item) =>
    item.type === 'Sla' && item.completedAt === undefined && item.targetAt >= now
      ? [item.targetAt]
      : [],
  )
  return ahead.length === 0 ? undefined : new Date(Math.min(...ahead)).toISOString()
}
