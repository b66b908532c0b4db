// The real server under the real operations: events enabled, audit chained, search indexed, all of it durable.
import { join } from 'node:path'
import {
  BatchPutFieldOptionsCommand,
  ConnectCasesClient,
  CreateDomainCommand,
  CreateFieldCommand,
  CreateTemplateCommand,
  PutCaseEventConfigurationCommand,
  SearchCasesCommand,
} from '@aws-sdk/client-connectcases'
import { hotCases } from './case-ids.ts'
import { runLoad } from './load.ts'
import type { Subject } from './measure.ts'
import { signedRequest, type Target } from './request.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

type Options = {
  readonly folder: string
  readonly caseCount: number
}

type Bench = {
  readonly server: ServerProcess
  readonly client: ConnectCasesClient
  readonly target: Target
  readonly domainId: string
  readonly templateId: string
  /** Six custom fields: text, text, number, select, boolean, date. */
  readonly fieldIds: readonly string[]
}

const words = 'refund order late parcel broken screen invoice account login delivery'.split(' ')
const accessKeyId = 'AKIABENCHBENCHBENCH0'
const secretAccessKey = 'benchbenchbenchbenchbenchbenchbenchbench'

/** The real server, filled with cases, and the requests of each operation. */
export const operations = async (options: Options): Promise<Subject[]> => {
  const bench = await prepare(join(options.folder, 'operations'))
  await fill(bench, options.caseCount)
  const caseIds = await newestCases(bench, hotCases)
  bench.client.destroy()
  const subject = (name: string, requests: readonly Buffer[]) => {
    return { name, server: bench.server, requests }
  }
  return [
    subject('GetCase', getCases(bench, caseIds)),
    subject('CreateRelatedItem', createComments(bench, caseIds)),
    subject('UpdateCase', updateCases(bench, caseIds)),
    subject('CreateCase', createCases(bench)),
    subject('SearchCases', searchCases(bench)),
  ]
}

const prepare = async (data: string): Promise<Bench> => {
  const server = await startProcess('bin/opencases.js', ['serve', '--port', '0', '--data', data], {
    OPENCASES_ROOT_ACCESS_KEY_ID: accessKeyId,
    OPENCASES_ROOT_SECRET_ACCESS_KEY: secretAccessKey,
    OPENCASES_QUOTAS: 'relatedItemsPerCase=1000',
    OPENCASES_LOG: 'warn',
  })
  const client = new ConnectCasesClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  })
  const host = '127.0.0.1'
  const region = 'us-east-1'
  const target = { host, port: server.port, region, accessKeyId, secretAccessKey }
  return { server, client, target, ...(await seed(client)) }
}

const seed = async (client: ConnectCasesClient) => {
  const domain = await client.send(new CreateDomainCommand({ name: 'bench' }))
  const domainId = domain.domainId as string
  const types = ['Text', 'Text', 'Number', 'SingleSelect', 'Boolean', 'DateTime'] as const
  const fieldIds: string[] = []
  for (const [i, type] of types.entries()) {
    const field = await client.send(new CreateFieldCommand({ domainId, name: `f${i}`, type }))
    fieldIds.push(field.fieldId as string)
  }
  const options = Array.from({ length: 20 }, (_, i) => ({
    name: `Option ${i}`,
    value: `option_${i}`,
    active: true,
  }))
  const fieldId = fieldIds[3]
  await client.send(new BatchPutFieldOptionsCommand({ domainId, fieldId, options }))
  const template = await client.send(new CreateTemplateCommand({ domainId, name: 'bench' }))
  const fields = ['title', 'status', ...fieldIds].map((id) => ({ id }))
  const includedData = { caseData: { fields }, relatedItemData: { includeContent: true } }
  const eventBridge = { enabled: true, includedData }
  await client.send(new PutCaseEventConfigurationCommand({ domainId, eventBridge }))
  return { domainId, templateId: template.templateId as string, fieldIds }
}

const sentence = (i: number, length: number): string =>
  Array.from({ length }, (_, k) => words[(i * 7 + k * 3 + ((i >> k) & 3)) % words.length]).join(' ')

const createCases = (bench: Bench): Buffer[] =>
  Array.from({ length: 4000 }, (_, i) => {
    const [text, other, number, select, boolean, date] = bench.fieldIds
    const day = String(1 + (i % 28)).padStart(2, '0')
    const fields = [
      { id: 'title', value: { stringValue: `${sentence(i, 5)} ${i}` } },
      { id: 'summary', value: { stringValue: sentence(i + 1, 15) } },
      { id: text, value: { stringValue: sentence(i + 2, 4) } },
      { id: other, value: { stringValue: `customer ${i % 997}` } },
      { id: number, value: { doubleValue: (i * 37) % 10_000 } },
      { id: select, value: { stringValue: `option_${i % 20}` } },
      { id: boolean, value: { booleanValue: i % 3 === 0 } },
      { id: date, value: { stringValue: `2026-01-${day}T10:00:00Z` } },
    ]
    const body = { templateId: bench.templateId, fields }
    return signedRequest(bench.target, 'POST', `/domains/${bench.domainId}/cases`, body)
  })

const fill = async (bench: Bench, caseCount: number): Promise<void> => {
  const { totalCount } = await bench.client.send(
    new SearchCasesCommand({ domainId: bench.domainId, maxResults: 1 }),
  )
  const count = caseCount - Number(totalCount)
  if (count <= 0) return
  const load = { connections: 64, warmupMs: 0, measureMs: 0, count }
  await runLoad({ port: bench.server.port, requests: createCases(bench), ...load })
}

const newestCases = async (bench: Bench, count: number): Promise<string[]> => {
  const caseIds: string[] = []
  let nextToken: string | undefined
  while (caseIds.length < count) {
    const page = await bench.client.send(
      new SearchCasesCommand({ domainId: bench.domainId, maxResults: 100, nextToken }),
    )
    caseIds.push(...(page.cases ?? []).map((item) => item?.caseId as string))
    nextToken = page.nextToken
    if (nextToken === undefined) break
  }
  return caseIds
}

const createComments = (bench: Bench, caseIds: readonly string[]): Buffer[] =>
  caseIds.map((caseId, i) =>
    signedRequest(
      bench.target,
      'POST',
      `/domains/${bench.domainId}/cases/${caseId}/related-items/`,
      {
        type: 'Comment',
        content: {
          comment: { body: `Called back. ${sentence(i, 20)}`, contentType: 'Text/Plain' },
        },
      },
    ),
  )

const getCases = (bench: Bench, caseIds: readonly string[]): Buffer[] => {
  const ids = ['title', 'status', 'reference_number', 'created_datetime', ...bench.fieldIds]
  const fields = ids.map((id) => ({ id }))
  return caseIds.map((caseId) =>
    signedRequest(bench.target, 'POST', `/domains/${bench.domainId}/cases/${caseId}`, { fields }),
  )
}

const updateCases = (bench: Bench, caseIds: readonly string[]): Buffer[] =>
  caseIds.flatMap((caseId, i) =>
    [1, 2].map((round) => {
      const value = { stringValue: `${sentence(i + round, 5)} ${round}` }
      const body = { fields: [{ id: 'title', value }] }
      const path = `/domains/${bench.domainId}/cases/${caseId}`
      return signedRequest(bench.target, 'PUT', path, body)
    }),
  )

const searchCases = (bench: Bench): Buffer[] => {
  const ids = ['title', 'status', 'reference_number', 'created_datetime', ...bench.fieldIds]
  const fields = ids.map((id) => ({ id }))
  return Array.from({ length: 20 }, (_, i) => {
    const value = { stringValue: `option_${i}` }
    const filter = { field: { equalTo: { id: bench.fieldIds[3], value } } }
    const path = `/domains/${bench.domainId}/cases-search`
    return signedRequest(bench.target, 'POST', path, { filter, fields, maxResults: 25 })
  })
}
