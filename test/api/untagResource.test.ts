// UntagResource through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { seedCase } from '../support/seed.ts'

test('[B-287] [B-288] tags go by key; nothing else changes', async () => {
  await using server = await configured()
  const { client, domainId, templateId, templateArn: arn } = server
  await client.tagResource({ arn, tags: { a: '1', A: '2', b: '3' } })
  const before = await client.getTemplate({ domainId, templateId })
  server.clock.advance(1000)
  await client.untagResource({ arn, tagKeys: ['a', 'absent', 'b'] })
  const after = await client.getTemplate({ domainId, templateId })
  assert.deepEqual(after.tags, { A: '2' })
  assert.deepEqual(after.lastModifiedTime, before.lastModifiedTime)
})

test('[B-020] [B-287] [B-289] keys and resources that are refused', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, layoutId } = server
  const untag = (arn: string, ...tagKeys: string[]) =>
    expectError(client.untagResource({ arn, tagKeys }), 'ValidationException')
  await untag(domainArn, 'aws:x')
  await untag(domainArn, 'with space')
  await untag(domainArn, 'k'.repeat(129))
  await untag(domainArn, ...Array.from({ length: 51 }, () => 'k'))
  const arn = `${domainArn}/layout/${layoutId}`
  await client.tagResource({ arn, tags: { a: '1' } })
  await client.deleteLayout({ domainId, layoutId })
  await untag(arn, 'a')
  assert.deepEqual((await client.listTagsForResource({ arn })).tags, { a: '1' })
})

test('[B-225] resources that are not there', async () => {
  await using server = await configured()
  const { client, domainArn, other } = server
  const { caseId } = await seedCase(client, server)
  for (const arn of [`${domainArn}/case/${nowhere}`, `${other.domainArn}/case/${caseId}`]) {
    const call = client.untagResource({ arn, tagKeys: ['a'] })
    await expectError(call, 'ResourceNotFoundException')
  }
})

test('[B-290] [B-146] UntagResource needs its permission on the resource as it is', async () => {
  await using server = await configured()
  const { client } = server
  const { caseArn: arn } = await seedCase(client, server, { tags: { team: 'a', old: '' } })
  await needs(server, { action: 'UntagResource', resources: [arn] }, (caller) =>
    caller.untagResource({ arn, tagKeys: ['old'] }),
  )
  const only = (team: string) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'cases:UntagResource',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/team': team, 'aws:TagKeys': 'team' } },
      },
    ],
  })
  const stranger = await server.clientFor(only('b'), 'stranger')
  const call = stranger.untagResource({ arn, tagKeys: ['team'] })
  await expectError(call, 'AccessDeniedException')
  const member = await server.clientFor(only('a'), 'member')
  await member.untagResource({ arn, tagKeys: ['team'] })
  assert.deepEqual((await client.listTagsForResource({ arn })).tags, {})
})
