// Random requests about things that exist, against the real operations of a whole service.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { realClock } from '../../src/clock.ts'
import { allOperations } from '../../src/model/index.ts'
import type { Operation } from '../../src/model/shape.ts'
import { seedInstance } from '../support/connect-operations.ts'
import { assertModelled } from '../support/errors.ts'
import { given, seedCase, seedDomain } from '../support/seed.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { ourNode } from './model-nodes.ts'
import { anyText, near } from './near.ts'

type Texts = Record<string, fc.Arbitrary<string>>

/** Things of each kind, and for each member of an input texts that mostly name them. */
const seedTexts = async (service: TestServer): Promise<Texts> => {
  const { client } = service
  const { domainId, fields, ...domain } = await seedDomain(client)
  const { caseId, caseArn } = await seedCase(client, { domainId, ...domain })
  const other = await seedCase(client, { domainId, ...domain })
  const content = { comment: { body: 'x', contentType: 'Text/Plain' } } as const
  const item = { domainId, caseId, type: 'Comment', content } as const
  const { relatedItemId } = await client.createRelatedItem(item)
  const required = { required: { defaultValue: true, conditions: [] } }
  const rule = { domainId, name: 'rule', rule: required }
  const { caseRuleId } = await client.createCaseRule(rule)
  const contactArn = 'arn:aws:connect:us-east-1:000000000000:instance/i/contact/c'
  const fileArn = `${caseArn}/file/f`
  const connectedToSystemTime = '2026-11-23T10:11:12Z'
  const contact = { arn: contactArn, channel: 'VOICE', connectedToSystemTime }
  assert.equal((await service.send('PUT', '/_opencases/contacts', contact)).status, 200)
  const world = await seedInstance(service, 'world')
  const of = (...texts: string[]) =>
    fc.oneof({ arbitrary: fc.constantFrom(...texts), weight: 12 }, anyText)
  const system = ['title', 'status', 'summary', 'case_id', 'customer_id', 'created_datetime']
  const field = of(...Object.values(fields), ...system)
  const parts = { field, words: of('x', 'a case', 'small', 'open', 'closed', 'Called back') }
  return {
    ...(await connectTexts(service, of)),
    domainId: fc.constantFrom(domainId, domainId, domainId, domain.domainArn),
    InstanceId: of(world.instanceId, world.instanceId, world.instanceArn),
    AssociatedResourceArn: of(world.caseArn, world.caseArn, caseArn),
    FileId: of(world.id.file, world.arn('file')),
    FileName: of('a.pdf', 'b.txt'),
    UserId: of(world.id.user),
    QueueId: of(world.id.queue),
    caseId: of(caseId, caseId, caseArn, other.caseId),
    relatedItemId: of(given(relatedItemId)),
    templateId: of(domain.templateId),
    layoutId: of(domain.layoutId),
    defaultLayout: of(domain.layoutId),
    caseRuleId: of(given(caseRuleId)),
    fieldId: parts.field,
    parentFieldId: parts.field,
    childFieldId: parts.field,
    id: parts.field,
    contactArn: of(contactArn),
    fileArn: of(fileArn),
    case: of(caseArn),
    arn: of(domain.domainArn, caseArn, domain.templateArn, contactArn),
    stringValue: of('x', 'small', 'open', 'closed', 'https://x.example', connectedToSystemTime),
    name: parts.words,
    searchTerm: parts.words,
    body: parts.words,
    userArnValue: of('arn:aws:connect:us-east-1:000000000000:instance/i/agent/a'),
    nextToken: anyText,
  }
}

/** The same for the members of Amazon Connect's operations. */
const connectTexts = async (
  service: TestServer,
  of: (...texts: string[]) => fc.Arbitrary<string>,
): Promise<Texts> => {
  const { instanceId, instanceArn, domainArn, caseArn, id, arn } = await seedInstance(service, 'c')
  const contact = of(id.contact, arn('contact'))
  const user = of(id.user, arn('user'))
  const words = of('ann', 'Ann Lee', 'Call back', 'support', 'red')
  return {
    InstanceId: fc.constantFrom(instanceId, instanceId, instanceArn),
    InstanceAlias: of('one', 'two'),
    IntegrationAssociationId: of(id['integration-association']),
    IntegrationArn: of(domainArn, instanceArn),
    AssociatedResourceArn: of(caseArn),
    FileId: of(id.file),
    FileIds: of(id.file),
    FileName: of('a.pdf', 'b.txt'),
    ContactId: contact,
    PreviousContactId: contact,
    RelatedContactId: contact,
    ContactFlowId: of(instanceId),
    UserId: user,
    AgentIds: user,
    QueueId: of(id.queue, arn('queue')),
    QueueIds: of(id.queue),
    Id: of(id.queue),
    FieldName: of('Username', 'LastName', 'resourceId'),
    Username: words,
    FirstName: words,
    LastName: words,
    Name: words,
    Value: words,
    SearchText: words,
    Password: of('Secret-Word-1'),
    NextToken: anyText,
  }
}

const labelsOf = ({ path }: Operation) =>
  Array.from(path.matchAll(/\{(.+?)\}/g), ([, name = '']) => name)

/** Of one operation: its labels, and an input that nearly fits. */
const requests = (operation: Operation, texts: Texts) =>
  fc.record({
    labels: fc.record(
      Object.fromEntries(labelsOf(operation).map((name) => [name, texts[name] ?? anyText])),
    ),
    input: near(ourNode(operation.input), { texts, weight: 60 }),
  })

const queryOf = ({ query = {} }: Operation, input: unknown): Record<string, string> => {
  const given = typeof input === 'object' && input !== null ? input : {}
  const pairs = Object.entries(query).filter(([name]) => Object.hasOwn(given, name))
  return Object.fromEntries(pairs.map(([name, wire]) => [wire, text(Reflect.get(given, name))]))
}

// Any JSON: an object may have a `toString` that is none.
const text = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed()

/** Which statuses each of the operations answered with; none of them is a 5xx or an unmodelled error. */
const tryAll = async (
  operations: readonly Operation[],
): Promise<ReadonlyMap<string, Set<number>>> => {
  await using service = await startTestServer()
  const texts = await seedTexts(service)
  const until = realClock().monotonicMs() + 50_000
  const statuses = new Map<string, Set<number>>()
  for (const operation of operations) {
    const { name, method, service: signing = 'cases' } = operation
    const seen = new Set<number>()
    statuses.set(name, seen)
    await fc.assert(
      fc.asyncProperty(requests(operation, texts), async ({ labels, input }) => {
        if (realClock().monotonicMs() > until) return
        const path = operation.path.replace(/\{(.+?)\}/g, (_, label: string) =>
          encodeURIComponent(text(Reflect.get(labels, label)) || 'x'),
        )
        const body = method === 'GET' ? undefined : JSON.stringify(input)
        const { status, error, json } = await service.send(method, path, body, {
          query: queryOf(operation, input),
          service: signing,
        })
        seen.add(status)
        assert.ok(status < 500, `${name}: ${status} ${json?.message ?? json?.Message}`)
        if (error !== undefined) assertModelled(name, error)
      }),
      { numRuns: 40 },
    )
  }
  return statuses
}

const answered = (statuses: ReadonlyMap<string, Set<number>>): number =>
  [...statuses.values()].filter((seen) => seen.has(200)).length

const all: readonly Operation[] = Object.values(allOperations)

test('[B-033] no request about things that exist makes a 5xx or an unmodelled error', async () => {
  // Without the one that would end everything.
  const cases = all.filter(({ name, service }) => service !== 'connect' && name !== 'DeleteDomain')
  const count = answered(await tryAll(cases))
  assert.ok(count > 20, `only ${count} operations were answered 200`)
})

test('[B-033] [B-902] nor does one to Amazon Connect', async () => {
  const count = answered(await tryAll(all.filter(({ service }) => service === 'connect')))
  assert.ok(count > 10, `only ${count} operations were answered 200`)
})
