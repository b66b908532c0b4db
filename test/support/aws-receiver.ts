// Something that speaks as much of EventBridge's and SQS's JSON protocols as their official SDKs need for sending,
// and checks what they sign.
import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { until } from './until.ts'

export const awsKeys = { accessKeyId: 'AKIARECEIVER', secretAccessKey: 'receiver-secret' }

export type Entry = Readonly<Record<string, string>>

/** What becomes of an entry: undefined takes it, a code refuses it. */
export type Judge = (entry: Entry, count: number) => string | undefined

type Target = 'AWSEvents.PutEvents' | 'AmazonSQS.SendMessageBatch'

/** Start one for `target`. What it has taken is in `taken`, in order; `calls` has the entries of each call. */
export const startAwsReceiver = async (target: Target, judge: Judge = () => undefined) => {
  const taken: Entry[] = []
  const calls: (readonly Entry[])[] = []
  const state = { judge, down: false }
  const broken: unknown[] = []
  let count = 0
  const answer = async (request: IncomingMessage): Promise<object> => {
    const body = await buffer(request)
    checkSignature(request, body)
    assert.equal(request.headers['x-amz-target'], target)
    const { Entries } = JSON.parse(body.toString()) as { Entries: Entry[] }
    calls.push(Entries)
    assert.ok(Entries.length >= 1 && Entries.length <= 10)
    const outcomes = Entries.map((entry) => {
      const code = state.judge(entry, count)
      count += 1
      if (code === undefined) taken.push(entry)
      return { entry, code }
    })
    return target === 'AWSEvents.PutEvents' ? eventBridgeAnswer(outcomes) : sqsAnswer(outcomes)
  }
  const server = createServer((request, response) => {
    if (state.down) {
      request.resume()
      response.writeHead(503).end('{"__type":"ServiceUnavailable"}')
      return
    }
    answer(request).then(
      (json) => response.end(JSON.stringify(json)),
      (error) => {
        broken.push(error)
        response.writeHead(400).end('{}')
      },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    calls,
    state,
    hasTaken: (wanted: number) =>
      until(
        () => taken.length >= wanted || broken.length > 0,
        () => `${taken.length} of ${wanted} entries were taken`,
      ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      assert.deepEqual(broken, [])
    },
  }
}

type Outcomes = readonly { readonly entry: Entry; readonly code: string | undefined }[]

const eventBridgeAnswer = (outcomes: Outcomes): object => ({
  FailedEntryCount: outcomes.filter(({ code }) => code !== undefined).length,
  Entries: outcomes.map(({ code }, index) =>
    code === undefined ? { EventId: `bus-${index}` } : { ErrorCode: code, ErrorMessage: 'no' },
  ),
})

const sqsAnswer = (outcomes: Outcomes): object => ({
  Successful: outcomes
    .filter(({ code }) => code === undefined)
    .map(({ entry: { Id, MessageBody = '' } }) => ({
      Id,
      MessageId: `message-${Id}`,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    })),
  Failed: outcomes
    .filter(({ code }) => code !== undefined)
    .map(({ entry: { Id }, code }) => ({ Id, Code: code, Message: 'no', SenderFault: false })),
})

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/((\d+)\/([^/]+)\/([^/]+)\/aws4_request), SignedHeaders=([^,]+), Signature=(\w+)$/

/** Signature Version 4, by its own document. */
const checkSignature = ({ headers, method, url = '' }: IncomingMessage, body: Buffer): void => {
  const [, keyId, scope = '', date = '', region = '', service = '', signed = '', signature] =
    authorizationForm.exec(headers.authorization ?? '') ?? assert.fail('not signed')
  assert.equal(keyId, awsKeys.accessKeyId)
  const hash = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest()
  const lines = signed.split(';').map((name) => `${name}:${`${headers[name]}`.trim()}\n`)
  const canonical = [method, url, '', lines.join(''), signed, hash(body)].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n')
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (last, part) => hmac(last, part),
    `AWS4${awsKeys.secretAccessKey}`,
  )
  assert.equal(hmac(key, text).toString('hex'), signature)
}
