// Moving house: everything from SQLite into PostgreSQL and back is the same again.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Change, Store } from '../../src/storage/contract.ts'
import { copyAll, countAll } from '../../src/storage/copy.ts'
import { postgresMissing } from '../support/postgres.ts'
import { instance, queue } from './connect.ts'
import { everything } from './everything.ts'
import { kinds, wholeDomain } from './kinds.ts'
import { undelivered } from './outgoing.ts'
import { ask, put, settingIn } from './place.ts'
import { postgresPlace } from './postgres-place.ts'
import {
  type Builder,
  comment,
  contact,
  contactArn,
  creation,
  custom,
  link,
  mac,
  outgoing,
  revision,
  sla,
  someTime,
} from './rows.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** Something of everything. */
const fill = async (store: Store, at: Builder): Promise<void> => {
  const rows = Array.from({ length: 120 }, (_, index) =>
    at.case({
      values: { title: { stringValue: `Größe ${index}` }, [at.amount]: { doubleValue: index / 3 } },
      tags: index % 2 === 0 ? {} : { team: 'a' },
      updatedAt: someTime + (index % 7),
    }),
  )
  const changes = rows.flatMap((row, index): Change[] => [
    ...creation(row),
    ...revision(row, { values: { ...row.values, [at.note]: { stringValue: `n ${index}` } } })
      .changes,
    { change: 'relatedItem.insert', row: at.item(row, comment(`c ${index}`)) },
    { change: 'relatedItem.insert', row: at.item(row, contact(`${index}`)) },
    { change: 'relatedItem.insert', row: at.item(row, sla('s', someTime + index)) },
    {
      change: 'relatedItem.insert',
      row: at.item(row, custom({ [at.amount]: { doubleValue: 1 } })),
    },
    { change: 'outbox.append', row: outgoing(row, someTime + index) },
    { change: 'file.put', row: { arn: row.id, scope: at.scope, caseId: row.id, name: 'ä' } },
    { change: 'token.put', row: { key: row.id, answer: '{}', expiresAt: someTime + index } },
  ])
  await put(store, { change: 'domain.put', domain: wholeDomain() }, ...changes)
  for (const kind of kinds) await put(store, kind.change(at.scope, kind.resource('more')))
  const gone = at.case()
  const actor = { iamPrincipalArn: 'arn:root' }
  const hidden = at.item(rows[0] as (typeof rows)[number], link(gone.id))
  const key = { id: 'AKIA1', name: 'a', principalArn: 'a', sealedSecret: new Uint8Array([0, 255]) }
  await put(
    store,
    ...creation(gone),
    { change: 'relatedItem.insert', row: hidden },
    { change: 'case.delete', row: gone },
    { change: 'unlinking.put', row: { scope: at.scope, caseId: gone.id, actor } },
    { change: 'accessKey.put', row: { ...key, policy: '{}', createdAt: someTime } },
    { change: 'connectInstance.put', row: instance({ id: 'i' }) },
    { change: 'connectResource.put', row: queue() },
    {
      change: 'contact.put',
      row: { arn: contactArn('new'), channel: 'CHAT', connectedToSystemAt: someTime },
    },
    {
      change: 'consumer.put',
      row: { name: 'a', position: 5, epoch: 2, active: true, keepMs: 1000 },
    },
    { change: 'undelivered.put', row: undelivered(3) },
  )
  await store.sweep(someTime + 24 * 60 * 60 * 1000 + 3, 1000)
}

/** All that can be asked, and the links that nothing else tells. */
const told = async (store: Store) => {
  const [unlinking] = await ask(store, 'unlinkings', { limit: 1 })
  assert.ok(unlinking)
  const { scope, caseId } = unlinking
  return {
    ...(await everything(store)),
    hidden: await ask(store, 'linksToCase', { scope, caseId, limit: 9 }),
    outgoing: await ask(store, 'outgoing', { after: 0, limit: 1000 }),
    counts: await countAll(store),
  }
}

describe('copying between stores', { skip: postgresMissing() }, () => {
  test('[B-1309] from SQLite to PostgreSQL and back all is what it was', async () => {
    await using setting = await settingIn(sqlitePlace)
    const { store: first, own } = setting
    await fill(first, own)
    const before = await told(first)
    assert.ok(before.cases.length === 120 && before.hidden.length === 1)
    assert.ok(before.outgoing.retired > 0 && before.outgoing.rows.length > 0)
    await using there = await postgresPlace()
    const second = await there.open()
    const pieces: string[] = []
    await copyAll({ source: first, target: second, copied: (what) => void pieces.push(what) })
    assert.ok(pieces.length > 10)
    assert.deepEqual(await told(second), before)
    assert.deepEqual(await second.verify(mac), await first.verify(mac))
    await using back = await sqlitePlace()
    const third = await back.open()
    await copyAll({ source: second, target: third, copied: () => {} })
    assert.deepEqual(await told(third), before)
    assert.deepEqual(await third.verify(mac), await first.verify(mac))
  })

  test('[B-1309] a copy that was cut off goes on where it was, and fills only what is empty', async () => {
    await using setting = await settingIn(sqlitePlace)
    const { store: source, own } = setting
    await fill(source, own)
    await using there = await postgresPlace()
    const target = await there.open()
    let pieces = 0
    const cut = () => {
      pieces += 1
      if (pieces % 3 === 0) throw new Error('cut off')
    }
    let tries = 1
    for (let over = false; !over; tries += 1) {
      over = await copyAll({ source, target, copied: cut }).then(
        () => true,
        (error: Error) => {
          assert.equal(error.message, 'cut off')
          return false
        },
      )
      assert.ok(tries < 100)
    }
    assert.ok(tries > 4, `${tries} tries`)
    assert.deepEqual(await told(target), await told(source))
    const again = copyAll({ source, target, copied: () => {} })
    await assert.rejects(again, /The target is not empty/)
  })
})
