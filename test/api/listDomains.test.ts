// ListDomains through the official SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configured, needs, nowhere } from '../support/configuration.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'

test('[B-207] [B-224] domains are walked in pages of any size', async () => {
  await using server = await configured()
  const { client, domainId, domainArn, other } = server
  const first = await client.listDomains({ maxResults: 1 })
  assert.deepEqual(first.domains, [{ domainId, domainArn, name: 'support' }])
  const second = await client.listDomains({ maxResults: 10, nextToken: given(first.nextToken) })
  assert.deepEqual(
    given(second.domains).map((domain) => domain.domainId),
    [other.domainId],
  )
  assert.equal(second.nextToken, undefined)
})

test('[B-020] [B-224] page sizes and tokens that no list has', async () => {
  await using server = await configured()
  const { client, domainId } = server
  for (const maxResults of [0, 11]) {
    await expectError(client.listDomains({ maxResults }), 'ValidationException', /'maxResults'/)
  }
  await expectError(client.listDomains({ nextToken: nowhere }), 'ValidationException')
  const { nextToken } = await client.listFields({ domainId, maxResults: 1 })
  await expectError(client.listDomains({ nextToken }), 'ValidationException')
})

test('[B-290] ListDomains needs its permission on everything', async () => {
  await using server = await configured()
  const wanted = { action: 'ListDomains', resources: ['*'] }
  await needs(server, wanted, (client) => client.listDomains({}))
})
