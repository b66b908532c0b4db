// `kill -9` of the server while it delivers, to a receiver that fails, breaks off and answers late besides: nothing
// is lost, nothing overtakes, what comes again is the same. A few rounds, or 30 with `FAULTS=full`.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import {
  actions,
  checkOrder,
  domainWithEvents,
  outboxOf,
  type Place,
  webhook,
} from '../events/setting.ts'
import { type Chance, chanceOf } from '../sim/chance.ts'
import { type Program, rootKeyIn, startProgram, temporaryFolder } from '../support/program.ts'
import { type Behave, startReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'

const rounds = process.env.FAULTS === 'full' ? 30 : 4
const seed = Number(process.env.OPENCASES_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** On a machine that has much else to do. */
const patienceMs = 60_000

/** Mostly well, now and then not; some events it does not take as long as it is `ill`. */
const moody =
  (chance: Chance, health: { ill: boolean }): Behave =>
  ({ body }) => {
    if (health.ill && body.includes('indigestible')) return 422
    const mood = chance.below(100)
    if (mood < 4) return 500
    if (mood < 8) return 'break'
    if (mood > 10) return 200
    return async (response) => {
      await sleep(30)
      response.end()
      return true
    }
  }

const connect = (data: string, { endpoint }: Program) =>
  new ConnectCases({ endpoint, region: 'us-east-1', credentials: rootKeyIn(data), maxAttempts: 1 })

/** Changes cases until the server is gone. */
const work = async (client: ConnectCases, place: Place): Promise<void> => {
  const { newCase, rename, comment } = actions(client, place)
  try {
    for (let cases = 0; ; cases += 1) {
      const caseId = await newCase()
      if (cases % 3 === 1) await rename(caseId, 'indigestible')
      for (let count = 0; count < 4; count += 1) await rename(caseId, `${count}`)
      await comment(caseId, 'Called back')
    }
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
    assert.equal($metadata?.httpStatusCode, undefined, `${error}`)
  }
}

const linesOf = (path: string): { id: string }[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

test('[B-1160] [B-1161] [B-1162] [B-1176] a server that is killed while it delivers loses nothing', async (t) => {
  using folder = temporaryFolder()
  const chance = chanceOf(seed)
  t.diagnostic(`OPENCASES_TEST_SEED=${seed}`)
  const health = { ill: true }
  await using receiver = await startReceiver(moody(chance, health))
  const path = join(folder.path, 'events.ndjson')
  const data = join(folder.path, 'data')
  const delays = { firstDelaySeconds: 0.02, longestDelaySeconds: 0.1 }
  const sinks = [webhook(receiver.url), { name: 'log', type: 'file', path, ...delays }]
  const start = () => startProgram(['--data', data, '--sinks', JSON.stringify(sinks)])
  let place: Place | undefined
  for (let round = 0; round < rounds; round += 1) {
    await using server = await start()
    const client = connect(data, server)
    place ??= await domainWithEvents(client)
    const working = Array.from({ length: 4 }, () => work(client, place as Place))
    const enough = receiver.received.length + 60 + chance.below(60)
    await until(
      () => receiver.received.length >= enough,
      () => 'nothing is delivered',
      patienceMs,
    )
    server.child.kill('SIGKILL')
    await Promise.all(working)
    client.destroy()
  }
  await using server = await start()
  const sent = outboxOf(data)
  const kept = sent.filter(({ event }) => event.includes('indigestible')).length
  assert.ok(kept > 0)
  health.ill = false
  await receiver.hasAccepted(sent.length, patienceMs)
  checkOrder(receiver.received, sent)
  const ids = sent.map(({ id }) => id)
  const written = () => [...new Set(linesOf(path).map(({ id }) => id))]
  await until(
    () => written().length === ids.length,
    () => `${written().length} of ${ids.length} lines`,
    patienceMs,
  )
  assert.deepEqual(written(), ids)
  assert.ok(server.child.exitCode === null && ids.length > 20 * rounds)
  const twice = receiver.received.length - ids.length
  t.diagnostic(`${ids.length} events, ${kept} indigestible at first, ${twice} tries more`)
})
