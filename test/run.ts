// Runs the tests and says how it went: a line for each file, every failure with its error, and a closing line `N
// passed, N failed`. `node test/run.ts test/api` runs what lies below that path, `--store sqlite`, `postgres` or
// `citus` what runs on that one; else all are. On Citus runs what a server answers, if OPENCASES_TEST_CITUS_URL
// names one. Each file is a process of its own, three at a time, and is ended
// when it takes too long: one that hangs fails, and holds up nothing.
import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { parseArgs } from 'node:util'
import {
  citusMissing,
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from './support/postgres.ts'

const root = join(import.meta.dirname, '..')
// Files wait for disks and clocks a third of their time, so two processors take three.
const filesAtATime = 3
// All rounds of the fault tests (`npm run test:faults`) take their time.
const fileTimeoutMs = process.env.FAULTS === 'full' ? 3_600_000 : 150_000

type StoreName = 'citus' | 'postgres' | 'sqlite'

/** What is run on PostgreSQL too: everything that a server of its own answers. */
const onBoth = ['test/api/', 'test/property/', 'test/sim/']
/** What is about PostgreSQL alone. */
const onPostgres = /^test\/(cli|contract|crash)\/postgres/
/** What is run on PostgreSQL with its tables spread over machines, too. */
const onCitus = ['test/api/']
/** What is about that alone. */
const onlyOnCitus = /^test\/(cli|contract)\/citus/

type Job = { readonly file: string; readonly store: StoreName }

type Result = Job & {
  passed: number
  failed: number
  skipped: number
  ms: number
  readonly failures: string[]
}

const main = async (wanted: readonly string[], stores: readonly StoreName[]): Promise<number> => {
  const jobs = testFiles(wanted).flatMap((file) => jobsOf(file, stores))
  const skipped = citusMissing()
  const waiting = jobs.filter(({ store }) => store !== 'citus' || skipped === false)
  const skips = jobs.length - waiting.length
  if (skips > 0) console.log(`skipped ${skips} files on Citus: ${skipped}`)
  const postgres = await postgresFor(waiting)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      postgres?.kill()
      process.exit(1)
    })
  }
  const results: Result[] = []
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const result = await runFile(job, postgres)
      results.push(result)
      console.log(line(result))
    }
  }
  try {
    await Promise.all(Array.from({ length: filesAtATime }, work))
  } finally {
    postgres?.kill()
  }
  return report(results)
}

const jobsOf = (file: string, stores: readonly StoreName[]): Job[] => {
  const lies = (folder: string) => file.startsWith(folder)
  const of: StoreName[] = []
  if (onPostgres.test(file)) of.push('postgres')
  else if (onlyOnCitus.test(file)) of.push('citus')
  else of.push('sqlite', ...(onBoth.some(lies) ? ['postgres' as const] : []))
  if (onCitus.some(lies)) of.push('citus')
  return of.filter((store) => stores.includes(store)).map((store) => ({ file, store }))
}

/** One for all files that need it, unless one is named or cannot be had. */
const postgresFor = async (jobs: readonly Job[]): Promise<PostgresServer | undefined> => {
  const needed = jobs.some(({ store }) => store === 'postgres')
  const given = process.env.OPENCASES_TEST_POSTGRES_URL !== undefined
  return needed && !given && postgresMissing() === false ? startPostgres() : undefined
}

const testFiles = (wanted: readonly string[]): string[] => {
  const paths = wanted.map((path) => relative(root, join(process.cwd(), path)))
  return (
    globSync('test/**/*.test.ts', { cwd: root })
      .filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path)))
      .sort()
      // Those of `api` are short and many: coming last they leave no processor without work until the end.
      .reverse()
  )
}

const runFile = async (job: Job, postgres: PostgresServer | undefined): Promise<Result> => {
  const { file, store } = job
  const result: Result = { ...job, passed: 0, failed: 0, skipped: 0, ms: 0, failures: [] }
  const env = {
    ...process.env,
    OPENCASES_TEST_STORE: store,
    ...(postgres === undefined ? {} : { OPENCASES_TEST_POSTGRES_URL: postgres.url }),
  }
  const said: string[] = []
  const signal = AbortSignal.timeout(fileTimeoutMs)
  for await (const event of run({ files: [join(root, file)], cwd: root, env, signal })) {
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

const line = (result: Result): string => {
  const { passed, failed, ms } = result
  const counts = failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} FAILED`
  return `${failed === 0 ? 'ok    ' : 'FAILED'} ${nameOf(result)} (${counts}, ${ms} ms)`
}

const nameOf = ({ file, store }: Job): string =>
  store === 'sqlite' || onPostgres.test(file) || onlyOnCitus.test(file)
    ? file
    : `${file} on ${store === 'citus' ? 'Citus' : 'PostgreSQL'}`

const report = (results: readonly Result[]): number => {
  for (const result of results) {
    for (const text of result.failures) console.log(`\n${nameOf(result)}: ${text}`)
  }
  const sum = (key: 'failed' | 'passed' | 'skipped') =>
    results.reduce((total, result) => total + result[key], 0)
  const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`)
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1
}

const { values, positionals } = parseArgs({
  options: { store: { type: 'string', multiple: true, default: ['sqlite', 'postgres', 'citus'] } },
  allowPositionals: true,
})
process.exitCode = await main(positionals, values.store as StoreName[])
