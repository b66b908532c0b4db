// What may be said of sinks, and what is answered to a mistake.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { readSinks } from '../../src/sinks.ts'
import { runProgram, temporaryFolder } from '../support/program.ts'
import { secret } from '../support/receiver.ts'

const read = (sinks: unknown) => {
  const text = typeof sinks === 'string' ? sinks : JSON.stringify(sinks)
  return readSinks(readConfig({ sinks: text }))
}

const hook = { name: 'hook', type: 'webhook', url: 'https://example.com/a', secret }

test('[B-1173] a sink has the members of its type, and what is not said as it is documented', () => {
  assert.deepEqual(readSinks(readConfig()), [])
  const hourMs = 3_600_000
  const common = {
    from: 'now',
    firstDelayMs: 1000,
    longestDelayMs: 300_000,
    giveUpTries: 10,
    giveUpMs: 24 * hourMs,
    keepMs: 336 * hourMs,
  }
  const remote = { ...common, parallel: 8, timeoutMs: 15_000 }
  const sinks = [
    hook,
    { name: 'bus', type: 'eventbridge' },
    { name: 'queue', type: 'sqs', queueUrl: 'https://sqs.example.com/1/q', region: 'eu-west-1' },
    { name: 'file', type: 'file', path: 'events', fsync: false, keepFiles: 0, keepHours: 1.5 },
  ]
  const { url } = hook
  assert.deepEqual(read(sinks), [
    {
      ...remote,
      ...{ name: 'hook', type: 'webhook', url, secrets: [secret], secretFile: undefined },
      ...{ format: 'eventbridge', headers: {} },
    },
    {
      ...remote,
      ...{ name: 'bus', type: 'eventbridge', region: 'us-east-1', endpoint: undefined },
      ...{ bus: 'default', source: 'opencases' },
    },
    {
      ...remote,
      ...{ name: 'queue', type: 'sqs', region: 'eu-west-1', endpoint: undefined },
      queueUrl: 'https://sqs.example.com/1/q',
    },
    {
      ...common,
      ...{ name: 'file', type: 'file', path: 'events', fsync: false, keepFiles: 0 },
      ...{ keepMs: 1.5 * hourMs, rotateBytes: 100 * 1024 * 1024 },
    },
  ])
})

test('[B-1173] the sinks of the example are right', () => {
  const file = new URL('../../examples/sinks.json', import.meta.url).pathname
  const types = read(file).map(({ type }) => type)
  assert.deepEqual(new Set(types), new Set(['webhook', 'eventbridge', 'sqs', 'file']))
})

const mistakes: readonly (readonly [sinks: unknown, sentence: RegExp])[] = [
  ['[{', /^OPENCASES_SINKS is no JSON\.$/],
  ['[null]', /sink 1: must be an object/],
  [[{}], /sink 1: name needs 1 to 64 letters/],
  [[hook, { ...hook, name: 'a b' }], /sink 2: name needs/],
  [[hook, hook], /has two sinks with the name hook/],
  [[{ name: 'a' }], /sink a: type must be one of eventbridge, file, sqs, webhook/],
  [[{ ...hook, typ: 1 }], /sink hook: there is no member typ/],
  [[{ ...hook, queueUrl: 'https://a' }], /there is no member queueUrl/],
  [[{ ...hook, url: 'ftp://topsecret' }], /url must be an http or https URL/],
  [[{ ...hook, url: 'https://user:topsecret@a' }], /url must not hold credentials/],
  [[{ ...hook, url: undefined }], /url must be/],
  [[{ ...hook, secret: 'whsec_dG9wc2VjcmV0' }], /secret must be whsec_ and 24 bytes/],
  [[{ ...hook, secret: [] }], /secret must be/],
  [[{ ...hook, secret: [secret, 'topsecret'] }], /secret must be/],
  [[{ ...hook, secret: undefined }], /secret or secretFile must be there/],
  [[{ ...hook, secretFile: 'a' }], /secret or secretFile must be there/],
  [[{ ...hook, headers: { 'Webhook-Id': 'topsecret' } }], /headers must be/],
  [[{ ...hook, headers: { a: 'top\nsecret' } }], /headers must be/],
  [[{ ...hook, headers: 'topsecret' }], /headers must be/],
  [[{ ...hook, parallel: 0 }], /parallel must be a whole number from 1 to 256/],
  [[{ ...hook, giveUpTries: 1.5 }], /giveUpTries must be a whole number/],
  [[{ ...hook, timeoutSeconds: '5' }], /timeoutSeconds must be a number/],
  [[{ ...hook, from: 'then' }], /from must be one of now, oldest/],
  [[{ name: 'f', type: 'file' }], /sink f: path must be a path/],
  [[{ name: 'f', type: 'file', path: 'a', fsync: 1 }], /fsync must be true or false/],
  [[{ name: 'b', type: 'eventbridge', endpoint: 'topsecret' }], /endpoint must be an http/],
  [Array.from({ length: 101 }, (_, index) => ({ ...hook, name: `${index}` })), /more than 100/],
]

test('[B-1173] a mistake is one sentence that names sink and member, and shows nothing', () => {
  for (const [sinks, sentence] of mistakes) {
    assert.throws(
      () => read(sinks),
      (error: Error) => {
        assert.match(error.message, sentence)
        assert.match(error.message, /^[^\n]+\.$/)
        assert.doesNotMatch(error.message, /topsecret|whsec_[A-Za-z0-9]/)
        return true
      },
      JSON.stringify(sinks),
    )
  }
})

test('[B-1173] a server with a mistake in its sinks does not start', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'sinks.json')
  const data = join(folder.path, 'data')
  const serve = async (sinks: unknown) => {
    writeFileSync(file, JSON.stringify(sinks))
    return runProgram(['serve', '--port', '0', '--data', data, '--sinks', file])
  }
  const wrong = await serve({ sinks: [] })
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /^opencases: The file of OPENCASES_SINKS, .*must be a JSON list.*\n$/)
  const noFolder = await serve([{ name: 'f', type: 'file', path: join(folder.path, 'a', 'b') }])
  assert.equal(noFolder.code, 1)
  assert.match(noFolder.stderr, /^opencases: .*\/a\/b does not exist\.\n$/)
  const missing = join(folder.path, 'secret')
  const noSecret = await serve([{ ...hook, secret: undefined, secretFile: missing }])
  assert.match(noSecret.stderr, /^opencases: .*secret does not exist\.\n$/)
  writeFileSync(missing, 'topsecret\n')
  const badSecret = await serve([{ ...hook, secret: undefined, secretFile: missing }])
  assert.equal(badSecret.code, 1)
  assert.match(badSecret.stderr, /^opencases: The secretFile of the sink hook must hold secrets/)
  assert.doesNotMatch(badSecret.stderr, /topsecret/)
  const absent = await runProgram(['serve', '--data', data, '--sinks', `${file}.none`])
  assert.match(absent.stderr, /does not exist/)
  assert.ok(readFileSync(file, 'utf8').length > 0)
})
