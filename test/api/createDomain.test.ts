// Domains through the official SDK: CreateDomain, GetDomain, ListDomains, DeleteDomain.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectError } from '../support/errors.ts'
import { given, seedDomain } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const nowhere = '0198c000-0000-7000-8000-000000000001'
const only = (...Action: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

test('[B-200] [B-203] [B-210] a new domain is active and holds the system fields alone', async () => {
  await using server = await startTestServer()
  const { client } = server
  const made = await client.createDomain({ name: 'support' })
  const domainId = given(made.domainId)
  assert.equal(made.domainStatus, 'Active')
  const listed = await client.listFields({ domainId })
  assert.deepEqual(
    given(listed.fields).map((field) => field.fieldId),
    [
      'case_id',
      'reference_number',
      'title',
      'status',
      'summary',
      'case_reason',
      'customer_id',
      'assigned_queue',
      'assigned_user',
      'created_by',
      'last_updated_user',
      'created_datetime',
      'last_updated_datetime',
      'last_closed_datetime',
      'last_reopened_datetime',
      'next_sla_breach_datetime',
    ],
  )
  assert.deepEqual((await client.listLayouts({ domainId })).layouts, [])
  assert.deepEqual((await client.listTemplates({ domainId })).templates, [])
  assert.deepEqual((await client.listCaseRules({ domainId })).caseRules, [])
  const read = await client.getDomain({ domainId: given(made.domainArn) })
  assert.equal(read.name, 'support')
  assert.deepEqual(read.tags, {})
})

test('[B-201] a living name is taken, in any Unicode form; case makes another', async () => {
  await using server = await startTestServer()
  const { client } = server
  await client.createDomain({ name: 'café' })
  await expectError(client.createDomain({ name: 'cafe\u0301' }), 'ConflictException')
  await expectError(client.createDomain({ name: ' café' }), 'ConflictException')
  const other = await client.createDomain({ name: 'CAFÉ' })
  await client.deleteDomain({ domainId: given(other.domainId) })
  await client.createDomain({ name: 'CAFÉ' })
})

test('[B-202] the sixth domain is beyond the quota', async () => {
  await using server = await startTestServer()
  for (let i = 1; i <= 5; i++) await server.client.createDomain({ name: `d${i}` })
  await expectError(
    server.client.createDomain({ name: 'd6' }),
    'ServiceQuotaExceededException',
    /5/,
  )
})

test('[B-207] [B-208] domains come in pages of ten, in order of creation', async () => {
  await using server = await startTestServer({ settings: { quotas: 'domainsPerAccount=20' } })
  const { client } = server
  for (let i = 1; i <= 12; i++) await client.createDomain({ name: `d${i}` })
  const first = await client.listDomains({})
  const names = given(first.domains).map(({ name }) => name)
  assert.deepEqual(names.slice(0, 2), ['d1', 'd2'])
  assert.equal(names.length, 10)
  await client.deleteDomain({ domainId: given(first.domains)[9]?.domainId })
  const second = await client.listDomains({ nextToken: given(first.nextToken) })
  assert.deepEqual(
    given(second.domains).map(({ name }) => name),
    ['d11', 'd12'],
  )
  assert.equal(second.nextToken, undefined)
})

test('[B-209] a deleted domain is gone at once with all it holds', async () => {
  await using server = await startTestServer()
  const { client } = server
  const { domainId, fields } = await seedDomain(client)
  await client.deleteDomain({ domainId })
  await expectError(client.getDomain({ domainId }), 'ResourceNotFoundException')
  await expectError(client.deleteDomain({ domainId }), 'ResourceNotFoundException')
  await expectError(
    client.batchGetField({ domainId, fields: [{ id: fields.text }] }),
    'ResourceNotFoundException',
  )
  assert.deepEqual((await client.listDomains({})).domains, [])
})

test('[B-290] CreateDomain and ListDomains need their permission on everything', async () => {
  await using server = await startTestServer()
  const lister = await server.clientFor(only('cases:ListDomains'))
  await expectError(lister.createDomain({ name: 'x' }), 'AccessDeniedException', /CreateDomain/)
  assert.deepEqual((await lister.listDomains({})).domains, [])
  await expectError(lister.getDomain({ domainId: nowhere }), 'AccessDeniedException')
})

test('[B-020] [B-201] names that are no names', async () => {
  await using server = await startTestServer()
  const { client } = server
  for (const name of ['', ' ', 'trailing ', 'n'.repeat(101)]) {
    await expectError(client.createDomain({ name }), 'ValidationException', /'name'/)
  }
  await client.createDomain({ name: '💡'.repeat(100) })
})
