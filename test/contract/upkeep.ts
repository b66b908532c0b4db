// What a store does beside answering: being copied, clearing away what nobody needs, closing.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Change, Store } from '../../src/storage/contract.ts'
import { everything } from './everything.ts'
import { kinds } from './kinds.ts'
import { ask, type BackedUpPlace, type OpenPlace, put, refused, settingIn } from './place.ts'
import {
  type Builder,
  comment,
  contactArn,
  creation,
  custom,
  mac,
  outgoing,
  revision,
  someTime,
} from './rows.ts'

/** Sweep until nothing is left to remove; how many rows each round removed. */
const sweepAll = async (store: Store, nowMs: number, limit: number): Promise<number[]> => {
  const rounds: number[] = []
  do {
    rounds.push((await store.sweep(nowMs, limit)).removed)
    assert.ok(rounds.length < 1000, 'the rounds do not end')
  } while (rounds.at(-1) !== 0)
  return rounds.slice(0, -1)
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** Cases with everything that can hang on them; a kept answer for each. */
const fill = async (store: Store, at: Builder, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    const row = at.case({ tags: { team: 'a' }, values: { [at.amount]: { doubleValue: index } } })
    const values = { [at.note]: { stringValue: 'a note' } }
    const changes: Change[] = [
      ...creation(row),
      { change: 'relatedItem.insert', row: at.item(row, comment('a')) },
      { change: 'relatedItem.insert', row: at.item(row, custom(values)) },
      { change: 'outbox.append', row: outgoing(row, someTime) },
      { change: 'file.put', row: { arn: row.id, scope: at.scope, caseId: row.id, name: 'a' } },
    ]
    await put(store, ...changes)
  }
}

/** The case, its first event, its items, its outgoing event and its file. */
const rowsOfCase = 6

export const sweepContract = (open: OpenPlace) =>
  describe('sweeping', () => {
    test('[B-725] kept answers go when their time is over, a bounded number at a time', async () => {
      await using setting = await settingIn(open)
      const { store } = setting
      const keep = (index: number, expiresAt: number): Change => ({
        change: 'token.put',
        row: { key: `${index}`, requestHash: 'h', answer: 'a', expiresAt },
      })
      const times = Array.from({ length: 30 }, (_, index) => keep(index, someTime + (index % 3)))
      await put(store, ...times)
      assert.deepEqual(await sweepAll(store, someTime - 1, 7), [])
      const rounds = await sweepAll(store, someTime + 1, 7)
      assert.ok(Math.max(...rounds) <= 7 && sum(rounds) === 20, `${rounds}`)
      for (const index of times.keys()) {
        const found = await ask(store, 'tokenByKey', { key: `${index}`, nowMs: 0 })
        assert.equal(found?.expiresAt, index % 3 === 2 ? someTime + 2 : undefined)
      }
    })

    test('[B-725] outgoing events go when they have been kept for long enough', async () => {
      await using setting = await settingIn(open, { outboxRetentionMs: 1000 })
      const { store, own } = setting
      const row = own.case()
      const events = [0, 1, 2].map((ms): Change => {
        return { change: 'outbox.append', row: outgoing(row, someTime + ms) }
      })
      await put(store, ...creation(row), ...events)
      const removed = async (nowMs: number) => sum(await sweepAll(store, nowMs, 10))
      assert.equal(await removed(someTime + 999), 0)
      assert.equal(await removed(someTime + 1001), 2)
      assert.equal(await removed(someTime + 1002), 1)
    })

    for (const limit of [1, 3, 10, 1000]) {
      test(`[B-725] what a deleted domain held goes in rounds of at most ${limit}`, async () => {
        await using setting = await settingIn(open)
        const { store, own, other } = setting
        await fill(store, own, 30)
        await fill(store, other, 2)
        for (const kind of kinds) await put(store, kind.change(own.scope, kind.resource('a')))
        const before = await everything(store)
        await put(store, { change: 'domain.delete', scope: own.scope })
        const left = await everything(store)
        const rounds = await sweepAll(store, someTime, limit)
        const [most, all] = [Math.max(...rounds), sum(rounds)]
        assert.ok(most <= limit, `${most} rows in one round`)
        assert.ok(all >= 30 * rowsOfCase, `${all} rows in all`)
        assert.deepEqual(await everything(store), left)
        assert.equal(left.cases.length, before.cases.length - 30)
        assert.deepEqual(await store.verify(mac), { cases: 2, events: 2, faults: [] })
        const { name } = own.domain
        await put(store, { change: 'domain.put', domain: { ...other.domain, name } })
      })
    }

    test('[B-350] [B-725] what a deleted case left behind goes, in bounded rounds', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const kept = own.case()
      await put(store, ...creation(kept))
      let row = own.case()
      await put(store, ...creation(row))
      for (let event = 2; event <= 20; event += 1) {
        const { after, changes } = revision(row, {})
        await put(store, ...changes)
        row = after
      }
      await put(store, { change: 'case.delete', row })
      const rounds = await sweepAll(store, someTime, 6)
      assert.ok(Math.max(...rounds) <= 6 && sum(rounds) >= 20, `${rounds}`)
      assert.deepEqual(await store.verify(mac), { cases: 1, events: 1, faults: [] })
      const takes = { scope: own.scope, caseId: kept.id, limit: 5 }
      assert.equal((await ask(store, 'auditEvents', takes)).rows.length, 1)
    })

    test('[B-725] what lives is not touched, however late it is', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      await fill(store, own, 3)
      await put(store, {
        change: 'contact.put',
        row: { arn: contactArn('a'), channel: 'VOICE', connectedToSystemAt: 0 },
      })
      const before = await everything(store)
      await sweepAll(store, Number.MAX_SAFE_INTEGER, 100)
      assert.deepEqual(await everything(store), before)
      assert.ok(await ask(store, 'contactByArn', { arn: contactArn('a') }))
    })
  })

/** Of stores that the program itself backs up; the other ones have tools of their own. */
export const backupContract = (open: OpenPlace<BackedUpPlace>) =>
  describe('backup', () => {
    test('[B-724] a backup is one moment, however much is written meanwhile', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      await fill(store, own, 20)
      const [large] = (await everything(store)).cases
      assert.ok(large)
      const long = Array.from({ length: 300 }, () => own.item(large, comment('x'.repeat(15_000))))
      await put(store, ...long.map((row): Change => ({ change: 'relatedItem.insert', row })))
      const before = await everything(store)
      const file = place.backupFile()
      let copying = true
      const most = 400
      // Writes do not stop before the copy is made, and it must not wait for that.
      const writing = async () => {
        let count = 0
        for (; count < most && copying; count += 1) await fill(store, own, 1)
        assert.ok(count < most, 'the backup did not come to an end while others wrote')
      }
      const copied = store.backup(file).finally(() => {
        copying = false
      })
      await Promise.all([copied, writing()])
      const copy = await place.restored(file)
      const held = await everything(copy)
      const { cases, faults } = await copy.verify(mac)
      assert.deepEqual(faults, [])
      const { length } = held.cases
      assert.ok(cases === length && length >= 20 && length < 20 + most, `${length} cases`)
      const items = held.items.length - long.length
      assert.deepEqual([items, held.histories.length], [2 * length, length])
      assert.deepEqual(held.configs, before.configs)
      const known = new Set(held.cases.map(({ id }) => id))
      for (const { id } of before.cases) assert.ok(known.has(id), `${id} is in the backup`)
      await fill(copy, own, 1)
      assert.equal((await everything(copy)).cases.length, length + 1)
    })

    test('[B-724] a backup overwrites nothing', async () => {
      await using setting = await settingIn(open)
      const { place, store } = setting
      const file = place.backupFile()
      writeFileSync(file, 'a file of somebody’s')
      await assert.rejects(store.backup(file), /exists already/)
      assert.equal(readFileSync(file, 'utf8'), 'a file of somebody’s')
    })
  })

export const closingContract = (open: OpenPlace) =>
  describe('closing', () => {
    test('[B-716] closing answers what was accepted, and takes no more', async () => {
      await using setting = await settingIn(open)
      const { place, store, own } = setting
      const rows = Array.from({ length: 300 }, () => own.case())
      const writes = rows.map((row) => put(store, ...creation(row)))
      const takes = { scope: own.scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 1 }
      const search = ask(store, 'searchCases', takes)
      const closed = place.close(store)
      await refused(put(store, ...creation(own.case())), 'ThrottlingException')
      await Promise.all(writes)
      assert.ok((await search).totalCount <= rows.length)
      await closed
      const { cases, histories } = await everything(await place.open())
      assert.deepEqual(cases.map(({ id }) => id).sort(), rows.map(({ id }) => id).sort())
      assert.equal(histories.flat().length, rows.length)
    })
  })
