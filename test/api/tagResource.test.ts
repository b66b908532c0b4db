// Tags and the event configuration through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

test('[B-284] [B-288] a case is tagged without a trace in its content', async () => {
  await using server = await startTestServer()
  const { client } = server
  const seeded = await seedDomain(client)
  const { caseId, caseArn } = await seedCase(client, seeded)
  const { domainId } = seeded
  const updated = async () => {
    const fields = [{ id: 'last_updated_datetime' }]
    return (await client.getCase({ domainId, caseId, fields })).fields?.[0]?.value?.stringValue
  }
  const before = await updated()
  server.clock.advance(1000)
  await client.tagResource({ arn: caseArn, tags: { team: 'a', Team: 'b' } })
  const { tags } = await client.listTagsForResource({ arn: caseArn })
  assert.deepEqual(tags, { team: 'a', Team: 'b' })
  assert.equal(await updated(), before)
  const { auditEvents } = await client.getCaseAuditEvents({ domainId, caseId })
  assert.equal(auditEvents?.length, 1)
  await client.untagResource({ arn: caseArn, tagKeys: ['team', 'absent'] })
  assert.deepEqual((await client.listTagsForResource({ arn: caseArn })).tags, { Team: 'b' })
})

test('[B-284] an ARN that is not of this server is not found', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainArn } = await seedDomain(client)
  const foreign = domainArn.replace('000000000000', '111111111111')
  for (const arn of [foreign, `${domainArn}/case/x`, 'x']) {
    await expectError(client.listTagsForResource({ arn }), 'ResourceNotFoundException')
  }
})

test('[B-285] [B-286] [B-287] keys, values and how many', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainArn: arn, templateArn } = await seedDomain(client)
  const tag = (tags: Record<string, string>) => client.tagResource({ arn, tags })
  await expectError(tag({ 'aws:x': '1' }), 'ValidationException')
  await expectError(tag({ x: 'ü' }), 'ValidationException')
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, '']))
  await tag(fifty)
  await tag({ k0: 'again' })
  await expectError(tag({ more: '' }), 'ValidationException', /50/)
  await client.tagResource({ arn: templateArn, tags: { other: 'resource' } })
  await client.untagResource({ arn, tagKeys: ['absent'] })
})

test('[B-289] tags of what is deleted can be read, not changed', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, templateId, templateArn: arn } = await seedDomain(client)
  await client.tagResource({ arn, tags: { a: 'b' } })
  await client.deleteTemplate({ domainId, templateId })
  assert.deepEqual((await client.listTagsForResource({ arn })).tags, { a: 'b' })
  await expectError(client.tagResource({ arn, tags: { c: 'd' } }), 'ValidationException')
})

test('[B-290] tagging needs its permission, with the tags of the request', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainArn: arn } = await seedDomain(client)
  const Condition = { StringEquals: { 'aws:RequestTag/team': 'a' } }
  const Statement = [{ Effect: 'Allow', Action: 'cases:TagResource', Resource: '*', Condition }]
  const tagger = await server.clientFor({ Version: '2012-10-17', Statement })
  await expectError(tagger.tagResource({ arn, tags: { team: 'b' } }), 'AccessDeniedException')
  await tagger.tagResource({ arn, tags: { team: 'a' } })
  assert.deepEqual((await client.listTagsForResource({ arn })).tags, { team: 'a' })
})

test('[B-280] [B-281] [B-205] [B-204] the event configuration is replaced whole', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  const read = async () => (await client.getCaseEventConfiguration({ domainId })).eventBridge
  assert.equal((await read())?.enabled, false)
  const put = (...ids: string[]) => {
    const caseData = { fields: ids.map((id) => ({ id })) }
    const eventBridge = { enabled: true, includedData: { caseData } }
    return client.putCaseEventConfiguration({ domainId, eventBridge })
  }
  await expectError(put('status', 'status'), 'ValidationException')
  await expectError(put('nothing'), 'ValidationException')
  await put('status', fields.text)
  await client.deleteField({ domainId, fieldId: fields.text })
  assert.deepEqual((await read())?.includedData?.caseData, { fields: [{ id: 'status' }] })
  await client.putCaseEventConfiguration({ domainId, eventBridge: { enabled: true } })
  assert.deepEqual(await read(), { enabled: true })
})

test('[B-225] [B-285] resources that are not there, and the edges of keys and values', async () => {
  await using server = await startTestServer()
  const { client } = server
  const seeded = await seedDomain(client)
  const other = await seedDomain(client, 'other')
  const { caseId, caseArn: arn } = await seedCase(client, seeded)
  const { domainArn } = seeded
  for (const gone of [`${domainArn}/case/${nowhere}`, `${other.domainArn}/case/${caseId}`]) {
    const call = client.tagResource({ arn: gone, tags: { a: 'b' } })
    await expectError(call, 'ResourceNotFoundException')
  }
  const refused = (tags: Record<string, string>) =>
    expectError(client.tagResource({ arn, tags }), 'ValidationException')
  await refused({ '': 'x' })
  await refused({ AWS: 'fine', 'Aws:x': 'reserved' })
  await refused({ ['k'.repeat(129)]: '' })
  await refused({ long: 'v'.repeat(257) })
  assert.deepEqual((await client.listTagsForResource({ arn })).tags, {})
  const tags = { ['k'.repeat(128)]: 'v'.repeat(256), 'a b@c': '' }
  await client.tagResource({ arn, tags })
  assert.deepEqual((await client.listTagsForResource({ arn })).tags, tags)
})
