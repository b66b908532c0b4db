// What a store promises of every write: all or nothing, in a row, seen by whoever comes after it.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { conflict } from '../../src/errors.ts'
import { type Change, query, type Store } from '../../src/storage/contract.ts'
import { instance, queue } from './connect.ts'
import { everything } from './everything.ts'
import { kinds } from './kinds.ts'
import { undelivered } from './outgoing.ts'
import { ask, type OpenPlace, put, refused, type Setting, settingIn, stale } from './place.ts'
import {
  builder,
  comment,
  contact,
  creation,
  custom,
  mac,
  newId,
  outgoing,
  revision,
  someTime,
} from './rows.ts'
import { changesOfRules } from './rules.ts'

const consumer = { name: 'new', position: 0, epoch: 0, active: true, keepMs: 1 }
const voice = { arn: 'arn:new', channel: 'VOICE', connectedToSystemAt: someTime }

/** The setting with cases that have items, and one of every change that can be made to them. */
const withChanges = async (open: OpenPlace) => {
  const setting = await settingIn(open)
  const { store, own } = setting
  const [updated, deleted] = [own.case(), own.case()]
  const [changed, removed] = [own.item(updated, comment('a')), own.item(updated, contact('c'))]
  await put(store, ...creation(updated), ...creation(deleted))
  await put(store, ...[changed, removed].map((row) => insert(row)))
  const values = { title: { stringValue: 'new' }, [own.note]: { stringValue: 'word' } }
  const after = { ...changed, content: comment('b') }
  const scope = own.scope
  const secret = { sealedSecret: new Uint8Array(1), createdAt: 0 }
  const changes: Change[] = [
    { change: 'domain.put', domain: builder('new').domain },
    ...kinds.map((kind) => kind.change(scope, kind.resource('new'))),
    ...creation(own.case({ tags: { team: 'a' } })),
    ...revision(updated, { values, tags: { a: 'b' } }).changes,
    { change: 'case.delete', row: deleted },
    insert(own.item(updated, custom({ [own.note]: { stringValue: 'word' } }))),
    { change: 'relatedItem.update', before: changed, after },
    { change: 'relatedItem.delete', row: removed },
    { change: 'unlinking.put', row: { scope, caseId: newId(), actor: { iamPrincipalArn: 'a' } } },
    ...changesOfRules(own, updated.id),
    { change: 'outbox.append', row: outgoing(updated, 0) },
    { change: 'consumer.put', row: consumer },
    { change: 'consumer.advance', name: 'new', epoch: 0, position: 1 },
    { change: 'undelivered.put', row: undelivered(4, { consumer: 'new' }) },
    { change: 'undelivered.delete', consumer: 'new', position: 5 },
    { change: 'token.put', row: { key: 'k', requestHash: 'h', answer: 'a', expiresAt: someTime } },
    { change: 'contact.put', row: voice },
    { change: 'file.put', row: { arn: 'arn:new', scope, caseId: updated.id, name: 'a' } },
    { change: 'connectInstance.put', row: instance() },
    { change: 'connectResource.put', row: queue() },
    { change: 'accessKey.put', row: { id: 'AKIA1', name: 'a', principalArn: 'a', ...secret } },
    { change: 'domain.delete', scope: setting.other.scope },
  ]
  return { ...setting, changes, updated }
}

const insert = (row: ReturnType<Setting['own']['item']>): Change => ({
  change: 'relatedItem.insert',
  row,
})

const nothing = (changes: readonly Change[]) => ({ answer: undefined, changes })

export const writeContract = (open: OpenPlace) =>
  describe('writes', () => {
    test('[B-701] a write that fails at its last change has made none of them', async () => {
      await using setting = await withChanges(open)
      const { place, store, own, changes } = setting
      const before = await everything(store)
      const failing = revision(own.case(), {}).changes
      await stale(put(store, ...changes, ...failing))
      assert.deepEqual(await everything(store), before)
      const again = creation(own.case({ id: setting.updated.id }))
      await refused(put(store, ...changes, ...again), 'ConflictException')
      assert.deepEqual(await everything(store), before)
      assert.equal((await store.sweep(Number.MAX_SAFE_INTEGER, 1000)).removed, 0)
      await place.close(store)
      assert.deepEqual(await everything(await place.open()), before)
    })

    test('[B-701] what a failed write had begun is in nobody’s way later', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const [lost, first] = [builder('lost'), builder('first')]
      const [row, before] = [lost.case(), first.case()]
      const again = own.case()
      const domain: Change = { change: 'domain.put', domain: lost.domain }
      const failing = revision(own.case(), {}).changes
      await stale(put(store, domain, ...creation(row), ...creation(again), ...failing))
      // What comes in between gets the places that the failed write had.
      await put(store, { change: 'domain.put', domain: first.domain }, ...creation(before))
      await put(store, domain, ...creation(row), ...creation(again))
      for (const [at, each] of [
        [first, before],
        [lost, row],
        [own, again],
      ] as const) {
        const item = at.item(each, comment('a'))
        await put(store, insert(item))
        const takes = { scope: at.scope, caseId: each.id, limit: 10 }
        assert.equal((await ask(store, 'auditEvents', takes)).rows.length, 1)
        const items = { ...takes, anyOf: [], sorts: [], nowMs: 0 }
        assert.deepEqual((await ask(store, 'relatedItems', items)).rows, [item])
      }
      assert.deepEqual((await store.verify(mac)).faults, [])
    })

    test('[B-701] the same write without that change makes them all', async () => {
      await using setting = await withChanges(open)
      const { store, changes } = setting
      const before = await everything(store)
      await put(store, ...changes)
      const after = await everything(store)
      for (const [name, rows] of Object.entries(after)) {
        assert.notDeepEqual(rows, before[name as keyof typeof before], name)
      }
      const { removed } = await store.sweep(Number.MAX_SAFE_INTEGER, 1000)
      assert.ok(removed >= 2, `a kept answer and an outgoing event, not ${removed}`)
    })

    test('[B-702] what a plan or a decision throws is what its caller gets, and ends only it', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const before = await everything(store)
      const [mine, planned] = [conflict('mine'), new RangeError('planned')]
      const row = own.case()
      const ended = await Promise.allSettled([
        store.write({
          plan: () => ({}),
          decide: () => {
            throw mine
          },
        }),
        put(store, ...creation(row)),
        store.write({
          plan: () => {
            throw planned
          },
          decide: () => nothing([]),
        }),
      ])
      assert.deepEqual(
        ended.map((end) => (end.status === 'rejected' ? end.reason : end.status)),
        [mine, 'fulfilled', planned],
      )
      const after = await everything(store)
      assert.deepEqual(after.cases, [row])
      assert.deepEqual({ ...after, cases: [], histories: [] }, { ...before, histories: [] })
    })

    test('[B-702] a write gets the rows that it asked for and gives its answer', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const row = own.case()
      await put(store, ...creation(row))
      const answer = await store.write({
        plan: (configs) => {
          assert.ok(configs.domain(own.scope))
          return {
            found: query('caseById', { scope: own.scope, caseId: row.id }),
            missing: query('caseById', { scope: other.scope, caseId: row.id }),
            history: query('auditEvents', { scope: own.scope, caseId: row.id, limit: 10 }),
            search: query('searchCases', {
              scope: own.scope,
              where: { all: [] },
              sorts: [],
              nowMs: 0,
              limit: 10,
            }),
          }
        },
        decide: ({ found, missing, history, search }) => ({
          answer: { found, missing, events: history.rows.length, total: search.totalCount },
          changes: [],
        }),
      })
      assert.deepEqual(answer, { found: row, missing: undefined, events: 1, total: 1 })
    })

    test('[B-702] of many at the same time each sees what the ones before it changed', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      await put(store, ...creation(row))
      const counted = await Promise.all(Array.from({ length: 60 }, () => addComment(store, row)))
      assert.deepEqual(
        counted.sort((a, b) => a - b),
        Array.from({ length: 60 }, (_, index) => index + 1),
      )
      const { cases, items, histories } = await everything(store)
      assert.equal(cases[0]?.counts.relatedItems, 60)
      assert.deepEqual([items.length, histories[0]?.length], [60, 61])
    })

    test('[B-702] [B-703] those that fail among many disturb no other', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      await put(store, ...creation(row))
      const writes = Array.from({ length: 60 }, (_, index) => {
        if (index % 4 === 1) return put(store, ...revision(row, {}, 'old').changes)
        if (index % 4 === 2) return put(store, ...creation(own.case({ id: row.id })))
        if (index % 4 === 3) {
          const decide = () => {
            throw conflict('refused')
          }
          return store.write({ plan: () => ({}), decide })
        }
        return addComment(store, row)
      })
      const ended = await Promise.allSettled(writes)
      const good = ended.filter(({ status }) => status === 'fulfilled').length
      // One change on the first version may come before any comment.
      assert.ok(good === 15 || good === 16, `${good} of 15 succeeded`)
      const { cases, items, histories } = await everything(store)
      assert.deepEqual([cases.length, items.length, histories[0]?.length], [1, 15, good + 1])
    })

    test('[B-704] a read sees what was answered before it, while others are writing', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const { scope } = own
      const rounds = async () => {
        for (let round = 0; round < 15; round += 1) {
          const row = own.case()
          const byId = () => ask(store, 'caseById', { scope, caseId: row.id })
          // Another read in the very turn of the event loop in which the write may be committed.
          const meanwhile = turn().then(byId)
          await put(store, ...creation(row))
          assert.deepEqual(await byId(), row)
          await meanwhile
          const where = { fieldId: 'case_id', is: 'equal', value: textOf(row.id) } as const
          const takes = { scope, where, sorts: [], nowMs: 0, limit: 1 }
          assert.deepEqual((await ask(store, 'searchCases', takes)).rows, [row])
        }
      }
      await Promise.all([rounds(), rounds(), rounds(), rounds()])
    })

    test('[B-704] what one read asks for is of one moment', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const row = own.case()
      const { scope, id: caseId } = row
      await put(store, ...creation(row))
      const many = { scope, anyOf: [], sorts: [], nowMs: 0, limit: 1000 }
      let busy = true
      const watch = async (scanning: boolean) => {
        for (let last = 0; busy; ) {
          const found = await store.load({
            items: query('relatedItems', scanning ? many : { ...many, caseId }),
            row: query('caseById', { scope, caseId }),
            events: query('auditEvents', { scope, caseId, limit: 1000 }),
          })
          const count = found.row?.counts.relatedItems ?? -1
          assert.deepEqual([found.items.rows.length, found.events.rows.length], [count, count + 1])
          assert.ok(count >= last, 'a read went back in time')
          last = count
          // A store may answer a read at once; writes need a turn of the event loop.
          await turn()
        }
      }
      const writing = async () => {
        for (let done = 0; done < 40; done += 1) await addComment(store, row)
      }
      const written = writing().finally(() => {
        busy = false
      })
      await Promise.all([written, watch(false), watch(true)])
    })
  })

const textOf = (text: string) => ({ kind: 'text', text }) as const

/** Adds an item to a case as the program does, and answers with how many it has then. */
const addComment = (store: Store, row: ReturnType<Setting['own']['case']>): Promise<number> =>
  store.write({
    plan: () => ({ row: query('caseById', { scope: row.scope, caseId: row.id }) }),
    decide: (rows) => {
      const before = rows.row
      assert.ok(before)
      const relatedItems = before.counts.relatedItems + 1
      const counts = { ...before.counts, relatedItems }
      const item = builder('any').item(before, comment(`comment ${relatedItems}`))
      const { changes } = revision(before, { counts })
      return { answer: relatedItems, changes: [insert(item), ...changes] }
    },
  })
