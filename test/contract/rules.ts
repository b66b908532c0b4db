// What a store does with rules on cases, and with those that fired.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RuleFiringRow } from '../../src/domain/rows.ts'
import type { ConnectRule } from '../../src/domain/rules/rule.ts'
import type { Change } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, settingIn } from './place.ts'
import { type Builder, creation, newId, someTime } from './rows.ts'

const ruleOf = (more: Partial<ConnectRule> = {}): ConnectRule => ({
  id: newId(),
  name: 'Close “stale” cases',
  deleted: false,
  instanceId: newId(),
  trigger: 'OnCaseUpdate',
  function: '{}',
  condition: { all: [] },
  actions: [{ ActionType: 'END_ASSOCIATED_TASKS', EndAssociatedTasksAction: {} }],
  publishStatus: 'PUBLISHED',
  createdAt: someTime,
  modifiedAt: someTime,
  modifiedBy: 'arn:aws:iam::000000000000:root',
  ...more,
})

const firingOf = (
  { scope }: Builder,
  caseId: string,
  more: Partial<RuleFiringRow> = {},
): RuleFiringRow => ({
  id: newId(),
  scope,
  caseId,
  sequence: 1,
  at: someTime,
  ruleId: newId(),
  actions: [],
  cause: [],
  stepsDone: 0,
  failures: 0,
  notBefore: someTime,
  ...more,
})

const fired = (row: RuleFiringRow): Change => ({ change: 'ruleFiring.put', row })

/** One of every change. */
export const changesOfRules = (at: Builder, caseId: string): Change[] => [
  { change: 'rule.put', scope: at.scope, rule: ruleOf() },
  fired(firingOf(at, caseId)),
  {
    change: 'timedMark.put',
    row: { scope: at.scope, ruleId: 'new', caseId: 'new', valueMs: 1 },
  },
]

export const ruleContract = (open: OpenPlace) =>
  describe('rules', () => {
    test('[B-707] [B-708] a rule is known at once and after a restart, until it goes', async () => {
      await using setting = await settingIn(open)
      const { place, store, own, other } = setting
      const { scope } = own
      const [first, second] = [ruleOf(), ruleOf({ name: 'Another' })]
      for (const rule of [first, second]) await put(store, { change: 'rule.put', scope, rule })
      const changed = { ...first, publishStatus: 'DRAFT' } as const
      await put(store, { change: 'rule.put', scope, rule: changed })
      const known = () => [...(store.configs.domain(scope)?.rules.values() ?? [])]
      assert.deepEqual(known(), [changed, second])
      assert.equal(store.configs.domain(other.scope)?.rules.size, 0)
      await put(store, { change: 'rule.delete', scope, rule: changed })
      assert.deepEqual(known(), [second])
      await place.close(store)
      const again = await place.open()
      assert.deepEqual([...(again.configs.domain(scope)?.rules.values() ?? [])], [second])
    })

    test('[B-1261] what fired is found when it is due, of each case the oldest first', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const [case1, case2] = [newId(), newId()]
      const first = firingOf(own, case1, { slaName: 'Größe', cause: [newId()] })
      const second = firingOf(own, case1)
      const third = firingOf(other, case2)
      await put(store, fired(first), fired(second), fired(third))
      const due = (nowMs = someTime, limit = 10) => ask(store, 'ruleFirings', { nowMs, limit })
      assert.deepEqual(await due(), [first, third])
      assert.deepEqual(await due(someTime, 1), [first])
      assert.deepEqual(await due(someTime - 1), [])
      assert.deepEqual(
        await ask(store, 'ruleFiring', { caseId: second.caseId, id: second.id }),
        second,
      )

      // One that waits holds back its own case, and no other.
      const waiting = { ...first, failures: 1, notBefore: someTime + 1000 }
      await put(store, fired(waiting))
      assert.deepEqual(await due(), [third])
      assert.deepEqual(await due(someTime + 1000), [waiting, third])
      await put(store, { change: 'ruleFiring.delete', row: waiting })
      assert.deepEqual(await due(), [second, third])
      assert.equal(
        await ask(store, 'ruleFiring', { caseId: first.caseId, id: first.id }),
        undefined,
      )
    })

    test('[B-1273] the last mark of a rule on a case is known until the case goes', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const [row, second] = [own.case(), own.case()]
      await put(store, ...creation(row), ...creation(second))
      const [ruleId, another] = [newId(), newId()]
      const { scope } = own
      const mark = (caseId: string, valueMs: number, rule = ruleId): Change => ({
        change: 'timedMark.put',
        row: { scope, ruleId: rule, caseId, valueMs },
      })
      await put(store, mark(row.id, 1), mark(second.id, 2), mark(row.id, 3, another))
      await put(store, mark(row.id, 4))
      const known = async (of: Builder, ...caseIds: string[]) =>
        (await ask(store, 'timedMarks', { scope: of.scope, ruleId, caseIds }))
          .map(({ caseId, valueMs }) => [caseId, valueMs])
          .sort()
      assert.deepEqual(await known(own, row.id, second.id, newId()), [
        [row.id, 4],
        [second.id, 2],
      ])
      assert.deepEqual(await known(other, row.id), [])
      await put(store, { change: 'case.delete', row })
      assert.deepEqual(await known(own, row.id, second.id), [[second.id, 2]])
    })

    test('[B-725] what fired goes with its domain', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      const kept = firingOf(other, newId())
      await put(store, fired(firingOf(own, newId())), fired(kept))
      await put(store, { change: 'rule.put', scope: own.scope, rule: ruleOf() })
      await put(store, { change: 'domain.delete', scope: own.scope })
      while ((await store.sweep(someTime, 10)).removed > 0);
      const takes = { nowMs: someTime, limit: 10 }
      assert.deepEqual(await ask(store, 'ruleFirings', takes), [kept])
    })
  })
