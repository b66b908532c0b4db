// `opencases events`: beside a running server, which has to notice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appendEvents, eventSetting, webhook } from '../events/setting.ts'
import { runProgram } from '../support/program.ts'
import { startReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'

type Setting = Awaited<ReturnType<typeof eventSetting>>

const run = (setting: Pick<Setting, 'folder'>, ...words: string[]) =>
  runProgram(['events', ...words, '--data', setting.folder])

const quickDeath = { giveUpTries: 1, giveUpHours: 0, firstDelaySeconds: 0.01 }

const hasDied = (setting: Setting, count: number) =>
  until(
    () => setting.defects.length >= count,
    () => `${setting.defects.length} were given up`,
  )

test('[B-1190] dead letters are listed, and sent again while the server runs', async () => {
  await using receiver = await startReceiver(({ body }) => (/poison/.test(body) ? 400 : 200))
  const sinks = [webhook(receiver.url, quickDeath), webhook(receiver.url, { name: 'other' })]
  await using setting = await eventSetting(sinks, { defectsExpected: true })
  receiver.behave(() => 400)
  const caseId = await setting.newCase('a poison')
  await setting.rename(caseId, 'another poison')
  await hasDied(setting, 2)
  const ids = setting.outbox().map(({ id }) => id)
  const listed = async () => run(setting, 'dead', '--sink', 'hook')
  await until(
    async () => (await listed()).stdout.split('\n').length === 3,
    () => 'not listed',
  )
  const { code, stdout } = await listed()
  assert.equal(code, 0)
  const lines = stdout.trimEnd().split('\n')
  for (const [index, line] of lines.entries()) {
    assert.match(
      line,
      /^20\d\d-\S+Z {2}hook {2}event \S+ {2}case \S+ {2}1 tries, given up \S+Z: .*400\.$/,
    )
    assert.ok(line.includes(`${ids[index]}`) && line.includes(caseId))
    assert.doesNotMatch(line, /poison/)
  }
  const json = (await run(setting, 'dead', '--json')).stdout.trimEnd().split('\n')
  assert.deepEqual(
    json.map((line) => JSON.parse(line).event),
    setting.outbox().map(({ event }) => JSON.parse(event)),
  )
  const later = await run(setting, 'dead', '--from', '2999-01-01T00:00:00Z')
  assert.deepEqual([later.code, later.stdout], [0, ''])
  receiver.behave(() => 200)
  const before = receiver.received.length
  const replayed = await run(setting, 'replay', '--sink', 'hook')
  assert.equal(replayed.stdout, '2 dead letters will be sent to hook again\n')
  await until(
    () => receiver.received.slice(before).filter(({ accepted }) => accepted).length >= 4,
    () => 'not sent again',
  )
  await until(
    async () => (await listed()).stdout === '',
    () => 'still listed',
  )
})

test('[B-1190] what was delivered is sent again from a time on, under its old ids', async () => {
  await using receiver = await startReceiver()
  await using setting = await eventSetting([webhook(receiver.url, quickDeath)], {
    defectsExpected: true,
  })
  await appendEvents(setting, 20, 10)
  await receiver.hasAccepted(200)
  await new Promise((resolve) => setTimeout(resolve, 20))
  const from = new Date().toISOString()
  receiver.behave(({ body }) => (/poison/.test(body) ? 400 : 200))
  await setting.newCase('poison')
  await appendEvents(setting, 5, 2)
  await hasDied(setting, 1)
  await receiver.hasAccepted(210)
  receiver.behave(() => 200)
  const before = receiver.received.length
  const words = ['replay', '--sink', 'hook', '--from', from, '--delivered']
  assert.equal((await run(setting, ...words)).stdout, '11 events will be sent to hook again\n')
  await until(
    () => receiver.received.length >= before + 11,
    () => `${receiver.received.length - before}`,
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  const again = receiver.received.slice(before).map(({ id }) => id)
  assert.deepEqual(
    again.sort(),
    setting
      .outbox()
      .slice(200)
      .map(({ id }) => id)
      .sort(),
  )
  assert.equal((await run(setting, 'dead')).stdout, '')
})

test('[B-1190] mistakes are told in a sentence', async () => {
  await using setting = await eventSetting([])
  for (const [words, code, sentence] of [
    [[], 2, /events wants dead or replay/],
    [['alive'], 2, /events wants dead or replay/],
    [['dead', '--delivered'], 2, /events wants dead or replay/],
    [['replay'], 2, /events replay needs --sink/],
    [['replay', '--sink', 'a', '--delivered'], 2, /--delivered needs --from/],
    [['replay', '--sink', 'a', '--from', 'then'], 2, /--from must be a date/],
    [['replay', '--sink', 'a'], 1, /There is no sink a/],
    [['replay', '--sink', 'a', '--from', '2026-01-01', '--delivered'], 1, /There is no sink a/],
    [['dead', '--sink', 'a'], 1, /There is no sink a/],
  ] as const) {
    const finished = await run(setting, ...words)
    assert.equal(finished.code, code, words.join(' '))
    assert.match(finished.stderr, sentence)
  }
})
