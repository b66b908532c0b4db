// What a store promises of outgoing events: positions that nobody can miss, how far each consumer has come, and what
// one could not do.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { ConsumerRow, UndeliveredRow } from '../../src/domain/rows.ts'
import type { Change, Store } from '../../src/storage/contract.ts'
import { ask, type OpenPlace, put, settingIn, stale } from './place.ts'
import { type Builder, creation, outgoing, revision, someTime } from './rows.ts'

const append = (at: Builder, ms = someTime): Change => ({
  change: 'outbox.append',
  row: outgoing(at.case(), ms),
})

const consumer = (more: Partial<ConsumerRow> = {}): Change & { row: ConsumerRow } => {
  const row = { name: 'a', position: 0, epoch: 0, active: true, keepMs: 10_000 }
  return { change: 'consumer.put', row: { ...row, ...more } }
}

/** What the consumer `a` could not do. */
export const undelivered = (
  position: number,
  more: Partial<UndeliveredRow> = {},
): UndeliveredRow => ({
  consumer: 'a',
  position,
  caseId: `case ${position % 3}`,
  at: someTime + position,
  event: `{"position":${position}}`,
  tries: 3,
  failedAt: someTime,
  dueAt: someTime + 5000,
  reason: 'It answered 500.',
  ...more,
})

const positionsAfter = async (store: Store, after: number, limit = 1000) => {
  const { rows } = await ask(store, 'outgoing', { after, limit })
  return rows.map(({ position }) => position)
}

const sweepAll = async (store: Store, nowMs: number): Promise<number> => {
  let sum = 0
  for (let removed = -1; removed !== 0; sum += removed) {
    removed = (await store.sweep(nowMs, 3)).removed
  }
  return sum
}

export const outgoingContract = (open: OpenPlace) => {
  describe('outgoing events', () => {
    positions(open)
    retention(open)
    restored(open)
  })
  describe('consumers of outgoing events', () => consumers(open))
}

const positions = (open: OpenPlace): void => {
  test('[B-1150] have positions without gaps, whatever is refused in between', async () => {
    await using setting = await settingIn(open)
    const { place, store, own, other } = setting
    const none = { rows: [], retired: 0, latest: 0 }
    assert.deepEqual(await ask(store, 'outgoing', { after: 0, limit: 10 }), none)
    const row = own.case()
    await put(store, ...creation(row), { change: 'outbox.append', row: outgoing(row, 7) })
    await stale(put(store, append(own), ...revision(own.case(), {}).changes))
    await put(store, append(other), append(own))
    const { rows, ...ends } = await ask(store, 'outgoing', { after: 0, limit: 10 })
    assert.deepEqual(ends, { retired: 0, latest: 3 })
    assert.deepEqual(rows[0], { position: 1, ...outgoing(row, 7) })
    assert.deepEqual(
      rows.map(({ position, scope }) => [position, scope]),
      [
        [1, own.scope],
        [2, other.scope],
        [3, own.scope],
      ],
    )
    assert.deepEqual(await positionsAfter(store, 1), [2, 3])
    assert.deepEqual(await positionsAfter(store, 1, 1), [2])
    assert.deepEqual(await positionsAfter(store, 3), [])
    await place.close(store)
    assert.deepEqual(await positionsAfter(await place.open(), 0), [1, 2, 3])
  })

  test('[B-1150] are missed by nobody who reads while others write', async () => {
    await using setting = await settingIn(open)
    const { place, store, own, other } = setting
    const beside = await place.beside()
    const count = 150
    let writing = true
    const write = async (to: Store, at: Builder) => {
      for (let done = 0; done < count; done += 1) await put(to, append(at), append(at))
    }
    const read = async (from: Store): Promise<number[]> => {
      const seen: number[] = []
      for (let last = false; !last; ) {
        last = !writing
        seen.push(...(await positionsAfter(from, seen.at(-1) ?? 0)))
        await turn()
      }
      return seen
    }
    const readers = [read(store), read(beside)]
    await Promise.all([write(store, own), write(store, other), write(beside, own)])
    writing = false
    const all = Array.from({ length: 6 * count }, (_, index) => index + 1)
    for (const seen of await Promise.all(readers)) assert.deepEqual(seen, all)
  })

  test('[B-1150] wake whoever listens, when they can be read', async () => {
    await using setting = await settingIn(open)
    const { store, own } = setting
    const seen: Promise<number[]>[] = []
    const end = store.onOutgoing(() => void seen.push(positionsAfter(store, 0)))
    await put(store, ...creation(own.case()))
    assert.equal(seen.length, 0)
    await put(store, append(own))
    // A read may take longer than the next write.
    await seen[0]
    await put(store, append(own))
    assert.deepEqual(await Promise.all(seen), [[1], [1, 2]])
    end()
    await put(store, append(own))
    assert.equal(seen.length, 2)
  })
}

const restored = (open: OpenPlace): void => {
  test('[B-1309] are restored at the positions that they had, and go on from the last', async () => {
    await using setting = await settingIn(open)
    const { place, store, own } = setting
    const row = { position: 7, ...outgoing(own.case(), someTime) }
    const { scope: _, ...homeless } = { ...row, position: 8 }
    await put(store, { change: 'outgoing.restore', rows: [row, homeless], latest: 9 })
    const found = await ask(store, 'outgoing', { after: 0, limit: 9 })
    assert.deepEqual(found, { rows: [row, homeless], retired: 6, latest: 9 })
    await put(store, append(own))
    await place.close(store)
    assert.deepEqual(await positionsAfter(await place.open(), 7), [8, 10])
  })
}

const retention = (open: OpenPlace): void => {
  test('[B-1152] go after their time, except those that an active consumer has not got', async () => {
    await using setting = await settingIn(open, { outboxRetentionMs: 1000 })
    const { store, own } = setting
    for (let ms = 0; ms < 10; ms += 1) await put(store, append(own, someTime + ms))
    await put(store, consumer({ position: 4 }), consumer({ name: 'b', active: false }))
    assert.equal(await sweepAll(store, someTime + 1002), 3)
    assert.deepEqual(await ask(store, 'outgoing', { after: 0, limit: 1 }).then(ends), [4, 3, 10])
    assert.equal(await sweepAll(store, someTime + 9000), 1)
    assert.deepEqual(await positionsAfter(store, 0), [5, 6, 7, 8, 9, 10])
    await put(store, { change: 'consumer.advance', name: 'a', epoch: 0, position: 6 })
    assert.equal(await sweepAll(store, someTime + 9000), 2)
    // What is older than keepMs goes nevertheless.
    assert.equal(await sweepAll(store, someTime + 10_007), 2)
    assert.deepEqual(await positionsAfter(store, 0), [9, 10])
    await put(store, consumer({ position: 6, active: false }))
    assert.equal(await sweepAll(store, someTime + 10_007), 2)
    assert.deepEqual(await ask(store, 'outgoing', { after: 0, limit: 1 }).then(ends), [
      undefined,
      10,
      10,
    ])
    await put(store, append(own))
    assert.deepEqual(await positionsAfter(store, 0), [11])
  })
}

const ends = (found: {
  rows: readonly { position: number }[]
  retired: number
  latest: number
}) => [found.rows[0]?.position, found.retired, found.latest]

const consumers = (open: OpenPlace): void => {
  test('[B-1151] keep how far they have come; who has another epoch changes nothing', async () => {
    await using setting = await settingIn(open)
    const { place, store } = setting
    const [a, b] = [consumer(), consumer({ name: 'b', active: false, keepMs: 5 })]
    await put(store, b, a)
    assert.deepEqual(await ask(store, 'consumers', {}), [a.row, b.row])
    const advance = { change: 'consumer.advance', name: 'a', epoch: 0, position: 7 } as const
    await put(store, advance)
    await put(store, { ...advance, epoch: 1, position: 8 }, { ...advance, name: 'c' })
    assert.deepEqual(await ask(store, 'consumers', {}), [{ ...a.row, position: 7 }, b.row])
    const moved = consumer({ position: 2, epoch: 1 })
    await put(store, moved)
    await put(store, advance)
    await place.close(store)
    assert.deepEqual(await ask(await place.open(), 'consumers', {}), [moved.row, b.row])
  })

  test('[B-1153] keep what they could not do, apart from what they gave up', async () => {
    await using setting = await settingIn(open)
    const { store } = setting
    const rows = [1, 2, 3, 4, 5, 6].map((position) =>
      undelivered(position, position % 2 === 0 ? { deadAt: someTime + 9 } : {}),
    )
    const foreign = undelivered(1, { consumer: 'b' })
    await put(
      store,
      ...[...rows, foreign].map((row) => ({ change: 'undelivered.put', row }) as const),
    )
    const told = async (
      dead: boolean,
      more: { after?: number; fromMs?: number; limit?: number } = {},
    ) => ask(store, 'undelivered', { consumer: 'a', dead, after: 0, limit: 10, ...more })
    assert.deepEqual(await told(false), [rows[0], rows[2], rows[4]])
    assert.deepEqual(await told(true), [rows[1], rows[3], rows[5]])
    assert.deepEqual(await told(true, { after: 2, limit: 1 }), [rows[3]])
    assert.deepEqual(await told(true, { fromMs: someTime + 5 }), [rows[5]])
    assert.deepEqual(await ask(store, 'undeliveredCounts', {}), [
      { consumer: 'a', waiting: 3, dead: 3 },
      { consumer: 'b', waiting: 1, dead: 0 },
    ])
    const again = undelivered(2, { tries: 0, dueAt: 1, reason: '' })
    await put(store, { change: 'undelivered.put', row: again })
    await put(store, { change: 'undelivered.delete', consumer: 'a', position: 1 })
    assert.deepEqual(await told(false), [again, rows[2], rows[4]])
    assert.deepEqual(await told(true), [rows[3], rows[5]])
  })

  test('[B-1153] lose what they could not do when it has been kept for long enough', async () => {
    await using setting = await settingIn(open)
    const { store } = setting
    const rows = [1, 2, 3].map((ms) => undelivered(ms, ms === 1 ? {} : { deadAt: someTime }))
    await put(store, consumer({ keepMs: 1000, active: false }))
    await put(store, ...rows.map((row) => ({ change: 'undelivered.put', row }) as const))
    assert.equal(await sweepAll(store, someTime + 1000), 0)
    assert.equal(await sweepAll(store, someTime + 1002), 2)
    const dead = { consumer: 'a', dead: true, after: 0, limit: 10 }
    assert.deepEqual(await ask(store, 'undelivered', dead), [rows[2]])
  })
}
