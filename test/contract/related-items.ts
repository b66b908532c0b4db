// What a store does with related items of single cases: their changes, and the questions that name a case.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CaseRow, RelatedItemRow, UnlinkingRow } from '../../src/domain/rows.ts'
import type { Change } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, refused, type Setting, settingIn, stale } from './place.ts'
import {
  comment,
  contact,
  contactArn,
  creation,
  custom,
  file,
  link,
  newId,
  sla,
  someTime,
} from './rows.ts'

const byId = ({ store }: Setting, { scope, caseId, id }: RelatedItemRow) =>
  ask(store, 'relatedItemById', { scope, caseId, relatedItemId: id })

const place = ({ scope, id }: CaseRow) => ({ scope, caseId: id })

const insert = (row: RelatedItemRow): Change => ({ change: 'relatedItem.insert', row })

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

/** The setting with a case of each domain, and another one of the first. */
const withCases = async (open: OpenPlace) => {
  const setting = await settingIn(open)
  const { store, own, other } = setting
  const [row, second, foreign] = [own.case(), own.case(), other.case()]
  await put(store, ...[row, second, foreign].flatMap(creation))
  return { ...setting, row, second, foreign }
}

/** One item of each type. */
const itemsOf = ({ own, row, second }: Awaited<ReturnType<typeof withCases>>) => [
  own.item(row, comment('Größe\n“quoted” 日本 🙂'), {
    performedBy: { customEntity: 'somebody' },
    createdBy: { customEntity: 'somebody' },
    tags: { team: 'a', '': '' },
  }),
  own.item(row, contact('c', 'CHAT'), { lastUpdatedUser: { userArn: 'arn:user' } }),
  own.item(row, file('f')),
  own.item(row, sla('Solved', someTime + 5, someTime + 4)),
  own.item(row, link(second.id)),
  own.item(row, custom({ [own.note]: { stringValue: 'x' }, [own.amount]: { doubleValue: 0.3 } })),
]

export const relatedItemContract = (open: OpenPlace) =>
  describe('related items', () => {
    test('[B-708] an item of each type comes back as it was put, also after a restart', async () => {
      await using setting = await withCases(open)
      const { place, store } = setting
      const items = itemsOf(setting)
      await put(store, ...items.map(insert))
      for (const item of items) assert.deepEqual(await byId(setting, item), item)
      await place.close(store)
      const again = { ...setting, store: await place.open() }
      for (const item of items) assert.deepEqual(await byId(again, item), item)
    })

    test('[B-840] the item that a call made is known by the call, in its case and its time', async () => {
      await using setting = await withCases(open)
      const { store, own, row, second } = setting
      const item = own.item(row, comment('once'), { invocation: 'call' })
      await put(store, insert(item), insert(own.item(row, comment('by nobody we know'))))
      const madeBy = (invocation: string, caseId = row.id, sinceMs = someTime - 1) =>
        ask(store, 'itemMadeBy', { ...place(row), caseId, invocation, sinceMs, nowMs: someTime })
      assert.equal(await madeBy('call'), item.id)
      assert.equal(await madeBy('another call'), undefined)
      assert.equal(await madeBy('call', second.id), undefined)
      assert.equal(await madeBy('call', row.id, someTime), undefined, 'made too long ago')

      const token = { key: 'call', answer: item.id, expiresAt: someTime + 1 }
      await put(store, { change: 'relatedItem.delete', row: item })
      assert.equal(await madeBy('call'), undefined)
      await put(store, { change: 'token.put', row: token })
      assert.equal(await madeBy('call'), item.id, 'a token remembers it')
      await put(store, { change: 'token.put', row: { ...token, expiresAt: someTime } })
      assert.equal(await madeBy('call'), undefined, 'the token has expired')
    })

    test('[B-446] [B-708] a changed item is what it was changed to, and found by that alone', async () => {
      await using setting = await withCases(open)
      const { store, own, row } = setting
      const before = own.item(row, custom({ [own.note]: { stringValue: 'old' } }))
      const bystander = own.item(row, custom({ [own.amount]: { doubleValue: 1 } }))
      await put(store, insert(before), insert(bystander))
      const after: RelatedItemRow = {
        ...before,
        content: custom({ [own.amount]: { doubleValue: 2 } }),
        lastUpdatedUser: { customEntity: 'an editor' },
        tags: { team: 'b' },
      }
      await put(store, { change: 'relatedItem.update', before, after })
      assert.deepEqual(await byId(setting, before), after)
      assert.deepEqual(await byId(setting, bystander), bystander)
      const found = async (fieldId: string) => {
        const fields = { not: { fieldId, is: 'empty' } } as const
        const anyOf = [{ type: 'Custom', fields }] as const
        const takes = { scope: own.scope, caseId: row.id, sorts: [], nowMs: 0, limit: 9, anyOf }
        return idsOf((await ask(store, 'relatedItems', takes)).rows).sort()
      }
      assert.deepEqual(await found(own.note), [])
      assert.deepEqual(await found(own.amount), idsOf([before, bystander]).sort())
    })

    test('[B-404] [B-709] an item is found on its case in its domain only', async () => {
      await using setting = await withCases(open)
      const { store, own, other, row, second, foreign } = setting
      const item = own.item(row, contact('c'))
      const yours = other.item(foreign, contact('c'))
      await put(store, insert(item), insert(yours))
      assert.equal(await byId(setting, { ...item, caseId: second.id }), undefined)
      assert.equal(await byId(setting, { ...item, scope: other.scope }), undefined)
      assert.equal(await byId(setting, { ...yours, scope: own.scope }), undefined)
      assert.equal(await byId(setting, { ...item, id: newId() }), undefined)
      const reference = contactArn('c')
      const found = (scope: typeof own.scope, caseId: string, type: RelatedItemRow['type']) =>
        ask(store, 'relatedItemByReference', { scope, caseId, type, reference })
      assert.deepEqual(await found(own.scope, row.id, 'Contact'), item)
      assert.deepEqual(await found(other.scope, foreign.id, 'Contact'), yours)
      assert.equal(await found(own.scope, row.id, 'File'), undefined)
      assert.equal(await found(own.scope, second.id, 'Contact'), undefined)
      assert.equal(await found(own.scope, foreign.id, 'Contact'), undefined)
    })

    test('[B-402] [B-706] a case points at the same thing once', async () => {
      await using setting = await withCases(open)
      const { store, own, row, second } = setting
      const first = own.item(row, contact('c'))
      await put(store, insert(first))
      const again = own.item(row, contact('c'))
      await refused(put(store, insert(again)), 'ConflictException')
      assert.equal(await byId(setting, again), undefined)
      await put(store, insert(own.item(second, contact('c'))))
      await put(store, insert(own.item(row, file('f'), { reference: contactArn('c') })))
      await put(store, insert(own.item(row, comment('a'))), insert(own.item(row, comment('a'))))
      await put(store, { change: 'relatedItem.delete', row: first })
      await put(store, insert(again))
      assert.deepEqual(await byId(setting, again), again)
    })

    test('[B-706] no two items of a case have the same id', async () => {
      await using setting = await withCases(open)
      const { store, own, row } = setting
      const item = own.item(row, comment('first'))
      await put(store, insert(item))
      const again = own.item(row, comment('again'), { id: item.id })
      await refused(put(store, insert(again)), 'ConflictException')
      assert.deepEqual(await byId(setting, item), item)
    })

    test('[B-705] an item that is not there is neither changed nor deleted', async () => {
      await using setting = await withCases(open)
      const { store, own, other, row } = setting
      const kept = own.item(row, comment('kept'))
      const gone = own.item(row, comment('gone'))
      await put(store, insert(kept), insert(gone))
      await put(store, { change: 'relatedItem.delete', row: gone })
      assert.equal(await byId(setting, gone), undefined)
      const missing = [gone, own.item(row, comment('never')), { ...kept, scope: other.scope }]
      for (const before of missing) {
        const after = { ...before, content: comment('changed') }
        await stale(put(store, { change: 'relatedItem.update', before, after }))
        await stale(put(store, { change: 'relatedItem.delete', row: before }))
      }
      assert.deepEqual(await byId(setting, kept), kept)
    })

    test('[B-705] [B-709] an item is only given to a case of its domain', async () => {
      await using setting = await withCases(open)
      const { store, own, other, row, foreign } = setting
      const nobody = own.item(own.case(), comment('a'))
      const crossing = other.item({ ...row, scope: other.scope }, comment('b'))
      const inverse = own.item({ ...foreign, scope: own.scope }, comment('c'))
      for (const item of [nobody, crossing, inverse]) {
        await stale(put(store, insert(item)))
        assert.equal(await byId(setting, item), undefined)
      }
    })

    test('[B-433] the SLAs of a case, oldest first', async () => {
      await using setting = await withCases(open)
      const { store, own, other, row, second, foreign } = setting
      const slas = [3, 1, 2, 2, 1].map((at, index) =>
        own.item(row, sla(`sla ${index}`, someTime), { associatedAt: someTime + at }),
      )
      const others = [
        own.item(row, comment('a')),
        own.item(second, sla('a', someTime)),
        other.item(foreign, sla('a', someTime)),
      ]
      await put(store, ...[...slas, ...others].map(insert))
      const found = await ask(store, 'slasOfCase', { scope: own.scope, caseId: row.id })
      const expected = [...slas].sort(
        (a, b) => a.associatedAt - b.associatedAt || (a.id < b.id ? -1 : 1),
      )
      assert.deepEqual(found, expected)
      const elsewhere = { scope: other.scope, caseId: row.id }
      assert.deepEqual(await ask(store, 'slasOfCase', elsewhere), [])
    })

    test('[B-351] links to a deleted case are hidden until they are removed', async () => {
      await using setting = await withCases(open)
      const { store, own, row, second } = setting
      const [hidden, shown] = [own.item(row, link(second.id)), own.item(row, link(newId()))]
      await put(store, insert(hidden), insert(shown))
      const unlinking = unlinkingOf(setting, second.id)
      const { id: caseId } = row
      await put(store, { change: 'case.delete', row: second }, unlinking)
      const all = { scope: own.scope, anyOf: [], sorts: [], nowMs: 0, limit: 9 }
      for (const takes of [all, { ...all, caseId }]) {
        assert.deepEqual((await ask(store, 'relatedItems', takes)).rows, [shown])
      }
      assert.equal(await byId(setting, hidden), undefined)
      const same = { scope: own.scope, caseId, type: 'ConnectCase', reference: second.id } as const
      assert.equal(await ask(store, 'relatedItemByReference', same), undefined)
      const links = { scope: own.scope, caseId: second.id, limit: 9 }
      assert.deepEqual(await ask(store, 'linksToCase', links), [hidden])
      assert.deepEqual(await ask(store, 'casesLinkingTo', links), [row])
      await put(store, { change: 'relatedItem.delete', row: hidden })
      assert.deepEqual(await ask(store, 'linksToCase', links), [])
      assert.deepEqual(await byId(setting, shown), shown)
    })

    test('[B-351] cases whose links are to be removed are told oldest first', async () => {
      await using setting = await withCases(open)
      const { place, store } = setting
      const [first, second, third] = [newId(), newId(), newId()].map((id) =>
        unlinkingOf(setting, id),
      )
      for (const change of [second, first, third]) if (change) await put(store, change)
      const told = async (limit: number, of = store) => await ask(of, 'unlinkings', { limit })
      const rows = [second, first, third].map((change) => change?.row)
      assert.deepEqual(await told(9), rows)
      assert.deepEqual(await told(2), rows.slice(0, 2))
      const row = second?.row as UnlinkingRow
      await put(store, { change: 'unlinking.delete', row })
      assert.deepEqual(await told(9), rows.slice(1))
      await put(store, { change: 'unlinking.delete', row })
      await place.close(store)
      assert.deepEqual(await told(9, await place.open()), rows.slice(1))
    })
  })

const unlinkingOf = ({ own }: Setting, caseId: string) =>
  ({
    change: 'unlinking.put',
    row: {
      scope: own.scope,
      caseId,
      actor: { iamPrincipalArn: 'arn:aws:iam::000000000000:root', user: { customEntity: 'a' } },
    },
  }) as const satisfies Change
