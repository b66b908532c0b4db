// Runs the tests and says how it went: a line for each file, every failure with its error, and a closing line
// `N passed, N failed`. `node test/run.ts test/api` runs what lies below that path. Each file is a process of
// its own, two at a time, and is ended when it takes too long: one that hangs fails, and holds up nothing.
import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from 'node:test'

const root = join(import.meta.dirname, '..')
const filesAtATime = 2
// All rounds of the fault tests (`npm run test:faults`) take their time.
const fileTimeoutMs = process.env.FAULTS === 'full' ? 3_600_000 : 150_000

type Result = {
  readonly file: string
  passed: number
  failed: number
  skipped: number
  ms: number
  readonly failures: string[]
}

const main = async (wanted: readonly string[]): Promise<number> => {
  const waiting = testFiles(wanted)
  const results: Result[] = []
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const result = await runFile(file)
      results.push(result)
      console.log(line(result))
    }
  }
  await Promise.all(Array.from({ length: filesAtATime }, work))
  return report(results)
}

const testFiles = (wanted: readonly string[]): string[] => {
  const paths = wanted.map((path) => relative(root, join(process.cwd(), path)))
  return globSync('test/**/*.test.ts', { cwd: root })
    .filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path)))
    .sort()
}

const runFile = async (file: string): Promise<Result> => {
  const result: Result = { file, passed: 0, failed: 0, skipped: 0, ms: 0, failures: [] }
  const said: string[] = []
  const signal = AbortSignal.timeout(fileTimeoutMs)
  for await (const event of run({ files: [join(root, file)], cwd: root, signal })) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') said.push(event.data.message)
    if (event.type === 'test:pass' && isTest(event.data)) {
      result[event.data.skip ? 'skipped' : 'passed'] += 1
    }
    if (event.type === 'test:fail' && (isTest(event.data) || isFile(event.data))) {
      result.failed += 1
      result.failures.push(failure(event.data))
    }
    if (event.type === 'test:summary') result.ms = Math.round(event.data.duration_ms)
  }
  if (result.passed + result.failed + result.skipped === 0) {
    result.failed = 1
    result.failures.push('holds no test')
  }
  // What a file printed matters only when something is wrong with it.
  if (result.failed > 0 && said.length > 0) result.failures.push(said.join(''))
  return result
}

type Told = {
  readonly name: string
  readonly nesting: number
  readonly details: { readonly type?: string | undefined; readonly error?: unknown }
}

/** A `describe` counts through what it holds, and so does a file. */
const isTest = (told: Told): boolean => told.details.type === 'test' && !isFile(told)

const isFile = ({ name, nesting }: Told): boolean => nesting === 0 && name.endsWith('.test.ts')

const failure = ({ name, details }: Told): string => {
  const { error } = details
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  return `${name}\n${text.replaceAll(/^/gm, '  ')}`
}

const line = ({ file, passed, failed, ms }: Result): string => {
  const counts = failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} FAILED`
  return `${failed === 0 ? 'ok    ' : 'FAILED'} ${file} (${counts}, ${ms} ms)`
}

const report = (results: readonly Result[]): number => {
  for (const { file, failures } of results) {
    for (const text of failures) console.log(`\n${file}: ${text}`)
  }
  const sum = (key: 'failed' | 'passed' | 'skipped') =>
    results.reduce((total, result) => total + result[key], 0)
  const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`)
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
