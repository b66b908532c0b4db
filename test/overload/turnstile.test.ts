// The line before the main thread: how much of a turn of the event loop is for requests that begin.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { door, turnstile } from '../../src/overload.ts'

/** Turns of the event loop, in which requests come and each that begins takes `workMs`. */
const mainThread = (workMs: number) => {
  let now = 0
  let later: (() => void)[] = []
  const entrance = turnstile({ monotonicMs: () => now }, (callback) => later.push(callback))
  const outcome = { begun: [] as number[], waits: [] as number[], shed: 0 }
  const come = async (request: number) => {
    if (entrance.isFull()) {
      outcome.shed += 1
      return
    }
    const cameAt = now
    const turn = entrance.pass()
    if (turn !== undefined) await turn
    outcome.begun.push(request)
    outcome.waits.push(now - cameAt)
    now += workMs
  }
  let requests = 0
  const turn = async (coming: number): Promise<number> => {
    const from = now
    for (let each = 0; each < coming; each += 1) {
      void come(requests)
      requests += 1
    }
    const due = later
    later = []
    for (const callback of due) callback()
    for (let hops = 0; hops < 4000; hops += 1) await undefined
    return now - from
  }
  return { turn, outcome }
}

test('[B-1454] a turn begins what it has time for, and the others in their order in the next ones', async () => {
  const { turn, outcome } = mainThread(1)
  // What comes when the time is over waits, and what waits has a turn's time at its end.
  assert.ok((await turn(90)) < 25)
  assert.ok(outcome.begun.length < 25, String(outcome.begun.length))
  for (let turns = 0; turns < 15; turns += 1) assert.ok((await turn(0)) < 15)
  assert.deepEqual(
    outcome.begun,
    Array.from({ length: 90 }, (_, request) => request),
  )
  assert.equal(outcome.shed, 0)
  // Nobody waits where there is time.
  const { waits } = outcome
  waits.length = 0
  await turn(5)
  assert.deepEqual(waits, [0, 1, 2, 3, 4].fill(0))
})

test('[B-1454] who would wait too long for a turn is sent away, and the others are answered in time', async () => {
  const { turn, outcome } = mainThread(1)
  for (let turns = 0; turns < 400; turns += 1) await turn(50)
  const { begun, waits, shed } = outcome
  assert.ok(shed > begun.length, `${shed} sent away, ${begun.length} begun`)
  const late = waits.slice(Math.floor(waits.length / 2)).sort((a, b) => a - b)
  assert.ok((late[Math.floor(late.length * 0.99)] ?? Number.NaN) < 150, String(late.at(-1)))
})

test('[B-1454] who waits for a turn is in front of newcomers in the line behind it', async () => {
  let now = 0
  let work = Promise.withResolvers<never>()
  const ask = () => work.promise
  const store = { configs: {} as never, load: ask, write: ask as never }
  const entrance = door(store, { monotonicMs: () => now }, () => 'write')
  const writes = (count: number) =>
    Array.from({ length: count }, () => entrance.storeFor('CreateCase').write({} as never))
  const slow = writes(100)
  now += 1000
  work.resolve(undefined as never)
  await Promise.all(slow)
  work = Promise.withResolvers()
  assert.equal(entrance.admit('CreateCase'), undefined)
  now += 20
  // Each costs 10 ms by what was measured; a hundred may always wait.
  const turns = Array.from({ length: 101 }, () => entrance.admit('CreateCase'))
  assert.ok(turns.every((turn) => turn !== undefined))
  assert.throws(() => entrance.admit('CreateCase'), { name: 'ThrottlingException' })
  await Promise.all(turns)
  assert.equal(entrance.admit('CreateCase'), undefined)
})
