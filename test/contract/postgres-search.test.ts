// Searches on PostgreSQL that look through a copy of the cases on the server's own disk: what every
// store must do, and what is particular to a copy: it follows what any server commits, goes on
// after a restart, and may be lost.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Store } from '../../src/storage/contract.ts'
import { postgresMissing } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { caseSearchContract } from './case-search.ts'
import { all, copiedPlace, copyAnswers, forgetChanges } from './copied-place.ts'
import { resetContract } from './deadlines.ts'
import { ask, put, settingIn } from './place.ts'
import { creation, revision } from './rows.ts'
import { sweepContract } from './upkeep.ts'

const missing = postgresMissing()

const many = Array.from({ length: 25 }, (_, index) => index)

describe('PostgreSQL with a copy to search in', { skip: missing }, () => {
  caseSearchContract(() => copiedPlace())
  resetContract(() => copiedPlace())
  sweepContract(() => copiedPlace())

  test('[B-1340] it is the copy that searches look through', async () => {
    await using place = await copiedPlace()
    const { store, own } = await settingIn(async () => place)
    const row = own.case()
    await put(store, ...creation(row))
    assert.deepEqual((await ask(store, 'searchCases', all(own))).rows, [row])
    assert.equal(place.watched.searches, 1)
  })

  test('[B-1340] a search sees what any server has answered, however many write at once', async () => {
    await using place = await copiedPlace()
    const { store, own } = await settingIn(async () => place)
    const other = await place.beside()
    let answered = 0
    const write = async (index: number): Promise<void> => {
      const row = own.case()
      const by = index % 2 === 0 ? store : other
      await put(by, ...creation(row))
      answered += 1
      const values = { ...row.values, title: { stringValue: `number ${index};` } }
      const { changes, after } = revision(row, { values })
      await put(by, ...changes)
      const where = { fieldId: 'title', is: 'containing', folded: `number ${index};` } as const
      const through = index % 3 === 0 ? by : by === store ? other : store
      assert.deepEqual((await ask(through, 'searchCases', { ...all(own), where })).rows, [after])
    }
    const look = async (): Promise<void> => {
      for (const through of [store, other, store, other]) {
        const least = answered
        const { totalCount, rows } = await ask(through, 'searchCases', all(own))
        assert.ok(totalCount >= least, `${totalCount} of ${least}`)
        assert.equal(rows.length, totalCount)
      }
    }
    await Promise.all([...many.map(write), look(), look()])
    for (const through of [store, other]) {
      assert.equal((await ask(through, 'searchCases', all(own))).totalCount, many.length)
    }
    assert.ok(place.watched.searches > many.length)
  })

  test('[B-1340] a server that starts copies every case there is', async () => {
    await using place = await copiedPlace()
    const { store, own } = await settingIn(async () => place)
    // More than are read at a time.
    const rows = Array.from({ length: 1203 }, () => own.case())
    await put(store, ...rows.flatMap(creation))
    const { made, searches } = place.watched
    const other = await place.beside()
    assert.equal(place.watched.made, made + 1)
    assert.equal((await ask(other, 'searchCases', all(own))).totalCount, rows.length)
    assert.equal(place.watched.searches, searches + 1)
  })

  test('[B-1340] a server at rest takes in what others write, before it is asked', async () => {
    await using place = await copiedPlace()
    const { store, own } = await settingIn(async () => place)
    const rows = [own.case(), own.case()]
    await put(store, ...rows.flatMap(creation))
    const [copy] = place.watched.copies
    assert.ok(copy !== undefined)
    const caseIds = rows.map(({ id }) => id)
    // Asked of the copy itself, so that no search makes it follow.
    const isThere = async () =>
      (await ask(copy, 'casesByIds', { scope: own.scope, caseIds })).length === rows.length
    await until(isThere, () => 'the copy has not followed')
    assert.equal(place.watched.searches, 0)
  })

  test('[B-1341] after a restart it goes on where it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opencases-copy-'))
    try {
      await using place = await copiedPlace(folder)
      const { store, own } = await settingIn(async () => place)
      await put(store, ...creation(own.case()))
      assert.equal((await ask(store, 'searchCases', all(own))).totalCount, 1)
      await place.close(store)
      const { made } = place.watched
      const again = await place.open()
      await put(again, ...creation(own.case()))
      assert.equal((await ask(again, 'searchCases', all(own))).totalCount, 2)
      assert.equal(place.watched.made, made)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('[B-1341] where changes are missing that it has not seen, it is made anew', async () => {
    await using place = await copiedPlace()
    const { store, own } = await settingIn(async () => place)
    const first = own.case()
    await put(store, ...creation(first))
    assert.equal((await ask(store, 'searchCases', all(own))).totalCount, 1)
    {
      // At rest it might see the changes first.
      using _ = askedAgainAndAgain(store)
      await put(store, ...creation(own.case()))
      await forgetChanges(place.url)
    }
    const { made } = place.watched
    // Answered by the database itself while the copy is made.
    assert.equal((await ask(store, 'searchCases', all(own))).totalCount, 2)
    await until(
      () => place.watched.made === made + 1,
      () => 'it was not made anew',
    )
    await copyAnswers(place, store, own, 2)
  })

  test('[B-1342] a copy that fails is let go of, and the database answers', async () => {
    await using place = await copiedPlace()
    const { store, own } = await settingIn(async () => place)
    await put(store, ...creation(own.case()))
    place.watched.broken = true
    assert.equal((await ask(store, 'searchCases', all(own))).totalCount, 1)
    assert.deepEqual([place.watched.failed, place.watched.searches], [1, 0])
    await copyAnswers(place, store, own, 1)
  })
})

/** A server that is asked something all the time. */
const askedAgainAndAgain = (store: Store): Disposable => {
  const ask = (): void => void store.accessKey('AKIANOBODY')
  ask()
  const timer = setInterval(ask, 50)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
