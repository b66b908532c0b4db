// The line before a store, under a simulated clock: a machine that takes groups of work, one after the other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError, throttled } from '../../src/errors.ts'
import { door, waitingLine } from '../../src/overload.ts'
import { chanceOf } from '../sim/chance.ts'

type Machine = {
  /** Arrivals, as a multiple of what the machine can take. */
  readonly load: number
  readonly workMs: number
  /** What a group costs beside its work: a flush to disk. */
  readonly groupMs: number
  /** One group in a hundred takes so much longer. */
  readonly stallMs?: number
}

type Outcome = {
  shed: number
  answered: number
  goodput: number
  longestMs: number
  /** After the first two seconds. */
  readonly waits: number[]
}

/** Twenty seconds of arrivals at random; `goodput` is the share of what the machine could have done. */
const simulate = async ({ load, workMs, groupMs, stallMs = 0 }: Machine): Promise<Outcome> => {
  const chance = chanceOf(1450)
  const random = () => chance.below(1_000_000) / 1_000_000
  let now = 0
  let arrival = 0
  let stalledMs = 0
  const line = waitingLine({ monotonicMs: () => now })
  const queue: { cameAt: number; done: () => void }[] = []
  const outcome: Outcome = { shed: 0, answered: 0, goodput: 0, longestMs: 0, waits: [] }
  const arrive = () => {
    for (; arrival <= now; arrival += -Math.log(1 - random()) * (workMs / load)) {
      if (line.isFull()) {
        outcome.shed += 1
        continue
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      const finish = now
      now = arrival
      void line.through(() => promise)
      now = finish
      queue.push({ cameAt: arrival, done: resolve })
    }
  }
  while (now < 20_000) {
    if (queue.length === 0) now = Math.max(now, arrival)
    arrive()
    const from = now
    const group: typeof queue = []
    while (queue.length > group.length && now - from < 8) {
      now += workMs * (0.5 + random())
      group.push(queue[group.length] as (typeof queue)[number])
    }
    queue.splice(0, group.length)
    const stall = random() < 0.01 ? stallMs : 0
    stalledMs += stall + groupMs
    now += stall + groupMs
    for (const { cameAt, done } of group) {
      outcome.answered += 1
      outcome.longestMs = Math.max(outcome.longestMs, now - cameAt)
      if (now > 2000) outcome.waits.push(now - cameAt)
      done()
    }
    for (let turns = 0; turns < 5; turns += 1) await undefined
  }
  outcome.waits.sort((a, b) => a - b)
  outcome.goodput = (outcome.answered * workMs) / (now - stalledMs)
  return outcome
}

const quantile = ({ waits }: Outcome, share: number): number =>
  waits[Math.floor((waits.length - 1) * share)] ?? Number.NaN

test('[B-1450] at three times capacity all of it is used, and whoever is let in waits for about a quarter of a second', async () => {
  for (const [workMs, groupMs] of [
    [0.1, 0.2],
    [0.65, 0.2],
    [2, 10],
    [4, 1],
  ] as const) {
    const outcome = await simulate({ load: 3, workMs, groupMs })
    const about = `${workMs} ms: ${JSON.stringify({ ...outcome, waits: quantile(outcome, 0.99) })}`
    assert.ok(outcome.goodput > 0.97, about)
    // A hundred may always wait, which is longer where each takes milliseconds.
    const waitMs = Math.max(250, 100 * workMs)
    assert.ok(quantile(outcome, 0.99) < 1.25 * waitMs + 20 * groupMs, about)
    assert.ok(quantile(outcome, 0.99) < 600 && outcome.longestMs < 1500, about)
    assert.ok(outcome.shed > outcome.answered, about)
  }
})

test('[B-1450] at ten times capacity the wait is bounded too', async () => {
  const outcome = await simulate({ load: 10, workMs: 0.65, groupMs: 0.2 })
  assert.ok(outcome.goodput > 0.97, String(outcome.goodput))
  assert.ok(quantile(outcome, 0.99) < 400 && outcome.longestMs < 1500)
})

test('[B-1450] below capacity nobody is sent away, also where each commit is slow', async () => {
  for (const machine of [
    { load: 0.9, workMs: 0.65, groupMs: 0.05 },
    { load: 0.3, workMs: 0.65, groupMs: 0.2, stallMs: 100 },
    { load: 0.3, workMs: 2, groupMs: 10 },
  ]) {
    const { shed, answered } = await simulate(machine)
    assert.equal(shed, 0, JSON.stringify(machine))
    assert.ok(answered > 1000)
  }
})

test('[B-1450] a hundred may always wait, however slow it is', async () => {
  const outcome = await simulate({ load: 3, workMs: 100, groupMs: 0 })
  assert.ok(outcome.shed > 0 && outcome.goodput > 0.9, JSON.stringify(outcome.goodput))
  assert.ok(quantile(outcome, 0.5) > 6000, String(quantile(outcome, 0.5)))
})

test('[B-1451] a burst is let in, and a line that has got short lets everybody in', async () => {
  let now = 0
  const line = waitingLine({ monotonicMs: () => now })
  const come = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const through = line.through(() => promise)
    return async () => {
      resolve()
      await through
    }
  }
  const burst = Array.from({ length: 1000 }, come)
  assert.equal(line.isFull(), false)
  for (const leave of burst) {
    now += 2
    await leave()
    // 2 ms each: until 125 are left they would keep a newcomer for more than a quarter of a second.
    if (now > 200 && now < 1750) assert.equal(line.isFull(), true, String(now))
    if (now > 1850) assert.equal(line.isFull(), false, String(now))
  }
})

test('[B-1451] reads, writes and searches have lines of their own', async () => {
  let now = 0
  const { promise, resolve } = Promise.withResolvers<never>()
  const never = () => promise
  const store = { configs: {} as never, load: never, write: never as never }
  const kindOf = (name: string) => (name.startsWith('Create') ? 'write' : 'read')
  const entrance = door(store, { monotonicMs: () => now }, kindOf)
  const writes = Array.from({ length: 400 }, () =>
    entrance.storeFor('CreateCase').write({} as never),
  )
  now += 5000
  resolve(undefined as never)
  await writes[0]
  const more = Array.from({ length: 400 }, () => entrance.storeFor('CreateCase').write({} as never))
  assert.throws(
    () => entrance.admit('CreateRelatedItem'),
    (error) =>
      error instanceof ApiError &&
      error.name === 'ThrottlingException' &&
      error.details.retryAfterSeconds === 1,
  )
  for (const name of ['GetCase', 'SearchCases', 'SearchAllRelatedItems'] as const) {
    entrance.admit(name)
  }
  await Promise.all([...writes, ...more])
  entrance.admit('CreateCase')
})

test('[B-1450] searches wait for half as long as others', async () => {
  let now = 0
  const hasRoom = async (name: 'GetCase' | 'SearchCases'): Promise<boolean> => {
    let answered = Promise.withResolvers<never>()
    const store = { configs: {} as never, load: () => answered.promise, write: undefined as never }
    const entrance = door(store, { monotonicMs: () => now }, () => 'read')
    const ask = () => Array.from({ length: 180 }, () => entrance.storeFor(name).load({}))
    const first = ask()
    now += 180
    answered.resolve({} as never)
    await Promise.all(first)
    answered = Promise.withResolvers()
    const second = ask()
    const room = entrance.lines.room(name)
    answered.resolve({} as never)
    await Promise.all(second)
    return room > 0
  }
  assert.equal(await hasRoom('GetCase'), true)
  assert.equal(await hasRoom('SearchCases'), false)
})

test('[B-1450] few who come out soon do not make the line fast for many', async () => {
  let now = 0
  const line = waitingLine({ monotonicMs: () => now })
  // One after the other, as searches: each takes 2 ms.
  const crowd = async (count: number) => {
    const works = Array.from({ length: count }, () => Promise.withResolvers<void>())
    const through = works.map(({ promise }) => line.through(() => promise))
    for (const [index, { resolve }] of works.entries()) {
      now += 2
      resolve()
      await through[index]
    }
  }
  await crowd(300)
  for (let few = 0; few < 10; few += 1) await crowd(20)
  const more = Array.from({ length: 260 }, () => Promise.withResolvers<void>())
  const through = more.map(({ promise }) => line.through(() => promise))
  assert.equal(line.isFull(), true)
  for (const { resolve } of more) resolve()
  await Promise.all(through)
})

test('[B-1455] who is sent away together is not read again together', async () => {
  let now = 0
  const { promise, resolve } = Promise.withResolvers<never>()
  const store = { configs: {} as never, load: () => promise, write: (() => promise) as never }
  const entrance = door(store, { monotonicMs: () => now }, () => 'write')
  const write = () => entrance.storeFor('CreateCase').write({} as never)
  const writes = Array.from({ length: 400 }, write)
  now += 5000
  resolve(undefined as never)
  await writes[0]
  const more = Array.from({ length: 400 }, write)
  const refuse = () => {
    try {
      entrance.admit('CreateCase')
    } catch (error) {
      return (error as ApiError).details.holdMs ?? 0
    }
    return 0
  }
  const holds = Array.from({ length: 160 }, refuse)
  const counts = Map.groupBy(holds, (holdMs) => holdMs)
  assert.ok(Math.min(...holds) >= 450 && Math.max(...holds) <= 600, String(holds))
  for (const [holdMs, { length }] of counts) assert.ok(length <= 10, `${length} for ${holdMs} ms`)
  await Promise.all([...writes, ...more])
})

test('[B-1451] who finds no room in the store says nothing about how fast the line moves', async () => {
  let now = 0
  const line = waitingLine({ monotonicMs: () => now })
  const { promise, resolve } = Promise.withResolvers<void>()
  const crowd = Array.from({ length: 200 }, () => line.through(() => promise))
  now += 2000
  resolve()
  await Promise.all(crowd)
  const never = Promise.withResolvers<void>()
  const more = Array.from({ length: 200 }, () => line.through(() => never.promise))
  assert.equal(line.isFull(), true)
  await assert.rejects(line.through(() => Promise.reject(throttled('No room.', 1))))
  assert.equal(line.isFull(), true)
  never.resolve()
  await Promise.all(more)
})
