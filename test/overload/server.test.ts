// A server that gets more than it can take. Its clock runs a hundred times as fast, so that it takes itself for a
// machine a hundred times as slow, and a few hundred requests are an overload.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { realClock } from '../../src/clock.ts'
import { seedDomain } from '../support/seed.ts'
import type { Sent } from '../support/send.ts'
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
