// What must hold between a server and the model, whatever happened: every way to read says the same.
import assert from 'node:assert/strict'
import type { SearchRelatedItemsResponseItem } from '@aws-sdk/client-connectcases'
import { plain, present } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { type ModelCase, type ModelItem, nextBreachAt, statusAt } from './model.ts'
import type { World } from './world.ts'

/** Reads everything back and holds it against the model. */
export const checkAll = async (world: World): Promise<void> => {
  for (const [caseId, expected] of world.model.cases) {
    await checkCase(world, caseId, expected)
    await checkItems(world, caseId, expected)
    await checkHistory(world, caseId, expected)
  }
  const { domainId, model } = world
  for (const caseId of model.gone) {
    const call = world.client().getCase({ domainId, caseId, fields: [{ id: 'title' }] })
    await expectError(call, 'ResourceNotFoundException', /./)
  }
  await checkSearch(world)
  await checkOverdue(world)
  await checkBreaches(world)
  const { cases, events, faults } = await world.verify()
  assert.deepEqual(faults, [])
  assert.equal(cases, model.cases.size, 'cases that verify counts')
  const expected = [...model.cases.values()].reduce((sum, each) => sum + each.events.length, 0)
  assert.equal(events, expected, 'events that verify counts')
}

const breach = 'next_sla_breach_datetime'

const askedOf = ({ textId, numberId }: World) => ['title', 'status', textId, numberId, breach]

const valuesOf = (expected: ModelCase, now: number) => {
  const next = nextBreachAt(expected, now)
  return {
    ...Object.fromEntries(expected.values),
    ...(next === undefined ? {} : { [breach]: next }),
  }
}

type Told = readonly ({ id?: string | undefined; value?: Parameters<typeof plain>[0] } | null)[]

const told = (fields: Told | undefined) =>
  Object.fromEntries(present(fields).map(({ id, value }) => [id, plain(value)]))

const checkCase = async (world: World, caseId: string, expected: ModelCase): Promise<void> => {
  const { domainId, clock } = world
  const fields = askedOf(world).map((id) => ({ id }))
  const found = await world.client().getCase({ domainId, caseId, fields })
  assert.deepEqual(told(found.fields), valuesOf(expected, clock.now()), `GetCase ${caseId}`)
}

const checkItems = async (world: World, caseId: string, expected: ModelCase): Promise<void> => {
  const { domainId, clock } = world
  const found = await walk(async (nextToken) => {
    const input = { domainId, caseId, maxResults: 25, nextToken }
    const page = await world.client().searchRelatedItems(input)
    return { items: present(page.relatedItems), nextToken: page.nextToken }
  })
  const items = found.map((item) => [item.relatedItemId, content(item)])
  const wanted = [...expected.items].map(([id, item]) => [id, wantedContent(item, clock.now())])
  assert.equal(items.length, wanted.length, `number of related items of ${caseId}`)
  assert.deepEqual(Object.fromEntries(items), Object.fromEntries(wanted), `items of ${caseId}`)
}

const content = ({ type, content: held }: SearchRelatedItemsResponseItem): object => {
  const state = held?.sla?.slaConfiguration
  if (state === undefined) {
    if (held?.custom === undefined) return { type, ...(held?.comment ?? held?.connectCase) }
    return { type, values: told(held.custom.fields) }
  }
  const { status, targetTime, completionTime, targetFieldValues } = state
  const at = { targetAt: targetTime?.getTime(), completedAt: completionTime?.getTime() }
  return { type, status, target: plain(targetFieldValues?.[0]), ...at }
}

const wantedContent = (item: ModelItem, now: number): object => {
  switch (item.type) {
    case 'Comment':
      return { ...item, contentType: 'Text/Plain' }
    case 'Sla':
      return { completedAt: undefined, ...item, status: statusAt(item, now) }
    default:
      return item
  }
}

const checkHistory = async (world: World, caseId: string, expected: ModelCase): Promise<void> => {
  const { domainId } = world
  const found = await walk(async (nextToken) => {
    const page = await world.client().getCaseAuditEvents({ domainId, caseId, nextToken })
    return { items: present(page.auditEvents), nextToken: page.nextToken }
  })
  const types = found.map(({ type, relatedItemType }) => [type, relatedItemType].filter(Boolean))
  const oldestFirst = types.map((parts) => parts.join(' ')).reverse()
  assert.deepEqual(oldestFirst, expected.events, `history of ${caseId}`)
  assert.equal(new Set(found.map(({ eventId }) => eventId)).size, found.length)
}

const checkSearch = async (world: World): Promise<void> => {
  const { model, domainId, clock } = world
  const fields = askedOf(world).map((id) => ({ id }))
  const closed = { field: { equalTo: { id: 'status', value: { stringValue: 'closed' } } } }
  for (const filter of [undefined, closed, { not: closed }]) {
    const wanted = [...model.cases].filter(
      ([, { values }]) =>
        filter === undefined || (values.get('status') === 'closed') === (filter === closed),
    )
    const totals = new Set<number | undefined>()
    const found = await walk(async (nextToken) => {
      const input = { domainId, fields, filter, maxResults: 20, nextToken }
      const page = await world.client().searchCases(input)
      totals.add(page.totalCount)
      return { items: present(page.cases), nextToken: page.nextToken }
    })
    assert.deepEqual([...totals], [wanted.length], 'totalCount of SearchCases')
    assert.equal(found.length, wanted.length, 'cases of SearchCases')
    assert.deepEqual(
      Object.fromEntries(found.map((each) => [each.caseId, told(each.fields)])),
      Object.fromEntries(wanted.map(([id, each]) => [id, valuesOf(each, clock.now())])),
      'SearchCases',
    )
  }
}

/** What follows the clock: statuses in filters, and what cases with open SLAs show. */
export const checkClock = async (world: World): Promise<void> => {
  await checkOverdue(world)
  for (const [caseId, expected] of world.model.cases) {
    if (![...expected.items.values()].some(isOpenSla)) continue
    await checkCase(world, caseId, expected)
    await checkItems(world, caseId, expected)
  }
}

const isOpenSla = (item: ModelItem) => item.type === 'Sla' && item.completedAt === undefined

/** Of each SLA that was overdue others were told once, not before its time; of no other. */
const checkBreaches = async ({ events, model }: World): Promise<void> => {
  const told = (await events())
    .map(({ detail }) => detail)
    .filter(({ eventType }) => eventType === 'RELATED_ITEM.UPDATED')
    .filter(({ relatedItem }) => relatedItem.sla?.slaConfiguration.status === 'Overdue')
  const ids = told.map(({ relatedItem }) => relatedItem.relatedItemId)
  assert.deepEqual(ids.sort(), [...model.overdue.keys()].sort(), 'SLAs that were told')
  for (const { relatedItem, approximateChangeTime } of told) {
    const target = model.overdue.get(relatedItem.relatedItemId) ?? Number.NaN
    assert.ok(Date.parse(approximateChangeTime) > target, `${relatedItem.relatedItemId} is early`)
  }
}

/** Status in a filter is what the clock says. */
const checkOverdue = async (world: World): Promise<void> => {
  const { model, domainId, clock } = world
  const filters = [{ sla: { status: 'Overdue' as const } }]
  const found = await walk(async (nextToken) => {
    const input = { domainId, filters, maxResults: 25, nextToken }
    const page = await world.client().searchAllRelatedItems(input)
    return { items: present(page.relatedItems), nextToken: page.nextToken }
  })
  const overdue = [...model.cases.values()].flatMap(({ items }) =>
    [...items].flatMap(([id, item]) =>
      item.type === 'Sla' && statusAt(item, clock.now()) === 'Overdue' ? [id] : [],
    ),
  )
  assert.deepEqual(found.map(({ relatedItemId }) => relatedItemId).sort(), overdue.sort())
}

type Page<T> = { readonly items: readonly T[]; readonly nextToken: string | undefined }

const walk = async <T>(read: (nextToken?: string) => Promise<Page<T>>): Promise<T[]> => {
  const all: T[] = []
  let nextToken: string | undefined
  do {
    const page = await read(nextToken)
    all.push(...page.items)
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return all
}
