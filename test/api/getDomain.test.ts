// GetDomain through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-200] [B-222] [B-025] a domain is described, by id or ARN', async () => {
  await using server = await configured()
  const { client, domainId, domainArn } = server
  await client.tagResource({ arn: domainArn, tags: { team: 'a' } })
  for (const asked of [domainId, domainArn]) {
    const { createdTime, $metadata: _, ...read } = await client.getDomain({ domainId: asked })
    assert.deepEqual(read, {
      domainId,
      domainArn,
      name: 'support',
      domainStatus: 'Active',
      tags: { team: 'a' },
    })
    assert.ok(createdTime instanceof Date)
  }
})

test('[B-020] [B-225] what is no domain of this server is not found', async () => {
  await using server = await configured()
  const { client, domainArn } = server
  const long = 'x'.repeat(501)
  await expectError(client.getDomain({ domainId: long }), 'ValidationException', /'domainId'/)
  const foreign = domainArn.replace('us-east-1', 'eu-west-2')
  for (const domainId of [nowhere, 'x', foreign]) {
    const error = await expectError(client.getDomain({ domainId }), 'ResourceNotFoundException')
    assert.equal(error.resourceType, 'Domain')
  }
})

test('[B-290] GetDomain needs its permission on the domain', async () => {
  await using server = await configured()
  const { domainId, domainArn, other } = server
  const wanted = { action: 'GetDomain', resources: [domainArn] }
  await needs(server, wanted, (client) => client.getDomain({ domainId }))
  const one = [{ Effect: 'Allow', Action: 'cases:GetDomain', Resource: given(domainArn) }]
  const caller = await server.clientFor({ Version: '2012-10-17', Statement: one }, 'one')
  await expectError(caller.getDomain({ domainId: other.domainId }), 'AccessDeniedException')
})
