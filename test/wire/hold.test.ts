// Connections of those who were sent away.
import assert from 'node:assert/strict'
import { Agent, type IncomingMessage, request } from 'node:http'
import { test } from 'node:test'
import { ApiError } from '../../src/errors.ts'
import type { OperationName } from '../../src/model/index.ts'
import { type Held, holder } from '../../src/wire/hold.ts'
import { signHeader, startWire } from './signed.ts'

/** Moments of a clock that is moved by sleeping. */
const holding = () => {
  const state = { now: 0, room: 0, resumed: [] as number[] }
  const clock = {
    monotonicMs: () => state.now,
    sleep: async (ms: number) => {
      state.now += ms
    },
  }
  const lineOf = (name: OperationName) => (name === 'SearchCases' ? 'search' : 'write')
  // Whoever is read takes the room.
  const room = (name: OperationName) => (lineOf(name) === 'write' ? state.room : 0)
  const { hold, isWaitedFor } = holder({ clock, lines: { lineOf, room } })
  const connection = (number: number): Held =>
    ({
      pause: () => undefined,
      resume: () => {
        state.room = Math.max(0, state.room - 1)
        state.resumed.push(number)
      },
    }) as unknown as Held
  return {
    state,
    isWaitedFor,
    hold: (number: number, ms: number, name: OperationName = 'CreateCase') =>
      hold(connection(number), name, ms),
  }
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await undefined
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index)

test('[B-1455] who is held is read again when the time is over, in the order of being held', async () => {
  const { state, hold } = holding()
  for (const number of numbers(0, 100)) hold(number, 500)
  await until(() => state.now >= 490)
  assert.deepEqual(state.resumed, [])
  hold(100, 500)
  await until(() => state.now >= 510)
  assert.deepEqual(state.resumed, numbers(0, 100))
  await until(() => state.resumed.length === 101)
  assert.ok(state.now >= 990 && state.now <= 1010, String(state.now))
})

test('[B-1455] where there is room for more, so many are read before their time is over, the first of them first', async () => {
  const { state, hold, isWaitedFor } = holding()
  for (const number of numbers(0, 300)) hold(number, 500)
  hold(300, 500, 'SearchCases')
  assert.ok(isWaitedFor('UpdateCase') && isWaitedFor('SearchCases'))
  await until(() => state.now >= 100)
  state.room = 7
  await until(() => state.resumed.length > 0)
  const { now } = state
  await until(() => state.now >= now + 100)
  assert.deepEqual(state.resumed, numbers(0, 7))
  // Who waits in another line has another queue.
  state.room = 1000
  await until(() => !isWaitedFor('UpdateCase'))
  assert.deepEqual(state.resumed, numbers(0, 300))
  assert.ok(isWaitedFor('SearchCases') && state.now < 300)
})

test('[B-1455] whose time is over is read again, also behind others who are held for longer', async () => {
  const { state, hold } = holding()
  hold(0, 500)
  hold(1, 300)
  await until(() => state.resumed.length > 0)
  assert.deepEqual(state.resumed, [1])
  assert.ok(state.now >= 300 && state.now < 400, String(state.now))
  await until(() => state.resumed.length > 1)
  assert.ok(state.now >= 500 && state.now < 600, String(state.now))
})

/** Sends the first request away, and lets all others in. */
const refusingOnce = (holdMs: number): (() => undefined) => {
  let refusals = 1
  return () => {
    if (refusals === 0) return
    refusals -= 1
    throw new ApiError('ThrottlingException', 'Busy.', { retryAfterSeconds: 1, holdMs })
  }
}

/** The status of a signed call on the one connection of an agent. */
const statusOf = async (port: number, agent: Agent): Promise<number | undefined> => {
  const body = '{"name":"support"}'
  const { headers } = await signHeader(port, { path: '/domains', body })
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const to = { port, method: 'POST', path: '/domains', headers, agent }
  request(to, resolve).on('error', reject).end(body)
  const answer = await promise
  await answer.resume().toArray()
  return answer.statusCode
}

test('[B-1455] a held connection goes on where it was, and others are read meanwhile', async () => {
  const holdMs = 1000
  await using server = await startWire({
    admit: refusingOnce(holdMs),
  })
  const call = (agent: Agent) => statusOf(server.port, agent)
  const connections = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }))
  const [held, other] = connections as [Agent, Agent]
  const from = performance.now()
  assert.equal(await call(held), 429)
  const since = () => performance.now() - from
  const again = call(held)
  assert.equal(await call(other), 200)
  assert.ok(since() < holdMs, String(since()))
  assert.equal(await again, 200)
  assert.ok(since() >= holdMs, String(since()))
  const next = performance.now()
  assert.equal(await call(held), 200)
  assert.ok(performance.now() - next < holdMs - 20)
  for (const agent of connections) agent.destroy()
})

test('[B-1455] who was answered while another waits is read again behind that one', async () => {
  let room = 0
  await using server = await startWire({
    admit: refusingOnce(60_000),
    lines: { lineOf: () => 'write', room: () => room },
  })
  const agents = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }))
  const [held, other] = agents as [Agent, Agent]
  assert.equal(await statusOf(server.port, held), 429)
  assert.equal(await statusOf(server.port, other), 200)
  const since = performance.now()
  // Nobody makes room: `other` is read when its own time is over, and held again behind its answer.
  assert.equal(await statusOf(server.port, other), 200)
  assert.ok(performance.now() - since > 300, String(performance.now() - since))
  const order: string[] = []
  const ask = async (name: string, agent: Agent) => {
    assert.equal(await statusOf(server.port, agent), 200)
    order.push(name)
  }
  const asked = [ask('other', other), ask('held', held)]
  room = 1
  await Promise.all(asked)
  assert.deepEqual(order, ['held', 'other'])
  for (const agent of agents) agent.destroy()
})
