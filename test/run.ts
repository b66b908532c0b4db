// Runs the tests: `node test/run.ts [path or part of one …]`. Each file is a process of its own, two at a time.
// Prints a line a file, the failures with their errors at the end, and last `N passed, N failed`.
import { globSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'

const root = join(import.meta.dirname, '..')

type Event = {
  readonly name: string
  readonly file?: string | undefined
  readonly nesting: number
  readonly skip?: string | boolean | undefined
  readonly todo?: string | boolean | undefined
  readonly details: { readonly duration_ms: number; readonly type?: string; readonly error?: unknown }
}

type FileTally = { passed: number; failed: number; skipped: number; ms: number }

const main = async (): Promise<number> => {
  const files = testFiles(process.argv.slice(2))
  if (files.length === 0) {
    console.log('No test file matches.\n0 passed, 0 failed')
    return 1
  }
  const tallies = new Map<string, FileTally>()
  const failures: { file: string; name: string; error: unknown }[] = []
  const tallyOf = (event: Event): FileTally => {
    const file = relative(root, event.file ?? '')
    const tally = tallies.get(file) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 }
    tallies.set(file, tally)
    return tally
  }
  const stream = run({ files, concurrency: Math.min(2, cpus().length), timeout: 240_000, cwd: root })
  stream.on('test:pass', (event: Event) => {
    if (isGroup(event)) return
    const skipped = event.skip !== undefined && event.skip !== false
    tallyOf(event)[skipped ? 'skipped' : 'passed'] += 1
  })
