// `npm run bench:peers [-- --rounds 5 --cases 10000 --keep FOLDER]`: OpenCases beside what people use today,
// installed and measured in one run, in turn, round after round. What cannot be installed here is skipped with a
// sentence. Writes bench/peers.json and bench/report.md. With --keep the peers from npm stay in a folder, for another
// run.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runLoad } from './load.ts'
import { directus, directusSubjects } from './peers/directus.ts'
import { dynalite, dynaliteSubjects } from './peers/dynalite.ts'
import { type Floor, pgbenchFloor, sqliteFloor } from './peers/floor.ts'
import { opencases, startOpenCases } from './peers/opencases.ts'
import { install, type Peer, Skipped, type Subject, serve } from './peers/peer.ts'
import { requestTracker, requestTrackerSubjects } from './peers/request-tracker.ts'
import type { AtSize, PeerRound, PeersMeasured } from './peers/results.ts'
import { positive } from './positive.ts'
import { writeReport } from './report-page.ts'
import { writeResult } from './write-result.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    cases: { type: 'string', default: '10000' },
    keep: { type: 'string' },
  },
})
const { cases: caseCount, rounds: roundCount } = positive({
  cases: values.cases,
  rounds: values.rounds,
})
const folder = mkdtempSync(join(tmpdir(), 'opencases-peers-'))
// Databases run as users of their own.
chmodSync(folder, 0o755)
const installed = values.keep === undefined ? folder : resolve(values.keep)
const running = new AsyncDisposableStack()
running.defer(() => rmSync(folder, { recursive: true, force: true }))
const measured: { peer: Peer; subjects: readonly Subject[] }[] = []
const floors: Floor[] = []
const skipped: string[] = []

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.disposeAsync().finally(() => process.exit(1)))
}

try {
  await start()
  const rounds: PeerRound[] = []
  for (let round = 0; round < roundCount; round += 1) await measureRound(round, rounds)
  const sizes: AtSize[] = []
  for (const factor of [1, 3, 10]) await measureSizes(factor * caseCount, sizes)
  const results: PeersMeasured = {
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`,
    machineLoad: Number((loadavg()[2] ?? Number.NaN).toFixed(1)),
    caseCount,
    peers: measured.map(({ peer }) => peer),
    skipped,
    rounds,
    sizes,
  }
  writeResult('peers.json', results)
  console.log(writeReport())
} finally {
  await running.disposeAsync()
}

async function start(): Promise<void> {
  const own = await startOpenCases(join(folder, 'opencases'), caseCount)
  running.defer(() => own.bench.server.stop())
  measured.push({ peer: opencases, subjects: own.subjects })
  const sqlite = sqliteFloor(folder, caseCount)
  running.defer(() => sqlite.close())
  floors.push(sqlite)
  await orSkip(startDynalite)
  await orSkip(async () => {
    const database = await startPostgresql()
    await orSkip(() => startRequestTracker(database))
    await orSkip(() => startDirectus(database))
  })
}

async function startDynalite(): Promise<void> {
  const place = join(installed, 'dynalite')
  await install('dynalite', place)
  const serving = await serve('dynalite', place)
  running.defer(() => serving.stop())
  measured.push({ peer: dynalite, subjects: await dynaliteSubjects(serving) })
}

async function startPostgresql(): Promise<number> {
  const place = join(folder, 'postgresql')
  await install('postgresql', place)
  const serving = await serve('postgresql', place)
  running.defer(() => serving.stop())
  floors.push(pgbenchFloor(place, serving.port))
  return serving.port
}

async function startRequestTracker(database: number): Promise<void> {
  const place = join(folder, 'request-tracker')
  await install('request-tracker', place)
  const serving = await serve('request-tracker', place, database, caseCount)
  running.defer(() => serving.stop())
  measured.push({ peer: requestTracker, subjects: await requestTrackerSubjects(serving, database) })
}

async function startDirectus(database: number): Promise<void> {
  const place = join(installed, 'directus')
  await install('directus', place)
  const serving = await serve('directus', place, database)
  running.defer(() => serving.stop())
  measured.push({ peer: directus, subjects: await directusSubjects(serving) })
}

async function orSkip(starting: () => Promise<void>): Promise<void> {
  try {
    await starting()
  } catch (error) {
    if (!(error instanceof Skipped)) throw error
    console.log(`Skipped: ${error.message}`)
    skipped.push(error.message)
  }
}

/** Every search by one client among so many cases. */
async function measureSizes(cases: number, sizes: AtSize[]): Promise<void> {
  for (const { peer, subjects } of measured) {
    for (const { port, requests, grow } of subjects) {
      if (grow === undefined) continue
      const last = sizes.findLast((size) => size.peer === peer.name)
      await grow(cases - (last?.cases ?? caseCount))
      const load = { port, connections: 1, requests: requests(), warmupMs: 1500, measureMs: 5000 }
      const { p50Ms, p99Ms } = await runLoad(load)
      sizes.push({ peer: peer.name, cases, p50Ms, p99Ms })
      console.log(
        `${peer.name} searches among ${cases}: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
      )
    }
  }
}

/** Each subject once with each number of connections. */
async function measureRound(round: number, rounds: PeerRound[]): Promise<void> {
  for (const { peer, subjects } of measured) {
    for (const { name, port, connections, requests } of subjects) {
      const made = requests()
      for (const count of connections) {
        const times = { warmupMs: round === 0 ? 1500 : 500, measureMs: 1500 }
        const load = { port, connections: count, requests: made, ...times }
        const { requestsPerSecond, p50Ms, p99Ms } = await runLoad(load)
        keep({ peer: peer.name, name, clients: count, requestsPerSecond, p50Ms, p99Ms, round })
      }
    }
  }
  for (const floor of floors) {
    for (const clients of [1, 8, 64]) {
      const requestsPerSecond = await floor.rate(clients)
      keep({ peer: 'floor', name: floor.name, clients, requestsPerSecond, round })
    }
  }
  function keep(result: PeerRound): void {
    rounds.push(result)
    const rate = result.requestsPerSecond.toFixed(1).padStart(9)
    console.log(
      `${round} ${result.peer.slice(0, 24).padEnd(24)} ${result.name.padEnd(44)} x${result.clients} ${rate}/s`,
    )
  }
}
