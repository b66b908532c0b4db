// ListTagsForResource through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectCases } from '@aws-sdk/client-connectcases'
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

/** What can be done to tags, each as a call to be made. */
const uses = (caller: ConnectCases, arn: string): (() => Promise<unknown>)[] => [
  () => caller.tagResource({ arn, tags: { a: 'b' } }),
  () => caller.listTagsForResource({ arn }),
  () => caller.untagResource({ arn, tagKeys: ['a'] }),
]

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

test('[B-162] a caller confined by tags cannot tell hidden from missing', async () => {
  await using server = await configured()
  const { client, domainArn, templateArn } = server
  const foreign = domainArn.replace('000000000000', '111111111111')
  const missing = ['template', 'case', 'unicorn'].map((kind) => `${domainArn}/${kind}/${nowhere}`)
  const hidden = { StringEquals: { 'aws:ResourceTag/secret': 'yes' } }
  const shown = { StringNotEquals: { 'aws:ResourceTag/secret': 'yes' } }
  const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
  const all = { Effect: 'Allow', Action: 'cases:*', Resource: '*' }
  const callers = [
    await server.clientFor(policy({ ...all, Condition: shown }), 'shown'),
    await server.clientFor(policy(all, { ...all, Effect: 'Deny', Condition: hidden }), 'hidden'),
  ]
  for (const caller of callers) {
    assert.deepEqual((await caller.listTagsForResource({ arn: templateArn })).tags, {})
  }
  await client.tagResource({ arn: templateArn, tags: { secret: 'yes' } })
  for (const caller of callers) {
    for (const arn of [templateArn, ...missing, foreign, 'x']) {
      for (const use of uses(caller, arn)) await expectError(use(), 'AccessDeniedException')
    }
  }
})

test('[B-284] [B-407] type and creator of a related item decide who sees its tags', async () => {
  await using server = await configured()
  const { client, domainId } = server
  const { caseId } = await seedCase(client, server)
  const comment = { body: 'Called back', contentType: 'Text/Plain' } as const
  const input = { domainId, caseId, type: 'Comment', content: { comment } } as const
  const arns: string[] = []
  for (const customEntity of ['crm', 'mail']) {
    const made = await client.createRelatedItem({ ...input, performedBy: { customEntity } })
    arns.push(given(made.relatedItemArn))
  }
  const [crm = '', mail = ''] = arns
  const actions = ['ListTagsForResource', 'TagResource', 'UntagResource']
  const callerWith = (key: string, value: string) =>
    server.clientFor(
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: actions.map((name) => `cases:${name}`),
          Resource: '*',
          Condition: { StringEquals: { [`cases:${key}`]: value } },
        },
      },
      value,
    )
  const own = await callerWith('CreatedBy', 'crm')
  const comments = await callerWith('RelatedItemType', 'Comment')
  for (const use of [...uses(own, crm), ...uses(comments, mail)]) await use()
  const slas = await callerWith('RelatedItemType', 'Sla')
  for (const use of [...uses(own, mail), ...uses(slas, crm)]) {
    await expectError(use(), 'AccessDeniedException')
  }
})
