// What Amazon Connect's clients see of the wire: its signing name, its times, its words for errors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instanceInput } from '../support/connect.ts'
import { startTestServer } from '../support/server.ts'

const service = 'connect'

test('[B-900] an operation is found by its signing name, and one that is not built is unknown', async () => {
  await using server = await startTestServer()
  const asCases = await server.send('PUT', '/instance', instanceInput())
  assert.deepEqual([asCases.status, asCases.error], [403, 'InvalidSignatureException'])
  const asConnect = await server.send('POST', '/domains', { name: 'x' }, { service })
  assert.equal(asConnect.error, 'InvalidSignatureException')
  const notBuilt = await server.send('GET', '/prompts-summary/x', undefined, { service })
  assert.deepEqual([notBuilt.status, notBuilt.error], [404, 'UnknownOperationException'])
})

test('[B-901] times are seconds since the epoch', async () => {
  await using server = await startTestServer()
  const before = server.clock.now()
  const { json } = await server.send('PUT', '/instance', instanceInput(), { service })
  const described = await server.send('GET', `/instance/${json.Id}`, undefined, { service })
  const ms = described.json.Instance.CreatedTime * 1000
  assert.ok(before <= ms && ms <= server.clock.now(), described.text)
})

test('[B-902] errors have Connect’s names and say their message as Message', async () => {
  await using server = await startTestServer()
  const missing = await server.send('PUT', '/instance', {}, { service })
  assert.deepEqual([missing.status, missing.error], [400, 'InvalidRequestException'])
  assert.match(missing.json.Message, /^3 validation errors detected: Value null at/)
  assert.deepEqual(Object.keys(missing.json), ['Message'])
  const unsigned = await server.send('PUT', '/instance', {}, { service, unsigned: true })
  assert.equal(unsigned.error, 'MissingAuthenticationTokenException')
  const lost = await server.send('GET', '/instance/x', undefined, { service })
  assert.deepEqual(lost.json, { Message: 'Instance not found: x' })
})
