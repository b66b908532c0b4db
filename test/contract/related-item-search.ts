// What a store does when it looks through related items, of one case or of a whole domain.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RelatedItemRow } from '../../src/domain/rows.ts'
import type { Queries, RelatedItemMatch } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, type Setting, settingIn, walk } from './place.ts'
import {
  comment,
  contact,
  contactArn,
  creation,
  custom,
  file,
  link,
  sla,
  someTime,
} from './rows.ts'

type Takes = Queries['relatedItems']['takes']
type Wanted = Partial<Omit<Takes, 'scope'>>

const find = ({ store, own }: Setting, wanted: Wanted): Promise<RelatedItemRow[]> => {
  const takes = { scope: own.scope, anyOf: [], sorts: [], nowMs: someTime, limit: 100, ...wanted }
  return walk((after) => ask(store, 'relatedItems', { ...takes, ...after }))
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

const byText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)

/** Three cases with items of all types, added at few different times; and the like in another domain. */
const filled = async (open: OpenPlace) => {
  const setting = await settingIn(open)
  const { store, own, other } = setting
  const cases = [own.case(), own.case(), own.case()]
  const target = own.case()
  const foreign = other.case()
  await put(store, ...[...cases, target, foreign].flatMap(creation))
  const itemsOf = (at: typeof own, row: (typeof cases)[number]) =>
    [
      comment('a'),
      contact('voice'),
      contact('chat', 'CHAT'),
      file('f'),
      link(target.id),
      sla('First', someTime - 1),
      sla('First', someTime),
      sla('Second', someTime, someTime),
      sla('Second', someTime, someTime + 1),
      custom({ [at.note]: { stringValue: 'Late' }, [at.amount]: { doubleValue: 1 } }),
      custom({ [at.amount]: { doubleValue: 2 } }),
    ].map((content, index) => at.item(row, content, { associatedAt: someTime + (index % 4) }))
  const items = cases.flatMap((row) => itemsOf(own, row))
  for (const row of [...items, ...itemsOf(other, foreign)]) {
    await put(store, { change: 'relatedItem.insert', row })
  }
  return { ...setting, cases, target, items }
}

export const relatedItemSearchContract = (open: OpenPlace) =>
  describe('searching related items', () => {
    test('[B-460] [B-709] [B-710] newest first, of a case or a domain, each once', async () => {
      await using setting = await filled(open)
      const { cases, items } = setting
      const newest = (a: RelatedItemRow, b: RelatedItemRow) =>
        b.associatedAt - a.associatedAt || byText(b.id, a.id)
      const all = [...items].sort(newest)
      assert.deepEqual(await find(setting, {}), all)
      for (const limit of [1, 2, 5, all.length]) {
        assert.deepEqual(idsOf(await find(setting, { limit })), idsOf(all), `${limit} a page`)
      }
      for (const { id: caseId } of cases) {
        const ofCase = all.filter((item) => item.caseId === caseId)
        for (const limit of [1, 4, 100]) {
          assert.deepEqual(await find(setting, { caseId, limit }), ofCase)
        }
      }
      const { other } = setting
      const elsewhere = { scope: other.scope, anyOf: [], sorts: [], nowMs: 0, limit: 100 }
      const { rows } = await ask(setting.store, 'relatedItems', elsewhere)
      assert.equal(rows.length, items.length / cases.length)
      const crossing = { ...elsewhere, caseId: cases[0]?.id ?? '' }
      assert.deepEqual(await ask(setting.store, 'relatedItems', crossing), { rows: [] })
    })

    test('[B-465] [B-710] sorts apply in their order, ties by id in the first one’s direction', async () => {
      await using setting = await filled(open)
      const { items } = setting
      const sort = (by: 'AssociationTime' | 'CaseId', order: 'Asc' | 'Desc') => ({ by, order })
      const orders = ['Asc', 'Desc'] as const
      const wanted: Takes['sorts'][] = orders.flatMap((first) => [
        [sort('AssociationTime', first)],
        [sort('CaseId', first)],
        ...orders.flatMap((second) => [
          [sort('AssociationTime', first), sort('CaseId', second)],
          [sort('CaseId', first), sort('AssociationTime', second)],
        ]),
      ])
      for (const sorts of wanted) {
        const sign = (order: 'Asc' | 'Desc' | undefined) => (order === 'Desc' ? -1 : 1)
        const expected = [...items].sort((a, b) => {
          for (const { by, order } of sorts) {
            const times = a.associatedAt - b.associatedAt
            const compared = by === 'CaseId' ? byText(a.caseId, b.caseId) : times
            if (compared !== 0) return compared * sign(order)
          }
          return byText(a.id, b.id) * sign(sorts[0]?.order)
        })
        for (const limit of [1, 7, 100]) {
          const found = await find(setting, { sorts, limit })
          assert.deepEqual(idsOf(found), idsOf(expected), JSON.stringify(sorts))
        }
      }
    })

    test('[B-433] [B-434] [B-461] each filter finds what fits it', async () => {
      await using setting = await filled(open)
      const { own, cases, target, items } = setting
      const named = (name: string) => (item: RelatedItemRow) =>
        'sla' in item.content && item.content.sla.name === name
      const status = (slaStatus: NonNullable<RelatedItemMatch['slaStatus']>) => ({
        type: 'Sla' as const,
        slaStatus,
      })
      const slas = ({ content }: RelatedItemRow) => ('sla' in content ? content.sla : undefined)
      const ofType = (type: RelatedItemRow['type']) => (item: RelatedItemRow) => item.type === type
      const wanted: [RelatedItemMatch, (item: RelatedItemRow) => boolean][] = [
        ...(['Comment', 'Contact', 'File', 'ConnectCase', 'Sla', 'Custom'] as const).map(
          (type): [RelatedItemMatch, (item: RelatedItemRow) => boolean] => [{ type }, ofType(type)],
        ),
        [
          { type: 'Contact', reference: contactArn('chat') },
          (item) => item.reference === contactArn('chat'),
        ],
        [{ type: 'File', reference: contactArn('chat') }, () => false],
        [{ type: 'ConnectCase', reference: target.id }, ofType('ConnectCase')],
        [
          { type: 'Contact', channels: ['CHAT', 'SMS'] },
          ({ content }) => 'contact' in content && content.contact.channel === 'CHAT',
        ],
        [{ type: 'Contact', channels: [] }, ofType('Contact')],
        [{ type: 'Sla', slaName: 'First' }, named('First')],
        [{ type: 'Sla', slaName: 'first' }, () => false],
        [status('Active'), (item) => slas(item)?.targetAt === someTime && named('First')(item)],
        [status('Overdue'), (item) => slas(item)?.targetAt === someTime - 1],
        [status('Met'), (item) => slas(item)?.completedAt === someTime],
        [status('NotMet'), (item) => slas(item)?.completedAt === someTime + 1],
        [{ ...status('Met'), slaName: 'First' }, () => false],
        [
          { type: 'Custom', fields: { fieldId: own.note, is: 'containing', folded: 'la' } },
          ({ content }) => 'custom' in content && content.custom.fields.length === 2,
        ],
        [
          { type: 'Custom', fields: { not: { fieldId: own.note, is: 'empty' } } },
          ({ content }) => 'custom' in content && content.custom.fields.length === 2,
        ],
        [
          {
            type: 'Custom',
            fields: { fieldId: own.amount, is: 'greater', value: { kind: 'number', number: 1 } },
          },
          ({ content }) => 'custom' in content && content.custom.fields.length === 1,
        ],
      ]
      for (const [match, fits] of wanted) {
        const expected = idsOf(items.filter(fits)).sort()
        const found = await find(setting, { anyOf: [match], limit: 2 })
        assert.deepEqual(idsOf(found).sort(), expected, JSON.stringify(match))
        const caseId = cases[1]?.id ?? ''
        const within = await find(setting, { anyOf: [match], caseId })
        const ofCase = items.filter((item) => item.caseId === caseId && fits(item))
        assert.deepEqual(idsOf(within).sort(), idsOf(ofCase).sort(), JSON.stringify(match))
      }
      for (const [index, [match, fits]] of wanted.entries()) {
        const [next, alsoFits] = wanted[(index + 5) % wanted.length] ?? [match, fits]
        const found = await find(setting, { anyOf: [match, next], limit: 3 })
        const expected = items.filter((item) => fits(item) || alsoFits(item))
        assert.deepEqual(idsOf(found).sort(), idsOf(expected).sort())
      }
    })

    test('[B-433] whether an SLA is overdue follows the time that is asked about', async () => {
      await using setting = await filled(open)
      const { items } = setting
      const open_ = items.filter(({ content }) => 'sla' in content && !content.sla.completedAt)
      const counts = async (nowMs: number) => {
        const found = (slaStatus: 'Active' | 'Overdue') =>
          find(setting, { nowMs, anyOf: [{ type: 'Sla', slaStatus }] })
        return [(await found('Active')).length, (await found('Overdue')).length]
      }
      assert.deepEqual(await counts(someTime - 1), [open_.length, 0])
      assert.deepEqual(await counts(someTime), [open_.length / 2, open_.length / 2])
      assert.deepEqual(await counts(someTime + 1), [0, open_.length])
    })

    test('[B-704] an item that comes, changes and goes is found so at once', async () => {
      await using setting = await filled(open)
      const { store, own, cases } = setting
      const row = cases[0] ?? own.case()
      const item = own.item(row, custom({ [own.amount]: { doubleValue: 5 } }))
      const more = {
        fieldId: own.amount,
        is: 'greater',
        value: { kind: 'number', number: 4 },
      } as const
      const found = async (caseId?: string) =>
        idsOf(
          await find(setting, {
            anyOf: [{ type: 'Custom', fields: more }],
            ...(caseId === undefined ? {} : { caseId }),
          }),
        )
      const expect = async (ids: string[]) => {
        assert.deepEqual(await found(), ids)
        assert.deepEqual(await found(row.id), ids)
      }
      await put(store, { change: 'relatedItem.insert', row: item })
      await expect([item.id])
      const after = { ...item, content: custom({ [own.amount]: { doubleValue: 4 } }) }
      await put(store, { change: 'relatedItem.update', before: item, after })
      await expect([])
      await put(store, { change: 'relatedItem.update', before: after, after: item })
      await expect([item.id])
      await put(store, { change: 'relatedItem.delete', row: item })
      await expect([])
    })
  })
