// SLAs by their target time, over all domains, and what has been told of them; keys past their time; and a store that
// is emptied while it is asked.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AccessKeyRow, CaseRow, RelatedItemRow } from '../../src/domain/rows.ts'
import type { Change, Store } from '../../src/storage/contract.ts'
import { everything } from './everything.ts'
import { ask, type OpenPlace, put, type Setting, settingIn } from './place.ts'
import { builder, creation, outgoing, revision, sla, someTime } from './rows.ts'

const insert = (row: RelatedItemRow): Change => ({ change: 'relatedItem.insert', row })

const next = (store: Store) => ask(store, 'nextSlaTarget', {})

const due = async (store: Store, nowMs: number, limit = 100) =>
  (await ask(store, 'dueSlas', { nowMs, limit })).map((each) => each.item.id)

/** The same SLA when the history has told of it. */
const told = (item: RelatedItemRow): RelatedItemRow => {
  assert.ok('sla' in item.content)
  return { ...item, content: { sla: { ...item.content.sla, breachedAt: someTime } } }
}

const changed = (before: RelatedItemRow, after: RelatedItemRow): Change => ({
  change: 'relatedItem.update',
  before,
  after,
})

/** A case in each of two domains, with SLAs of these targets after `someTime`, in turn. */
const withSlas = async (setting: Setting, ...targets: readonly number[]) => {
  const { store, own, other } = setting
  // What the items come to, as every write keeps it.
  const unmet = (of: number) =>
    targets
      .filter((_, index) => index % 2 === of)
      .map((ms) => someTime + ms)
      .sort((a, b) => a - b)
  const cases = [own.case({ unmetSlas: unmet(0) }), other.case({ unmetSlas: unmet(1) })] as const
  await put(store, ...cases.flatMap(creation))
  const items = targets.map((ms, index) => {
    const at = index % 2 === 0 ? own : other
    return at.item(cases[index % 2] as CaseRow, sla(`sla ${index}`, someTime + ms))
  })
  await put(store, ...items.map(insert))
  return { cases, items, ids: items.map(({ id }) => id) }
}

export const deadlineContract = (open: OpenPlace) =>
  describe('deadlines', () => {
    test('[B-1085] the next target is the earliest of all domains, of those that are open', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      assert.equal(await next(store), undefined)
      const { cases, items } = await withSlas(setting, 30, 10, 20)
      const met = own.item(cases[0], sla('met', someTime + 1, someTime))
      await put(store, insert(met))
      assert.equal(await next(store), someTime + 10)
      const [, first, middle] = items as [RelatedItemRow, RelatedItemRow, RelatedItemRow]
      await put(store, changed(first, told(first)))
      assert.equal(await next(store), someTime + 20)
      await put(store, { change: 'relatedItem.delete', row: middle })
      assert.equal(await next(store), someTime + 30)
      await put(store, { change: 'case.delete', row: cases[0] })
      assert.equal(await next(store), undefined)
    })

    test('[B-1085] what is due comes earliest first, with its case, a bounded number at a time', async () => {
      await using setting = await settingIn(open)
      const { store } = setting
      const { cases, items, ids } = await withSlas(setting, 30, 10, 20, 10)
      const [a, b, c, d] = ids
      assert.deepEqual(await due(store, someTime + 10), [])
      assert.deepEqual(await due(store, someTime + 11), [b, d])
      assert.deepEqual(await due(store, someTime + 31), [b, d, c, a])
      assert.deepEqual(await due(store, someTime + 31, 3), [b, d, c])
      const [one] = await ask(store, 'dueSlas', { nowMs: someTime + 11, limit: 1 })
      assert.deepEqual(one, { item: items[1], case: cases[1] })
    })

    test('[B-1080] what was told is not due again, and is kept as it was put', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const { cases, items, ids } = await withSlas(setting, 10, 20, 30)
      const [before] = items as [RelatedItemRow]
      await put(store, changed(before, told(before)))
      assert.deepEqual(await due(store, someTime + 99), ids.slice(1))
      const place = { scope: own.scope, caseId: cases[0].id }
      const kept = await ask(store, 'relatedItemById', { ...place, relatedItemId: before.id })
      assert.deepEqual(kept, told(before))
    })

    test('[B-1084] what was told is overdue to searches, whatever the time', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const { items, cases } = await withSlas(setting, 10)
      const [before] = items as [RelatedItemRow]
      const { scope } = own
      const found = async (slaStatus: 'Active' | 'Overdue') => {
        const anyOf = [{ type: 'Sla', slaStatus }] as const
        const takes = { scope, anyOf, sorts: [], nowMs: someTime, limit: 9 }
        return (await ask(store, 'relatedItems', takes)).rows.length
      }
      const breaching = async () => {
        const where = { not: { fieldId: 'next_sla_breach_datetime', is: 'empty' } } as const
        const takes = { scope, where, sorts: [], nowMs: someTime, limit: 9 }
        return (await ask(store, 'searchCases', takes)).rows.map(({ id }) => id)
      }
      assert.deepEqual([await found('Active'), await found('Overdue')], [1, 0])
      assert.deepEqual(await breaching(), [cases[0].id])
      const { changes } = revision(cases[0], { unmetSlas: [] })
      await put(store, changed(before, told(before)), ...changes)
      assert.deepEqual([await found('Active'), await found('Overdue')], [0, 1])
      assert.deepEqual(await breaching(), [])
    })

    test('[B-1085] SLAs of a deleted domain can be told to nobody, and are out of the way', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const { items, ids } = await withSlas(setting, 10, 20)
      await put(store, { change: 'domain.delete', scope: own.scope })
      assert.equal((await due(store, someTime + 99)).at(-1), ids[1])
      const [before] = items as [RelatedItemRow]
      if ((await due(store, someTime + 99)).length === 2) {
        await put(store, changed(before, told(before)))
      }
      assert.deepEqual(await due(store, someTime + 99), [ids[1]])
    })

    test('[B-1087] a key goes 30 days after its time, and no other', async () => {
      await using setting = await settingIn(open)
      const { store } = setting
      const dayMs = 24 * 60 * 60 * 1000
      const key = (id: string, expiresAt?: number): Change => ({
        change: 'accessKey.put',
        row: keyRow(id, expiresAt),
      })
      const all = [key('forever'), key('soon', someTime), key('later', someTime + 1)]
      await put(store, ...all)
      const left = async (nowMs: number) => {
        await store.sweep(nowMs, 10)
        return (await ask(store, 'accessKeys', {})).map(({ id }) => id)
      }
      assert.deepEqual(await left(someTime + 30 * dayMs - 1), ['forever', 'soon', 'later'])
      assert.deepEqual(await left(someTime + 30 * dayMs), ['forever', 'later'])
      assert.equal(await store.accessKey('soon'), undefined)
      assert.deepEqual(await left(Number.MAX_SAFE_INTEGER), ['forever'])
    })
  })

const keyRow = (id: string, expiresAt?: number): AccessKeyRow => ({
  id,
  name: id,
  principalArn: `arn:aws:iam::000000000000:user/${id}`,
  sealedSecret: new Uint8Array([1, 2, 3]),
  policy: '{}',
  createdAt: someTime,
  ...(expiresAt === undefined ? {} : { sessionTokenHash: 'h', expiresAt }),
})

export const resetContract = (open: OpenPlace) =>
  describe('emptying', () => {
    test('[B-1110] everything goes but access keys, also what is asked for afterwards', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      const row = own.case({ tags: { team: 'a' } })
      await put(store, ...creation(row), insert(own.item(row, sla('a', someTime))))
      await put(store, { change: 'accessKey.put', row: keyRow('k', someTime) })
      const searched = { scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 9 }
      assert.equal((await ask(store, 'searchCases', searched)).totalCount, 1)
      await store.reset()
      const { accessKeys, configs, ...rest } = await everything(store)
      assert.deepEqual(accessKeys, [keyRow('k', someTime)])
      assert.deepEqual(configs, [])
      assert.deepEqual([rest.cases, rest.items, rest.histories], [[], [], []])
      assert.equal((await ask(store, 'searchCases', searched)).totalCount, 0)
      assert.equal(await next(store), undefined)
      const fresh = builder('fresh')
      const first = fresh.case()
      await put(store, { change: 'domain.put', domain: fresh.domain }, ...creation(first))
      const takes = { scope: fresh.scope, caseId: first.id }
      assert.deepEqual(await ask(store, 'caseById', takes), first)
      await place.close(store)
      const again = await place.open()
      assert.deepEqual(await ask(again, 'caseById', takes), first)
      const here = { ...searched, scope: fresh.scope }
      assert.equal((await ask(again, 'searchCases', here)).totalCount, 1)
    })

    test('[B-1111] positions of outgoing events go on, and so do their consumers', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const append = (): Change => ({
        change: 'outbox.append',
        row: outgoing(own.case(), someTime),
      })
      const row = { name: 'a', position: 2, epoch: 0, active: true, keepMs: 1000 }
      await put(store, append(), append(), append(), { change: 'consumer.put', row })
      let woken = 0
      const end = store.onOutgoing(() => {
        woken += 1
      })
      await store.reset()
      assert.deepEqual((await ask(store, 'outgoing', { after: 0, limit: 9 })).rows, [])
      assert.deepEqual(await ask(store, 'consumers', {}), [row])
      const { domain, ...fresh } = builder('fresh')
      await put(store, { change: 'domain.put', domain })
      const last = outgoing(fresh.case(), someTime)
      await put(store, { change: 'outbox.append', row: last })
      const { rows } = await ask(store, 'outgoing', { after: 0, limit: 9 })
      assert.deepEqual(
        rows.map(({ position }) => position),
        [4],
      )
      assert.equal(woken, 1)
      end()
    })

    test('[B-1110] whatever is under way is answered, before it or after it', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      await put(store, ...creation(row))
      const { changes } = revision(row, {})
      const takes = { scope: own.scope, caseId: row.id }
      const searched = { scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 9 }
      // More than a thread is given at a time.
      const searches = Array.from({ length: 200 }, () => ask(store, 'searchCases', searched))
      const written = put(store, ...changes)
      const resets = [store.reset(), store.reset()]
      const meanwhile = [ask(store, 'caseById', takes), ask(store, 'searchCases', searched)]
      await written
      for (const { totalCount } of await Promise.all(searches)) assert.equal(totalCount, 1)
      assert.deepEqual(await meanwhile[0], undefined)
      assert.equal(((await meanwhile[1]) as { totalCount: number }).totalCount, 0)
      await Promise.all(resets)
      assert.equal(await store.accessKey('none'), undefined)
    })
  })
