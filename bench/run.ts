// `npm run bench`: the ladder, then the real operations, in one run on one machine, so that ratios hold where
// absolute numbers do not; then the sections. Prints a table, writes bench/results.json and the table in README.
// `--only NAME` runs one section and writes nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBench } from './bench-server.ts'
import { measureEvents } from './events.ts'
import { measureFiles } from './files.ts'
import { ladder } from './ladder.ts'
import { type Measured, measure, type Subject } from './measure.ts'
import { operations } from './operations.ts'
import { bars, markdownTable, type Results } from './report.ts'
import type { Bar, Section } from './section.ts'
import { measureStart } from './start.ts'
import { storm } from './storm.ts'

const folder = mkdtempSync(join(tmpdir(), 'opencases-bench-'))
const casesArgument = process.argv.find((argument) => argument.startsWith('--cases='))
const caseCount = Number(casesArgument?.slice('--cases='.length) ?? 100_000)

const sections: Readonly<Record<string, (folder: string) => Promise<Section>>> = { storm }

const onlyAt = process.argv.indexOf('--only')
const subjects: Subject[] = []

try {
  process.exitCode = await (onlyAt === -1 ? everything() : one(process.argv[onlyAt + 1] ?? ''))
} finally {
  for (const server of new Set(subjects.map((subject) => subject.server))) await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function one(name: string): Promise<number> {
  const run = sections[name]
  if (run === undefined) throw new Error(`there is no section ${name}`)
  const section = await run(folder)
  console.log(section.text)
  return judge(section.bars)
}

async function everything(): Promise<number> {
  const start = await measureStart(folder)
  const files = await measureFiles(folder)
  const events = await measureEvents(folder)
  const bench = await startBench(join(folder, 'operations'), caseCount)
  const real = Object.entries(operations(bench)).map(([name, requests]) => {
    return { name, server: bench.server, requests }
  })
  const steps = await ladder(folder, caseCount)
  subjects.push(...steps, ...real)
  const measured = await measure(subjects, progress)
  const of = (some: readonly Subject[]) =>
    Object.fromEntries(some.map(({ name }) => [name, measured[name] as Measured]))
  const told: Record<string, Section> = {}
  for (const [name, run] of Object.entries(sections)) told[name] = await run(folder)
  const results: Results = {
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`,
    connections: 64,
    caseCount,
    start,
    files,
    events,
    ladder: of(steps),
    operations: of(real),
    sections: told,
  }
  const table = markdownTable(results)
  console.log(`\n${table}\n`)
  writeFileSync(path('results.json'), `${JSON.stringify(results, null, 2)}\n`)
  writeReadme(table)
  return judge(bars(results))
}

function judge(verdicts: readonly Bar[]): number {
  for (const { bar, figure, held } of verdicts) {
    console.log(`${held ? 'held  ' : 'MISSED'} ${bar}: ${figure}`)
  }
  return verdicts.every(({ held }) => held) ? 0 : 1
}

function progress(name: string, measured: Measured): void {
  const { requestsPerSecond, p50Ms, p99Ms, cpuMicrosPerRequest } = measured
  console.log(
    `${name.padEnd(44)} ${String(requestsPerSecond).padStart(7)}/s  p50 ${p50Ms} ms  p99 ${p99Ms} ms  ${cpuMicrosPerRequest} us CPU`,
  )
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

function writeReadme(table: string): void {
  const file = path('../README.md')
  const text = readFileSync(file, 'utf8')
  const [before, rest] = text.split('<!-- bench:start -->')
  const after = rest?.split('<!-- bench:end -->')[1]
  if (after === undefined) throw new Error('README.md has lost its bench markers')
  writeFileSync(file, `${before}<!-- bench:start -->\n${table}\n<!-- bench:end -->${after}`)
}
