// Every operation of Amazon Connect that is built, as data: a call of it that works, which resources it needs
// permission on, which of its members name something. An operation without a row does not compile.
import type { connectOperations } from '../../src/model/index.ts'
import { connectWith, instanceInput, userInput } from './connect.ts'
import { given, seedDomain } from './seed.ts'
import type { TestServer } from './server.ts'

export type ConnectName = keyof typeof connectOperations

type Kind = 'contact' | 'integration-association' | 'queue' | 'user'

export type ConnectRow = {
  readonly input: Readonly<Record<string, unknown>>
  /** What it needs its own action on. */
  readonly resources: readonly string[]
  /** Members that name something in the instance, and the path that its ARN has. */
  readonly ids: Readonly<Record<string, Kind>>
}

export type ConnectWorld = Awaited<ReturnType<typeof seedInstance>>

const segments: Readonly<Record<Kind, string>> = {
  contact: 'contact',
  'integration-association': 'integration-association',
  queue: 'queue',
  user: 'agent',
}

/** An instance with something of each kind, tied to a domain. */
export const seedInstance = async (test: TestServer, name: string) => {
  const connect = connectWith(test)
  const { domainArn } = await seedDomain(test.client, name)
  const { Id, Arn } = await connect.createInstance(instanceInput(name))
  const InstanceId = given(Id)
  const user = await connect.createUser(userInput(InstanceId))
  const queue = await connect.createQueue(queueInput(InstanceId, 'support'))
  const tied = await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn: domainArn,
  })
  const id: Readonly<Record<Kind, string>> = {
    contact: 'none yet',
    'integration-association': given(tied.IntegrationAssociationId),
    queue: given(queue.QueueId),
    user: given(user.UserId),
  }
  const arn = (kind: Kind, of = id[kind]) => `${Arn}/${segments[kind]}/${of}`
  return { instanceId: InstanceId, instanceArn: given(Arn), domainArn, id, arn }
}

export const queueInput = (InstanceId: string, Name: string) => ({
  InstanceId,
  Name,
  HoursOfOperationId: 'always',
})

type Short = Pick<ConnectRow, 'resources'> & Partial<ConnectRow>

const rows = ({ instanceArn, instanceId, id, arn }: ConnectWorld): Record<ConnectName, Short> => {
  const any = (kind: Kind) => `${instanceArn}/${segments[kind]}/*`
  const association = 'integration-association'
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
  }
}

export const connectRowOf = (name: ConnectName, world: ConnectWorld): ConnectRow => {
  const { input = {}, resources, ids = {} } = rows(world)[name]
  const inInstance = name !== 'CreateInstance' && name !== 'ListInstances'
  return {
    input: inInstance ? { InstanceId: world.instanceId, ...input } : input,
    resources,
    ids,
  }
}
