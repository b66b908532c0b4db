// Emptying a server for tests: POST /_opencases/reset.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realClock } from '../../src/clock.ts'
import { ask, put } from '../contract/place.ts'
import { builder, creation } from '../contract/rows.ts'
import { eventually, fileSetting } from '../support/file-setting.ts'
import { seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { after, moveClock, timeSetting } from '../support/time-setting.ts'
import { until } from '../support/until.ts'

const startVirtual = () =>
  startTestServer({ settings: { clock: 'virtual', 'clock-start': after(0) } })

const reset = async (server: Pick<TestServer, 'send'>) => {
  const { status, text } = await server.send('POST', '/_opencases/reset')
  assert.equal(status, 200, text)
}

test('[B-1110] everything is gone, keys and the time stay', async () => {
  await using setting = await timeSetting()
  const server = setting.server()
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }]
  const keys = await server.keyFor({ Version: '2012-10-17', Statement })
  const client = server.clientWith(keys)
  const caseId = await setting.newCase()
  await setting.addSla(caseId, 30)
  await moveClock(server, { advanceMs: 1000 })
  const fault = { operation: 'ListDomains', error: 'ThrottlingException' }
  await server.send('POST', '/_opencases/faults', fault)
  await reset(server)
  assert.deepEqual((await client.listDomains({})).domains, [])
  assert.deepEqual(await setting.events(), [])
  assert.equal(await moveClock(server, {}), after(0, 1000))
  const seeded = await seedDomain(server.client)
  await seedCase(server.client, seeded)
  const { totalCount } = await client.searchCases({ domainId: seeded.domainId })
  assert.equal(totalCount, 1)
  await setting.restartAt(after(1))
  const { domains } = await setting.client().listDomains({})
  assert.deepEqual(
    domains?.map((domain) => domain?.domainId),
    [seeded.domainId],
  )
})

test('[B-1110] what was due is not due any more, and new deadlines are met', async () => {
  await using setting = await timeSetting()
  await setting.addSla(await setting.newCase(), 5)
  await reset(setting.server())
  await setting.pass(3_600_000)
  assert.deepEqual(await setting.events(), [])
  const seeded = await seedDomain(setting.client())
  const { domainId } = seeded
  const caseId = await setting.newCase(seeded)
  await setting.addSla(caseId, 5, 'new', domainId)
  await setting.pass(3_600_000)
  const { auditEvents } = await setting.client().getCaseAuditEvents({ domainId, caseId })
  assert.equal(auditEvents?.length, 3)
})

test('[B-1110] it takes less than 50 ms, also of 10,000 rows', async () => {
  await using server = await startVirtual()
  const times: number[] = []
  while (times.length < 12 && !times.some((ms) => ms < 50)) {
    await fill(server)
    // Time of the processor: others may have it at the moment, and that is no matter of ours.
    const from = process.cpuUsage()
    await reset(server)
    const { user, system } = process.cpuUsage(from)
    times.push((user + system) / 1000)
  }
  assert.ok(Math.min(...times) < 50, `${times} ms`)
})

/** 1,000 cases: with its values, words and history each has some 10 rows. */
const fill = async ({ server: { store } }: TestServer) => {
  const { domain, scope, ...at } = builder('full')
  const cases = Array.from({ length: 1000 }, (_, index) =>
    at.case({ values: { [at.amount]: { doubleValue: index } } }),
  )
  await put(store, { change: 'domain.put', domain }, ...cases.flatMap(creation))
  const takes = { scope, where: { all: [] }, sorts: [], nowMs: 0, limit: 1 }
  assert.equal((await ask(store, 'searchCases', takes)).totalCount, 1000)
}

test('[B-1110] requests meanwhile are answered, and none with a 5xx', async () => {
  await using server = await startVirtual()
  let running = true
  const answers = new Map<string, number>()
  const count = (answer: string) => answers.set(answer, (answers.get(answer) ?? 0) + 1)
  const work = async () => {
    while (running) {
      const name = `domain ${realClock().random(8).toString('hex')}`
      try {
        const seeded = await seedDomain(server.client, name)
        const { domainId } = seeded
        const { caseId } = await seedCase(server.client, seeded)
        await server.client.getCase({ domainId, caseId, fields: [{ id: 'title' }] })
        await server.client.searchCases({ domainId, searchTerm: 'case' })
        await server.client.deleteDomain({ domainId })
        count('done')
      } catch (error) {
        count(error instanceof Error ? error.name : String(error))
      }
    }
  }
  const working = [work(), work(), work()]
  for (let round = 0; round < 15; round += 1) {
    await realClock().sleep(20 * (round % 4))
    await reset(server)
  }
  const done = () => answers.get('done') ?? 0
  const before = done()
  await until(
    () => done() > before,
    () => JSON.stringify([...answers]),
  )
  running = false
  await Promise.all(working)
  const allowed = ['done', 'ResourceNotFoundException', 'ValidationException']
  assert.deepEqual(
    [...answers.keys()].filter((name) => !allowed.includes(name)),
    [],
  )
})

test('[B-1110] the bytes of attached files go too, soon after', async () => {
  await using setting = await fileSetting({ clock: 'virtual', 'clock-start': after(0) })
  const [file] = [await setting.attach('a.pdf'), await setting.sendFile('b.png')]
  const url = await setting.urlOf(file)
  await reset(setting)
  assert.equal((await fetch(url)).status, 404)
  await eventually(() => setting.lying().length === 0)
})
