// The whole story once, through the official SDK, against a server that this script starts, kills and starts
// again: a domain, its fields, layout, template and rules, a case with a related item of each of the six types,
// found again, its history read. `npm run tour`.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  BatchPutFieldOptionsCommand,
  ConnectCasesClient,
  CreateCaseCommand,
  CreateCaseRuleCommand,
  CreateDomainCommand,
  CreateFieldCommand,
  CreateLayoutCommand,
  CreateRelatedItemCommand,
  CreateTemplateCommand,
  GetCaseAuditEventsCommand,
  GetCaseCommand,
  type RelatedItemInputContent,
  type RelatedItemType,
  SearchAllRelatedItemsCommand,
  SearchCasesCommand,
  UpdateCaseCommand,
} from '@aws-sdk/client-connectcases'
import { signedFetch } from '../test/support/send.ts'

const program = fileURLToPath(new URL('../bin/opencases.js', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'opencases-tour-'))
const say = (line: string) => console.log(line)

type Running = { readonly child: ChildProcess; readonly endpoint: string }

const start = async (): Promise<Running> => {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, OPENCASES_LOG: 'warn' },
  })
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    const endpoint = /http:\/\/[\d.:]+/.exec(text)?.[0]
    if (endpoint !== undefined && text.includes('root key in')) return { child, endpoint }
  }
  throw new Error(`the server did not start: ${text}`)
}

const rootKey = () => {
  const text = readFileSync(join(data, 'credentials'), 'utf8')
  const of = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(text)?.[1] ?? ''
  return { accessKeyId: of('aws_access_key_id'), secretAccessKey: of('aws_secret_access_key') }
}

const connect = (endpoint: string) =>
  new ConnectCasesClient({ endpoint, region: 'us-east-1', credentials: rootKey() })

const string = (stringValue: string) => ({ stringValue })

const configure = async (client: ConnectCasesClient) => {
  const { domainId = '' } = await client.send(new CreateDomainCommand({ name: 'support' }))
  say(`domain ${domainId}`)
  const product = await client.send(
    new CreateFieldCommand({ domainId, name: 'Product', type: 'SingleSelect' }),
  )
  const order = await client.send(
    new CreateFieldCommand({ domainId, name: 'Order number', type: 'Text' }),
  )
  const [productId = '', orderId = ''] = [product.fieldId, order.fieldId]
  const options = ['lamp', 'chair'].map((value) => ({ name: value, value, active: true }))
  await client.send(new BatchPutFieldOptionsCommand({ domainId, fieldId: productId, options }))
  say('two custom fields, one with options')
  const sections = [{ fieldGroup: { name: 'Order', fields: [{ id: productId }, { id: orderId }] } }]
  const content = { basic: { topPanel: { sections } } }
  const { layoutId = '' } = await client.send(
    new CreateLayoutCommand({ domainId, name: 'Order', content }),
  )
  const isLamp = {
    equalTo: { operandOne: { fieldId: productId }, operandTwo: string('lamp'), result: true },
  }
  const rule = { required: { defaultValue: false, conditions: [isLamp] } }
  const { caseRuleId = '' } = await client.send(
    new CreateCaseRuleCommand({ domainId, name: 'A lamp needs an order', rule }),
  )
  const { templateId = '' } = await client.send(
    new CreateTemplateCommand({
      domainId,
      name: 'Complaint',
      layoutConfiguration: { defaultLayout: layoutId },
      requiredFields: [{ fieldId: productId }],
      rules: [{ caseRuleId, fieldId: orderId }],
    }),
  )
  say('a layout, a case rule and a template')
  return { domainId, templateId, productId, orderId }
}

type Configured = Awaited<ReturnType<typeof configure>>

const createCase = async (client: ConnectCasesClient, made: Configured, title: string) => {
  const fields = [
    { id: 'title', value: string(title) },
    { id: made.productId, value: string('lamp') },
    { id: made.orderId, value: string('A-1') },
  ]
  const { domainId, templateId } = made
  const answer = await client.send(new CreateCaseCommand({ domainId, templateId, fields }))
  return { caseId: answer.caseId ?? '', caseArn: answer.caseArn ?? '' }
}

const contact = 'arn:aws:connect:us-east-1:000000000000:instance'
const contactArn = `${contact}/11111111-1111-4111-8111-111111111111/contact/22222222-2222-4222-8222-222222222222`

const fillDirectory = async (endpoint: string, caseArn: string): Promise<string> => {
  const server = { endpoint, rootKey: rootKey() }
  const put = async (path: string, body: object) => {
    const { status, text } = await signedFetch(server, 'us-east-1', { method: 'PUT', path, body })
    assert.equal(status, 200, text)
  }
  const connectedToSystemTime = '2026-11-23T10:00:00Z'
  await put('/_opencases/contacts', { arn: contactArn, channel: 'VOICE', connectedToSystemTime })
  const arn = `${contact}/11111111-1111-4111-8111-111111111111/file/33333333-3333-4333-8333-333333333333`
  await put('/_opencases/files', { arn, case: caseArn, name: 'photo.jpg' })
  return arn
}

const addRelatedItems = async (client: ConnectCasesClient, made: Configured, endpoint: string) => {
  const { domainId, orderId } = made
  const { caseId, caseArn } = await createCase(client, made, 'The lamp flickers')
  const other = await createCase(client, made, 'An earlier lamp')
  const fileArn = await fillDirectory(endpoint, caseArn)
  const sla = {
    name: 'Answer in an hour',
    type: 'CaseField' as const,
    fieldId: 'status',
    targetFieldValues: [string('closed')],
    targetSlaMinutes: 60,
  }
  const contents: Record<RelatedItemType, RelatedItemInputContent> = {
    Contact: { contact: { contactArn } },
    Comment: { comment: { body: 'Called back.', contentType: 'Text/Plain' } },
    File: { file: { fileArn } },
    Sla: { sla: { slaInputConfiguration: sla } },
    ConnectCase: { connectCase: { caseId: other.caseId } },
    Custom: { custom: { fields: [{ id: orderId, value: string('A-2') }] } },
  }
  for (const [type, content] of Object.entries(contents)) {
    const input = { domainId, caseId, type: type as RelatedItemType, content }
    const { relatedItemId } = await client.send(new CreateRelatedItemCommand(input))
    say(`related item ${type} ${relatedItemId}`)
  }
  const fields = [{ id: 'status', value: string('closed') }]
  await client.send(new UpdateCaseCommand({ domainId, caseId, fields }))
  return caseId
}

const lookAgain = async (client: ConnectCasesClient, domainId: string, caseId: string) => {
  const fields = [{ id: 'title' }, { id: 'status' }, { id: 'reference_number' }]
  const found = await client.send(new GetCaseCommand({ domainId, caseId, fields }))
  const values = (found.fields ?? []).map(({ value }) => value?.stringValue)
  say(`case: ${values.join(', ')}`)
  assert.deepEqual(values.slice(0, 2), ['The lamp flickers', 'closed'])
  const search = await client.send(new SearchCasesCommand({ domainId, searchTerm: 'FLICK' }))
  assert.equal(search.totalCount, 1)
  const items = await client.send(new SearchAllRelatedItemsCommand({ domainId, filters: [] }))
  assert.equal(items.relatedItems?.length, 6)
  const history = await client.send(new GetCaseAuditEventsCommand({ domainId, caseId }))
  for (const event of history.auditEvents ?? []) {
    say(`history: ${event?.type} ${event?.relatedItemType ?? ''}`)
  }
  assert.equal(history.auditEvents?.length, 9)
}

let running = await start()
try {
  let client = connect(running.endpoint)
  const made = await configure(client)
  const caseId = await addRelatedItems(client, made, running.endpoint)
  await lookAgain(client, made.domainId, caseId)
  say('kill -9')
  running.child.kill('SIGKILL')
  await once(running.child, 'exit')
  client.destroy()
  running = await start()
  client = connect(running.endpoint)
  await lookAgain(client, made.domainId, caseId)
  client.destroy()
  say('all of it is still there')
} finally {
  const exited = once(running.child, 'exit')
  running.child.kill('SIGTERM')
  await exited
  rmSync(data, { recursive: true, force: true })
}
