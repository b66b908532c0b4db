// Group commit on SQLite: how many writes share a commit, and what becomes of them when the database fails in
// the middle. `max_page_count` (the store's `pagesMax`) makes it fail as a full disk does: for some statements
// SQLite then drops the whole transaction, for others only what the statement did.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ApiError } from '../../src/errors.ts'
import type { Change, Store } from '../../src/storage/contract.ts'
import { everything } from './everything.ts'
import { layout } from './kinds.ts'
import { put } from './place.ts'
import { type Builder, builder, comment, creation, custom, mac, revision } from './rows.ts'
import { openFull, pageCount } from './sqlite-pages.ts'
import { type SqlitePlace, sqlitePlace } from './sqlite-place.ts'

/** So long that all writes of a test wait for one group. */
const oneGroup = { groupMs: 60_000 }

/** How many commits the log holds: a frame that ends one tells the size of the database after it. */
const commitsInLog = ({ file }: SqlitePlace): number => {
  const log = readFileSync(`${file}-wal`)
  const frame = 24 + log.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frame <= log.length; at += frame) {
    if (log.readUInt32BE(at + 4) > 0) commits += 1
  }
  return commits
}

const addComment = (store: Store, at: Builder, row: ReturnType<Builder['case']>, text: string) =>
  put(store, { change: 'relatedItem.insert', row: at.item(row, comment(text)) })

test('[B-702] writes that wait share a commit, in the order in which they came', async () => {
  await using place = await sqlitePlace()
  const store = await place.open({ bounds: { ...oneGroup, groupMax: 50 } })
  const own = builder('own')
  const row = own.case()
  await put(store, { change: 'domain.put', domain: own.domain }, ...creation(row))
  const before = commitsInLog(place)
  const decided: number[] = []
  const answered: number[] = []
  const writes = Array.from({ length: 200 }, async (_, index) => {
    await store.write({
      plan: () => ({}),
      decide: () => {
        decided.push(index)
        const item = own.item(row, comment(`comment ${index}`))
        return { answer: index, changes: [{ change: 'relatedItem.insert', row: item }] }
      },
    })
    answered.push(index)
  })
  await Promise.all(writes)
  assert.equal(commitsInLog(place) - before, 200 / 50)
  const inOrder = Array.from({ length: 200 }, (_, index) => index)
  assert.deepEqual(decided, inOrder)
  assert.deepEqual(answered, inOrder)
})

test('[B-702] no answer leaves before the commit of its group', async () => {
  await using place = await sqlitePlace()
  const store = await place.open({ bounds: oneGroup })
  const own = builder('own')
  await put(store, { change: 'domain.put', domain: own.domain })
  const before = commitsInLog(place)
  const first = put(store, ...creation(own.case())).then(() => commitsInLog(place))
  const last = store.write({
    plan: () => ({}),
    decide: () => {
      assert.equal(commitsInLog(place), before)
      return { answer: 'last', changes: creation(own.case()) }
    },
  })
  assert.equal(await first, before + 1)
  assert.equal(await last, 'last')
})

/** Eight who each write again two turns of the event loop after they were answered, the later the higher their number. */
const rounds = async (store: Store, at: Builder, row: ReturnType<Builder['case']>) => {
  const client = async (number: number) => {
    for (let round = 0; round < 10; round += 1) {
      for (let turns = 0; turns < number; turns += 1) await turn()
      await addComment(store, at, row, `${number} ${round}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, number) => client(number)))
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('[B-718] those who were answered together share the next commit too, though they write a moment apart', async () => {
  for (const [gatherMs, commitsMin, commitsMax] of [
    [200, 10, 20],
    [0, 30, 80],
  ] as const) {
    await using place = await sqlitePlace()
    const store = await place.open({ bounds: { gatherMs } })
    const own = builder('own')
    const row = own.case()
    await put(store, { change: 'domain.put', domain: own.domain }, ...creation(row))
    const before = commitsInLog(place)
    await rounds(store, own, row)
    const commits = commitsInLog(place) - before
    assert.ok(commits >= commitsMin && commits <= commitsMax, `${gatherMs}: ${commits}`)
  }
})

const turnsOf = async (work: Promise<unknown>): Promise<number> => {
  let turns = 0
  let isDone = false
  const done = work.then(() => {
    isDone = true
  })
  for (; !isDone; turns += 1) await turn()
  await done
  return turns
}

test('[B-718] nobody waits long for one who does not come back', async () => {
  // A clock that stands still holds nobody up either.
  for (const gatherMs of [200, Number.POSITIVE_INFINITY]) {
    await using place = await sqlitePlace()
    const store = await place.open({ bounds: { gatherMs } })
    const own = builder('own')
    const row = own.case()
    await put(store, { change: 'domain.put', domain: own.domain }, ...creation(row))
    await Promise.all(['a', 'b', 'c'].map((text) => addComment(store, own, row, text)))
    assert.ok((await turnsOf(addComment(store, own, row, 'alone'))) > 50)
    // One was alone the time before, so nobody is waited for.
    assert.ok((await turnsOf(addComment(store, own, row, 'alone again'))) < 20)
  }
})

const guilty: readonly (readonly [string, (at: Builder) => Change[]])[] = [
  ['the items of one case', (at) => manyItems(at, (index) => comment(`${index}`.repeat(14_000)))],
  [
    'the values of many items',
    (at) => manyItems(at, () => custom({ [at.note]: { stringValue: 'long '.repeat(800) } })),
  ],
  ['many cases', (at) => Array.from({ length: 2000 }, () => creation(at.case())).flat()],
  ['configuration', (at) => manyLayouts(at)],
  [
    'a change on an old version, after others',
    (at) => [...creation(at.case()), ...revision(at.case(), {}).changes],
  ],
  [
    'a case that is there already, after others',
    (at) => {
      const row = at.case()
      return [...creation(row), ...creation(row)]
    },
  ],
]

const manyItems = (at: Builder, content: (index: number) => Parameters<Builder['item']>[1]) => {
  const row = at.case()
  const items = Array.from({ length: 300 }, (_, index) => at.item(row, content(index)))
  const inserts = items.map((item): Change => ({ change: 'relatedItem.insert', row: item }))
  return [...creation(row), ...inserts]
}

const manyLayouts = ({ scope }: Builder) =>
  Array.from({ length: 3000 }, (_, index): Change => {
    return { change: 'layout.put', scope, layout: layout(`layout ${index}`) }
  })

for (const [name, changes] of guilty) {
  test(`[B-701] [B-703] only the guilty write of a group fails: ${name}`, async () => {
    await using place = await sqlitePlace()
    const own = builder('own')
    const row = own.case()
    const store = await openFull(place, own, { pages: 150, rows: [row], bounds: oneGroup })
    const kept = layout('kept')
    let runs = 0
    const counted = (): Promise<void> =>
      store.write({
        plan: () => ({}),
        decide: (_, configs) => {
          runs += 1
          assert.equal(configs.domain(own.scope)?.layouts.size, 1)
          return { answer: undefined, changes: [] }
        },
      })
    const before = Array.from({ length: 10 }, (_, index) => addComment(store, own, row, `${index}`))
    const config = put(store, { change: 'layout.put', scope: own.scope, layout: kept })
    const failing = put(store, ...changes(own))
    // What follows sees the configuration that came before the failure, and nothing of it.
    const after = [counted(), addComment(store, own, row, 'after'), counted()]
    const ended = await Promise.allSettled([...before, config, failing, ...after])
    const lost = ended.filter(({ status }) => status === 'rejected')
    assert.equal(lost.length, 1)
    const reason = lost[0]?.status === 'rejected' ? lost[0].reason : undefined
    await assert.rejects(failing, (error) => error === reason)
    assert.equal(runs, 2)
    const { items, cases, configs } = await everything(store)
    assert.deepEqual([items.length, cases.length], [11, 1])
    assert.deepEqual(configs[0]?.layouts, [[kept.id, kept]])
    assert.deepEqual((await store.verify(mac)).faults, [])
    await place.close(store)
    const again = await everything(await place.open())
    assert.deepEqual([again.items, again.configs], [items, configs])
  })
}

test('[B-703] writes before the guilty one are run again, and it once more alone', async () => {
  await using place = await sqlitePlace()
  const own = builder('own')
  const row = own.case()
  const store = await openFull(place, own, { pages: 100, rows: [row], bounds: oneGroup })
  const runs = [0, 0, 0]
  const run = (index: number, changes: readonly Change[]) =>
    store.write({
      plan: () => ({}),
      decide: () => {
        runs[index] = (runs[index] ?? 0) + 1
        return { answer: index, changes }
      },
    })
  const small = (): Change[] => [{ change: 'relatedItem.insert', row: own.item(row, comment('a')) }]
  const ended = await Promise.allSettled([
    run(0, small()),
    run(
      1,
      manyItems(own, (index) => comment(`${index}`.repeat(14_000))),
    ),
    run(2, small()),
  ])
  assert.deepEqual(
    ended.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.message)),
    [0, 'The store has no room left on its disk.', 2],
  )
  assert.deepEqual(runs, [2, 2, 1])
  const failure = ended[1]?.status === 'rejected' ? ended[1].reason : undefined
  assert.ok(failure instanceof ApiError)
  assert.equal(failure.name, 'InternalServerException')
  assert.equal(failure.details.retryAfterSeconds, 5)
  assert.ok(pageCount(place) > 0)
})
