// Runs the tests and says how it went: a line for each file, every failure with its error, and a closing line
// `N passed, N failed`. `node test/run.ts test/api` runs what lies below that path.
import { globSync } from 'node:fs'
import { cpus } from 'node:os'
import { relative } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'

type Event = {
  readonly name: string
  readonly file?: string
  readonly nesting: number
  readonly skip?: boolean | string
  readonly details: { readonly type?: string; readonly error?: Error & { cause?: unknown } }
}

type FileTally = { passed: number; failed: number; skipped: number }

const root = fileURLToPath(new URL('..', import.meta.url))

const main = async (): Promise<number> => {
  const files = testFiles(process.argv.slice(2))
  if (files.length === 0) {
    console.log('No test file matches.\n0 passed, 0 failed')
    return 1
  }
  const tallies = new Map<string, FileTally>()
  const tallyOf = (event: Event): FileTally => {
    const file = relative(root, event.file ?? '')
    const tally = tallies.get(file) ?? { passed: 0, failed: 0, skipped: 0 }
    tallies.set(file, tally)
    return tally
  }
  const failures: string[] = []
  const stream = run({
    files,
    concurrency: Math.min(2, cpus().length),
    timeout: 240_000,
    cwd: root,
  })
  stream.on('test:pass', (event: Event) => {
    if (isGroup(event)) return
    tallyOf(event)[event.skip ? 'skipped' : 'passed'] += 1
  })
  stream.on('test:fail', (event: Event) => {
    if (isGroup(event) && isOnlySubtests(event)) return
    tallyOf(event).failed += 1
    failures.push(`${relative(root, event.file ?? '')}: ${event.name}\n${reason(event)}`)
  })
  for await (const _ of stream);
  return report(tallies, failures)
}

const testFiles = (wanted: readonly string[]): string[] =>
  globSync('test/**/*.test.ts', { cwd: root })
    .filter((file) => wanted.length === 0 || wanted.some((path) => file.startsWith(path)))
    .sort()
    .map((file) => `${root}${file}`)

// A file and a `describe` count through what they hold.
const isGroup = (event: Event): boolean =>
  event.details.type === 'suite' || (event.nesting === 0 && event.name === event.file)

const isOnlySubtests = (event: Event): boolean =>
  String(event.details.error?.message).includes('subtest')

const reason = (event: Event): string => {
  const { error } = event.details
  const cause = error?.cause instanceof Error ? error.cause : error
  return `  ${cause?.stack ?? String(error?.cause ?? error)}`.replaceAll('\n', '\n  ')
}

const report = (tallies: ReadonlyMap<string, FileTally>, failures: readonly string[]): number => {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const [file, tally] of [...tallies].sort()) {
    console.log(`${tally.failed === 0 ? 'ok    ' : 'FAILED'} ${file} (${tally.passed})`)
    sum.passed += tally.passed
    sum.failed += tally.failed
    sum.skipped += tally.skipped
  }
  for (const failure of failures) console.log(`\n${failure}`)
  const skipped = sum.skipped === 0 ? '' : `, ${sum.skipped} skipped`
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`)
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1
}

process.exitCode = await main()
