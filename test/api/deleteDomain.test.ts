// DeleteDomain through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-209] [B-201] a deleted domain takes nothing with it but itself; its name is free', async () => {
  await using server = await configured()
  const { client, domainId, other } = server
  await client.deleteDomain({ domainId })
  const { domains } = await client.listDomains({})
  assert.deepEqual(
    given(domains).map((domain) => domain.domainId),
    [other.domainId],
  )
  assert.equal((await client.getTemplate(other)).name, 'template')
  await client.createDomain({ name: 'support' })
})

test('[B-209] [B-225] a domain that is not there cannot be deleted', async () => {
  await using server = await configured()
  const { client, domainArn } = server
  const foreign = domainArn.replace('000000000000', '111111111111')
  for (const domainId of [nowhere, 'x', foreign]) {
    await expectError(client.deleteDomain({ domainId }), 'ResourceNotFoundException')
  }
})

test('[B-290] DeleteDomain needs its permission on the domain', async () => {
  await using server = await configured()
  const { domainId, domainArn } = server
  const wanted = { action: 'DeleteDomain', resources: [domainArn] }
  await needs(server, wanted, (client) => client.deleteDomain({ domainId }))
})
