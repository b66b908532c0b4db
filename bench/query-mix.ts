// `npm run bench:search -- --data FOLDER [--only "(a)"] [--seconds 3] [--busy]`: each query of the mix through the
// signed API by one client, then, with --busy, the whole mix by 16 clients beside 200 writes a second, and new cases
// by 64. The folder is one that `bench:data` filled.
import { readdirSync, statSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SearchCasesCommand } from '@aws-sdk/client-connectcases'
import { runLoad } from './load.ts'
import { open, type QueryOfMix, queryMix, shownFields } from './mix/queries.ts'
import { type Sample, sampleOf } from './mix/sample.ts'
import { startMixServer } from './mix/server.ts'
import { newCases, writesPerSecond } from './mix/writes.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: './data' },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '3' },
    busy: { type: 'boolean', default: false },
  },
})
const measureMs = Number(values.seconds) * 1000
const server = await startMixServer(values.data)
const { port } = server.process

try {
  const sample = await sampleOf(server.client)
  console.log(
    `${sample.cases.toLocaleString('en')} cases, ${folderMegabytes()} MB on disk, started in ` +
      `${Math.round(server.process.startMs)} ms, load ${loadavg()[0]?.toFixed(1)}`,
  )
  const token = await tokenOfPage(sample, 40)
  const mix = queryMix(sample, token).filter(({ name }) => name.startsWith(values.only))
  console.log(`${'query'.padEnd(36)} ${'p50 ms'.padStart(9)} ${'p99 ms'.padStart(9)}  bar`)
  for (const query of mix) await alone(query)
  console.log(`resident ${Math.round(server.process.residentMb())} MB`)
  if (values.busy) {
    await together(mix, sample)
    await creating(sample)
    console.log(`resident ${Math.round(server.process.residentMb())} MB`)
  }
} finally {
  server.client.destroy()
  await server.process.stop()
}

async function alone({ name, barMs, questions }: QueryOfMix): Promise<void> {
  const requests = server.signed(questions)
  const cpu = { start: 0, end: 0 }
  const load = { port, connections: 1, requests, warmupMs: measureMs / 3, measureMs }
  const { p50Ms, p99Ms, answers } = await runLoad(load, async (phase) => {
    cpu[phase] = server.process.cpuSeconds()
  })
  // All threads of the server: on a busy machine what a query costs, whatever it waited for.
  const cpuMs = ((cpu.end - cpu.start) * 1000) / answers
  report(name, { p50Ms, p99Ms, barMs, more: `${cpuMs.toFixed(1)} ms CPU, ${answers} answers` })
}

/** All queries in turn by 16 clients, while cases are created and changed. */
async function together(mix: readonly QueryOfMix[], sample: Sample): Promise<void> {
  const questions = Array.from({ length: 40 }, (_, at) =>
    mix.flatMap((query) => query.questions[at] ?? []),
  ).flat()
  const requests = server.signed(questions)
  const writing = writesPerSecond(200, port, server.signed(newCases(sample, 2000)))
  const load = { port, connections: 16, requests, warmupMs: 2000, measureMs: 5 * measureMs }
  const { p50Ms, p99Ms, requestsPerSecond } = await runLoad(load)
  const { written, refused } = await writing.stop()
  const beside = `${Math.round(written)} writes/s, ${refused} refused`
  const more = `${Math.round(requestsPerSecond)} searches/s beside ${beside}`
  report('16 clients beside 200 writes/s', { p50Ms, p99Ms, barMs: 150, more })
}

async function creating(sample: Sample): Promise<void> {
  const requests = server.signed(newCases(sample, 4000))
  const load = { port, connections: 64, requests, warmupMs: 2000, measureMs: 10_000 }
  const { p50Ms, p99Ms, requestsPerSecond } = await runLoad(load)
  const rate = Math.round(requestsPerSecond)
  console.log(
    `CreateCase, 64 clients: ${rate}/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, ` +
      `bar 2,500/s, load ${loadavg()[0]?.toFixed(1)}`,
  )
}

type Figures = {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly barMs: number
  readonly more: string
}

function report(name: string, { p50Ms, p99Ms, barMs, more }: Figures): void {
  const cells = [p50Ms, p99Ms].map((ms) => ms.toFixed(2).padStart(9)).join(' ')
  const verdict = p99Ms <= barMs ? 'held  ' : 'MISSED'
  console.log(`${name.padEnd(36)} ${cells}  ${verdict} ${String(barMs).padStart(4)}  ${more}`)
}

async function tokenOfPage(sample: Sample, page: number): Promise<string | undefined> {
  const { domainId } = sample
  let nextToken: string | undefined
  for (let at = 1; at < page; at += 1) {
    const fields = [...shownFields(sample)]
    const input = { domainId, ...open, fields, maxResults: 25, nextToken }
    nextToken = (await server.client.send(new SearchCasesCommand(input))).nextToken
  }
  return nextToken
}

function folderMegabytes(): number {
  const sizes = readdirSync(values.data).map((name) => statSync(join(values.data, name)).size)
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6)
}
