// `npm run bench`: the ladder, then the real operations, in one run on one machine, so that ratios hold where
// absolute numbers do not; then the sections. Prints a table, writes bench/results.json and the table in README.
// `--store postgres` measures the store in PostgreSQL instead, and leaves the other figures as they are; `--only
// NAME` runs one section and writes nothing.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureEvents } from './events.ts'
import { measureFiles } from './files.ts'
import { argumentOf, positive } from './positive.ts'
import { measurePostgres } from './postgres/section.ts'
import { measureRates } from './rates.ts'
import { bars, markdownTable, type Results } from './report.ts'
import type { Bar, Section } from './section.ts'
import { measureStart } from './start.ts'
import { storm } from './storm.ts'

const given = argumentOf('cases') ?? '100000'
const { cases: caseCount } = positive({ cases: given })
const folder = mkdtempSync(join(tmpdir(), 'opencases-bench-'))

const sections: Readonly<Record<string, (folder: string) => Promise<Section>>> = { storm }

try {
  process.exitCode = await wanted()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function wanted(): Promise<number> {
  const [only, store = 'sqlite'] = [argumentOf('only'), argumentOf('store')]
  if (only !== undefined) return one(only)
  if (store === 'sqlite') return everything()
  if (store === 'postgres') return onPostgres()
  throw new Error(`there is no store ${store}`)
}

async function onPostgres(): Promise<number> {
  const postgres = await measurePostgres(folder, caseCount)
  write({ ...before(), postgres })
  return judge(postgres.bars)
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
  const rates = await measureRates({ folder, caseCount })
  const told: Record<string, Section> = {}
  for (const [name, run] of Object.entries(sections)) told[name] = await run(folder)
  const { postgres } = before()
  const results: Results = {
    ...rates,
    start,
    files,
    events,
    sections: told,
    ...(postgres === undefined ? {} : { postgres }),
  }
  write(results)
  return judge(bars(results))
}

function before(): Results {
  return JSON.parse(readFileSync(path('results.json'), 'utf8'))
}

function write(results: Results): void {
  const table = markdownTable(results)
  console.log(`\n${table}\n`)
  writeFileSync(path('results.json'), `${JSON.stringify(results, null, 2)}\n`)
  writeReadme(table)
  // Here and not in the script, so that arguments of the script are this program's.
  const biome = path('../node_modules/.bin/biome')
  execFileSync(biome, ['format', '--write', 'README.md'], { cwd: path('..'), stdio: 'ignore' })
}

function judge(verdicts: readonly Bar[]): number {
  for (const { bar, figure, held } of verdicts) {
    console.log(`${held ? 'held  ' : 'MISSED'} ${bar}: ${figure}`)
  }
  return verdicts.every(({ held }) => held) ? 0 : 1
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
