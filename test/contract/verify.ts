// What `verify` of a store finds. The forgeries are made of changes alone: what a store takes from the program is
// what it must see through.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AuditRow, CaseRow, ChainHead } from '../../src/domain/rows.ts'
import type { Change, Store } from '../../src/storage/contract.ts'
import { type OpenPlace, put, settingIn } from './place.ts'
import { creation, mac, nextEvent, revision } from './rows.ts'

type Chained = {
  readonly row: CaseRow
  readonly chain: ChainHead
  readonly events: readonly AuditRow[]
}

/** A case and its history, the events numbered from 1. */
const chained = (row: CaseRow, length: number): Chained => {
  const changes = creation(row)
  let last = row
  while (last.chain.sequence < length) {
    const next = revision(last, {})
    changes.push(...next.changes)
    last = next.after
  }
  const events = changes.flatMap((change) => (change.change === 'audit.append' ? change.row : []))
  return { row, chain: last.chain, events }
}

const keep = (store: Store, { row, chain, events }: Chained) =>
  put(
    store,
    { change: 'case.insert', row: { ...row, chain } },
    ...events.map((event): Change => ({ change: 'audit.append', row: event })),
  )

/** Histories of four events that have been tampered with, and what is said of each. */
const forgeries = (whole: Chained): readonly (readonly [string, Partial<Chained>])[] => {
  const { row, chain, events } = whole
  const altered = (more: Partial<AuditRow>) =>
    events.map((event) => (event.sequence === 2 ? { ...event, ...more } : event))
  const without = (sequence: number) => events.filter((event) => event.sequence !== sequence)
  const last = nextEvent({ ...row, chain }, 'added')
  return [
    ['event 2 was changed', { events: altered({ bytes: new Uint8Array([1]) }) }],
    ['event 2 is missing', { events: without(2) }],
    ['event 1 is missing', { events: without(1) }],
    ['events 1 to 3 are missing', { events: events.slice(3) }],
    ['event 4 is cut off', { events: without(4) }],
    ['events 2 to 4 are cut off', { events: events.slice(0, 1) }],
    ['events 1 to 4 are cut off', { events: [] }],
    ['event 5 was added', { events: [...events, last] }],
    [
      'the end of its history does not fit the case',
      { chain: { sequence: 4, mac: new Uint8Array(32) } },
    ],
  ]
}

export const verifyContract = (open: OpenPlace) =>
  describe('verifying', () => {
    test('[B-723] what is whole has no faults, and all of it is counted', async () => {
      await using setting = await settingIn(open)
      const { store, own, other } = setting
      assert.deepEqual(await store.verify(mac), { cases: 0, events: 0, faults: [] })
      const [gone, ...others] = [own, own, other].map((at) => chained(at.case(), 4))
      assert.ok(gone)
      for (const each of [gone, ...others]) await keep(store, each)
      assert.deepEqual(await store.verify(mac), { cases: 3, events: 12, faults: [] })
      const { row, chain } = gone
      await put(store, { change: 'case.delete', row: { ...row, chain } })
      assert.deepEqual(await store.verify(mac), { cases: 2, events: 8, faults: [] })
    })

    test('[B-606] [B-723] each way to forge a history is named, with its case', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const expected: string[] = []
      await keep(store, chained(own.case(), 4))
      for (const kind of forgeries(chained(own.case(), 4)).keys()) {
        const whole = chained(own.case(), 4)
        const [fault = '', forged] = forgeries(whole)[kind] ?? []
        expected.push(`case ${whole.row.id}: ${fault}`)
        await keep(store, { ...whole, ...forged })
        await keep(store, chained(own.case(), 4))
      }
      const { faults, cases } = await store.verify(mac)
      assert.deepEqual([...faults].sort(), expected.sort())
      assert.equal(cases, 1 + 2 * expected.length)
    })

    test('[B-606] [B-723] an event with another’s seal is named, and what follows from it', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const { events, ...whole } = chained(own.case(), 4)
      const sealed = events.map((event) =>
        event.sequence === 2 ? { ...event, mac: new Uint8Array(32) } : event,
      )
      await keep(store, { ...whole, events: sealed })
      const { faults } = await store.verify(mac)
      const about = [2, 3].map((number) => `case ${whole.row.id}: event ${number} was changed`)
      assert.deepEqual(faults, about)
    })

    test('[B-177] [B-723] under another key every history is forged', async () => {
      await using setting = await settingIn(open)
      const { store, own } = setting
      const whole = chained(own.case(), 1)
      await keep(store, whole)
      const { faults } = await store.verify((previous, sequence, bytes) =>
        mac(mac(previous, sequence, bytes), sequence, bytes),
      )
      assert.deepEqual(faults, [`case ${whole.row.id}: event 1 was changed`])
    })
  })
