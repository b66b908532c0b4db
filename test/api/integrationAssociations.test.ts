// CreateIntegrationAssociation, ListIntegrationAssociations and DeleteIntegrationAssociation through the SDK.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../support/configuration.ts'
import { connectFor, connectWith, instanceInput } from '../support/connect.ts'
import { expectError } from '../support/errors.ts'
import { given } from '../support/seed.ts'
import { startTestServer } from '../support/server.ts'

const setting = async (settings: Record<string, string> = {}) => {
  const server = await startTestServer({ settings })
  const connect = connectWith(server)
  const { Id, Arn } = await connect.createInstance(instanceInput())
  const { domainArn } = await server.client.createDomain({ name: 'support' })
  return {
    server,
    connect,
    InstanceId: given(Id),
    instanceArn: given(Arn),
    domainArn: given(domainArn),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const event = (name: string) =>
  ({
    IntegrationType: 'EVENT',
    IntegrationArn: `arn:aws:app-integrations:us-east-1:000000000000:event-integration/${name}`,
    SourceApplicationName: name,
    SourceApplicationUrl: 'https://app.example',
    SourceType: 'CASES',
  }) as const

const domain = (IntegrationArn: string) =>
  ({ IntegrationType: 'CASES_DOMAIN', IntegrationArn }) as const

test('[B-920] [B-924] CASES_DOMAIN ties an instance to one domain', async () => {
  await using here = await setting()
  const { server, connect, InstanceId, instanceArn, domainArn } = here
  const tied = await connect.createIntegrationAssociation({ InstanceId, ...domain(domainArn) })
  const id = given(tied.IntegrationAssociationId)
  const arn = `${instanceArn}/integration-association/${id}`
  assert.equal(tied.IntegrationAssociationArn, arn)
  const listed = await connect.listIntegrationAssociations({ InstanceId })
  assert.deepEqual(listed.IntegrationAssociationSummaryList, [
    {
      InstanceId,
      IntegrationAssociationId: id,
      IntegrationAssociationArn: arn,
      ...domain(domainArn),
    },
  ])
  const second = given((await server.client.createDomain({ name: 'other' })).domainArn)
  for (const each of [domainArn, second]) {
    const again = connect.createIntegrationAssociation({ InstanceId, ...domain(each) })
    await expectError(again, 'DuplicateResourceException')
  }
})

test('[B-921] what ties to nothing is refused', async () => {
  await using here = await setting()
  const { connect, InstanceId, instanceArn, domainArn } = here
  const refused = (input: object, name: 'InvalidRequestException' | 'ResourceNotFoundException') =>
    expectError(
      connect.createIntegrationAssociation({ InstanceId, ...domain(domainArn), ...input }),
      name,
    )
  await refused({ IntegrationArn: instanceArn }, 'InvalidRequestException')
  await refused({ IntegrationArn: 'support' }, 'InvalidRequestException')
  await refused({ IntegrationArn: `${domainArn}/case/${nowhere}` }, 'InvalidRequestException')
  const gone = domainArn.replace(/[^/]+$/, nowhere)
  await refused({ IntegrationArn: gone }, 'ResourceNotFoundException')
  await refused({ IntegrationType: 'WISDOM_ASSISTANT' }, 'InvalidRequestException')
  for (const member of ['SourceApplicationName', 'SourceApplicationUrl', 'SourceType']) {
    await refused({ ...event('a'), [member]: undefined }, 'InvalidRequestException')
  }
  const { IntegrationAssociationSummaryList } = await connect.listIntegrationAssociations({
    InstanceId,
  })
  assert.deepEqual(IntegrationAssociationSummaryList, [])
})

test('[B-922] tying a domain takes the right to see it', async () => {
  await using here = await setting()
  const { server, connect, InstanceId, domainArn } = here
  const connectOnly = { Effect: 'Allow', Action: 'connect:*', Resource: '*' }
  const both = [connectOnly, { Effect: 'Allow', Action: 'cases:GetDomain', Resource: domainArn }]
  const someone = await connectFor(server, { Statement: connectOnly })
  const call = { InstanceId, ...domain(domainArn) }
  const denied = someone.createIntegrationAssociation(call)
  await expectError(denied, 'AccessDeniedException', /cases:GetDomain/)
  const seeing = await connectFor(server, { Statement: both })
  await seeing.createIntegrationAssociation(call)
  // Nobody learns this way whether a domain exists.
  const other = { ...call, IntegrationArn: domainArn.replace(/[^/]+$/, nowhere) }
  await expectError(seeing.createIntegrationAssociation(other), 'AccessDeniedException')
  await expectError(connect.createIntegrationAssociation(other), 'ResourceNotFoundException')
})

test('[B-923] [B-924] associations are listed by type and ARN, in pages, up to a quota', async () => {
  await using here = await setting({ quotas: 'integrationAssociationsPerInstance=4' })
  const { connect, InstanceId, domainArn } = here
  for (const input of [event('a'), domain(domainArn), event('b'), event('c')]) {
    await connect.createIntegrationAssociation({ InstanceId, ...input })
  }
  const more = connect.createIntegrationAssociation({ InstanceId, ...event('d') })
  await expectError(more, 'InvalidRequestException', /quota/)
  const again = connect.createIntegrationAssociation({ InstanceId, ...event('a') })
  await expectError(again, 'DuplicateResourceException')
  const list = async (more: object) => {
    const page = await connect.listIntegrationAssociations({ InstanceId, ...more })
    const names = page.IntegrationAssociationSummaryList?.map(
      (each) => each.SourceApplicationName ?? each.IntegrationType,
    )
    return [names, page.NextToken] as const
  }
  assert.deepEqual((await list({}))[0], ['a', 'CASES_DOMAIN', 'b', 'c'])
  const events = { IntegrationType: 'EVENT', MaxResults: 2 }
  const [first, NextToken] = await list(events)
  assert.deepEqual(first, ['a', 'b'])
  assert.deepEqual(await list({ ...events, NextToken }), [['c'], undefined])
  assert.deepEqual((await list({ IntegrationArn: domainArn }))[0], ['CASES_DOMAIN'])
  const forged = connect.listIntegrationAssociations({ InstanceId, NextToken })
  await expectError(forged, 'InvalidRequestException', /nextToken/)
})

test('[B-925] an association goes, and the domain stays', async () => {
  await using here = await setting()
  const { server, connect, InstanceId, domainArn } = here
  const call = { InstanceId, ...domain(domainArn) }
  const { IntegrationAssociationId } = await connect.createIntegrationAssociation(call)
  await connect.deleteIntegrationAssociation({ InstanceId, IntegrationAssociationId })
  const again = connect.deleteIntegrationAssociation({ InstanceId, IntegrationAssociationId })
  await expectError(again, 'ResourceNotFoundException')
  assert.equal((await server.client.listDomains({})).domains?.length, 1)
  await connect.createIntegrationAssociation(call)
})
