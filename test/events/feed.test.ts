// The pull feed: no event skipped, none twice, waits that end, streams that go on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../support/until.ts'
import { appendEvents, changeCases, eventSetting, type Outgoing } from './setting.ts'
import { openStream } from './stream.ts'

type Setting = Awaited<ReturnType<typeof eventSetting>>
type Item = { readonly cursor: string; readonly event: { readonly id: string } }

const path = '/_opencases/events'

const get = async (setting: Pick<Setting, 'send'>, query: Record<string, string | number> = {}) => {
  const texts = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, `${value}`]))
  const { status, json, error } = await setting.send('GET', path, undefined, { query: texts })
  return { status, error, json: json as { events: Item[]; next: string; message?: string } }
}

const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id)

test('[B-1180] whoever walks the feed sees each event once, in order of commit, while others write', async () => {
  await using setting = await eventSetting([])
  let writing = true
  const seen: string[] = []
  const read = async () => {
    let after = 'oldest'
    for (let last = false; !last; ) {
      last = !writing
      const { json } = await get(setting, { after, limit: 7 })
      seen.push(...json.events.map(({ event }) => event.id))
      after = json.next
      last &&= json.events.length === 0
    }
  }
  const reading = read()
  await changeCases(setting, 10, 9)
  writing = false
  await reading
  assert.deepEqual(seen, idsOf(setting.outbox()))
})

test('[B-1180] a page is what was committed, its cursors go on anywhere in it', async () => {
  await using setting = await eventSetting([])
  const empty = await get(setting)
  assert.deepEqual(empty.json, { events: [], next: '0-' })
  await setting.newCase('Größe \u2028 😀')
  await appendEvents(setting, 2, 3)
  const outbox = setting.outbox()
  const { json } = await get(setting, { after: empty.json.next })
  assert.deepEqual(
    json.events.map(({ event }) => event),
    outbox.map(({ event }) => JSON.parse(event)),
  )
  for (const [index, { cursor }] of json.events.entries()) {
    const rest = await get(setting, { after: cursor })
    assert.deepEqual(rest.json.events, json.events.slice(index + 1))
    assert.equal(rest.json.next, json.next)
  }
  const latest = await get(setting, { after: 'latest' })
  assert.deepEqual(latest.json.events, [])
  await setting.newCase()
  const [event] = (await get(setting, { after: latest.json.next })).json.events
  assert.equal(event?.event.id, setting.outbox().at(-1)?.id)
})

test('[B-1181] a cursor that is none, of other events or of some that are gone is refused', async () => {
  await using setting = await eventSetting([], { settings: { 'outbox-retention-hours': '1' } })
  await appendEvents(setting, 2, 3)
  const first = (await get(setting)).json
  const [{ cursor }] = first.events as [Item]
  const refused = async (after: string, sentence: RegExp) => {
    const { status, error, json } = await get(setting, { after })
    assert.deepEqual([status, error], [400, 'ValidationException'], after)
    assert.match(json.message ?? '', sentence)
  }
  await refused('nonsense', /is not a cursor/)
  await refused('-1-', /is not a cursor/)
  await refused('1', /is not a cursor/)
  await refused(
    cursor.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    /does not have/,
  )
  await refused('7-', /does not have/)
  setting.clock.advance(2 * 3_600_000)
  await setting.server.store.sweep(setting.clock.now(), 100)
  await appendEvents(setting, 1, 2)
  await refused(cursor, /no longer kept.*after=oldest/)
  const rest = (await get(setting, { after: first.next })).json
  assert.equal(rest.events.length, 2)
  assert.deepEqual((await get(setting, { after: 'oldest' })).json, rest)
})

test('[B-1180] a page of large events is bounded', async () => {
  await using setting = await eventSetting([])
  const { store } = setting.server
  const scope = store.configs.domain(setting.domainId)?.scope ?? assert.fail()
  const event = JSON.stringify({ id: 'a', text: 'x'.repeat(250_000) })
  const row = { scope, caseId: 'a', sequence: 1, at: setting.clock.now(), event }
  const changes = Array.from({ length: 60 }, () => ({ change: 'outbox.append', row }) as const)
  await store.write({ plan: () => ({}), decide: () => ({ answer: undefined, changes }) })
  const { json } = await get(setting)
  assert.ok(json.events.length > 20 && json.events.length < 40, `${json.events.length}`)
  const rest = await get(setting, { after: json.next })
  assert.equal(json.events.length + rest.json.events.length, 60)
})

test('[B-1182] a poll waits for the first event, not longer than it was asked to', async () => {
  await using setting = await eventSetting([])
  const { next } = (await get(setting)).json
  const startedAt = performance.now()
  const none = await get(setting, { after: next, wait: 1 })
  assert.deepEqual(none.json, { events: [], next })
  const waited = performance.now() - startedAt
  assert.ok(waited > 950 && waited < 5000, `${waited} ms`)
  const waiting = get(setting, { after: next, wait: 60 })
  await sleep(100)
  await setting.newCase()
  const { json } = await waiting
  assert.equal(json.events[0]?.event.id, setting.outbox()[0]?.id)
})

test('[B-1183] a stream begins at its cursor and goes on with what comes', async () => {
  await using setting = await eventSetting([])
  await changeCases(setting, 3, 2)
  await using stream = await openStream(setting)
  await until(
    () => stream.messages.length === 9,
    () => `${stream.messages.length}`,
  )
  assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/)
  await changeCases(setting, 3, 2)
  await until(
    () => stream.messages.length === 18,
    () => `${stream.messages.length}`,
  )
  const told = (messages: typeof stream.messages): Pick<Outgoing, 'event'>[] =>
    messages.map(({ data }) => ({ event: data }))
  const expected = setting.outbox().map(({ event }) => ({ event }))
  assert.deepEqual(told(stream.messages), expected)
  await using second = await openStream(setting, { 'last-event-id': stream.messages[10]?.id ?? '' })
  await until(
    () => second.messages.length === 7,
    () => `${second.messages.length}`,
  )
  assert.deepEqual(told(second.messages), expected.slice(11))
})

test('[B-1183] a stream ends with the server, which does not wait for it', async () => {
  const setting = await eventSetting([])
  const stream = await openStream(setting)
  const { next } = (await get(setting)).json
  const waiting = get(setting, { after: next, wait: 60 })
  // It must have been taken in before the server closes.
  await sleep(1000)
  const startedAt = performance.now()
  await setting[Symbol.asyncDispose]()
  assert.ok(performance.now() - startedAt < 5000)
  assert.deepEqual((await waiting).json, { events: [], next })
  assert.equal(await stream.ended, 'ended')
  await stream[Symbol.asyncDispose]()
})

test('[B-1184] at most 100 callers wait at a time, and those that have gone do not count', async () => {
  await using setting = await eventSetting([])
  const { next } = (await get(setting)).json
  const open = await Promise.all(Array.from({ length: 100 }, () => openStream(setting)))
  const refused = await get(setting, { after: next, wait: 1 })
  assert.deepEqual([refused.status, refused.error], [429, 'ThrottlingException'])
  assert.equal((await get(setting)).status, 200)
  await Promise.all(open.map((stream) => stream[Symbol.asyncDispose]()))
  await until(
    async () => (await get(setting, { after: next, wait: 1 })).status === 200,
    () => 'those that have gone still count',
  )
})

test('[B-1185] the feed and the metrics are for those who may have them', async () => {
  await using setting = await eventSetting([])
  const { keyFor, send } = setting
  const allow = (Action: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  })
  const others = await keyFor(allow('cases:*'))
  for (const [name, about] of [
    ['GetEvents', 'events'],
    ['GetMetrics', 'metrics'],
  ]) {
    const to = `/_opencases/${about}`
    const denied = await send('GET', to, undefined, { keys: others })
    assert.equal(denied.error, 'AccessDeniedException')
    assert.match(denied.text, new RegExp(`not authorized to perform: opencases:${name}`))
    const keys = await keyFor(allow(`opencases:${name}`), { name: `${about}` })
    assert.equal((await send('GET', to, undefined, { keys })).status, 200)
    const streaming = { keys: others, headers: { accept: 'text/event-stream' } }
    assert.equal((await send('GET', to, undefined, streaming)).status, 403)
    const unsigned = await send('GET', to, undefined, { unsigned: true })
    assert.equal(unsigned.error, 'MissingAuthenticationTokenException')
  }
})
