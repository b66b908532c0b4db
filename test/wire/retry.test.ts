// An SDK that lost an answer sends the request again under the same invocation id: that is one write.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { seedDomain } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const under = (id: string) => ({ headers: { 'amz-sdk-invocation-id': id } })

test('[B-840] a create repeated under its invocation id gets the first answer and writes once', async () => {
  await using server = await startTestServer()
  const create = () => server.send('POST', '/domains', { name: 'a' }, under('one'))
  const [first, second] = await Promise.all([create(), create()])
  assert.equal(first?.status, 200)
  assert.deepEqual(second?.json, first?.json)
  const { domains } = await server.client.listDomains()
  assert.equal(domains?.length, 1)
})

test('[B-840] another request, another caller and another id are no retries', async () => {
  await using server = await startTestServer()
  const { domainId, templateId } = await seedDomain(server.client)
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }]
  const keys = await server.keyFor({ Version: '2012-10-17', Statement })
  const create = async (title: string, options: Parameters<typeof server.send>[3]) => {
    const fields = [{ id: 'title', value: { stringValue: title } }]
    const body = { templateId, fields }
    return (await server.send('POST', `/domains/${domainId}/cases`, body, options)).json.caseId
  }
  const first = await create('a', under('one'))
  assert.equal(await create('a', under('one')), first)
  const others = [
    await create('b', under('one')),
    await create('a', under('two')),
    await create('a', { ...under('one'), keys }),
    await create('a', {}),
  ]
  assert.equal(new Set([first, ...others]).size, 5)
})

test('[B-840] the first answer is kept for 15 minutes, and an error is not kept', async () => {
  await using server = await startTestServer()
  const create = () => server.send('POST', '/domains', { name: 'a' }, under('one'))
  const first = await create()
  server.clock.advance(14 * 60_000)
  assert.deepEqual((await create()).json, first.json)
  server.clock.advance(2 * 60_000)
  assert.equal((await create()).error, 'ConflictException')
  await server.client.deleteDomain({ domainId: first.json.domainId })
  assert.equal((await create()).status, 200)
})

test('[B-840] an SDK that retries by itself writes once', async () => {
  await using server = await startTestServer()
  let lost = 0
  const client = new ConnectCases({
    endpoint: server.endpoint,
    region: server.config.region,
    credentials: server.server.rootKey,
  })
  // The first answer is lost on its way.
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args)
      lost += 1
      if (lost > 1) return answer
      throw Object.assign(new Error('lost'), { name: 'TimeoutError' })
    },
    { step: 'deserialize', priority: 'low' },
  )
  const { domainId } = await client.createDomain({ name: 'a' })
  client.destroy()
  assert.equal(lost, 2)
  const { domains } = await server.client.listDomains()
  assert.deepEqual(
    domains?.map((domain) => domain.domainId),
    [domainId],
  )
})

test('[B-840] a related item that is added again under its invocation id is one item, also when gone', async () => {
  await using server = await startTestServer()
  const { domainId, templateId } = await seedDomain(server.client)
  const fields = [{ id: 'title', value: { stringValue: 'Lamp' } }]
  const { caseId } = await server.client.createCase({ domainId, templateId, fields })
  const path = `/domains/${domainId}/cases/${caseId}/related-items/`
  const create = async (body: string, id: string) => {
    const content = { comment: { body, contentType: 'Text/Plain' } }
    return (await server.send('POST', path, { type: 'Comment', content }, under(id))).json
  }
  const first = await create('a', 'one')
  assert.deepEqual(await create('a', 'one'), first)
  const others = [await create('b', 'one'), await create('a', 'two')]
  assert.equal(new Set([first, ...others].map(({ relatedItemId }) => relatedItemId)).size, 3)
  const { relatedItemId } = first
  await server.client.deleteRelatedItem({ domainId, caseId, relatedItemId })
  server.clock.advance(14 * 60_000)
  assert.deepEqual(await create('a', 'one'), first)
  const items = async () => {
    const { relatedItems } = await server.client.searchRelatedItems({ domainId, caseId })
    return relatedItems?.length
  }
  assert.equal(await items(), 2)
  server.clock.advance(2 * 60_000)
  assert.notDeepEqual(await create('a', 'one'), first)
  assert.notDeepEqual(await create('b', 'one'), others[0])
  assert.equal(await items(), 4)
})
