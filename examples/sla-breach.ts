// A test as it runs in CI: an SLA of two days is breached in milliseconds, and a client's retries are put to the
// test. `node --test examples/sla-breach.ts`; docs/testing.md tells more.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { after, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ConnectCases } from '@aws-sdk/client-connectcases'
import { SignatureV4 } from '@smithy/signature-v4'

const region = 'us-east-1'
const credentials = {
  accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
  secretAccessKey: 'example-secret-of-forty-characters-01234',
}
const program = fileURLToPath(new URL('../bin/opencases.js', import.meta.url))

let server: ChildProcess
let endpoint: string
let cases: ConnectCases

before(async () => {
  server = spawn(process.execPath, [program, 'serve', '--data', ':memory:', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      OPENCASES_CLOCK: 'virtual',
      OPENCASES_CLOCK_START: '2026-11-23T10:00:00Z',
      OPENCASES_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
      OPENCASES_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      OPENCASES_LOG: 'warn',
    },
  })
  const [line] = await once(server.stdout as NodeJS.ReadableStream, 'data')
  endpoint = /http:\/\/[\d.:]+/.exec(String(line))?.[0] ?? ''
  cases = new ConnectCases({ endpoint, region, credentials })
})

after(async () => {
  cases.destroy()
  server.kill()
  await once(server, 'exit')
})

// Each test begins with nothing, on the server that is there.
beforeEach(() => tool('reset'))

test('whoever is not answered within two days is escalated', async () => {
  const { domainId, caseId } = await newCase()
  const slaInputConfiguration = {
    name: 'First answer',
    type: 'CaseField' as const,
    fieldId: 'status',
    targetFieldValues: [{ stringValue: 'closed' }],
    targetSlaMinutes: 2 * 24 * 60,
  }
  const content = { sla: { slaInputConfiguration } }
  await cases.createRelatedItem({ domainId, caseId, type: 'Sla', content })

  const { now } = await tool('clock', { advanceMs: 3 * 24 * 60 * 60 * 1000 })

  assert.match(now, /T10:00:00\.000Z$/)
  const { relatedItems } = await cases.searchRelatedItems({ domainId, caseId })
  assert.equal(relatedItems?.[0]?.content?.sla?.slaConfiguration?.status, 'Overdue')
  const { auditEvents } = await cases.getCaseAuditEvents({ domainId, caseId })
  const [breach] = auditEvents ?? []
  assert.equal(breach?.fields?.[0]?.newValue?.stringValue, 'Overdue')
  // When it fell due, and not when the test looked: a day before now, to the millisecond.
  const dayMs = 24 * 60 * 60 * 1000
  assert.equal(breach?.performedTime?.getTime(), Date.parse(now) - dayMs + 1)
})

test('an answer that gets lost makes no second case', async () => {
  const error = 'InternalServerException'
  await tool('faults', { operation: 'CreateCase', error, when: 'after', times: 1 })
  const { domainId } = await newCase()
  assert.equal((await cases.searchCases({ domainId })).totalCount, 1)
})

const newCase = async () => {
  const { domainId } = await cases.createDomain({ name: 'support' })
  const { templateId } = await cases.createTemplate({ domainId, name: 'default' })
  const fields = [{ id: 'title', value: { stringValue: 'The lamp flickers' } }]
  const { caseId } = await cases.createCase({ domainId, templateId, fields })
  return { domainId, caseId }
}

/** `POST /_opencases/…`, signed like any other request. */
const tool = async (name: string, input: object = {}) => {
  const { host, hostname, port, protocol } = new URL(endpoint)
  const headers = { host, 'content-type': 'application/json' }
  const path = `/_opencases/${name}`
  const body = JSON.stringify(input)
  const signer = new SignatureV4({ service: 'cases', region, credentials, sha256: Sha256 })
  const request = { method: 'POST', protocol, hostname, port: Number(port), path, headers, body }
  const { host: _, ...signed } = (await signer.sign(request)).headers
  const answer = await fetch(`${endpoint}${path}`, { method: 'POST', headers: signed, body })
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  return text === '' ? {} : JSON.parse(text)
}

/** The hash that the signer wants, on node:crypto. */
class Sha256 {
  private readonly hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', secret as NodeJS.ArrayBufferView)
  }
  update(data: string | Uint8Array): void {
    this.hash.update(data)
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }
}
