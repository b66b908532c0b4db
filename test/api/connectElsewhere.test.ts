// OPENCASES_CONNECT=aws, through the official SDK: a server as a process of its own, that asks another OpenCases as
// it would ask Amazon Connect.
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { realClock } from '../../src/clock.ts'
import { nowhere } from '../support/configuration.ts'
import { connectWith, instanceInput, userInput } from '../support/connect.ts'
import { taskInput } from '../support/connect-operations.ts'
import { expectError } from '../support/errors.ts'
import { rootKeyIn, startProgram, temporaryFolder } from '../support/program.ts'
import { given, seedCase, seedDomain } from '../support/seed.ts'
import { signedFetch } from '../support/send.ts'
import { type Keys, startTestServer } from '../support/server.ts'

const comment = { comment: { body: 'x', contentType: 'Text/Plain' } } as const

/** A server with a case, that asks Amazon Connect at `endpoint`. */
const near = async (endpoint: string, keys: Keys) => {
  const resources = new AsyncDisposableStack()
  const folder = resources.use(temporaryFolder())
  const env = {
    OPENCASES_CONNECT: 'aws',
    AWS_ENDPOINT_URL_CONNECT: endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  }
  const program = resources.use(await startProgram(['--data', folder.path], { env }))
  const rootKey = rootKeyIn(folder.path)
  const options = { endpoint: program.endpoint, region: 'us-east-1', maxAttempts: 1 }
  const client = new ConnectCases({ ...options, credentials: rootKey })
  const seeded = await seedDomain(client)
  const { domainId } = seeded
  const { caseId } = await seedCase(client, seeded)
  const server = { endpoint: program.endpoint, rootKey }
  return {
    client,
    domainId,
    caseId,
    send: (path: string, body: object) =>
      signedFetch(server, 'us-east-1', { method: 'PUT', path, body }),
    point: (contactArn: string) =>
      client.createRelatedItem({
        domainId,
        caseId,
        type: 'Contact',
        content: { contact: { contactArn } },
      }),
    comment: (userArn: string) =>
      client.createRelatedItem({
        domainId,
        caseId,
        type: 'Comment',
        content: comment,
        performedBy: { userArn },
      }),
    items: async () =>
      given((await client.searchRelatedItems({ domainId, caseId })).relatedItems).map(
        (item) => item?.content,
      ),
    log: () => program.output.stderr,
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      await resources.disposeAsync()
    },
  }
}

/** An OpenCases of another account, with an instance, a user and a task, in the place of Amazon Connect. */
const far = async () => {
  const server = await startTestServer({ settings: { account: '111111111111' } })
  const connect = connectWith(server)
  const { Id, Arn } = await connect.createInstance(instanceInput())
  const InstanceId = given(Id)
  const newTask = async () =>
    `${Arn}/contact/${(await connect.startTaskContact(taskInput(InstanceId))).ContactId}`
  const { UserArn } = await connect.createUser(userInput(InstanceId))
  return {
    server,
    newTask,
    instanceArn: given(Arn),
    userArn: given(UserArn),
    describe: async (arn: string) => {
      const ContactId = arn.slice(arn.lastIndexOf('/') + 1)
      return given((await connect.describeContact({ InstanceId, ContactId })).Contact)
    },
    [Symbol.asyncDispose]: async () => {
      connect.destroy()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** What accepts connections and never says anything. */
const silence = async () => {
  const sockets = new Set<{ destroy(): void }>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    [Symbol.dispose]: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const anyKeys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'secret secret secret' }

test('[B-980] contacts and users that are not known here are read from Amazon Connect', async () => {
  await using there = await far()
  await using here = await near(there.server.endpoint, there.server.server.rootKey)
  const task = await there.newTask()
  await here.point(task)
  const connectedToSystemTime = (await there.describe(task)).ConnectedToSystemTimestamp
  const contact = { contactArn: task, channel: 'TASK', connectedToSystemTime }
  assert.deepEqual(await here.items(), [{ contact }])
  await here.comment(there.userArn)
  const otherAccount = (arn: string) => arn.replace(':111111111111:', ':222222222222:')
  const contacts = [`${there.instanceArn}/contact/${nowhere}`, otherAccount(await there.newTask())]
  for (const arn of contacts) {
    const error = await expectError(here.point(arn), 'ResourceNotFoundException')
    assert.deepEqual([error.resourceType, error.resourceId], ['Contact', arn])
  }
  const users = [`${there.instanceArn}/agent/${nowhere}`, otherAccount(there.userArn)]
  const { client, domainId, caseId } = here
  for (const userArn of users) {
    await expectError(here.comment(userArn), 'ResourceNotFoundException', /^User not found/)
    const performedBy = { userArn }
    const update = client.updateCase({ domainId, caseId, fields: [], performedBy })
    await expectError(update, 'ResourceNotFoundException', /^User not found/)
  }
  // Another region is another Amazon Connect: nobody here can ask there.
  await here.comment(there.userArn.replace(':us-east-1:', ':eu-west-1:'))
  assert.equal((await here.items()).length, 3)
})

test('[B-981] what is known here is not asked for elsewhere', async () => {
  using there = await silence()
  await using here = await near(there.endpoint, anyKeys)
  const arn = `arn:aws:connect:us-east-1:000000000000:instance/${nowhere}/contact/${nowhere}`
  const contact = { arn, channel: 'CHAT', connectedToSystemTime: '2026-11-23T09:00:00Z' }
  await here.send('/_opencases/contacts', contact)
  await here.point(arn)
  const options = { domainId: here.domainId, caseId: nowhere, type: 'Comment' as const }
  const performedBy = { userArn: arn.replace('/contact/', '/agent/') }
  const lost = here.client.createRelatedItem({ ...options, content: comment, performedBy })
  await expectError(lost, 'ResourceNotFoundException', /^Case not found/)
})

test('[B-982] a Connect that does not answer is an InternalServerException, and stalls nobody', async () => {
  using there = await silence()
  await using here = await near(there.endpoint, anyKeys)
  const clock = realClock()
  const began = clock.monotonicMs()
  const arn = `arn:aws:connect:us-east-1:000000000000:instance/${nowhere}/contact/${nowhere}`
  const waiting = expectError(here.point(arn), 'InternalServerException', /did not answer in time/)
  const { client, domainId, caseId } = here
  const fields = [{ id: 'title', value: { stringValue: 'Meanwhile' } }]
  await client.updateCase({ domainId, caseId, fields })
  const meanwhile = clock.monotonicMs() - began
  const error = (await waiting) as Error & { $response?: { headers: Record<string, string> } }
  const waited = clock.monotonicMs() - began
  assert.ok(meanwhile < 2500 && waited > 2500, `${meanwhile} ms, ${waited} ms`)
  assert.equal(error.$response?.headers['retry-after'], '2')
  assert.deepEqual(await here.items(), [])
  assert.match(here.log(), /Amazon Connect could not be asked/)
})

test('[B-982] so is one that is not there, or that refuses', async () => {
  await using there = await far()
  const Statement = { Effect: 'Allow', Action: 'connect:DescribeContact', Resource: '*' }
  const keys = await there.server.keyFor({ Statement })
  await using here = await near(there.server.endpoint, keys)
  await here.point(await there.newTask())
  await expectError(here.comment(there.userArn), 'InternalServerException')
  const gone = await silence()
  gone[Symbol.dispose]()
  await using alone = await near(gone.endpoint, anyKeys)
  await expectError(alone.point(await there.newTask()), 'InternalServerException')
  assert.deepEqual(await alone.items(), [])
})

test('[B-983] an answer is remembered for a moment', async () => {
  await using there = await far()
  await using here = await near(there.server.endpoint, there.server.server.rootKey)
  const [first, second] = [await there.newTask(), await there.newTask()]
  const { client, domainId } = here
  await here.point(first)
  await there.server.server.close()
  const templates = await client.listTemplates({ domainId })
  const templateId = given(templates.templates?.[0]?.templateId)
  const fields = [{ id: 'title', value: { stringValue: 'x' } }]
  const { caseId } = await client.createCase({ domainId, templateId, fields })
  const content = (contactArn: string) => ({ contact: { contactArn } })
  const item = { domainId, caseId, type: 'Contact' as const }
  await client.createRelatedItem({ ...item, content: content(first) })
  const unknown = client.createRelatedItem({ ...item, content: content(second) })
  await expectError(unknown, 'InternalServerException')
})
