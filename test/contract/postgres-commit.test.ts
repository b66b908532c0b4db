// A commit whose answer is lost: on the way there or back, with a connection that breaks or one that says nothing.
// Who asked for it gets the true answer, if that can be known in time, and it is never done twice.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { query, type Store } from '../../src/storage/contract.ts'
import { postgresMissing, rowsOf } from '../support/postgres.ts'
import { type Relay, relayTo } from '../support/relay.ts'
import { everything } from './everything.ts'
import { put, refused, settingIn } from './place.ts'
import { postgresPlace } from './postgres-place.ts'
import { builder, comment, creation, revision } from './rows.ts'

/** A store behind a relay, beside one that is not, with a case in it. */
const settingBehindRelay = async () => {
  const setting = await settingIn(postgresPlace)
  const { place, own } = setting
  const relay: Relay = await relayTo(place.url)
  const store = await place.open({ url: relay.url })
  const row = own.case()
  await put(store, ...creation(row))
  return {
    ...setting,
    relay,
    behind: store,
    row,
    [Symbol.asyncDispose]: async () => {
      await setting[Symbol.asyncDispose]()
      await relay[Symbol.asyncDispose]()
    },
  }
}

type Setting = Awaited<ReturnType<typeof settingBehindRelay>>

/** A write that counts how often it was decided. */
const addItem = (store: Store, own: ReturnType<typeof builder>, caseId: string) => {
  const made = { tries: 0, answer: Promise.resolve('') }
  made.answer = store.write({
    plan: () => ({ row: query('caseById', { scope: own.scope, caseId }) }),
    decide: ({ row }) => {
      assert.ok(row)
      made.tries += 1
      const relatedItems = row.counts.relatedItems + 1
      const { changes } = revision(row, { counts: { ...row.counts, relatedItems } })
      const item = own.item(row, comment(`try ${made.tries}`))
      return { answer: item.id, changes: [{ change: 'relatedItem.insert', row: item }, ...changes] }
    },
  })
  return made
}

const itemsOf = async ({ store }: Setting) => (await everything(store)).items.map(({ id }) => id)

describe('a commit whose answer is lost', { skip: postgresMissing(), concurrency: true }, () => {
  test('[B-1311] it was done and the connection broke: it is answered, and not done twice', async () => {
    await using setting = await settingBehindRelay()
    const { relay, behind, own, row } = setting
    const lost = relay.loseCommit({ arrives: true, told: true })
    const made = addItem(behind, own, row.id)
    await lost
    const id = await made.answer
    assert.deepEqual(await itemsOf(setting), [id])
    assert.equal(made.tries, 1)
  })

  test('[B-1311] it was done and nothing is heard any more: it is answered all the same', async () => {
    await using setting = await settingBehindRelay()
    const { relay, behind, own, row } = setting
    const lost = relay.loseCommit({ arrives: true, told: false })
    const made = addItem(behind, own, row.id)
    await lost
    const id = await made.answer
    assert.deepEqual(await itemsOf(setting), [id])
    assert.equal(made.tries, 1)
  })

  test('[B-1311] it never arrived: it is decided and done again', async () => {
    await using setting = await settingBehindRelay()
    const { relay, behind, own, row } = setting
    const lost = relay.loseCommit({ arrives: false, told: true })
    const made = addItem(behind, own, row.id)
    await lost
    const id = await made.answer
    assert.deepEqual(await itemsOf(setting), [id])
    assert.equal(made.tries, 2)
  })

  test('[B-1311] it never arrived and nothing is heard: who asked is told to try again', async () => {
    await using setting = await settingBehindRelay()
    const { relay, behind, own, row } = setting
    const lost = relay.loseCommit({ arrives: false, told: false })
    const made = addItem(behind, own, row.id)
    await lost
    await refused(made.answer, 'InternalServerException')
    const again = addItem(behind, own, row.id)
    const id = await again.answer
    assert.deepEqual(await itemsOf(setting), [id])
    assert.deepEqual([made.tries, again.tries], [1, 1])
  })

  test('[B-1311] configuration that was changed by it is known afterwards', async () => {
    await using setting = await settingBehindRelay()
    const { relay, behind } = setting
    const { domain } = builder('made in doubt')
    const lost = relay.loseCommit({ arrives: true, told: true })
    const made = put(behind, { change: 'domain.put', domain })
    await lost
    await made
    assert.deepEqual(behind.configs.domain(domain.id), domain)
  })

  test('[B-1311] marks of connections that are long gone are swept, others stay', async () => {
    await using setting = await settingBehindRelay()
    const { place, behind, own, row, store } = setting
    const old = `insert into commits values ('gone', 7, now() - interval '2 hours')`
    await rowsOf(place.url, old)
    await store.sweep(Date.now(), 1000)
    const left = await rowsOf(place.url, 'select connection, number::integer from commits')
    assert.ok(left.length > 0 && left.every(({ connection }) => connection !== 'gone'))
    await addItem(behind, own, row.id).answer
  })
})
