// `npm run bench:overload [-- --factor 3 --seconds 10 --cases 10000 --only CreateCase]`: what becomes of three times
// as many requests as the server can take. Peak by a closed loop of 64 clients before and after, and between them an
// open loop, of clients who hang up after two seconds.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBench } from './bench-server.ts'
import { runLoad } from './load.ts'
import { type OpenLoadResult, type Quantiles, quantiles, runOpenLoad } from './open-load.ts'
import { mixOf, operations } from './operations.ts'

const { values } = parseArgs({
  options: {
    factor: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    cases: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
  },
})
const factor = Number(values.factor)
const folder = mkdtempSync(join(tmpdir(), 'opencases-overload-'))
const bench = await startBench(join(folder, 'data'), Number(values.cases))
const { port } = bench.server

try {
  const each = operations(bench)
  const all = { mix: mixOf(each), ...each }
  let held = true
  for (const [name, requests] of Object.entries(all)) {
    if (name.startsWith(values.only)) held = (await overload(name, requests)) && held
  }
  process.exitCode = held ? 0 : 1
} finally {
  await bench.server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function overload(name: string, requests: readonly Buffer[]): Promise<boolean> {
  const peaks = [await peak(requests)]
  const health = watchHealth()
  const open = await runOpenLoad({
    port,
    requests,
    perSecond: factor * (peaks[0] ?? Number.NaN),
    warmupMs: 2000,
    measureMs: 1000 * Number(values.seconds),
    patienceMs: 2000,
    connections: 2000,
  })
  const healthMs = await health.stop()
  peaks.push(await peak(requests))
  return report(name, { open, healthMs, peak: (peaks[0] ?? 0) / 2 + (peaks[1] ?? 0) / 2 })
}

async function peak(requests: readonly Buffer[]): Promise<number> {
  const load = { port, connections: 64, requests, warmupMs: 1500, measureMs: 3000 }
  return (await runLoad(load)).requestsPerSecond
}

type Outcome = {
  readonly open: OpenLoadResult
  readonly healthMs: Quantiles
  readonly peak: number
}

function report(name: string, { open, healthMs, peak }: Outcome): boolean {
  const goodput = open.goodPerSecond / peak
  const fast = open.goodMs.p99 <= 1000
  const share = (count: number) => `${((100 * count) / open.due).toFixed(1)} %`
  const others = Object.entries(open.others).map(([status, count]) => `, ${count} x ${status}`)
  const verdict = goodput >= 0.8 && fast && others.length === 0
  console.log(
    [
      `${name}, ${factor} times the peak of ${Math.round(peak)}/s, load ${loadavg()[0]?.toFixed(1)}`,
      `  answered  ${Math.round(open.goodPerSecond)}/s, ${(100 * goodput).toFixed(0)} % of the peak; ${times(open.goodMs)}`,
      `  sent away ${share(open.shed)}; ${times(open.shedMs)}`,
      `  hung up   ${share(open.lost)}${others.join('')}`,
      `  generator ${times(open.lateMs)} late`,
      `  /health   ${times(healthMs)}`,
      `  ${verdict ? 'held' : 'MISSED'}: goodput >= 80 %, p99 of the answered <= 1 s, nothing but 200 and 429`,
    ].join('\n'),
  )
  return verdict
}

function times({ p50, p99, max }: Quantiles): string {
  return `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${max.toFixed(0)} ms`
}

/** Asks for /health ten times a second, on a connection of its own each time. */
function watchHealth(): { stop(): Promise<Quantiles> } {
  const answered: number[] = []
  let watching = true
  const watch = async () => {
    while (watching) {
      const from = performance.now()
      const headers = { connection: 'close' }
      const answer = await fetch(`http://127.0.0.1:${port}/health`, { headers })
      await answer.arrayBuffer()
      answered.push(answer.status === 200 ? performance.now() - from : Number.POSITIVE_INFINITY)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const watched = watch()
  return {
    stop: async () => {
      watching = false
      await watched
      return quantiles(answered)
    },
  }
}
