// The clock of a server for tests: POST /_opencases/clock, and what does not follow it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { testTools } from '../../src/model/index.ts'
import { minutesMs, sla } from '../support/item-setting.ts'
import { seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { after, moveClock, timeSetting } from '../support/time-setting.ts'

const path = '/_opencases/clock'

const startVirtual = (more: Record<string, string> = {}) =>
  startTestServer({ settings: { clock: 'virtual', 'clock-start': after(0), ...more } })

test('[B-1100] without a virtual clock there are no tools for tests, signed or not', async () => {
  await using server = await startTestServer()
  for (const tool of Object.values(testTools)) {
    for (const unsigned of [false, true]) {
      const { status, error } = await server.send(tool.method, tool.path, undefined, { unsigned })
      assert.deepEqual([status, error], [404, 'UnknownOperationException'], tool.name)
    }
  }
})

test('[B-1100] each tool needs its signature, and its action on everything', async () => {
  await using server = await startVirtual()
  const may = async (Action: string, Resource: string) =>
    server.keyFor({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })
  const fault = { operation: 'GetCase', latencyMs: 1 }
  for (const tool of Object.values(testTools)) {
    const { name, method } = tool
    const body = name === 'PutFault' ? fault : method === 'POST' ? {} : undefined
    const as = async (keys?: Awaited<ReturnType<typeof may>>) =>
      (
        await server.send(
          method,
          tool.path,
          body,
          keys === undefined ? { unsigned: true } : { keys },
        )
      ).status
    assert.equal(await as(), 403, name)
    assert.equal(await as(await may('cases:*', '*')), 403, name)
    assert.equal(await as(await may(`opencases:${name}`, 'arn:aws:cases:*:*:domain/*')), 403, name)
    assert.equal(await as(await may(`opencases:${name}`, '*')), 200, name)
  }
})

test('[B-1101] domain time begins where it is told to, and stands still', async () => {
  await using server = await startVirtual()
  assert.equal(await moveClock(server, {}), after(0))
  const { domainId } = await seedDomain(server.client)
  const { createdTime } = await server.client.getDomain({ domainId })
  assert.equal(createdTime?.toISOString(), after(0))
  await realClock().sleep(5)
  assert.equal(await moveClock(server, {}), after(0))
})

test('[B-1101] it begins at the wall clock’s time where nobody says otherwise', async () => {
  const clock = realClock()
  const [from, server] = [clock.now(), await startTestServer({ settings: { clock: 'virtual' } })]
  await using _ = server
  const now = Date.parse(await moveClock(server, {}))
  assert.ok(now >= from && now <= clock.now())
})

test('[B-1101] signatures, keys that expire and the Date header follow the wall clock', async () => {
  await using server = await startVirtual()
  const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }]
  const policy = { Version: '2012-10-17', Statement: everything }
  const client = server.clientWith(await server.keyFor(policy, { expires: '1h' }))
  await moveClock(server, { to: '2099-01-01T00:00:00Z' })
  await client.listDomains({})
  const { headers } = await server.send('POST', path, {})
  const wall = realClock().wallNow()
  assert.ok(Math.abs(Date.parse(headers.get('date') ?? '') - wall) < minutesMs(1))
})

test('[B-1102] what falls due on the way happens at its own time, in order', async () => {
  await using setting = await timeSetting()
  const [late, early] = [await setting.newCase(), await setting.newCase()]
  await setting.addSla(late, 30)
  await setting.addSla(early, 10)
  await setting.addSla(early, 20)
  assert.equal(await moveClock(setting.server(), { to: after(60) }), after(60))
  const told = (await setting.events())
    .map(({ detail }) => detail)
    .filter(({ eventType }) => eventType === 'RELATED_ITEM.UPDATED')
    .map(({ approximateChangeTime, relatedItem }) => [approximateChangeTime, relatedItem.caseId])
  assert.deepEqual(told, [
    [after(10, 1), early],
    [after(20, 1), early],
    [after(30, 1), late],
  ])
})

test('[B-1102] calls at the same time move it one after the other', async () => {
  await using server = await startVirtual()
  const steps = Array.from({ length: 20 }, () => moveClock(server, { advanceMs: 1000 }))
  const times = (await Promise.all(steps)).sort()
  assert.equal(times.at(-1), after(0, 20_000))
  assert.equal(new Set(times).size, 20)
})

const refused = async (server: TestServer, input: object) => {
  const { error, json } = await server.send('POST', path, input)
  assert.equal(error, 'ValidationException', JSON.stringify(input))
  return json.message as string
}

test('[B-1103] it never goes back, nor beyond the year 9000', async () => {
  await using server = await startVirtual()
  await moveClock(server, { to: after(10) })
  assert.match(await refused(server, { to: after(10, -1) }), /forward/)
  assert.match(await refused(server, { to: '9000-01-01T00:00:00.001Z' }), /9000/)
  assert.match(await refused(server, { to: after(20), advanceMs: 1 }), /not both/)
  for (const to of ['tomorrow', '2026-11-23', '1795424400', '2026-02-30T10:00:00Z', '']) {
    await refused(server, { to })
  }
  for (const advanceMs of [-1, 1e15]) await refused(server, { advanceMs })
  assert.equal(await moveClock(server, { to: after(10) }), after(10))
})

test('[B-1103] the server works in the last moment that there is', async () => {
  await using server = await startVirtual()
  await moveClock(server, { to: '9000-01-01T00:00:00Z' })
  const seeded = await seedDomain(server.client)
  const { domainId } = seeded
  const { caseId } = await seedCase(server.client, seeded)
  const content = sla('Two years', 1_051_200)
  await server.client.createRelatedItem({ domainId, caseId, type: 'Sla', content })
  const { relatedItems } = await server.client.searchRelatedItems({ domainId, caseId })
  const { targetTime } = relatedItems?.[0]?.content?.sla?.slaConfiguration ?? {}
  assert.equal(targetTime?.toISOString(), '9002-01-01T00:00:00.000Z')
})
