// `npm run bench:overload [-- --factor 3 --seconds 10 --cases 10000 --only CreateCase]`: what becomes of three times
// as many requests as the server can take. Peak by a closed loop of 64 clients before and after, and between them an
// open loop, of clients who hang up after two seconds.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startBench } from './bench-server.ts'
import { runLoad } from './load.ts'
import { type Quantiles, quantiles, runOpenLoad } from './open-load.ts'
import { mixOf, operations } from './operations.ts'
import type { Outcome } from './overload-outcome.ts'
import { positive } from './positive.ts'
import { writeReport } from './report-page.ts'
import { writeResult } from './write-result.ts'

const { values } = parseArgs({
  options: {
    factor: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    cases: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
  },
})
const { only, ...numbers } = values
const { factor, seconds, cases } = positive(numbers)
const folder = mkdtempSync(join(tmpdir(), 'opencases-overload-'))
const bench = await startBench(join(folder, 'data'), cases)
const { port } = bench.server

try {
  const each = operations(bench)
  const all = { mix: mixOf(each), ...each }
  const outcomes: Outcome[] = []
  for (const [name, requests] of Object.entries(all)) {
    if (name.startsWith(only)) outcomes.push(await overload(name, requests))
  }
  process.exitCode = outcomes.every(({ held }) => held) ? 0 : 1
  if (only === '') {
    writeResult('overload.json', outcomes)
    writeReport()
  }
} finally {
  await bench.server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function overload(name: string, requests: readonly Buffer[]): Promise<Outcome> {
  // Until its code is compiled it is not what it will be.
  await peak(requests)
  const peaks = [await peak(requests)]
  const health = watchHealth()
  const open = await runOpenLoad({
    port,
    requests,
    perSecond: factor * (peaks[0] ?? Number.NaN),
    warmupMs: 2000,
    measureMs: 1000 * seconds,
    patienceMs: 2000,
    connections: 2000,
  })
  const healthMs = await health.stop()
  peaks.push(await peak(requests))
  const peakPerSecond = (peaks[0] ?? 0) / 2 + (peaks[1] ?? 0) / 2
  return report(
    judged({ name, factor, machineLoad: loadavg()[0] ?? 0, peakPerSecond, open, healthMs }),
  )
}

/** What a closed loop gets out of it, of few clients or of many. */
async function peak(requests: readonly Buffer[]): Promise<number> {
  const rates: number[] = []
  for (const connections of [64, 96]) {
    // What those before them sent, and hung up on, is read and answered all the same, and more than 100 would wait.
    await sleep(600)
    const load = { port, connections, requests, warmupMs: 1500, measureMs: 3000 }
    rates.push((await runLoad(load)).requestsPerSecond)
  }
  return Math.max(...rates)
}

function judged(measured: Omit<Outcome, 'goodput' | 'held'>): Outcome {
  const { open, peakPerSecond } = measured
  const goodput = open.goodPerSecond / peakPerSecond
  const onlyShed = Object.keys(open.others).length === 0
  return { ...measured, goodput, held: goodput >= 0.8 && open.goodMs.p99 <= 1000 && onlyShed }
}

function report(outcome: Outcome): Outcome {
  const { name, machineLoad, peakPerSecond, open, healthMs, goodput, held } = outcome
  const share = (count: number) => `${((100 * count) / open.due).toFixed(1)} %`
  const others = Object.entries(open.others).map(([status, count]) => `, ${count} x ${status}`)
  const rate = Math.round(open.goodPerSecond)
  console.log(
    [
      `${name}, ${factor} times the peak of ${Math.round(peakPerSecond)}/s, load ${machineLoad.toFixed(1)}`,
      `  answered  ${rate}/s, ${(100 * goodput).toFixed(0)} % of the peak; ${times(open.goodMs)}`,
      `            from when they were sent ${times(open.goodSinceSentMs)}`,
      `  sent away ${share(open.shed)}; ${times(open.shedMs)}`,
      `  hung up   ${share(open.lost)}, before a connection was free ${share(open.unsent)}${others.join('')}`,
      `  generator ${times(open.lateMs)} late`,
      `  /health   ${times(healthMs)}`,
      `  ${held ? 'held' : 'MISSED'}: goodput >= 80 %, p99 of the answered <= 1 s, nothing but 200 and 429`,
    ].join('\n'),
  )
  return outcome
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
      const answer = await fetch(`http://127.0.0.1:${port}/health`, { headers }).catch(
        () => undefined,
      )
      await answer?.arrayBuffer()
      const isHealthy = answer?.status === 200
      answered.push(isHealthy ? performance.now() - from : Number.POSITIVE_INFINITY)
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
