// `npm run bench`: the ladder, then the real operations, in one run on one machine, so that ratios hold where
// absolute numbers do not. Prints a table, writes bench/results.json and the table in README.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureEvents } from './events.ts'
import { measureFiles } from './files.ts'
import { measureRates } from './rates.ts'
import { bars, markdownTable, type Results } from './report.ts'
import { measureStart } from './start.ts'

const folder = mkdtempSync(join(tmpdir(), 'opencases-bench-'))
const casesArgument = process.argv.find((argument) => argument.startsWith('--cases='))
const caseCount = Number(casesArgument?.slice('--cases='.length) ?? 100_000)

try {
  const start = await measureStart(folder)
  const files = await measureFiles(folder)
  const events = await measureEvents(folder)
  const results: Results = {
    start,
    files,
    events,
    ...(await measureRates({ folder, caseCount })),
  }
  const table = markdownTable(results)
  console.log(`\n${table}\n`)
  const verdicts = bars(results)
  for (const { bar, figure, held } of verdicts) {
    console.log(`${held ? 'held  ' : 'MISSED'} ${bar}: ${figure}`)
  }
  writeFileSync(path('results.json'), `${JSON.stringify(results, null, 2)}\n`)
  writeReadme(table)
  process.exitCode = verdicts.every(({ held }) => held) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
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
