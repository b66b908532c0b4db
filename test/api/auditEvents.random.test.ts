// Random histories of a case through the official SDK: after every step the new events are exactly the differences
// between what GetCase and SearchRelatedItems told before and what they tell now, also where only time has passed.
// `OPENCASES_TEST_SEED` repeats a run.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEvent, FieldValueUnion, RelatedItemContent } from '@aws-sdk/client-connectcases'
import { type Chance, chanceOf } from '../sim/chance.ts'
import { type Fields, fieldValues, present } from '../support/case-setting.ts'
import { comment, itemSetting, minutesMs, sla } from '../support/item-setting.ts'
import { given } from '../support/seed.ts'

type Choice = readonly [Fields[string], ...Fields[string][]]
type Setting = Awaited<ReturnType<typeof randomSetting>>
type Values = Readonly<Record<string, FieldValueUnion>>
type Snapshot = ReadonlyMap<string, { readonly type: string; readonly values: Values }>

/** A case, and for fields of every type values to draw from; `null` is none. */
const randomSetting = async () => {
  const setting = await itemSetting({ clock: 'virtual' })
  const user = { userArnValue: 'arn:aws:iam::000000000000:user/ann' }
  const custom: Record<string, Choice> = {
    [await setting.newField('Text')]: ['a', 'b', null, ''],
    [await setting.newField('Number')]: [0, -0, 1.5, 1e300, null],
    [await setting.newField('Boolean')]: [true, false, null],
    [await setting.newField('DateTime')]: ['2026-01-01', '2026-01-01T00:00:00Z', null],
    [await setting.newField('SingleSelect', ['x', 'y'])]: ['x', 'y', null],
    [await setting.newField('Url')]: ['https://a.example/', null],
    // One text as an ARN and as a custom entity is two values.
    [await setting.newField('User')]: [user, user.userArnValue, 'crm', null],
  }
  const system: Record<string, Choice> = {
    title: ['Lamp', 'Bulb'],
    status: ['open', 'closed'],
    summary: ['Broken', '', 'Mended', null],
  }
  const caseId = await setting.newCase()
  const dispose = setting[Symbol.asyncDispose]
  return { ...setting, caseId, custom, system, [Symbol.asyncDispose]: dispose }
}

const draw = (chance: Chance, choices: Readonly<Record<string, Choice>>): Fields =>
  Object.fromEntries(
    Object.entries(choices)
      .filter(() => chance.below(3) === 0)
      .map(([id, choice]) => [id, chance.pick(choice)]),
  )

const users = [undefined, { customEntity: 'night shift' }, { customEntity: 'crm' }] as const

const act = async (setting: Setting, chance: Chance): Promise<void> => {
  const { root, domainId, caseId, custom, system } = setting
  const place = { domainId, caseId, performedBy: chance.pick(users) }
  const items = await setting.items(caseId)
  const { relatedItemId, type } = items[chance.below(items.length)] ?? {}
  const filled = () => {
    const [first = '', ...others] = Object.keys(custom)
    const few = Object.fromEntries(others.slice(0, 4).map((id) => [id, given(custom[id])]))
    return { custom: { fields: fieldValues({ [first]: 'kept', ...draw(chance, few) }) } }
  }
  const written = () => comment(chance.pick(['a', 'b', 'é'.repeat(15_000)]))
  const step = chance.below(7)
  if (step < 3) {
    const fields = fieldValues({ ...draw(chance, system), ...draw(chance, custom) })
    await root.updateCase({ ...place, fields })
  } else if (step === 3) {
    const targetFieldValues = [{ stringValue: chance.pick(['open', 'closed']) }]
    const slas = items.filter((item) => item.type === 'Sla').length
    const target = sla('answer', 1 + chance.below(3), { targetFieldValues })
    if (slas < 10) await setting.add(caseId, target, { performedBy: place.performedBy })
  } else if (step === 4) {
    await setting.add(caseId, chance.below(2) === 0 ? written() : filled())
  } else if (step === 5 && (type === 'Comment' || type === 'Custom')) {
    const content = type === 'Comment' ? written() : filled()
    await root.updateRelatedItem({ ...place, relatedItemId, content })
  } else if (step === 6 && relatedItemId !== undefined) {
    await root.deleteRelatedItem({ domainId, caseId, relatedItemId })
  }
}

const text = (stringValue = '') => ({ stringValue })

/** Values by `eventFieldId`, out of what a search shows. */
const valuesOf = ({ comment: held, custom, sla: state }: RelatedItemContent): Values => {
  if (custom !== undefined) {
    return Object.fromEntries(present(custom.fields).map(({ id, value }) => [id, given(value)]))
  }
  if (held !== undefined) {
    const body = [...(held.body ?? '')].slice(0, 4100).join('')
    return { 'comment.body': text(body), 'comment.contentType': text(held.contentType) }
  }
  const found = given(state?.slaConfiguration)
  return {
    'sla.name': text(found.name),
    'sla.status': text(found.status),
    'sla.fieldId': text(found.fieldId),
    'sla.targetFieldValues': given(found.targetFieldValues?.[0]),
    'sla.targetTime': text(found.targetTime?.toISOString()),
    ...(found.completionTime && {
      'sla.completionTime': text(found.completionTime.toISOString()),
    }),
  }
}

/** The case under `''`, and its related items. */
const look = async ({ root, domainId, caseId }: Setting): Promise<Snapshot> => {
  const { fields } = await root.listFields({ domainId })
  const ids = present(fields).map(({ fieldId }) => given(fieldId))
  const asked = ids.filter((id) => id !== 'case_id' && id !== 'next_sla_breach_datetime')
  const input = { domainId, caseId, fields: asked.map((id) => ({ id })) }
  const read = present((await root.getCase(input)).fields)
  const values = Object.fromEntries(read.map(({ id, value }) => [id, given(value)]))
  const seen = new Map([['', { type: 'Case', values }]])
  let nextToken: string | undefined
  do {
    const page = await root.searchRelatedItems({ domainId, caseId, nextToken })
    for (const { relatedItemId, type, content } of present(page.relatedItems)) {
      seen.set(given(relatedItemId), { type: given(type), values: valuesOf(given(content)) })
    }
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return seen
}

const asText = (type: string, what: string, changes: readonly (readonly [string, unknown])[]) =>
  JSON.stringify([what === 'Case' ? `Case.${type}` : `RelatedItem.${type} ${what}`, changes])

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The events that lead from one snapshot to the other, in no particular order. */
const differences = (before: Snapshot, after: Snapshot): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    const ids = new Set([...Object.keys(was?.values ?? {}), ...Object.keys(is?.values ?? {})])
    const changes = [...ids].sort().flatMap((field) => {
      const [oldValue, newValue] = [was?.values[field], is?.values[field]]
      if (same(oldValue, newValue)) return []
      return [[field, [oldValue ?? null, newValue ?? { emptyValue: {} }]] as const]
    })
    if (changes.length === 0) return []
    const type = was === undefined ? 'Created' : is === undefined ? 'Deleted' : 'Updated'
    return [asText(type, given(is ?? was).type, changes)]
  })

const told = ({ type, relatedItemType, fields }: AuditEvent): string => {
  const changes = present(fields).map(
    ({ eventFieldId, oldValue, newValue }) =>
      [given(eventFieldId), [oldValue ?? null, newValue]] as const,
  )
  const kind = given(type).split('.')[1] ?? ''
  return asText(
    kind,
    relatedItemType ?? 'Case',
    changes.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

test(`[B-601] [B-602] [B-603] [B-604] [B-1080] events are the differences (seed ${seed})`, async () => {
  await using setting = await randomSetting()
  const { root, domainId, caseId } = setting
  const chance = chanceOf(seed)
  const known = new Set<string | undefined>()
  const news = async () => {
    const { auditEvents } = await root.getCaseAuditEvents({ domainId, caseId })
    const fresh = present(auditEvents).filter(({ eventId }) => !known.has(eventId))
    for (const { eventId } of fresh) known.add(eventId)
    return fresh
  }
  assert.equal((await news()).length, 1)
  let events = 0
  for (let step = 0; step < 100; step += 1) {
    for (const happen of [
      () => setting.pass(chance.pick([0, 1, 1000, minutesMs(1)])),
      () => act(setting, chance),
    ]) {
      const before = await look(setting)
      await happen()
      const fresh = await news()
      const expected = differences(before, await look(setting))
      assert.deepEqual(fresh.map(told).sort(), expected.sort(), `step ${step}`)
      events += fresh.length
    }
  }
  assert.ok(events > 40, `only ${events} events`)
})
