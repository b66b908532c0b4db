// A server that gets more than it can take. Its clock runs a hundred times as fast, so that it takes itself for a
// machine a hundred times as slow, and a few hundred requests are an overload.
import assert from 'node:assert/strict'
import { Agent, type IncomingMessage, request } from 'node:http'
import { test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { realClock } from '../../src/clock.ts'
import { seedDomain } from '../support/seed.ts'
import { type Sent, signedHeaders } from '../support/send.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const slowServer = async () => {
  const real = realClock()
  const clock = { ...real, monotonicMs: () => real.monotonicMs() * 100 }
  const test = await startTestServer({ clock })
  const { domainId, templateId } = await seedDomain(test.client)
  const fields = [{ id: 'title', value: { stringValue: 'Broken lamp' } }]
  return { ...test, domainId, path: `/domains/${domainId}/cases`, body: { templateId, fields } }
}

/** Many clients who each send again at once, whatever they are told, until `enough`. */
const hammer = async (send: () => Promise<Sent>, enough: (answers: Sent[]) => boolean) => {
  const answers: Sent[] = []
  const client = async () => {
    while (!enough(answers) && answers.length < 20_000) answers.push(await send())
  }
  await Promise.all(Array.from({ length: 300 }, client))
  return answers
}

const isAgain = (attempts: number) => attempts > 1

const isShed = ({ error }: Sent) => error === 'ThrottlingException'

const countCases = async ({ client, domainId }: TestServer & { domainId: string }) =>
  Number((await client.searchCases({ domainId, maxResults: 1 })).totalCount)

test('[B-1450] who would wait too long is told to come again, and /health and who was let in are answered', async () => {
  await using server = await slowServer()
  const { path, body } = server
  const send = () => server.send('POST', path, body)
  const healths: number[] = []
  const enough = (all: readonly Sent[]) => all.filter(isShed).length >= 30
  const watch = async (answers: Promise<Sent[]>) => {
    let over = false
    void answers.finally(() => {
      over = true
    })
    while (!over) healths.push((await fetch(`${server.endpoint}/health`)).status)
    return answers
  }
  const answers = await watch(hammer(send, enough))
  const shed = answers.filter(isShed)
  assert.ok(shed.length >= 30, `${shed.length} of ${answers.length} were sent away`)
  for (const { status, headers, json } of shed) {
    assert.equal(status, 429)
    assert.equal(headers.get('retry-after'), '1')
    assert.deepEqual(json, { message: 'The server has too much to do. Try again in a second.' })
  }
  assert.deepEqual([...new Set(healths)], [200])
  const made = answers.filter(({ status }) => status === 200)
  assert.equal(made.length + shed.length, answers.length)
  assert.equal(new Set(made.map(({ json }) => json.caseId)).size, made.length)
  assert.equal(await countCases(server), made.length)
  for (let index = 0; index < 60; index += 1) assert.equal((await send()).status, 200)
})

test('[B-1453] clients of AWS who were sent away come again by themselves, and all succeed', async () => {
  await using server = await slowServer()
  const { path, body } = server
  const { endpoint, rootKey: credentials } = server.server
  const connect = () =>
    new ConnectCases({ endpoint, region: 'us-east-1', credentials, maxAttempts: 8 })
  const clients = Array.from({ length: 20 }, connect)
  const input = { domainId: server.domainId, ...body }
  const create = async (client: ConnectCases) =>
    (await client.createCase(input)).$metadata.attempts ?? 0
  const send = () => server.send('POST', path, body)
  const attempts: number[] = []
  try {
    for (let round = 0; round < 20 && !attempts.some(isAgain); round += 1) {
      await hammer(send, (answers) => answers.some(isShed))
      // A client has tokens for a hundred retries at a time.
      const calls = clients.flatMap((client) => Array.from({ length: 15 }, () => create(client)))
      const others = hammer(send, (answers) => answers.length >= 600)
      const [made] = await Promise.all([Promise.all(calls), others])
      attempts.push(...made)
    }
  } finally {
    for (const client of clients) client.destroy()
  }
  assert.ok(attempts.some(isAgain), 'nobody was sent away')
})

test('[B-1455] the connection of one who was sent away is not read for half a second, and then as before', async () => {
  await using server = await slowServer()
  const { path, body } = server
  const waits: number[] = []
  let sent = 0
  // Each has a connection of its own.
  const client = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let refusedAt: number | undefined; waits.length < 30 && sent < 20_000; ) {
      sent += 1
      const status = await sendBy(agent, server, path, body)
      const now = performance.now()
      if (refusedAt !== undefined) waits.push(now - refusedAt)
      refusedAt = status === 429 ? now : undefined
      // Read when the time is over, and then answered or sent away once more.
      assert.match(String(status), /^(200|429)$/)
    }
    agent.destroy()
  }
  await Promise.all(Array.from({ length: 300 }, client))
  assert.ok(waits.length >= 30, `${waits.length} of ${sent} were sent away`)
  for (const ms of waits) assert.ok(ms > 450, `${waits}`)
  assert.ok(await isReadAtOnce(server, path, body))
})

/** Whether somebody who is let in is not held. */
const isReadAtOnce = async (server: TestServer, path: string, body: unknown): Promise<boolean> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const from = performance.now()
  for (let each = 0; each < 5; each += 1) {
    assert.equal(await sendBy(agent, server, path, body), 200)
  }
  agent.destroy()
  return performance.now() - from < 450
}

/** The status of a request over an agent's connection. */
const sendBy = async (agent: Agent, { server }: TestServer, path: string, body: unknown) => {
  const bytes = Buffer.from(JSON.stringify(body))
  const wanted = { method: 'POST', path, body }
  const headers = await signedHeaders(server, 'us-east-1', wanted, bytes)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request(`${server.endpoint}${path}`, { method: 'POST', headers, agent }, resolve)
    .on('error', reject)
    .end(bytes)
  const answer = await promise
  await answer.resume().toArray()
  return answer.statusCode
}
