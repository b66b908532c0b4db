// `npm run bench -- --store postgres`: comments through one server and through two, and the same statements from
// pgbench, in turn on one database; reads at a fixed rate.
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { rowsOf } from '../../test/support/postgres.ts'
import { type Bench, startBench, startServer } from '../bench-server.ts'
import { runLoad } from '../load.ts'
import { median } from '../measure.ts'
import { type OpenLoadResult, runOpenLoad } from '../open-load.ts'
import { operations } from '../operations.ts'
import type { Section } from '../section.ts'
import { idle, type ServerProcess } from '../server-process.ts'
import { type Pgbench, pgbenchMissing, preparePgbench } from './pgbench.ts'
import { benchDatabase } from './server.ts'

const connections = 64
const readsPerSecond = 2000
const roundCount = 5
const roundSeconds = 4

type Round = {
  readonly one: number
  readonly two: number
  readonly gapless?: number
  readonly gaps?: number
}

/** Measure on a database of its own, filled through the API. */
export const measurePostgres = async (folder: string, caseCount: number): Promise<Section> => {
  await using database = await benchDatabase()
  const env = {
    OPENCASES_DATABASE_URL: database.url,
    OPENCASES_KEY: 'ab'.repeat(32),
  }
  const servers: ServerProcess[] = []
  try {
    console.log(`filling ${caseCount.toLocaleString('en')} cases`)
    const bench = await startBench(join(folder, 'postgres'), caseCount, env)
    servers.push(bench.server)
    // What autovacuum and the checkpoint timer do by and by for what was filled in two minutes.
    await rowsOf(database.url, 'vacuum analyze')
    await rowsOf(database.url, 'checkpoint')
    // Once a minute it looks whether there are cases enough for a copy to search in: it rests before, too.
    await setTimeout(61_000)
    await idle(bench.server)
    const reads = await measureReads(bench)
    const second = await startServer(join(folder, 'postgres-2'), env)
    servers.push(second)
    await idle(second)
    for (const some of [servers, [bench.server]]) await comments(bench, some)
    const missing = pgbenchMissing()
    if (missing !== false) console.log(missing)
    const pgbench = missing === false ? await preparePgbench(database.url) : undefined
    const rounds: Round[] = []
    while (rounds.length < roundCount) {
      rounds.push(await round(bench, servers, pgbench))
      console.log(JSON.stringify(rounds.at(-1)))
    }
    return sectionOf({ caseCount, reads, rounds, missing })
  } finally {
    for (const server of servers) await server.stop()
  }
}

const measureReads = (bench: Bench): Promise<OpenLoadResult> =>
  runOpenLoad({
    port: bench.server.port,
    perSecond: readsPerSecond,
    requests: operations(bench).GetCase,
    // Filling has read nothing: until the code of reads is compiled they are not what they will be.
    warmupMs: 10_000,
    measureMs: 10_000,
    patienceMs: 2000,
    connections,
  })

/** Everything in turn, so that a busy machine slows all sides alike. */
const round = async (
  bench: Bench,
  servers: readonly ServerProcess[],
  pgbench: Pgbench | undefined,
): Promise<Round> => {
  const gaps = await pgbench?.rate('gaps', roundSeconds)
  const one = await comments(bench, [bench.server])
  const two = await comments(bench, servers)
  const gapless = await pgbench?.rate('gapless', roundSeconds)
  return { one, two, ...(gaps && gapless ? { gaps, gapless } : {}) }
}

/** Comments a second, with the same number of callers for however many servers. */
const comments = async (bench: Bench, servers: readonly ServerProcess[]): Promise<number> => {
  const loads = servers.map(({ port }, index) => {
    // Each begins elsewhere: callers of two servers seldom mean one case at one time.
    const from = Math.floor((bench.caseIds.length * index) / servers.length)
    const caseIds = [...bench.caseIds.slice(from), ...bench.caseIds.slice(0, from)]
    const target = { ...bench.target, port }
    // Signed anew for each load: a signature is good for five minutes.
    const { CreateRelatedItem: requests } = operations({ ...bench, target, caseIds })
    return { port, requests, connections: connections / servers.length }
  })
  const times = { warmupMs: 500, measureMs: roundSeconds * 1000 }
  const results = await Promise.all(loads.map((load) => runLoad({ ...load, ...times })))
  return results.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0)
}

type Measured = {
  readonly caseCount: number
  readonly reads: OpenLoadResult
  readonly rounds: readonly Round[]
  readonly missing: string | false
}

const sectionOf = ({ caseCount, reads, rounds, missing }: Measured): Section => {
  const rate = (name: keyof Round) => Math.round(median(rounds.map((each) => each[name] ?? 0)))
  const ofOne = median(rounds.map(({ one, two }) => two / one))
  const ofPgbench = median(rounds.map(({ one, gaps = Number.NaN }) => one / gaps))
  const figures = {
    cases: caseCount,
    comments: rate('one'),
    commentsOfTwoServers: rate('two'),
    twoOfOne: round2(ofOne),
    reads: readsPerSecond,
    readsP50Ms: round2(reads.goodMs.p50),
    readsP99Ms: round2(reads.goodMs.p99),
    // Contained in the reads' own times, which count from when a request was due: told, and not taken off.
    readsSentLateP99Ms: round2(reads.lateMs.p99),
    ...(missing === false
      ? { pgbench: rate('gaps'), pgbenchGapless: rate('gapless'), ofPgbench: round2(ofPgbench) }
      : {}),
  }
  const told = (figure: number) => figure.toLocaleString('en')
  const beside =
    missing === false
      ? `${percent(ofPgbench)} of what pgbench commits with the same statements on the same number of connections, one ` +
        `transaction each (${told(rate('gaps'))}; ${told(rate('gapless'))} with events numbered without gaps, as here)`
      : missing
  return {
    figures,
    text:
      `On PostgreSQL (\`fsync\` and \`synchronous_commit\` on, ${told(caseCount)} cases, database, servers and callers on ` +
      `the same machine) CreateRelatedItem has ${told(rate('one'))} requests/s: ${beside}. Two servers ` +
      `have ${round2(ofOne)} of one. GetCase at ${told(readsPerSecond)} requests/s: p50 ${figures.readsP50Ms} ms, p99 ` +
      `${figures.readsP99Ms} ms, counted from when each was due; the generator sent them up to ` +
      `${figures.readsSentLateP99Ms} ms late (p99), which these times contain.`,
    bars: [
      {
        bar: 'on PostgreSQL: CreateRelatedItem >= 50 % of pgbench',
        figure: missing === false ? percent(ofPgbench) : missing,
        // Nothing to hold it to is no miss.
        held: missing !== false || ofPgbench >= 0.5,
      },
      {
        bar: 'on PostgreSQL: two servers >= 0.85 of one',
        figure: `${round2(ofOne)}`,
        held: ofOne >= 0.85,
      },
      {
        bar: `on PostgreSQL: GetCase at ${readsPerSecond}/s: all answered, p99 < 10 ms`,
        figure: `${reads.good} of ${reads.due}, ${figures.readsP99Ms} ms`,
        held: reads.good === reads.due && reads.goodMs.p99 < 10,
      },
    ],
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

const round2 = (value: number): number => Math.round(value * 100) / 100
