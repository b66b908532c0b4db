// Amazon Connect's side of a case, through its own official SDK against a server that this script starts: an instance
// tied to a domain, a user, a task that a case points at, found again and ended. `node examples/connect.ts`.
import assert from 'node:assert/strict'
import { Connect } from '@aws-sdk/client-connect'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { rootKeyIn, startProgram, temporaryFolder } from '../test/support/program.ts'

using folder = temporaryFolder()
await using program = await startProgram(['--data', folder.path])
const options = { endpoint: program.endpoint, region: 'us-east-1' }
const credentials = rootKeyIn(folder.path)
const cases = new ConnectCases({ ...options, credentials })
const connect = new Connect({ ...options, credentials })
const say = (line: string) => console.log(line)

const { domainId, domainArn } = await cases.createDomain({ name: 'support' })
const { Id: InstanceId, Arn } = await connect.createInstance({
  IdentityManagementType: 'CONNECT_MANAGED',
  InstanceAlias: 'acme',
  InboundCallsEnabled: true,
  OutboundCallsEnabled: true,
})
await connect.createIntegrationAssociation({
  InstanceId,
  IntegrationType: 'CASES_DOMAIN',
  IntegrationArn: domainArn,
})
say(`instance ${InstanceId} is tied to domain ${domainId}`)

const { UserArn: userArn } = await connect.createUser({
  InstanceId,
  Username: 'ann',
  Password: 'Not-Kept-1',
  IdentityInfo: { FirstName: 'Ann', LastName: 'Lee' },
  SecurityProfileIds: ['agent'],
  RoutingProfileId: 'basic',
})
const { templateId } = await cases.createTemplate({ domainId, name: 'Complaint' })
const { caseId } = await cases.createCase({
  domainId,
  templateId,
  fields: [{ id: 'title', value: { stringValue: 'Broken lamp' } }],
  performedBy: { userArn: userArn ?? '' },
})
const { ContactId } = await connect.startTaskContact({
  InstanceId,
  Name: 'Call the customer back',
  ContactFlowId: '0198c000-0000-7000-8000-000000000001',
  References: { case: { Type: 'STRING', Value: caseId ?? '' } },
})
const contactArn = `${Arn}/contact/${ContactId}`
await cases.createRelatedItem({
  domainId,
  caseId,
  type: 'Contact',
  content: { contact: { contactArn } },
})
say('the case points at a task, in the name of a user')

const { relatedItems = [] } = await cases.searchRelatedItems({ domainId, caseId })
assert.equal(relatedItems[0]?.content?.contact?.channel, 'TASK')
await connect.stopContact({ InstanceId, ContactId })
const { Contacts = [] } = await connect.searchContacts({
  InstanceId,
  TimeRange: {
    Type: 'DISCONNECT_TIMESTAMP',
    StartTime: new Date(Date.now() - 60_000),
    EndTime: new Date(Date.now() + 60_000),
  },
})
assert.deepEqual(
  Contacts.map(({ Id, Name }) => [Id, Name]),
  [[ContactId, 'Call the customer back']],
)
say('the task has ended, and is found by when it did')
