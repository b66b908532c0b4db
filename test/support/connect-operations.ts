// Every operation of Amazon Connect that is built, as data: a call of it that works, which resources it needs
// permission on, which of its members name something. An operation without a row does not compile.
import type { CreateRuleCommandInput } from '@aws-sdk/client-connect'
import type { connectOperations } from '../../src/model/index.ts'
import { connectWith, instanceInput, userInput } from './connect.ts'
import { bytesFor, put } from './file-setting.ts'
import { given, seedCase, seedDomain } from './seed.ts'
import type { TestServer } from './server.ts'

export type ConnectName = keyof typeof connectOperations

type Kind = 'contact' | 'file' | 'integration-association' | 'queue' | 'rule' | 'user'

export type ConnectRow = {
  readonly input: Readonly<Record<string, unknown>>
  /** What it needs its own action on. */
  readonly resources: readonly string[]
  /** What an instance that does not exist comes to, where the operation has no other word for it. */
  readonly missingInstance?: 'InvalidRequestException'
  /** Members that name something in the instance, and the path that its ARN has. */
  readonly ids: Readonly<Record<string, Kind>>
  /** What an id that names nothing comes to, unless it is a ResourceNotFoundException. */
  readonly missing?: 'ContactNotFoundException'
}

export type ConnectWorld = Awaited<ReturnType<typeof seedInstance>>

const segments: Readonly<Record<Kind, string>> = {
  contact: 'contact',
  file: 'file',
  'integration-association': 'integration-association',
  queue: 'queue',
  rule: 'rule',
  user: 'agent',
}

/** An instance with something of each kind, tied to a domain. */
export const seedInstance = async (test: TestServer, name: string) => {
  const connect = connectWith(test)
  const domain = await seedDomain(test.client, name)
  const { domainArn } = domain
  const { Id, Arn } = await connect.createInstance(instanceInput(name))
  const InstanceId = given(Id)
  const user = await connect.createUser(userInput(InstanceId))
  const queue = await connect.createQueue(queueInput(InstanceId, 'support'))
  const tied = await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn: domainArn,
  })
  const { caseId } = await seedCase(test.client, domain)
  const caseArn = `${domainArn}/case/${caseId}`
  const file = await connect.startAttachedFileUpload(fileInput(InstanceId, caseArn))
  const { Url, HeadersToInclude } = given(file.UploadUrlMetadata)
  await put({ url: given(Url), headers: given(HeadersToInclude) }, bytesFor('a.pdf'))
  const task = await connect.startTaskContact(taskInput(InstanceId))
  // What has rules cannot be untied.
  const rule =
    name === 'DeleteIntegrationAssociation'
      ? undefined
      : await connect.createRule(ruleInput(InstanceId, 'first'))
  const id: Readonly<Record<Kind, string>> = {
    contact: given(task.ContactId),
    file: given(file.FileId),
    'integration-association': given(tied.IntegrationAssociationId),
    queue: given(queue.QueueId),
    rule: rule?.RuleId ?? 'none',
    user: given(user.UserId),
  }
  const arn = (kind: Kind, of = id[kind]) => `${Arn}/${segments[kind]}/${of}`
  return { instanceId: InstanceId, instanceArn: given(Arn), domainArn, caseArn, id, arn }
}

export const queueInput = (InstanceId: string, Name: string) => ({
  InstanceId,
  Name,
  HoursOfOperationId: 'always',
})

const fileInput = (InstanceId: string, AssociatedResourceArn: string) => ({
  InstanceId,
  AssociatedResourceArn,
  FileName: 'a.pdf',
  FileSizeInBytes: bytesFor('a.pdf').length,
  FileUseCaseType: 'ATTACHMENT' as const,
})

export const everyTime = {
  Type: 'INITIATION_TIMESTAMP' as const,
  StartTime: new Date(0),
  EndTime: new Date(2 ** 42),
}

export const taskInput = (InstanceId: string, Name = 'Call back') => ({
  InstanceId,
  Name,
  ContactFlowId: flowId,
})

const flowId = '0198c000-0000-7000-8000-00000000f10f'

export const ruleInput = (InstanceId: string, Name: string): CreateRuleCommandInput => ({
  InstanceId,
  Name,
  TriggerEventSource: { EventSourceName: 'OnCaseUpdate' },
  Function: JSON.stringify({
    Version: '2022-11-25',
    RuleFunction: {
      Operator: 'AND',
      Operands: [
        {
          Operator: 'EQUALS',
          Operands: ['closed'],
          ComparisonValue: '$.Case.Fields.status',
          Negate: false,
        },
      ],
    },
  }),
  Actions: [{ ActionType: 'END_ASSOCIATED_TASKS', EndAssociatedTasksAction: {} }],
  PublishStatus: 'PUBLISHED',
})

type Short = Pick<ConnectRow, 'resources'> & Partial<ConnectRow>

type ContactName = 'SearchContacts' | 'StartTaskContact' | Extract<ConnectName, `${string}Contact`>

const contactRows = (world: ConnectWorld): Record<ContactName, Short> => {
  const { instanceArn, id, arn } = world
  const oneContact = {
    input: { ContactId: id.contact },
    resources: [arn('contact')],
    ids: { ContactId: 'contact' },
  } as const
  return {
    CreateContact: {
      input: {
        Channel: 'EMAIL',
        InitiationMethod: 'OUTBOUND',
        UserInfo: { UserId: id.user },
        RelatedContactId: id.contact,
      },
      resources: [instanceArn, arn('user'), arn('contact')],
      ids: { 'UserInfo.UserId': 'user', RelatedContactId: 'contact' },
    },
    StartTaskContact: {
      input: { Name: 'Again', ContactFlowId: flowId, PreviousContactId: id.contact },
      resources: [`${instanceArn}/contact-flow/${flowId}`, arn('contact')],
      ids: { PreviousContactId: 'contact' },
    },
    DescribeContact: oneContact,
    UpdateContact: { ...oneContact, input: { ...oneContact.input, Name: 'Renamed' } },
    StopContact: { ...oneContact, missing: 'ContactNotFoundException' },
    SearchContacts: { input: { TimeRange: everyTime }, resources: [instanceArn] },
  }
}

const ruleRows = ({ instanceArn, instanceId, id, arn }: ConnectWorld) => {
  const ids = { RuleId: 'rule' } as const
  return {
    CreateRule: {
      input: { ...ruleInput(instanceId, 'new') },
      resources: [`${instanceArn}/rule/*`],
    },
    UpdateRule: {
      input: { ...ruleInput(instanceId, 'first'), RuleId: id.rule },
      resources: [arn('rule')],
      ids,
    },
    DescribeRule: { input: { RuleId: id.rule }, resources: [arn('rule')], ids },
    ListRules: { resources: [instanceArn] },
    DeleteRule: { input: { RuleId: id.rule }, resources: [arn('rule')], ids },
  }
}

const rows = (world: ConnectWorld): Record<ConnectName, Short> => {
  const { instanceArn, instanceId, caseArn, id, arn } = world
  const any = (kind: Kind) => `${instanceArn}/${segments[kind]}/*`
  const association = 'integration-association'
  const onFile: Short = {
    input: { AssociatedResourceArn: caseArn, FileId: id.file },
    resources: [arn('file')],
    ids: { FileId: 'file' },
  }
  const inScope: Short = { input: { AttachmentScope: 'CASE' }, resources: [instanceArn] }
  return {
    CreateInstance: { input: instanceInput(`x-${instanceId}`), resources: ['*'] },
    DescribeInstance: { resources: [instanceArn] },
    ListInstances: { resources: ['*'] },
    CreateIntegrationAssociation: {
      input: {
        IntegrationType: 'EVENT',
        IntegrationArn: 'arn:aws:app-integrations:us-east-1:000000000000:event-integration/new',
        SourceApplicationName: 'app',
        SourceApplicationUrl: 'https://app.example',
        SourceType: 'CASES',
      },
      resources: [instanceArn, any(association)],
    },
    ListIntegrationAssociations: { resources: [instanceArn] },
    DeleteIntegrationAssociation: {
      input: { IntegrationAssociationId: id[association] },
      resources: [instanceArn, arn(association)],
      ids: { IntegrationAssociationId: association },
    },
    CreateUser: { input: userInput(instanceId, 'new'), resources: [any('user')] },
    DescribeUser: {
      input: { UserId: id.user },
      resources: [arn('user')],
      ids: { UserId: 'user' },
    },
    ListUsers: { resources: [instanceArn] },
    SearchUsers: { resources: [instanceArn] },
    CreateQueue: { input: queueInput(instanceId, 'new'), resources: [any('queue')] },
    DescribeQueue: {
      input: { QueueId: id.queue },
      resources: [arn('queue')],
      ids: { QueueId: 'queue' },
    },
    ListQueues: { resources: [any('queue')] },
    StartAttachedFileUpload: {
      input: fileInput(instanceId, caseArn),
      resources: [any('file')],
      missingInstance: 'InvalidRequestException',
    },
    CompleteAttachedFileUpload: onFile,
    GetAttachedFile: onFile,
    BatchGetAttachedFileMetadata: {
      input: { AssociatedResourceArn: caseArn, FileIds: [id.file] },
      resources: [arn('file')],
    },
    DeleteAttachedFile: onFile,
    DescribeAttachedFilesConfiguration: inScope,
    UpdateAttachedFilesConfiguration: inScope,
    ListAttachedFilesConfigurations: { resources: [instanceArn] },
    ...contactRows(world),
    ...ruleRows(world),
  }
}

export const connectRowOf = (name: ConnectName, world: ConnectWorld): ConnectRow => {
  const { input = {}, resources, ids = {}, ...more } = rows(world)[name]
  const inInstance = name !== 'CreateInstance' && name !== 'ListInstances'
  return {
    input: inInstance ? { InstanceId: world.instanceId, ...input } : input,
    resources,
    ids,
    ...more,
  }
}
