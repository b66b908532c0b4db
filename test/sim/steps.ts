// The steps of a simulated history: each draws what it does, does it on the server, and tells the model.
import { setImmediate as turn } from 'node:timers/promises'
import { fieldValues } from '../support/case-setting.ts'
import { expectError } from '../support/errors.ts'
import { comment, minutesMs, sla } from '../support/item-setting.ts'
import { given } from '../support/seed.ts'
import type { Chance } from './chance.ts'
import { checkClock } from './invariants.ts'
import { type ModelItem, statusAt, type Value, type ValueChanges, type Values } from './model.ts'
import type { World } from './world.ts'

export type Step = (world: World, chance: Chance) => Promise<void>

const texts = ['Late parcel', 'Straße 11', 'Écran', 'x', 'two words', 'x'.repeat(400)] as const
const statuses = ['open', 'closed'] as const
const numbers = [0, -1, 1.5, 1000, 1e21] as const

const createCase: Step = async ({ client, model, domainId, templateId, ...world }, chance) => {
  const values = drawValues(world, chance)
  const fields = fieldValues(values)
  const { caseId } = await client().createCase({ domainId, templateId, fields })
  model.createCase(given(caseId), values)
}

const updateCase: Step = async ({ client, model, domainId, clock, ...world }, chance) => {
  const caseId = pickCase(model, chance)
  if (caseId === undefined) return
  const changes: Record<string, Value | null> = {}
  if (chance.below(2) === 0) changes.status = chance.pick(statuses)
  if (chance.below(3) === 0) changes.title = chance.pick(texts)
  if (chance.below(2) === 0) changes[world.textId] = chance.pick([null, ...texts])
  if (chance.below(3) === 0) changes[world.numberId] = chance.pick([null, ...numbers])
  await client().updateCase({ domainId, caseId, fields: fieldValues(changes) })
  model.updateCase(caseId, changes satisfies ValueChanges, clock.now())
}

const deleteCase: Step = async ({ client, model, domainId }, chance) => {
  const caseId = pickCase(model, chance)
  if (caseId === undefined) return
  await client().deleteCase({ domainId, caseId })
  model.deleteCase(caseId)
}

/** A case that is gone stays so. */
const useGoneCase: Step = async ({ client, model, domainId }, chance) => {
  const caseId = model.gone[chance.below(model.gone.length)]
  if (caseId === undefined) return
  const call = client().updateCase({ domainId, caseId, fields: fieldValues({ title: 'x' }) })
  await expectError(call, 'ResourceNotFoundException', /./)
}

const slasMax = 10

const createItem: Step = async ({ client, model, domainId, clock, ...world }, chance) => {
  const caseId = pickCase(model, chance)
  if (caseId === undefined) return
  const type = chance.pick(['Comment', 'Custom', 'Sla', 'ConnectCase'] as const)
  const add = async (kind: ModelItem['type'], content: object, item: ModelItem) => {
    const input = { domainId, caseId, type: kind, content } as never
    const { relatedItemId } = await client().createRelatedItem(input)
    model.createItem(caseId, given(relatedItemId), item, clock.now())
  }
  if (type === 'Sla') {
    if (slasOf(model, caseId).length >= slasMax) return
    const [target, minutes] = [chance.pick(statuses), 1 + chance.below(30)]
    const targetFieldValues = [{ stringValue: target }]
    const targetAt = clock.now() + minutesMs(minutes)
    await add('Sla', sla('Solved', minutes, { targetFieldValues }), { type, target, targetAt })
  } else if (type === 'ConnectCase') {
    const other = pickCase(model, chance)
    if (other === undefined || other === caseId) return
    await add(type, { connectCase: { caseId: other } }, { type, caseId: other })
  } else {
    const { content, item } = drawContent(type, world, chance)
    await add(type, content, item)
  }
}

const updateItem: Step = async ({ client, model, domainId, ...world }, chance) => {
  const found = pickItem(model, chance)
  if (found === undefined) return
  const { caseId, relatedItemId, type } = found
  if (type !== 'Comment' && type !== 'Custom') return
  const { content, item } = drawContent(type, world, chance)
  await client().updateRelatedItem({ domainId, caseId, relatedItemId, content } as never)
  model.updateItem(caseId, relatedItemId, item)
}

const deleteItem: Step = async ({ client, model, domainId }, chance) => {
  const found = pickItem(model, chance)
  if (found === undefined) return
  const { caseId, relatedItemId } = found
  await client().deleteRelatedItem({ domainId, caseId, relatedItemId })
  model.deleteItem(caseId, relatedItemId)
}

/** Moves on by chance, or to the last moment of an SLA or the first one after it. */
const advance: Step = async (world, chance) => {
  const { clock, model } = world
  const targets = [...model.cases.values()].flatMap(({ items }) =>
    [...items.values()].flatMap((item) => (item.type === 'Sla' ? [item.targetAt] : [])),
  )
  const ahead = targets.map((at) => at - clock.now()).filter((ms) => ms >= 0)
  const next = ahead.length === 0 ? 0 : Math.min(...ahead)
  await clock.advance(chance.pick([1, 1000, minutesMs(1), minutesMs(5), next, next, next + 1]))
  await checkClock(world)
}

/** Reaches the target of an open SLA in its last moment, or just too late. */
const reachTarget: Step = async ({ client, model, domainId, clock }, chance) => {
  const open = [...model.cases].flatMap(([caseId, { items }]) =>
    [...items.values()].flatMap((item) =>
      item.type === 'Sla' && item.completedAt === undefined && item.targetAt >= clock.now()
        ? [{ caseId, ...item }]
        : [],
    ),
  )
  const due = open[chance.below(open.length)]
  if (due === undefined) return
  await clock.advance(due.targetAt - clock.now() + chance.below(2))
  const { caseId, target } = due
  await client().updateCase({ domainId, caseId, fields: fieldValues({ status: target }) })
  model.updateCase(caseId, { status: target }, clock.now())
}

/** Crash while some creates are under way, and then send them again, as a client would. */
export const crash: Step = async (world, chance) => {
  const { model, domainId, templateId, crash: crashNow, client } = world
  const inputs = Array.from({ length: 1 + chance.below(4) }, () => {
    const values = drawValues(world, chance)
    const clientToken = `token-${chance.below(2 ** 31)}`
    return { values, request: { domainId, templateId, clientToken, fields: fieldValues(values) } }
  })
  const answered = new Map<object, string>()
  const before = client()
  const pending = inputs.map(async ({ request }) => {
    const { caseId } = await before.createCase(request)
    answered.set(request, given(caseId))
  })
  // So many turns of the event loop end before, between and after their commit and their answer.
  for (let turns = chance.below(8); turns > 0; turns -= 1) await turn()
  const known = new Map(answered)
  await crashNow(() => Promise.all(pending))
  const { totalCount = 0 } = await client().searchCases({ domainId, maxResults: 1 })
  const [least, most] = [model.cases.size + known.size, model.cases.size + inputs.length]
  if (totalCount < least || totalCount > most) {
    throw new Error(`${totalCount} cases after the crash, not ${least} to ${most}`)
  }
  for (const { values, request } of inputs) {
    const { caseId } = await client().createCase(request)
    const first = known.get(request)
    if (first !== undefined && first !== caseId) throw new Error(`${first} became ${caseId}`)
    model.createCase(given(caseId), values)
  }
}

/** The server is down while SLAs fall due; some are met or removed before anybody was told of them. */
export const crashLate: Step = async (world, chance) => {
  const { model, domainId, clock, client } = world
  for (let count = 1 + chance.below(3); count > 0; count -= 1) await addOpenSla(world, chance)
  await world.crash(async () => {}, minutesMs(chance.below(40)))
  const now = clock.now()
  const untold = [...model.cases].flatMap(([caseId, { items }]) =>
    [...items].flatMap(([itemId, item]) =>
      item.type === 'Sla' && statusAt(item, now) === 'Overdue' && !model.overdue.has(itemId)
        ? [{ caseId, itemId, target: item.target }]
        : [],
    ),
  )
  // Or none: then it is all left to the server.
  const late = untold[chance.below(untold.length + 1)]
  if (late !== undefined) {
    const { caseId, itemId, target } = late
    const how = chance.pick(['delete', 'meet', 'remove'] as const)
    model.tell(now, how === 'remove' ? { itemId } : { caseId })
    if (how === 'meet') {
      // A title of its own, so that the update changes something whatever the status was.
      const values = { status: target, title: `late ${itemId}` }
      await client().updateCase({ domainId, caseId, fields: fieldValues(values) })
      model.updateCase(caseId, values, now)
    } else if (how === 'remove') {
      await client().deleteRelatedItem({ domainId, caseId, relatedItemId: itemId })
      model.deleteItem(caseId, itemId)
    } else {
      await client().deleteCase({ domainId, caseId })
      model.deleteCase(caseId)
    }
  }
  await clock.advance(0)
}

/** An SLA that waits for the status that its case does not have. */
const addOpenSla: Step = async ({ client, model, domainId, clock }, chance) => {
  const caseId = pickCase(model, chance)
  if (caseId === undefined || slasOf(model, caseId).length >= slasMax) return
  const target = model.of(caseId).values.get('status') === 'open' ? 'closed' : 'open'
  const minutes = 1 + chance.below(30)
  const content = sla('Late', minutes, { targetFieldValues: [{ stringValue: target }] })
  const input = { domainId, caseId, type: 'Sla', content } as const
  const { relatedItemId } = await client().createRelatedItem(input)
  const item = { type: 'Sla', target, targetAt: clock.now() + minutesMs(minutes) } as const
  model.createItem(caseId, given(relatedItemId), item, clock.now())
}

const slasOf = (model: World['model'], caseId: string) =>
  [...model.of(caseId).items.values()].filter((item) => item.type === 'Sla')

const often = { createCase, updateCase, createItem, updateItem, deleteItem, advance }

/** By name; the more often a name, the likelier the step. */
export const steps: readonly [[string, Step], ...[string, Step][]] = [
  ['deleteCase', deleteCase],
  ['useGoneCase', useGoneCase],
  ['reachTarget', reachTarget],
  ...Object.entries({ ...often }),
  ...Object.entries({ updateCase, createItem, updateItem }),
  ['createItem', createItem],
]

type Places = Pick<World, 'textId' | 'numberId'>

const drawValues = ({ textId, numberId }: Places, chance: Chance): Values => ({
  title: chance.pick(texts),
  ...(chance.below(3) === 0 ? { status: chance.pick(statuses) } : {}),
  ...(chance.below(2) === 0 ? { [textId]: chance.pick(texts) } : {}),
  ...(chance.below(2) === 0 ? { [numberId]: chance.pick(numbers) } : {}),
})

const drawContent = (
  type: 'Comment' | 'Custom',
  { textId, numberId }: Places,
  chance: Chance,
): { content: object; item: ModelItem } => {
  const text = chance.pick(texts)
  if (type === 'Comment') return { content: comment(text), item: { type, body: text } }
  const more = chance.below(2) === 0 ? {} : { [numberId]: chance.pick(numbers) }
  const values = { [textId]: text, ...more }
  return { content: { custom: { fields: fieldValues(values) } }, item: { type, values } }
}

const pickCase = ({ cases }: World['model'], chance: Chance): string | undefined =>
  [...cases.keys()][chance.below(cases.size)]

const pickItem = ({ cases }: World['model'], chance: Chance) => {
  const all = [...cases].flatMap(([caseId, { items }]) =>
    [...items].map(([relatedItemId, { type }]) => ({ caseId, relatedItemId, type })),
  )
  return all[chance.below(all.length)]
}
