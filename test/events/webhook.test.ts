// Events at a webhook: what is sent, and what a receiver may do without harm.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CloudEvent, HTTP } from 'cloudevents'
import { cert, key } from '../support/certificate.ts'
import { type Behaviour, type Received, secret, startReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'
import { byCase, changeCases, checkOrder, eventSetting, type Outgoing, webhook } from './setting.ts'

test('[B-1160] every event arrives, those of a case in their order', async () => {
  await using receiver = await startReceiver()
  await using setting = await eventSetting([webhook(receiver.url)])
  const cases = await Promise.all(Array.from({ length: 20 }, () => setting.newCase()))
  await Promise.all(
    cases.map(async (caseId) => {
      for (let count = 0; count < 5; count += 1) await setting.rename(caseId, `${count}`)
      await setting.comment(caseId, 'Done')
    }),
  )
  await receiver.hasAccepted(140)
  assert.deepEqual(byCase(receiver.received), byCase(setting.outbox()))
  assert.equal(receiver.received.length, 140)
})

test('[B-1170] a webhook carries the envelope and what Standard Webhooks ask for', async () => {
  await using receiver = await startReceiver()
  const old = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
  const more = { secret: [old, secret], headers: { Authorization: 'Bearer a' } }
  await using setting = await eventSetting([webhook(receiver.url, more)])
  const before = Math.floor(Date.now() / 1000)
  await setting.newCase('Größe 😀 \u2028')
  await receiver.hasAccepted(1)
  const [{ headers, body }] = receiver.received as [Received]
  const [{ id, event }] = setting.outbox() as [Outgoing]
  assert.equal(body, event)
  assert.equal(headers['content-type'], 'application/json')
  assert.equal(headers['user-agent'], 'OpenCases')
  assert.equal(headers.authorization, 'Bearer a')
  assert.equal(headers['webhook-id'], id)
  const at = Number(headers['webhook-timestamp'])
  assert.ok(at >= before && at <= Date.now() / 1000, `${at}`)
  const signatures = [old, secret].map((key) => {
    const hmac = createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    return `v1,${hmac.update(`${id}.${at}.${body}`).digest('base64')}`
  })
  assert.equal(headers['webhook-signature'], signatures.join(' '))
})

test('[B-1170] a webhook can carry CloudEvents', async () => {
  await using receiver = await startReceiver()
  await using setting = await eventSetting([webhook(receiver.url, { format: 'cloudevents' })])
  const caseId = await setting.newCase()
  await setting.comment(caseId, 'Called back')
  await receiver.hasAccepted(2)
  const [created, commented] = receiver.received.map(({ headers, body }) => {
    assert.equal(headers['content-type'], 'application/cloudevents+json')
    const event = HTTP.toEvent({ headers, body }) as CloudEvent<object>
    event.validate()
    return event
  })
  const sent = setting.outbox().map(({ event }) => JSON.parse(event))
  for (const [index, event] of [created, commented].entries()) {
    const { id, resources, detail } = sent[index]
    assert.equal(event?.id, id)
    assert.equal(event?.source, resources[0])
    assert.equal(event?.subject, resources[1])
    assert.equal(event?.type, `aws.cases.${detail.eventType}`)
    assert.equal(event?.time, detail.approximateChangeTime)
    assert.equal(event?.partitionkey, caseId)
    assert.deepEqual(event?.data, detail)
  }
})

test('[B-1161] [B-1164] a receiver that fails gets the same again, later each time', async () => {
  await using receiver = await startReceiver((_, count) => (count < 4 ? 500 : 204))
  const delays = { firstDelaySeconds: 0.1, longestDelaySeconds: 0.4 }
  await using setting = await eventSetting([webhook(receiver.url, delays)])
  await setting.newCase()
  await receiver.hasAccepted(1)
  const { received } = receiver
  assert.equal(received.length, 5)
  for (const { id, body } of received) {
    assert.deepEqual([id, body], [received[0]?.id, received[0]?.body])
  }
  const pauses = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0))
  for (const [index, least] of [50, 100, 200, 200].entries()) {
    const pause = pauses[index] ?? 0
    assert.ok(pause >= least - 2 && pause < 2 * least + 2000, `${pauses}`)
  }
})

test('[B-1164] a Retry-After is kept', async () => {
  await using receiver = await startReceiver((_, count) => {
    if (count > 0) return 200
    return (response) => {
      response.writeHead(503, { 'retry-after': '1' }).end()
      return false
    }
  })
  await using setting = await eventSetting([webhook(receiver.url)])
  await setting.newCase()
  await receiver.hasAccepted(1)
  const [first, second] = receiver.received.map(({ at }) => at)
  assert.ok(second !== undefined && second - (first ?? 0) >= 990)
})

const misbehaviours: Record<string, Behaviour> = {
  'answers too late': async (response) => {
    await sleep(300)
    response.end()
    return true
  },
  'answers with an error': 400,
  'breaks off': 'break',
  'never answers': 'hang',
  'sends elsewhere': (response) => {
    response.writeHead(307, { location: '/elsewhere' }).end()
    return false
  },
  'breaks off within its answer': (response) => {
    response.writeHead(500, { 'content-length': '100' }).write('half')
    setTimeout(() => response.destroy(), 10)
    return false
  },
}

for (const [what, behaviour] of Object.entries(misbehaviours)) {
  test(`[B-1160] [B-1162] [B-1171] a receiver that ${what} loses nothing, and no order`, async () => {
    const seen = new Set<string>()
    await using receiver = await startReceiver(({ headers, id }) => {
      assert.equal(headers.host, new URL(receiver.url).host)
      // Each event fails once, some twice.
      const tries = [id, `${id} again`].find((key) => !seen.has(key))
      if (tries === undefined || (tries !== id && id.charCodeAt(30) % 2 === 0)) return 200
      seen.add(tries)
      return behaviour
    })
    const sink = webhook(receiver.url, { timeoutSeconds: 0.2, parallel: 4 })
    await using setting = await eventSetting([sink])
    await changeCases(setting, 6, 4)
    await receiver.hasAccepted(30)
    checkOrder(receiver.received, setting.outbox())
  })
}

test('[B-1171] a receiver whose certificate nobody vouches for gets nothing', async () => {
  let requests = 0
  let handshakes = 0
  const server = createServer({ cert, key }, (_, response) => {
    requests += 1
    response.end()
  })
  server.on('tlsClientError', () => {
    handshakes += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  {
    await using setting = await eventSetting([webhook(`https://127.0.0.1:${port}/`)])
    await setting.newCase()
    await until(
      () => handshakes >= 2,
      () => 'it was not tried',
    )
  }
  server.close()
  assert.equal(requests, 0)
})

test('[B-1160] [B-1171] an answer without end acknowledges, and holds up nothing', async () => {
  await using receiver = await startReceiver(() => (response) => {
    response.writeHead(200)
    const chunk = Buffer.alloc(16 * 1024)
    const more = () => {
      if (!response.destroyed) response.write(chunk, () => setImmediate(more))
    }
    more()
    return true
  })
  await using setting = await eventSetting([webhook(receiver.url)])
  await changeCases(setting, 3, 3)
  await receiver.hasAccepted(12)
  assert.equal(receiver.received.length, 12)
})
