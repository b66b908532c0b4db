// A server of its own for a measurement, with a domain as it would be in use: events on, six custom fields, cases.
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
import { createCases } from './operations.ts'
import type { Target } from './request.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

export type Bench = {
  readonly server: ServerProcess
  readonly target: Target
  readonly domainId: string
  readonly templateId: string
  /** Six custom fields: text, text, number, select, boolean, date. */
  readonly fieldIds: readonly string[]
  /** The newest cases. */
  readonly caseIds: readonly string[]
}

type Prepared = Omit<Bench, 'caseIds'> & { readonly client: ConnectCasesClient }

const accessKeyId = 'AKIABENCHBENCHBENCH0'
const secretAccessKey = 'benchbenchbenchbenchbenchbenchbenchbench'

/** Start a server on a new folder and fill it through the API. */
export const startBench = async (
  data: string,
  caseCount: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Bench> => {
  const prepared = await prepare(data, env)
  const { client, ...bench } = prepared
  await addCases(bench, caseCount)
  const caseIds = await newestCases(prepared, Math.min(hotCases, caseCount))
  client.destroy()
  return { ...bench, caseIds }
}

/** Start a server on a folder. */
export const startServer = (
  data: string,
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> =>
  startProcess('bin/opencases.js', ['serve', '--port', '0', '--data', data], {
    OPENCASES_ROOT_ACCESS_KEY_ID: accessKeyId,
    OPENCASES_ROOT_SECRET_ACCESS_KEY: secretAccessKey,
    OPENCASES_QUOTAS: 'relatedItemsPerCase=1000',
    OPENCASES_LOG: 'warn',
    ...env,
  })

const prepare = async (data: string, env: Readonly<Record<string, string>>): Promise<Prepared> => {
  const server = await startServer(data, env)
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

/** Create so many more cases through the API. */
export const addCases = async (bench: Omit<Bench, 'caseIds'>, count: number): Promise<void> => {
  // Signed anew now and then: a signature is good for five minutes.
  for (let left = count; left > 0; left -= 20_000) {
    const load = { connections: 64, warmupMs: 0, measureMs: 0, count: Math.min(left, 20_000) }
    await runLoad({ port: bench.server.port, requests: createCases(bench), ...load })
  }
}

const newestCases = async (bench: Prepared, count: number): Promise<string[]> => {
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
