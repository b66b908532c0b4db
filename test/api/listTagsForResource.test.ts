// ListTagsForResource through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given, seedCase } from '../support/seed.ts'

/** The ARN of something of each kind. */
const everything = async (server: Awaited<ReturnType<typeof configured>>) => {
  const { client, domainId, domainArn, templateArn, fields, layoutId } = server
  const { caseId, caseArn } = await seedCase(client, server)
  const rule = { required: { defaultValue: true, conditions: [] } }
  const { caseRuleArn } = await client.createCaseRule({ domainId, name: 'rule', rule })
  const item = await client.createRelatedItem({
    domainId,
    caseId,
    type: 'Comment',
    content: { comment: { body: 'Called back', contentType: 'Text/Plain' } },
  })
  return [
    domainArn,
    `${domainArn}/field/${fields.text}`,
    `${domainArn}/field/status`,
    `${domainArn}/layout/${layoutId}`,
    templateArn,
    given(caseRuleArn),
    caseArn,
    given(item.relatedItemArn),
  ]
}

test('[B-284] [B-222] everything that has an ARN has tags of its own', async () => {
  await using server = await configured()
  const { client } = server
  const arns = await everything(server)
  for (const arn of arns) {
    assert.deepEqual((await client.listTagsForResource({ arn })).tags, {})
    await client.tagResource({ arn, tags: { arn, same: 'x' } })
  }
  for (const arn of arns) {
    assert.deepEqual((await client.listTagsForResource({ arn })).tags, { arn, same: 'x' })
    await client.untagResource({ arn, tagKeys: ['arn'] })
    assert.deepEqual((await client.listTagsForResource({ arn })).tags, { same: 'x' })
  }
})

test('[B-284] [B-225] ARNs that name nothing here', async () => {
  await using server = await configured()
  const { client, domainArn, other } = server
  const { caseId } = await seedCase(client, server)
  const names = [
    domainArn.replace('cases', 'connect'),
    domainArn.replace('us-east-1', 'us-west-2'),
    `${domainArn}/case/${nowhere}`,
    `${other.domainArn}/case/${caseId}`,
    `${domainArn}/case/${caseId}/related-item/${nowhere}`,
    `${domainArn}/field/${other.fields.text}`,
    `${domainArn}/template/${other.templateId}`,
    `${domainArn}/unicorn/${nowhere}`,
    'x',
  ]
  for (const arn of names) {
    await expectError(client.listTagsForResource({ arn }), 'ResourceNotFoundException')
  }
  await expectError(client.listTagsForResource({ arn: 'x'.repeat(501) }), 'ValidationException')
})

test('[B-290] ListTagsForResource needs its permission on the resource alone', async () => {
  await using server = await configured()
  for (const arn of await everything(server)) {
    const caller = arn.slice(-20).replaceAll('/', '-')
    const test = {
      clientFor: (policy: object, name?: string) => server.clientFor(policy, `${caller}.${name}`),
    }
    const wanted = { action: 'ListTagsForResource', resources: [arn] }
    await needs(test, wanted, (client) => client.listTagsForResource({ arn }))
  }
})
