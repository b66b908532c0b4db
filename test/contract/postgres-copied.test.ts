// Searches on PostgreSQL that look through a copy, where something comes in between: a copy that was not made to its
// end, one of another database, one that comes or goes while somebody walks through pages.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import type { TimedRule } from '../../src/domain/rules/rule.ts'
import { timedRules } from '../../src/jobs/timed-rules.ts'
import type { CaseSort, Cursor, Store } from '../../src/storage/contract.ts'
import { openPostgres } from '../../src/storage/postgres/store.ts'
import { postgresMissing } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { all, copiedPlace, copyAnswers } from './copied-place.ts'
import { ask, put, settingIn } from './place.ts'
import type { PostgresPlace } from './postgres-place.ts'
import { type Builder, comment, creation, newId, revision, someTime } from './rows.ts'

const timedRule: TimedRule = {
  id: newId(),
  name: 'timed',
  deleted: false,
  actions: [],
  publishStatus: 'PUBLISHED',
  createdAt: 1,
  modifiedAt: 1,
  modifiedBy: 'somebody',
  trigger: 'Time',
  fieldId: '',
  afterMinutes: 1,
}

const many = Array.from({ length: 25 }, (_, index) => index)

describe('PostgreSQL with a copy that comes and goes', { skip: postgresMissing() }, () => {
  test('[B-1341] a copy that was not made to its end is made anew', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opencases-copy-'))
    try {
      await using place = await copiedPlace(folder)
      const { store, own } = await settingIn(async () => place)
      const rows = Array.from({ length: 1203 }, () => own.case())
      await put(store, ...rows.flatMap(creation))
      await copyAnswers(place, store, own, rows.length)
      await place.close(store)
      // What is new does not fit into it; made anew, it has room for some of the cases only.
      await using database = await plainlyOn(place)
      await put(database.store, ...creation(own.case()))
      const begun = place.watched.made
      place.watched.writes = [false, true, true, true]
      const failing = await database.open(place.openCopy)
      await until(
        () => place.watched.made > begun && place.watched.writes?.length === 0,
        () => 'nothing was copied',
      )
      assert.equal((await ask(failing, 'searchCases', all(own))).totalCount, rows.length + 1)
      await failing.close()
      place.watched.writes = undefined
      const { made } = place.watched
      const again = await place.open()
      assert.equal(place.watched.made, made + 1)
      await copyAnswers(place, again, own, rows.length + 1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('[B-1341] the copy of another database in the same cluster is not believed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opencases-copy-'))
    try {
      await using one = await copiedPlace(folder)
      const first = await settingIn(async () => one)
      await put(first.store, ...creation(first.own.case()))
      await copyAnswers(one, first.store, first.own, 1)
      await one.close(first.store)
      await using other = await copiedPlace(folder)
      const second = await settingIn(async () => other)
      assert.equal(other.watched.made, 1)
      await put(second.store, ...[second.own.case(), second.own.case()].flatMap(creation))
      await copyAnswers(other, second.store, second.own, 2)
      await other.close(second.store)
      const again = await one.open()
      await copyAnswers(one, again, first.own, 1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('[B-509] pages go on where a copy comes to answer, or goes', async () => {
    await using place = await copiedPlace()
    const { store: copied, own } = await settingIn(async () => place)
    await using database = await plainlyOn(place)
    const rows = many.map((index) =>
      own.case({
        updatedAt: someTime + index,
        values: index % 4 === 3 ? {} : valuesOf(own, index % 7),
      }),
    )
    await put(copied, ...rows.flatMap(creation))
    await copyAnswers(place, copied, own, rows.length)
    const sorts = [
      [],
      [{ fieldId: 'title', order: 'Asc', by: 'text' }],
      [{ fieldId: own.amount, order: 'Desc', by: 'number' }],
      [
        { fieldId: own.amount, order: 'Asc', by: 'number' },
        { fieldId: 'title', order: 'Desc', by: 'text' },
      ],
    ] as const
    for (const by of sorts) {
      const expected = await pages(own, by, [copied])
      assert.equal(expected.length, rows.length)
      for (const stores of [[database.store], [copied, database.store], [database.store, copied]]) {
        assert.deepEqual(await pages(own, by, stores), expected)
      }
    }
  })

  test('[B-1273] time fires a rule for a case that has got a comment since it changed', async () => {
    await using place = await copiedPlace()
    const { store, own } = await settingIn(async () => place)
    const rule = { ...timedRule, fieldId: own.due }
    await put(store, { change: 'rule.put', scope: own.scope, rule })
    const due = { [own.due]: { stringValue: '2020-01-01T00:00:00Z' } }
    const rows = [own.case({ values: due }), own.case({ values: due })] as const
    await put(store, ...rows.flatMap(creation))
    await copyAnswers(place, store, own, 2)
    const { changes, after } = revision(rows[0], {}, 'comment')
    await put(store, ...changes, {
      change: 'relatedItem.insert',
      row: own.item(after, comment('hello')),
    })
    const rounds = timedRules({ store, clock: realClock(), newId, lookEveryMs: 0 })
    await rounds.round()
    const takes = { scope: own.scope, ruleId: rule.id, caseIds: rows.map(({ id }) => id) }
    assert.equal((await ask(store, 'timedMarks', takes)).length, rows.length)
  })
})

/** The same database through a server without a copy, and through others. */
const plainlyOn = async ({ url }: PostgresPlace) => {
  const clock = realClock()
  const store = await openPostgres({ url, clock, connectionsMax: 2 })
  return {
    store,
    open: (openCopy: () => Promise<Store>) =>
      openPostgres({ url, clock, connectionsMax: 2, openCopy, copiedLeast: 0, copyEveryMs: 100 }),
    [Symbol.asyncDispose]: () => store.close(),
  }
}

const valuesOf = (own: Builder, number: number) => ({
  title: { stringValue: `title ${number}` },
  [own.amount]: { doubleValue: number / 3 },
})

/** The ids of all cases, a few a page, asked of the stores in turn. */
const pages = async (own: Builder, sorts: readonly CaseSort[], stores: readonly Store[]) => {
  const ids: string[] = []
  let after: Cursor | undefined
  for (let page = 0; page === 0 || after !== undefined; page += 1) {
    const store = stores[page % stores.length] ?? assert.fail()
    const from = after === undefined ? {} : { after }
    const { rows, next } = await ask(store, 'searchCases', {
      ...all(own),
      sorts,
      limit: 3,
      ...from,
    })
    ids.push(...rows.map(({ id }) => id))
    after = next
  }
  return ids
}
