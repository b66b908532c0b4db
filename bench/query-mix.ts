// `npm run bench:search -- --data FOLDER [--store postgres] [--database-url URL] [--only "(a)"]
// [--seconds 3] [--busy]`: each query of the mix through the signed API by one client, then, with --busy,
// the whole mix by 16 clients beside 200 writes a second, and new cases by 64. The folder is one that
// `bench:data` filled; with `--store postgres` it is copied into a PostgreSQL of its own first. With
// `--database-url` it is the data folder of a server on a PostgreSQL that has cases already: the server key
// that they were made with is in it, or in OPENCASES_KEY. What a whole mix came to is kept in
// bench/search.json, and shown in bench/report.md.
import { existsSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SearchCasesCommand } from '@aws-sdk/client-connectcases'
import { databaseFile } from '../src/storage/index.ts'
import { searchFile } from '../src/storage/sqlite/search-file.ts'
import { runLoad } from './load.ts'
import { matchesOf } from './mix/matches.ts'
import { openPlace, type Place } from './mix/place.ts'
import { open, type QueryOfMix, queryMix, shownFields } from './mix/queries.ts'
import {
  type BusyFigures,
  barSize,
  keepRun,
  type QueryFigures,
  type SearchRun,
  sizeOf,
} from './mix/results.ts'
import { type Sample, sampleOf } from './mix/sample.ts'
import { type MixServer, startMixServer } from './mix/server.ts'
import { newCases, writesPerSecond } from './mix/writes.ts'
import { positive } from './positive.ts'
import { writeReport } from './report-page.ts'
import { idle } from './server-process.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: './data' },
    store: { type: 'string' },
    'database-url': { type: 'string' },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '3' },
    busy: { type: 'boolean', default: false },
  },
})
const databaseUrl = values['database-url']
const { store = databaseUrl === undefined ? 'sqlite' : 'postgres' } = values
if (
  (store !== 'sqlite' && store !== 'postgres') ||
  (store === 'sqlite' && databaseUrl !== undefined)
) {
  console.error('--store takes sqlite or postgres; --database-url goes with postgres.')
  process.exit(2)
}
/** Bars are for one size. */
let isBarSize = false
const measureMs = positive({ seconds: values.seconds }).seconds * 1000
if (databaseUrl === undefined && !existsSync(join(values.data, databaseFile))) {
  console.error(`There are no cases in ${values.data}: fill it with bench:data first.`)
  process.exit(2)
}
await using place = await openPlace({ store, folder: values.data, databaseUrl })
const hadCopy = existsSync(join(place.data, 'search', searchFile))
const server = await startMixServer(place.data, place.databaseUrl)

try {
  const run = await measureMix(server, place)
  if (values.only === '') {
    keepRun(run)
    writeReport()
  }
} finally {
  server.client.destroy()
  await server.process.stop()
}

async function measureMix(of: MixServer, { store, sizes }: Place): Promise<SearchRun> {
  // On PostgreSQL it makes its copy of the cases now, if there is none.
  const copySeconds = store === 'postgres' ? await copied(of) : undefined
  const sample = await sampleOf(of.client)
  const { cases } = sample
  const machineLoad = round(loadavg()[0] ?? Number.NaN)
  const startMs = Math.round(of.process.startMs)
  const space = await sizes()
  console.log(
    `${cases.toLocaleString('en')} cases, database ${space.databaseMb} MB, index ${space.searchMb} MB, ` +
      `started in ${startMs} ms, load ${machineLoad}`,
  )
  if (copySeconds !== undefined) {
    console.log(`its copy of the cases took ${copySeconds} s and ${space.copyMb} MB`)
  }
  const token = await tokenOfPage(sample, 40)
  const mix = queryMix(sample, token).filter(({ name }) => name.startsWith(values.only))
  isBarSize = sizeOf({ cases }) === barSize
  console.log(`${'query'.padEnd(36)} ${'p50 ms'.padStart(9)} ${'p99 ms'.padStart(9)}  bar`)
  const queries: QueryFigures[] = []
  for (const query of mix) queries.push(await alone(query))
  const residentMb = Math.round(of.process.residentMb())
  console.log(`resident ${residentMb} MB`)
  const busy = values.busy ? await together(mix, sample) : undefined
  return {
    ...{ store, cases, machine: `${cpus().length} x ${cpus()[0]?.model.trim()}`, machineLoad },
    ...{ day: new Date().toISOString().slice(0, 10), startMs, ...space, residentMb, queries },
    ...(copySeconds === undefined ? {} : { copySeconds }),
    ...(busy === undefined ? {} : { busy }),
  }
}

/** Seconds until the server has made its copy; undefined if it had one. */
async function copied(of: MixServer): Promise<number | undefined> {
  const startedAt = performance.now()
  await idle(of.process, 120)
  return hadCopy ? undefined : Math.round((performance.now() - startedAt) / 1000)
}

async function alone(query: QueryOfMix): Promise<QueryFigures> {
  const { name, barMs, questions } = query
  const matches = Math.round(await matchesOf(server.target, query))
  const cpu = { start: 0, end: 0 }
  const load = { ...loadOf(1), requests: server.signed(questions), warmupMs: measureMs / 3 }
  const { p50Ms, p99Ms, answers } = await runLoad(load, async (phase) => {
    cpu[phase] = server.process.cpuSeconds()
  })
  // All threads of the server: on a busy machine what a query costs, whatever it waited for.
  const cpuMs = ((cpu.end - cpu.start) * 1000) / answers
  const more = `${cpuMs.toFixed(1)} ms CPU, ${answers} answers, ${matches} found`
  report(name, { p50Ms, p99Ms, barMs, more })
  return { name, barMs, ...rounded({ p50Ms, p99Ms, cpuMs }), answers, matches }
}

/** All queries in turn by 16 clients, while cases are created and changed; then new cases. */
async function together(mix: readonly QueryOfMix[], sample: Sample): Promise<BusyFigures> {
  const questions = Array.from({ length: 40 }, (_, at) =>
    mix.flatMap((query) => query.questions[at] ?? []),
  ).flat()
  const requests = server.signed(questions)
  const writing = writesPerSecond(200, server.process.port, server.signed(newCases(sample, 2000)))
  const load = { ...loadOf(16), requests, measureMs: 5 * measureMs }
  const { p50Ms, p99Ms, requestsPerSecond } = await runLoad(load)
  const { written, refused } = await writing.stop()
  const searchesPerSecond = Math.round(requestsPerSecond)
  const writes = Math.round(written)
  const more = `${searchesPerSecond} searches/s beside ${writes} writes/s, ${refused} refused`
  report('16 clients beside 200 writes/s', { p50Ms, p99Ms, barMs: 150, more })
  const created = await creating(sample)
  return { ...rounded({ p50Ms, p99Ms }), searchesPerSecond, writesPerSecond: writes, created }
}

async function creating(sample: Sample): Promise<BusyFigures['created']> {
  const requests = server.signed(newCases(sample, 4000))
  const { p50Ms, p99Ms, ...rest } = await runLoad({ ...loadOf(64), requests, measureMs: 10_000 })
  const perSecond = Math.round(rest.requestsPerSecond)
  console.log(
    `CreateCase, 64 clients: ${perSecond}/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, ` +
      `bar 2,500/s, load ${loadavg()[0]?.toFixed(1)}`,
  )
  return { perSecond, ...rounded({ p50Ms, p99Ms }) }
}

function loadOf(connections: number) {
  return { port: server.process.port, connections, warmupMs: 2000, measureMs }
}

function report(
  name: string,
  figures: { readonly p50Ms: number; readonly p99Ms: number; barMs: number; more: string },
): void {
  const { p50Ms, p99Ms, barMs, more } = figures
  const cells = [p50Ms, p99Ms].map((ms) => ms.toFixed(2).padStart(9)).join(' ')
  const verdict = isBarSize ? (p99Ms < barMs ? 'held  ' : 'MISSED') : '      '
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

function rounded<Figures extends Record<string, number>>(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, round(value)]),
  ) as Figures
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
