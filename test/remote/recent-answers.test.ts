// Answers of another system that are kept for a moment.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recentAnswers } from '../../src/remote/recent-answers.ts'

const setting = (more: object = {}) => {
  const time = { now: 0 }
  const asked: string[] = []
  const bounds = { foundMs: 100, missingMs: 10, keptMax: 3, askedMax: 2, ...more }
  const answer = recentAnswers<string>(bounds, () => time.now)
  const ask = (key: string, value: string | undefined = key) =>
    answer(key, async () => {
      asked.push(key)
      return value
    })
  return { time, asked, answer, ask }
}

test('[B-983] what is there is remembered longer than what is not', async () => {
  const { time, asked, ask, answer } = setting()
  const missing = () => answer('b', async () => void asked.push('b') as undefined)
  assert.equal(await ask('a'), 'a')
  assert.equal(await missing(), undefined)
  time.now = 9
  assert.deepEqual([await ask('a'), await missing()], ['a', undefined])
  assert.deepEqual(asked, ['a', 'b'])
  time.now = 10
  await missing()
  time.now = 99
  await ask('a')
  assert.deepEqual(asked, ['a', 'b', 'b'])
  time.now = 100
  await ask('a')
  assert.deepEqual(asked, ['a', 'b', 'b', 'a'])
})

test('[B-983] one question is asked once at a time, and a failure is not remembered', async () => {
  const { answer } = setting()
  let fail: (error: Error) => void = () => undefined
  let asked = 0
  const ask = () =>
    answer('a', () => {
      asked += 1
      return new Promise((_, reject) => {
        fail = reject
      })
    })
  const both = [ask(), ask()]
  await Promise.resolve()
  assert.equal(asked, 1)
  fail(new Error('down'))
  for (const each of both) await assert.rejects(each, /down/)
  assert.equal(await answer('a', async () => 'up'), 'up')
})

test('[B-983] so many questions are under way, and so many answers are kept', async () => {
  const { answer, ask, asked } = setting()
  const never = new Promise<string>(() => undefined)
  void answer('x', () => never)
  void answer('y', () => never)
  await assert.rejects(ask('z'), { name: 'ThrottlingException' })
  const bounded = setting()
  for (const key of ['a', 'b', 'c', 'd']) await bounded.ask(key)
  for (const key of ['b', 'c', 'd', 'a']) await bounded.ask(key)
  assert.deepEqual(bounded.asked, ['a', 'b', 'c', 'd', 'a'])
  assert.deepEqual(asked, [])
})
