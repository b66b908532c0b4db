// What a monitor is told.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'
import { changeCases, eventSetting, webhook } from './setting.ts'

type Setting = Awaited<ReturnType<typeof eventSetting>>

/** Values by name and labels. */
const metricsOf = async ({ send }: Pick<Setting, 'send'>): Promise<Record<string, number>> => {
  const { status, text, headers } = await send('GET', '/_opencases/metrics')
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  for (const line of lines)
    assert.match(line, /^opencases_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.]+$/)
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at))]
    }),
  )
}

const ofSink = async (setting: Setting, sink: string) => {
  const all = await metricsOf(setting)
  const mine = Object.entries(all).flatMap(([name, value]) => {
    const [, short] = /^opencases_sink_(\w+)\{sink="(.*)"\}$/.exec(name) ?? []
    return short !== undefined && name.endsWith(`{sink="${sink}"}`) ? [[short, value] as const] : []
  })
  return Object.fromEntries(mine)
}

test('[B-1186] requests are counted by operation and status', async () => {
  await using setting = await eventSetting([])
  const before = await metricsOf(setting)
  assert.equal(before['opencases_requests_total{operation="CreateDomain",status="200"}'], 1)
  await changeCases(setting, 3, 2)
  await assert.rejects(setting.rename('no case', 'a'))
  await setting.send('GET', '/nowhere')
  await setting.send('POST', '/domains-list', undefined, { unsigned: true })
  const after = await metricsOf(setting)
  const count = (operation: string, status: number) =>
    after[`opencases_requests_total{operation="${operation}",status="${status}"}`]
  assert.equal(count('CreateCase', 200), 3)
  assert.equal(count('UpdateCase', 200), 6)
  assert.equal(count('UpdateCase', 404), 1)
  assert.equal(count('ListDomains', 403), 1)
  assert.equal(count('unknown', 404), 1)
  assert.equal(count('GetMetrics', 200), 1)
  assert.equal(after.opencases_outbox_events, 9)
})

test('[B-1186] of each sink it is told how far behind it is, and what it could not have', async () => {
  await using good = await startReceiver()
  await using bad = await startReceiver(() => 500)
  const down = { name: 'bad', giveUpTries: 3, giveUpHours: 24, longestDelaySeconds: 0.05 }
  const sinks = [webhook(good.url, { name: 'good' }), webhook(bad.url, down)]
  await using setting = await eventSetting(sinks, { defectsExpected: true })
  await changeCases(setting, 4, 2)
  setting.clock.advance(90_000)
  await good.hasAccepted(12)
  await until(
    async () => (await ofSink(setting, 'good')).backlog === 0,
    () => 'a backlog',
  )
  const none = { expired_total: 0, set_aside: 0, dead_letters: 0, given_up_total: 0 }
  const fine = { delivered_total: 12, failed_tries_total: 0, backlog: 0, lag_seconds: 0 }
  assert.deepEqual(await ofSink(setting, 'good'), { ...none, ...fine })
  const { failed_tries_total: tries, lag_seconds: lag, ...rest } = await ofSink(setting, 'bad')
  assert.deepEqual(rest, { ...none, delivered_total: 0, backlog: 12 })
  assert.ok((tries ?? 0) >= 1 && (lag ?? 0) >= 90 && (lag ?? 0) < 150, `${tries} ${lag}`)
  bad.behave(() => 200)
  await bad.hasAccepted(12)
  await until(
    async () => (await ofSink(setting, 'bad')).backlog === 0,
    () => 'still a backlog',
  )
})

test('[B-1186] dead letters and cases that are set aside are counted while they are kept', async () => {
  await using receiver = await startReceiver(({ body }) => (/poison|worse/.test(body) ? 400 : 200))
  const sink = webhook(receiver.url, { giveUpTries: 5, giveUpHours: 0, longestDelaySeconds: 0.05 })
  await using setting = await eventSetting([sink], { defectsExpected: true })
  const caseId = await setting.newCase('poison')
  await setting.rename(caseId, 'fine')
  await receiver.hasAccepted(1)
  const patient = async () => {
    const { dead_letters: dead, given_up_total: total, backlog } = await ofSink(setting, 'hook')
    return dead === 1 && total === 1 && backlog === 0
  }
  await until(patient, () => 'no dead letter')
})
