// A delivery whose lease runs out, and is held again before anybody looks: the store hangs for a while, say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { realClock } from '../../src/clock.ts'
import type { ConsumerRow } from '../../src/domain/rows.ts'
import { startDelivery } from '../../src/jobs/deliveries/delivery.ts'
import type { Sink } from '../../src/jobs/deliveries/sink.ts'
import { leaseMs } from '../../src/jobs/lease.ts'
import type { Change, Plan, Store } from '../../src/storage/contract.ts'
import { until } from '../support/until.ts'

/** A journal whose store can be made to hang, and a lease that is given as the test says. */
const journal = () => {
  const ids: string[] = []
  const state = {
    consumer: undefined as ConsumerRow | undefined,
    opened: 0,
    loads: 0,
    leases: 0,
    hanging: Promise.resolve(),
    lease: async (): Promise<boolean> => true,
  }
  const wakers: (() => void)[] = []
  const rowOf = (id: string, index: number) => {
    const event = JSON.stringify({ version: '0', id })
    return { position: index + 1, caseId: id, sequence: 1, at: Date.now(), event }
  }
  const answers = {
    outgoing: ({ after, limit }: { after: number; limit: number }) => ({
      rows: ids.map(rowOf).slice(after, after + limit),
      retired: 0,
      latest: ids.length,
    }),
    consumers: () => (state.consumer === undefined ? [] : [state.consumer]),
    undelivered: () => [],
  }
  const rowsOf = (plan: Plan) => {
    const asked = Object.entries(plan).map(([name, { query, takes }]) => [
      name,
      answers[query as keyof typeof answers](takes as never),
    ])
    return Object.fromEntries(asked)
  }
  const apply = (change: Change): void => {
    if (change.change === 'consumer.put') {
      state.opened += 1
      state.consumer = change.row
    } else if (change.change === 'consumer.advance' && state.consumer !== undefined) {
      state.consumer = { ...state.consumer, position: change.position }
    }
  }
  const store: Pick<Store, 'lease' | 'load' | 'onOutgoing' | 'write'> = {
    load: async (plan) => {
      state.loads += 1
      await state.hanging
      return rowsOf(plan)
    },
    write: async ({ plan, decide }) => {
      const configs = { domain: () => undefined, domains: () => [] }
      const { answer, changes } = decide(rowsOf(plan(configs)), configs)
      changes.forEach(apply)
      return answer
    },
    lease: () => {
      state.leases += 1
      return state.lease()
    },
    onOutgoing: (wake) => {
      wakers.push(wake)
      return () => wakers.splice(0)
    },
  }
  const append = (id: string) => {
    ids.push(id)
    for (const wake of wakers) wake()
  }
  return { state, store: store as Store, append }
}

const delivering = async () => {
  const { state, store, append } = journal()
  const sent: string[] = []
  const sink: Sink = {
    order: 'case',
    parallel: 4,
    batch: { countMax: 1, bytesMax: Number.POSITIVE_INFINITY },
    send: async (events, signal) => {
      if (signal.aborted) return [{ reason: 'cut off' }]
      sent.push(...events.map(({ id }) => id))
      return events.map(() => undefined)
    },
    close: async () => undefined,
  }
  let aheadMs = 0
  const clock = {
    ...realClock(),
    monotonicMs: () => performance.now() + aheadMs,
    // Waits are short here, however long they are meant.
    sleep: async (ms: number, signal?: AbortSignal) => {
      await sleep(Math.min(ms, 5), undefined, { signal }).catch(() => undefined)
    },
  }
  const delivery = await startDelivery({
    sink,
    policy: { firstMs: 10, longestMs: 10, giveUpTries: 1000, giveUpMs: 1e9 },
    store,
    clock,
    log: { error: () => undefined, warn: () => undefined, info: () => undefined },
    consumer: { name: 'sink/hook', from: 'oldest', keepMs: 0 },
  })
  append('e1')
  await until(
    () => sent.includes('e1'),
    () => 'nothing was sent',
  )
  const pass = (ms: number) => {
    aheadMs += ms
  }
  return { state, append, sent, pass, [Symbol.asyncDispose]: () => delivery.stop() }
}

test('[B-1304] a lease that ran out while the store hung, and is held again: deliveries go on', async () => {
  await using setting = await delivering()
  const { state, append, sent, pass } = setting
  const hang = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<boolean>()
  state.hanging = hang.promise
  state.lease = () => asked.promise
  append('e2')
  const { loads, leases } = state
  const hangs = () => state.loads > loads && state.leases > leases
  await until(hangs, () => 'nobody asks the store')
  pass(leaseMs)
  state.lease = async () => true
  asked.reject(new Error('no answer'))
  await until(
    () => state.leases > leases + 3,
    () => 'the lease is not asked for again',
  )
  hang.resolve()
  await until(
    () => sent.includes('e2'),
    () => `only ${sent} were sent`,
  )
})

test('[B-1304] who had no lease for a while reads anew where the deliveries are', async () => {
  await using setting = await delivering()
  const { state, append, sent, pass } = setting
  assert.equal(state.opened, 1)
  pass(leaseMs)
  await until(
    () => state.opened === 2,
    () => 'it went on where it was',
  )
  append('e2')
  await until(
    () => sent.includes('e2'),
    () => `only ${sent} were sent`,
  )
})
