// `npm run bench:soak [-- --minutes 20 --rate 200]`: what a day does to a server, in short. People read, comment on,
// change, open, search and delete cases, as many as they open; all the while memory, log and tables are watched.
// It fails on any error, on memory that grows by 10 % after the first quarter, and on a log or a table without bound.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, startBench } from './bench-server.ts'
import { median } from './measure.ts'
import { quantiles } from './open-load.ts'
import { positive } from './positive.ts'
import { writeReport } from './report-page.ts'
import { type Sample, type SoakResult, verdicts, watching } from './soak/watch.ts'
import { soakWork } from './soak/work.ts'
import { writeResult } from './write-result.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    rate: { type: 'string', default: '200' },
    // More than the caches of pages hold, which would else go on filling.
    cases: { type: 'string', default: '30000' },
  },
})
const { minutes, rate, cases } = positive(values)
const durationMs = 60_000 * minutes
const sampleMs = Math.min(5000, durationMs / 60)
const folder = mkdtempSync(join(tmpdir(), 'opencases-soak-'))
const data = join(folder, 'data')
const bench = await startBench(data, cases)

try {
  const result = await soak(bench)
  for (const { bar, figure, held } of result.verdicts) {
    console.log(`${held ? 'held  ' : 'MISSED'} ${bar}: ${figure}`)
  }
  writeResult('soak.json', result)
  writeReport()
  process.exitCode = result.verdicts.every(({ held }) => held) ? 0 : 1
} finally {
  await bench.server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function soak({ server, target, ...domain }: Bench): Promise<SoakResult> {
  const work = await soakWork({ target, ...domain }, rate)
  const watch = watching(data, server)
  const samples: Sample[] = []
  const from = performance.now()
  while (performance.now() - from < durationMs) {
    await new Promise((resolve) => setTimeout(resolve, sampleMs))
    const sample = { atMs: performance.now() - from, calls: work.calls(), ...watch.sample() }
    samples.push(sample)
    if (samples.length % 12 === 0) console.log(line(sample))
  }
  const { errors, times } = await work.stop()
  watch.close()
  const loads = median([loadavg()[2] ?? Number.NaN])
  return {
    minutes,
    callsPerSecond: Math.round(work.calls() / (durationMs / 1000)),
    machineLoad: Number(loads.toFixed(1)),
    callMs: quantiles(times),
    verdicts: verdicts(samples, errors),
    samples: samples.filter((_, at) => at % 12 === 11),
  }
}

function line({ atMs, calls, residentMb, walMb, databaseMb, rows }: Sample): string {
  const tables = Object.entries(rows).map(([name, count]) => `${name} ${count}`)
  return (
    `${(atMs / 60_000).toFixed(1).padStart(5)} min  ${calls} calls  ${residentMb.toFixed(0)} MB resident  ` +
    `log ${walMb.toFixed(1)} MB  database ${databaseMb.toFixed(0)} MB  ${tables.join('  ')}`
  )
}
