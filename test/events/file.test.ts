// Events in a file: whole lines in order of commit, whatever happened to it before.
import assert from 'node:assert/strict'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { codeOf } from '../../src/files/file-system.ts'
import { temporaryFolder } from '../support/program.ts'
import { until } from '../support/until.ts'
import { appendEvents, changeCases, eventSetting, quick } from './setting.ts'

const fileSink = (path: string, more: object = {}) => {
  return { name: 'log', type: 'file', path, ...quick, ...more }
}

/** None while there is no file, which is so for a moment when it is begun anew. */
const linesOf = (path: string): string[] => {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

const hasLines = (path: string, count: number) =>
  until(
    () => linesOf(path).length >= count,
    () => `${linesOf(path).length} of ${count} lines`,
  )

test('[B-1176] a file has all events, a line each, in order of commit', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'events.ndjson')
  await using setting = await eventSetting([fileSink(path)])
  await changeCases(setting, 20, 4)
  await setting.newCase('Größe \u2028 😀')
  await hasLines(path, 101)
  assert.deepEqual(
    linesOf(path),
    setting.outbox().map(({ event }) => event),
  )
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('[B-1176] half a line that a crash left is cut off, whole ones stay', async () => {
  using folder = temporaryFolder()
  for (const [name, before, kept] of [
    ['half', `{"a":1}\n{"b":2}\n{"c":"${'x'.repeat(200_000)}`, ['{"a":1}', '{"b":2}']],
    ['only half', '{"a', []],
    ['whole', '{"a":1}\n', ['{"a":1}']],
    ['empty', '', []],
  ] as const) {
    const path = join(folder.path, name)
    writeFileSync(path, before)
    await using setting = await eventSetting([fileSink(path)])
    await setting.newCase()
    await hasLines(path, kept.length + 1)
    assert.deepEqual(linesOf(path), [...kept, setting.outbox()[0]?.event], name)
  }
})

test('[B-1176] a full file is renamed and a new one begun; the oldest go if that is asked', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'events')
  mkdirSync(join(folder.path, 'events.d'))
  const foreign = join(folder.path, 'events.backup')
  appendFileSync(foreign, 'of somebody else')
  const sink = fileSink(path, { rotateMegabytes: 0.01, keepFiles: 2 })
  await using setting = await eventSetting([sink])
  const last = async () => setting.outbox().at(-1)?.event ?? ''
  for (let round = 0; round < 8; round += 1) {
    await appendEvents(setting, 10, 6)
    const event = await last()
    await until(
      () => linesOf(path).at(-1) === event,
      () => 'not written',
    )
  }
  const rotated = readdirSync(folder.path)
    .filter((name) => /^events\.\d/.test(name))
    .sort()
  assert.equal(rotated.length, 2)
  const lines = [...rotated, 'events'].flatMap((name) => linesOf(join(folder.path, name)))
  const all = setting.outbox().map(({ event }) => event)
  assert.deepEqual(lines, all.slice(-lines.length))
  assert.ok(lines.length > 60 && lines.length < all.length)
  for (const name of rotated) assert.ok(statSync(join(folder.path, name)).size <= 0.01 * 2 ** 20)
  assert.equal(readFileSync(foreign, 'utf8'), 'of somebody else')
})

test('[B-1176] a file that another program moves away is begun anew', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'events')
  await using setting = await eventSetting([fileSink(path)])
  await setting.newCase()
  await hasLines(path, 1)
  renameSync(path, `${path}.1`)
  await setting.newCase()
  await until(
    () => readdirSync(folder.path).includes('events'),
    () => 'no new file',
  )
  await hasLines(path, 1)
  const [first, second] = setting.outbox().map(({ event }) => event)
  assert.deepEqual([linesOf(`${path}.1`), linesOf(path)], [[first], [second]])
})

test('[B-1164] [B-1176] a folder that cannot be written holds the events back until it can', async () => {
  using folder = temporaryFolder()
  const inner = join(folder.path, 'inner')
  mkdirSync(inner)
  const path = join(inner, 'events')
  await using setting = await eventSetting([fileSink(path)])
  await setting.newCase()
  await hasLines(path, 1)
  renameSync(inner, `${inner} moved`)
  await changeCases(setting, 3, 2)
  mkdirSync(inner)
  chmodSync(inner, 0o700)
  await until(
    () => readdirSync(inner).length > 0,
    () => 'no new file',
  )
  await hasLines(path, 9)
  const all = setting.outbox().map(({ event }) => event)
  assert.deepEqual(linesOf(path), all.slice(1))
})
