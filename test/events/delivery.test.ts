// What happens to events that cannot be delivered: for how long they are tried, whom they hold up, what is kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { consumerOf } from '../../src/jobs/deliveries/index.ts'
import { query } from '../../src/storage/contract.ts'
import { testClock } from '../support/clock.ts'
import { temporaryFolder } from '../support/program.ts'
import { startReceiver } from '../support/receiver.ts'
import { startTestServer } from '../support/server.ts'
import { until } from '../support/until.ts'
import {
  actions,
  appendEvents,
  changeCases,
  checkOrder,
  domainWithEvents,
  eventSetting,
  outboxOf,
  webhook,
} from './setting.ts'

type Setting = Awaited<ReturnType<typeof eventSetting>>

const undelivered = async ({ server }: Pick<Setting, 'server'>, dead: boolean, sink = 'hook') => {
  const takes = { consumer: consumerOf(sink), dead, after: 0, limit: 1000 }
  const { rows } = await server.store.load({ rows: query('undelivered', takes) })
  return rows
}

const positionOf = async ({ server }: Pick<Setting, 'server'>, sink = 'hook') => {
  const { rows } = await server.store.load({ rows: query('consumers', {}) })
  return rows.find(({ name }) => name === consumerOf(sink))?.position
}

test('[B-1163] a sink that is down holds up neither requests nor the other sinks', async () => {
  await using good = await startReceiver()
  await using bad = await startReceiver(() => 'hang')
  const sinks = [
    webhook(good.url, { name: 'good' }),
    webhook(bad.url, { name: 'bad', timeoutSeconds: 30 }),
    webhook('http://127.0.0.1:9/', { name: 'nobody' }),
  ]
  await using setting = await eventSetting(sinks)
  await changeCases(setting, 20, 4)
  await good.hasAccepted(100)
  checkOrder(good.received, setting.outbox())
  assert.equal(await positionOf(setting, 'bad'), 0)
  bad.behave(() => 200)
})

test('[B-1162] [B-1163] an event that fails holds up its case and nothing else', async () => {
  await using receiver = await startReceiver()
  await using setting = await eventSetting([webhook(receiver.url)])
  const bad = await setting.newCase('bad')
  await receiver.hasAccepted(1)
  receiver.behave(({ caseId, body }) => (caseId === bad && body.includes('poison') ? 422 : 200))
  await setting.rename(bad, 'poison')
  await setting.rename(bad, 'later')
  // More than the window holds pass it by.
  await appendEvents(setting, 55, 20)
  await receiver.hasAccepted(1 + 1100)
  await setting.comment(bad, 'Later still')
  await until(
    async () => (await undelivered(setting, false)).length === 3,
    () => 'not set aside',
  )
  const before = setting.outbox().filter(({ caseId }) => caseId === bad)
  const kept = await undelivered(setting, false)
  assert.deepEqual(
    kept.map(({ event }) => event),
    before.slice(1).map(({ event }) => event),
  )
  assert.ok((kept[0]?.tries ?? 0) >= 3)
  assert.match(kept[0]?.reason ?? '', /answered 422/)
  assert.equal(receiver.received.filter(({ body }) => body.includes('later')).length, 0)
  receiver.behave(() => 200)
  await receiver.hasAccepted(1104)
  checkOrder(receiver.received, setting.outbox())
  await until(
    async () => (await undelivered(setting, false)).length === 0,
    () => 'still kept',
  )
})

test('[B-1165] an event that keeps failing is given up, and its case goes on', async () => {
  await using receiver = await startReceiver(({ body }) => (body.includes('poison') ? 400 : 200))
  const sink = webhook(receiver.url, { giveUpTries: 4, giveUpHours: 0 })
  await using setting = await eventSetting([sink], { defectsExpected: true })
  const caseId = await setting.newCase()
  await setting.rename(caseId, 'poison')
  await setting.rename(caseId, 'fine')
  await receiver.hasAccepted(2)
  assert.equal(receiver.received.filter(({ accepted }) => !accepted).length, 4)
  const [, poison, fine] = setting.outbox()
  assert.deepEqual(receiver.accepted().at(-1), fine?.id)
  await until(
    async () => (await positionOf(setting)) === 3,
    () => 'not stored',
  )
  const [dead, ...none] = await undelivered(setting, true)
  assert.deepEqual(none, [])
  assert.deepEqual([dead?.event, dead?.tries, dead?.position], [poison?.event, 4, 2])
  assert.equal(setting.defects.length, 1)
  assert.match(`${setting.defects}`, /an event is given up/)
  assert.doesNotMatch(`${setting.defects}`, /poison/)
})

test('[B-1165] an event is not given up before its time, however often it failed', async () => {
  await using receiver = await startReceiver((_, count) => (count < 30 ? 500 : 200))
  const delays = { firstDelaySeconds: 0.01, longestDelaySeconds: 0.01 }
  const sink = webhook(receiver.url, { giveUpTries: 2, giveUpHours: 1, ...delays })
  await using setting = await eventSetting([sink])
  await setting.newCase()
  await receiver.hasAccepted(1)
  assert.equal(receiver.received.length, 31)
})

test('[B-1160] [B-1167] what a sink could not have while it was down it gets when it is back', async () => {
  await using receiver = await startReceiver(() => 503)
  const sink = webhook(receiver.url, { firstDelaySeconds: 0.05, longestDelaySeconds: 0.2 })
  await using setting = await eventSetting([sink])
  await appendEvents(setting, 55, 20)
  await sleep(500)
  // One try now and then, not one for each of 1,100 events.
  assert.ok(receiver.received.length < 40, `${receiver.received.length} tries`)
  assert.equal(await positionOf(setting), 0)
  assert.deepEqual(await undelivered(setting, false), [])
  receiver.behave(() => 200)
  await receiver.hasAccepted(1100)
  checkOrder(receiver.received, setting.outbox())
})

/** Servers one after the other on one folder, each with its sinks. */
const onFolder = async (
  folder: string,
  sinks: readonly object[],
  use: (setting: Setting) => Promise<void>,
  more: Record<string, string> = {},
) => {
  const settings = { data: folder, sinks: JSON.stringify(sinks), ...more }
  const clock = testClock()
  await using running = await startTestServer({ settings, clock, defectsExpected: true })
  const domains = await running.client.listDomains({})
  const [known] = domains.domains ?? []
  const place =
    known?.domainId === undefined
      ? await domainWithEvents(running.client)
      : { domainId: known.domainId, templateId: await templateOf(running, known.domainId) }
  const acting = { ...running, clock, ...place, folder, ...actions(running.client, place) }
  await use({ ...acting, outbox: () => outboxOf(folder) } as Setting)
}

const templateOf = async ({ client }: Pick<Setting, 'client'>, domainId: string) =>
  (await client.listTemplates({ domainId })).templates?.[0]?.templateId ?? ''

test('[B-1166] a new sink begins now, or with the oldest event; a known one where it was', async () => {
  using folder = temporaryFolder()
  await using early = await startReceiver()
  await using late = await startReceiver()
  await using old = await startReceiver()
  const first = webhook(early.url, { name: 'first' })
  await onFolder(folder.path, [first], async (setting) => {
    await setting.newCase('1')
    await early.hasAccepted(1)
  })
  await onFolder(folder.path, [], async (setting) => {
    await setting.newCase('2')
  })
  const others = [
    webhook(late.url, { name: 'late' }),
    webhook(old.url, { name: 'old', from: 'oldest' }),
  ]
  await onFolder(folder.path, [first, ...others], async (setting) => {
    await setting.newCase('3')
    await early.hasAccepted(3)
    await old.hasAccepted(3)
    await late.hasAccepted(1)
    const ids = setting.outbox().map(({ id }) => id)
    assert.deepEqual(early.accepted(), ids)
    assert.deepEqual(old.accepted().sort(), ids.toSorted())
    assert.deepEqual(late.accepted(), ids.slice(2))
  })
  assert.equal(early.received.length, 3)
})

test('[B-1152] [B-1166] what expires before a sink comes back is counted and said', async () => {
  using folder = temporaryFolder()
  await using receiver = await startReceiver()
  const sink = webhook(receiver.url, { keepHours: 2 })
  const retention = { 'outbox-retention-hours': '1' }
  await onFolder(folder.path, [sink], async () => {}, retention)
  const sweep = async (setting: Setting, hours: number) => {
    setting.clock.advance(hours * 3_600_000)
    await setting.server.store.sweep(setting.clock.now(), 100)
  }
  await onFolder(
    folder.path,
    [],
    async (setting) => {
      await setting.newCase()
      await setting.newCase()
      await sweep(setting, 3)
    },
    retention,
  )
  await onFolder(
    folder.path,
    [sink],
    async (setting) => {
      await setting.newCase()
      await receiver.hasAccepted(1)
      assert.equal(receiver.received.length, 1)
      assert.match(`${setting.defects}`, /"events":2,"msg":"events expired/)
    },
    retention,
  )
})

test('[B-1168] a hanging receiver does not hang a stop, and gets the event after the next start', async () => {
  using folder = temporaryFolder()
  await using receiver = await startReceiver(() => 'hang')
  const sink = webhook(receiver.url, { timeoutSeconds: 60 })
  await onFolder(folder.path, [sink], async (setting) => {
    await setting.newCase()
    await until(
      () => receiver.received.length === 1,
      () => 'nothing came',
    )
  })
  receiver.behave(() => 200)
  await onFolder(folder.path, [sink], async () => receiver.hasAccepted(1))
  assert.equal(receiver.received[0]?.id, receiver.received[1]?.id)
})

test('[B-1172] nothing secret is logged, whatever fails', async () => {
  await using receiver = await startReceiver(() => 500)
  const sinks = [
    webhook(`${receiver.url}?token=topsecret`, {
      headers: { Authorization: 'Bearer topsecret' },
      giveUpTries: 2,
      giveUpHours: 0,
    }),
    webhook('http://127.0.0.1:9/topsecret', { name: 'gone', giveUpTries: 2, giveUpHours: 0 }),
  ]
  await using setting = await eventSetting(sinks, { defectsExpected: true })
  await setting.newCase('a topsecret title')
  await until(
    () => setting.defects.length >= 2,
    () => 'nothing was given up',
  )
  assert.doesNotMatch(`${setting.defects}`, /topsecret|whsec/)
})
