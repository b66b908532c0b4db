// Rules on cases, against a server that runs (`npm start`): a case that is urgent gets an SLA and a task by itself,
// and one that nobody has touched for two weeks is closed. `node examples/rules.ts [endpoint] [credentials file]`.
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import {
  ConnectClient,
  CreateInstanceCommand,
  CreateIntegrationAssociationCommand,
  CreateRuleCommand,
  type RuleAction,
} from '@aws-sdk/client-connect'
import {
  ConnectCasesClient,
  CreateCaseCommand,
  CreateDomainCommand,
  CreateTemplateCommand,
  GetCaseAuditEventsCommand,
} from '@aws-sdk/client-connectcases'
import { signedFetch } from '../test/support/send.ts'

const [endpoint = 'http://127.0.0.1:4580', file = 'data/credentials'] = process.argv.slice(2)
const text = readFileSync(file, 'utf8')
const of = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(text)?.[1] ?? ''
const region = of('region')
const credentials = {
  accessKeyId: of('aws_access_key_id'),
  secretAccessKey: of('aws_secret_access_key'),
}
const cases = new ConnectCasesClient({ endpoint, region, credentials })
const connect = new ConnectClient({ endpoint, region, credentials })
const name = `rules-${Date.now()}`

const { domainId, domainArn } = await cases.send(new CreateDomainCommand({ name }))
const { templateId } = await cases.send(new CreateTemplateCommand({ domainId, name: 'Any' }))
const { Id: InstanceId } = await connect.send(
  new CreateInstanceCommand({
    InstanceAlias: name,
    IdentityManagementType: 'CONNECT_MANAGED',
    InboundCallsEnabled: true,
    OutboundCallsEnabled: false,
  }),
)
await connect.send(
  new CreateIntegrationAssociationCommand({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn: domainArn,
  }),
)

const isUrgent = {
  Operator: 'CONTAINS',
  Operands: ['urgent'],
  ComparisonValue: '$.Case.Fields.title',
  Negate: false,
}
const replyWithinAnHour: RuleAction = {
  ActionType: 'ASSIGN_SLA',
  AssignSlaAction: {
    SlaAssignmentType: 'CASES',
    CaseSlaConfiguration: {
      Name: 'Reply within an hour',
      Type: 'CaseField',
      FieldId: 'status',
      TargetFieldValues: [{ StringValue: 'closed' }],
      TargetSlaMinutes: 60,
    },
  },
}
const callBack: RuleAction = {
  ActionType: 'CREATE_TASK',
  TaskAction: {
    Name: 'Call back: $.Case.Fields.title',
    ContactFlowId: '0198c000-0000-7000-8000-00000000f10f',
  },
}
await connect.send(
  new CreateRuleCommand({
    InstanceId,
    Name: 'urgent',
    TriggerEventSource: { EventSourceName: 'OnCaseCreate' },
    Function: JSON.stringify({
      Version: '2022-11-25',
      RuleFunction: { Operator: 'AND', Operands: [isUrgent] },
    }),
    Actions: [replyWithinAnHour, callBack],
    PublishStatus: 'PUBLISHED',
  }),
)

// AWS has no rules on time that passes: these are OpenCases's own.
const closeStale = {
  fieldId: 'last_updated_datetime',
  afterMinutes: 14 * 24 * 60,
  filter: { field: { equalTo: { id: 'status', value: { stringValue: 'open' } } } },
  actions: [
    {
      ActionType: 'UPDATE_CASE',
      UpdateCaseAction: { Fields: [{ Id: 'status', Value: { StringValue: 'closed' } }] },
    },
  ],
}
const path = `/_opencases/timed-rules/${domainId}/close-stale`
const put = await signedFetch({ endpoint, rootKey: credentials }, region, {
  method: 'PUT',
  path,
  body: closeStale,
})
console.log(`timed rule: ${put.status} ${put.text}`)

const fields = [{ id: 'title', value: { stringValue: 'Urgent: the lamp smokes' } }]
const { caseId } = await cases.send(new CreateCaseCommand({ domainId, templateId, fields }))
await pause(3000)
const { auditEvents } = await cases.send(new GetCaseAuditEventsCommand({ domainId, caseId }))
for (const event of [...(auditEvents ?? [])].reverse()) {
  console.log(`${event?.type} by ${event?.performedBy?.iamPrincipalArn}`)
}
