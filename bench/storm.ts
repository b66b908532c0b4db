// A storm: 100,000 SLAs are overdue when the server starts, as after an hour in which it was down. How long until all
// are told, each in its case's history and by an event, and how others are served meanwhile.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import {
  ConnectCasesClient,
  CreateCaseCommand,
  CreateDomainCommand,
  CreateTemplateCommand,
  PutCaseEventConfigurationCommand,
} from '@aws-sdk/client-connectcases'
import { type LoadResult, runLoad } from './load.ts'
import { signedRequest, type Target } from './request.ts'
import type { Section } from './section.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

const slasPerCase = 10
const callers = 16
const accessKeyId = 'AKIABENCHBENCHBENCH0'
const secretAccessKey = 'benchbenchbenchbenchbenchbenchbenchbench'

/** Measure `slaCount` SLAs that are due at once. */
export const storm = async (folder: string, slaCount = 100_000): Promise<Section> => {
  const data = join(folder, 'storm')
  const place = await fill(data, slaCount)
  if (untold(data) !== slaCount) throw new Error('some were told before it was measured')
  const from = performance.now()
  const server = await start(data)
  let seconds = Number.NaN
  const over = async () => {
    while (untold(data) > 0) await wait(100)
    seconds = (performance.now() - from) / 1000
  }
  try {
    const during = await serve(server, place, over())
    const after = await serve(server, place, wait(10_000))
    return sectionOf(slaCount, seconds, during, after)
  } finally {
    await server.stop()
  }
}

type Place = { readonly domainId: string; readonly caseIds: readonly string[] }

const start = (data: string, more: Record<string, string> = {}): Promise<ServerProcess> =>
  startProcess('bin/opencases.js', ['serve', '--port', '0', '--data', data], {
    OPENCASES_ROOT_ACCESS_KEY_ID: accessKeyId,
    OPENCASES_ROOT_SECRET_ACCESS_KEY: secretAccessKey,
    OPENCASES_QUOTAS: 'relatedItemsPerCase=100000',
    OPENCASES_LOG: 'warn',
    ...more,
  })

const targetOf = ({ port }: ServerProcess): Target => ({
  host: '127.0.0.1',
  port,
  region: 'us-east-1',
  accessKeyId,
  secretAccessKey,
})

const fill = async (data: string, slaCount: number): Promise<Place> => {
  // Time stands still an hour ago, so that all fall due in one moment, and none before it is measured.
  const hourAgo = new Date(Date.now() - 60 * 60 * 1000).toISOString()
  const server = await start(data, {
    OPENCASES_CLOCK: 'virtual',
    OPENCASES_CLOCK_START: hourAgo,
  })
  const client = new ConnectCasesClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  })
  const { domainId } = await client.send(new CreateDomainCommand({ name: 'storm' }))
  const named = { domainId, name: 'storm' }
  const { templateId } = await client.send(new CreateTemplateCommand(named))
  const includedData = { caseData: { fields: [] }, relatedItemData: { includeContent: true } }
  const eventBridge = { enabled: true, includedData }
  await client.send(new PutCaseEventConfigurationCommand({ domainId, eventBridge }))
  const title = { id: 'title', value: { stringValue: 'Late parcel' } }
  const caseIds: string[] = []
  while (caseIds.length < slaCount / slasPerCase) {
    const input = { domainId, templateId, fields: [title] }
    const made = Array.from({ length: 100 }, () => client.send(new CreateCaseCommand(input)))
    caseIds.push(...(await Promise.all(made)).map(({ caseId }) => caseId as string))
  }
  client.destroy()
  const place = { domainId: domainId as string, caseIds }
  const requests = caseIds.map((caseId) =>
    signedRequest(targetOf(server), 'POST', itemsOf(place, caseId), { type: 'Sla', content: sla }),
  )
  const load = { connections: 64, warmupMs: 0, measureMs: 0, count: slaCount }
  await runLoad({ port: server.port, requests, ...load })
  await server.stop()
  return place
}

const sla = {
  sla: {
    slaInputConfiguration: {
      name: 'First answer',
      type: 'CaseField',
      fieldId: 'status',
      targetFieldValues: [{ stringValue: 'closed' }],
      targetSlaMinutes: 1,
    },
  },
}

const itemsOf = ({ domainId }: Place, caseId: string) =>
  `/domains/${domainId}/cases/${caseId}/related-items/`

/** Half of the requests read a case, half add a comment to one, until `until`. */
const serve = (server: ServerProcess, place: Place, until: Promise<void>): Promise<LoadResult> => {
  const target = targetOf(server)
  const comment = { comment: { body: 'Called back.', contentType: 'Text/Plain' } }
  const requests = place.caseIds.slice(0, 5000).flatMap((caseId) => [
    signedRequest(target, 'POST', `/domains/${place.domainId}/cases/${caseId}`, {
      fields: [{ id: 'title' }, { id: 'status' }, { id: 'next_sla_breach_datetime' }],
    }),
    signedRequest(target, 'POST', itemsOf(place, caseId), { type: 'Comment', content: comment }),
  ])
  const load = { connections: callers, warmupMs: 0, measureMs: 0, until }
  return runLoad({ port: server.port, requests, ...load })
}

/** How many are overdue and not told. */
const untold = (data: string): number => {
  using db = new DatabaseSync(join(data, 'opencases.db'), { readOnly: true })
  const open = `sla_target_at is not null and sla_completed_at is null and sla_breached_at is null`
  const row = db.prepare(`select count(*) as count from related_items where ${open}`).get()
  return Number(row?.count)
}

const sectionOf = (
  slaCount: number,
  seconds: number,
  during: LoadResult,
  after: LoadResult,
): Section => {
  const figures = {
    slas: slaCount,
    seconds: Math.round(seconds * 10) / 10,
    callers,
    requestsPerSecond: Math.round(during.requestsPerSecond),
    p50Ms: round2(during.p50Ms),
    p99Ms: round2(during.p99Ms),
    quietRequestsPerSecond: Math.round(after.requestsPerSecond),
    quietP99Ms: round2(after.p99Ms),
  }
  return {
    figures,
    text:
      `${slaCount.toLocaleString('en')} SLAs overdue when the server starts: all told after ` +
      `${figures.seconds} s, while ${callers} callers without a pause had ` +
      `${figures.requestsPerSecond.toLocaleString('en')} requests/s answered, p99 ` +
      `${figures.p99Ms} ms (afterwards ${figures.quietRequestsPerSecond.toLocaleString('en')}, ` +
      `${figures.quietP99Ms} ms).`,
    bars: [
      { bar: 'storm told <= 60 s', figure: `${figures.seconds} s`, held: seconds <= 60 },
      {
        bar: 'p99 meanwhile <= 100 ms',
        figure: `${figures.p99Ms} ms`,
        held: during.p99Ms <= 100,
      },
    ],
  }
}

const round2 = (value: number): number => Math.round(value * 100) / 100
