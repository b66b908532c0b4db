// Whatever is sent, well signed, is answered below 500 and without a defect.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { realClock } from '../../src/clock.ts'
import { allOperations } from '../../src/model/index.ts'
import type { Operation } from '../../src/model/shape.ts'
import { createHandle, type Handle } from '../../src/wire/handle.ts'
import { largeBodies } from '../../src/wire/large-bodies.ts'
import { ourNode } from './model-nodes.ts'
import { anyText, near } from './near.ts'
import { credential, region, sendBytes, signHeader, startWire, type Wanted } from './signed.ts'

const operations: readonly Operation[] = Object.values(allOperations)

const location = { partition: 'aws', region, accountId: '000000000000' }

const createTestHandle = (defects: unknown[]): Handle =>
  createHandle({
    clock: realClock(),
    location,
    largeBodies: largeBodies(location),
    lookup: () => credential,
    admit: () => {},
    perform: async (_, input) => ({ echo: JSON.stringify(input).length }),
    health: () => ({}),
    log: {
      error: (fields) => defects.push(fields),
      debug: () => undefined,
      isLevelEnabled: () => false,
    },
  })

const answer = async (handle: Handle, wanted: Wanted) => {
  const { method, target, headers, body } = await signHeader(4580, wanted)
  const readBody = async () => body
  const about = { headers, sourceIp: '', secure: false, onGone: () => {} }
  const request = { method, url: target, readBody, ...about }
  return (await handle(request)).status
}

const pathOf = (operation: Operation, label: string) =>
  operation.path.replace(/\{.+?\}/g, encodeURIComponent(label))

test('[B-033] a body that nearly fits its operation never makes a 5xx', async () => {
  const defects: unknown[] = []
  const handle = createTestHandle(defects)
  const statuses = new Map<number, number>()
  for (const operation of operations) {
    const { method } = operation
    await fc.assert(
      fc.asyncProperty(near(ourNode(operation.input)), anyText, async (value, label) => {
        const wanted = {
          method,
          service: operation.service ?? 'cases',
          path: pathOf(operation, label || 'x'),
          body: JSON.stringify(value),
        }
        const status = await answer(handle, wanted)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        assert.ok(status < 500, `${operation.name}: ${status}`)
      }),
      { numRuns: 60 },
    )
  }
  assert.deepEqual(defects, [])
  // The generator is worth something only if it gets past the shape, and fails at it, too.
  assert.ok((statuses.get(200) ?? 0) > 100, JSON.stringify([...statuses]))
  assert.ok((statuses.get(400) ?? 0) > 100, JSON.stringify([...statuses]))
})

test('[B-033] paths, queries and bodies of any bytes never make a 5xx', async () => {
  const defects: unknown[] = []
  const handle = createTestHandle(defects)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations),
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
      fc.dictionary(fc.constantFrom('maxResults', 'nextToken', 'values', 'tagKeys'), anyText),
      fc.uint8Array({ maxLength: 200 }),
      async (operation, label, query, bytes) => {
        const path = pathOf(operation, label)
        const body = Buffer.from(bytes)
        const wellFormed = Object.entries(query).map(([name, text]) => [name, text.toWellFormed()])
        const { method, service = 'cases' } = operation
        const wanted = { method, service, path, query: Object.fromEntries(wellFormed), body }
        const status = await answer(handle, wanted)
        assert.ok(status < 500, String(status))
      },
    ),
    { numRuns: 1000 },
  )
  assert.deepEqual(defects, [])
})

test('[B-033] bytes that are hardly HTTP never make a 5xx', async () => {
  await using server = await startWire({ requestTimeoutSeconds: 1 })
  const piece = fc.oneof(
    fc.constantFrom(
      'POST ',
      '/domains',
      '/health',
      '/tags/%',
      '?X-Amz-Algorithm=AWS4-HMAC-SHA256',
      ' HTTP/1.1',
      '\r\n',
      'host: x',
      'authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e',
      'content-length: 1',
      'upgrade: websocket',
      'connection: upgrade',
      'expect: x',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 10 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      // An end that no parser can wait behind.
      const bytes = Buffer.from(`${pieces.join('')}\r\n\r\n\r\nx y z\r\n\r\n`, 'latin1')
      const { status } = await sendBytes(server.port, bytes)
      assert.ok(Number.isNaN(status) || status < 500, String(status))
    }),
    { numRuns: 200 },
  )
  assert.deepEqual(server.defects, [])
})
