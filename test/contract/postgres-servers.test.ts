// Several servers on one PostgreSQL: what one has answered holds for all of them, whichever is asked next.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { conflict, quotaExceeded } from '../../src/errors.ts'
import { type Change, query, type Store } from '../../src/storage/contract.ts'
import { postgresMissing, statement } from '../support/postgres.ts'
import { everything } from './everything.ts'
import { kinds, layout } from './kinds.ts'
import { put, refused, settingIn } from './place.ts'
import { postgresPlace } from './postgres-place.ts'
import { builder, comment, creation, revision, someTime } from './rows.ts'

const several = async (count: number) => {
  const setting = await settingIn(postgresPlace)
  const { place, store } = setting
  const others = await Promise.all(Array.from({ length: count - 1 }, () => place.beside()))
  return { ...setting, stores: [store, ...others] }
}

const key = {
  id: 'AKIA1',
  name: 'a',
  principalArn: 'arn:a',
  sealedSecret: new Uint8Array([1]),
  createdAt: someTime,
}

type Builder = ReturnType<typeof builder>

/** Adds an item to a case as the program does, and answers with how many it has then. */
const addComment = (store: Store, at: Builder, caseId: string): Promise<number> =>
  store.write({
    plan: () => ({ row: query('caseById', { scope: at.scope, caseId }) }),
    decide: ({ row }) => {
      assert.ok(row)
      const relatedItems = row.counts.relatedItems + 1
      const { changes } = revision(row, { counts: { ...row.counts, relatedItems } })
      const item = at.item(row, comment(`comment ${relatedItems}`))
      return {
        answer: relatedItems,
        changes: [{ change: 'relatedItem.insert', row: item }, ...changes],
      }
    },
  })

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('several servers', { skip: postgresMissing() }, () => {
  test('[B-1301] ten that start on an empty database at once all come up', async () => {
    await using place = await postgresPlace()
    const stores = await Promise.all(Array.from({ length: 10 }, () => place.open()))
    const { domain } = builder('first')
    await put(stores[0] as Store, { change: 'domain.put', domain })
    for (const store of stores) {
      await store.accessKey('any')
      assert.deepEqual(store.configs.domain(domain.id), domain)
    }
  })

  test('[B-1300] configuration and keys are what they are now, whichever server changed them', async () => {
    await using setting = await several(2)
    const { stores, own } = setting
    const [first, second] = stores as [Store, Store]
    for (let round = 0; round < 10; round += 1) {
      for (const kind of kinds) {
        const resource = kind.resource(`${kind.name} ${round}`)
        await put(first, kind.change(own.scope, resource))
        // Every request asks for its key first.
        await second.accessKey('any')
        assert.deepEqual(second.configs.domain(own.scope)?.[kind.of].get(resource.id), resource)
      }
      await put(first, { change: 'accessKey.put', row: key })
      assert.deepEqual(await second.accessKey(key.id), key)
      await put(second, { change: 'accessKey.delete', id: key.id })
      assert.equal(await first.accessKey(key.id), undefined)
    }
    await put(second, { change: 'domain.delete', scope: own.scope })
    for (let rounds = 0; (await second.sweep(someTime, 1000)).removed > 0; rounds += 1) {
      assert.ok(rounds < 100)
    }
    await first.accessKey('any')
    assert.equal(first.configs.domain(own.scope), undefined)
  })

  test('[B-1300] a write decides on the configuration that others have changed', async () => {
    await using setting = await several(3)
    const { stores, own } = setting
    const quota = 7
    const writes = upTo(30).map((number) =>
      (stores[number % 3] as Store).write({
        plan: () => ({}),
        decide: (_, configs) => {
          const count = configs.domain(own.scope)?.layouts.size ?? 0
          if (count >= quota) throw quotaExceeded('enough')
          const made: Change = {
            change: 'layout.put',
            scope: own.scope,
            layout: layout(`layout ${count}`),
          }
          return { answer: count, changes: [made] }
        },
      }),
    )
    const ended = await Promise.allSettled(writes)
    const made = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
    assert.deepEqual(
      made.sort((a, b) => a - b),
      upTo(quota).map((number) => number - 1),
    )
  })

  test('[B-1302] each write on a case sees what all others have made of it', async () => {
    await using setting = await several(3)
    const { stores, own } = setting
    const rows = [own.case(), own.case()]
    await put(stores[0] as Store, ...rows.flatMap(creation))
    const count = 90
    for (const { id } of rows) {
      const writes = upTo(count).map((number) => addComment(stores[number % 3] as Store, own, id))
      const seen = await Promise.all(writes)
      assert.deepEqual(
        seen.sort((a, b) => a - b),
        upTo(count),
      )
    }
    const { cases, items, histories } = await everything(stores[1] as Store)
    assert.deepEqual(
      cases.map(({ counts }) => counts.relatedItems),
      [count, count],
    )
    assert.deepEqual([items.length, histories.flat().length], [2 * count, 2 * count + 2])
  })

  test('[B-1302] writes on several cases at once, in any order, all succeed', async () => {
    await using setting = await several(3)
    const { stores, own } = setting
    const rows = [own.case(), own.case(), own.case(), own.case()]
    await put(stores[0] as Store, ...rows.flatMap(creation))
    const both = (store: Store, ids: readonly string[]) =>
      store.write({
        plan: () => ({
          a: query('caseById', { scope: own.scope, caseId: ids[0] ?? '' }),
          b: query('caseById', { scope: own.scope, caseId: ids[1] ?? '' }),
        }),
        decide: ({ a, b }) => {
          assert.ok(a && b)
          return { answer: 1, changes: [...revision(a, {}).changes, ...revision(b, {}).changes] }
        },
      })
    const ids = rows.map(({ id }) => id)
    const writes = upTo(60).map((number) => {
      const pair = [ids[number % 4] ?? '', ids[(number * 3 + 1) % 4] ?? '']
      const [a = '', b = ''] = pair
      return both(stores[number % 3] as Store, a === b ? [a, ids[(number + 1) % 4] ?? ''] : pair)
    })
    await Promise.all(writes)
    const { histories } = await everything(stores[0] as Store)
    assert.equal(histories.flat().length, 4 + 2 * 60)
  })

  test('[B-1303] of the same call on several servers at once one is made, and all get its answer', async () => {
    await using setting = await several(3)
    const { stores, own } = setting
    for (const round of upTo(10)) {
      const call = (store: Store) =>
        store.write({
          plan: () => ({ first: query('tokenByKey', { key: `call ${round}`, nowMs: someTime }) }),
          decide: ({ first }) => {
            if (first !== undefined) return { answer: first.answer, changes: [] }
            const row = own.case()
            const token = { key: `call ${round}`, answer: row.id, expiresAt: someTime + 1000 }
            const changes: Change[] = [...creation(row), { change: 'token.put', row: token }]
            return { answer: row.id, changes }
          },
        })
      const answers = await Promise.all([...stores, ...stores].map(call))
      assert.equal(new Set(answers).size, 1, `${answers}`)
    }
    assert.equal((await everything(stores[0] as Store)).cases.length, 10)
  })

  test('[B-1303] a reference number is given to one of those who draw it at once', async () => {
    await using setting = await several(3)
    const { stores, own } = setting
    const draw = (store: Store) =>
      store.write({
        plan: () => ({
          free: query('freeReferenceNumber', {
            scope: own.scope,
            candidates: ['A', 'B', 'C', 'D'],
          }),
        }),
        decide: ({ free }) => {
          if (free === undefined) throw conflict('none')
          const row = own.case({ values: { reference_number: { stringValue: free } } })
          return { answer: free, changes: creation(row) }
        },
      })
    const drawn = await Promise.allSettled([...stores, ...stores].map(draw))
    const numbers = drawn.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
    assert.deepEqual(numbers.sort(), ['A', 'B', 'C', 'D'])
    const lost = drawn.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    for (const reason of lost) await refused(Promise.reject(reason), 'ConflictException')
  })

  test('[B-1304] one server at a time has a job, and another takes over', async () => {
    await using setting = await several(2)
    const { place, stores } = setting
    const [first, second] = stores as [Store, Store]
    assert.equal(await first.lease('job', 60_000), true)
    assert.equal(await second.lease('job', 60_000), false)
    assert.equal(await second.lease('other', 60_000), true)
    assert.equal(await first.lease('job', 50), true)
    await sleep(100)
    assert.equal(await second.lease('job', 60_000), true)
    assert.equal(await first.lease('job', 60_000), false)
    await place.close(second)
    assert.equal(await first.lease('job', 60_000), true)
  })

  test('[B-1313] a server that does not understand the database any more leaves its work to others', async () => {
    await using setting = await several(1)
    const { place, store, own } = setting
    assert.equal(await store.lease('job', 60_000), true)
    await statement(place.url, `insert into migrations values (9999, 'later', 0, true)`)
    await statement(place.url, 'update config_version set version = version + 1')
    await assert.rejects(store.lease('job', 60_000), /\(migration 9999, later\)/)
    const write = put(store, ...creation(own.case()))
    const { details } = await refused(write, 'InternalServerException')
    assert.equal(details.retryAfterSeconds, 5)
    await refused(Promise.resolve(store.accessKey('a')), 'InternalServerException')
  })
})
