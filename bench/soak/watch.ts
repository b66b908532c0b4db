// What a soak watches from outside, and what it makes of it.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { median } from '../measure.ts'
import type { Quantiles } from '../open-load.ts'
import type { ServerProcess } from '../server-process.ts'

export type Sample = {
  readonly atMs: number
  readonly calls: number
  readonly residentMb: number
  readonly walMb: number
  readonly databaseMb: number
  /** Of the tables that must not grow with what has been done, but only with what there is. */
  readonly rows: Readonly<Record<Watched, number>>
}

const watched = ['cases', 'tokens', 'purges'] as const
type Watched = (typeof watched)[number]

/** Look at a server's memory and files. */
export const watching = (data: string, server: Pick<ServerProcess, 'residentMb'>) => {
  const file = join(data, 'opencases.db')
  const db = new DatabaseSync(file, { readOnly: true })
  const counts = watched.map((name) => ({
    name,
    count: db.prepare(`select count(*) as rows from ${name}`),
  }))
  const megabytes = (path: string) =>
    (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / 1024 / 1024
  return {
    sample: (): Omit<Sample, 'atMs' | 'calls'> => ({
      residentMb: server.residentMb(),
      walMb: megabytes(`${file}-wal`),
      databaseMb: megabytes(file),
      rows: Object.fromEntries(
        counts.map(({ name, count }) => [name, Number(count.get()?.rows)]),
      ) as Record<Watched, number>,
    }),
    close: () => db.close(),
  }
}

export type Verdict = { readonly bar: string; readonly figure: string; readonly held: boolean }

/** What bench/soak.json holds. */
export type SoakResult = {
  readonly minutes: number
  readonly callsPerSecond: number
  readonly machineLoad: number
  readonly callMs: Quantiles
  readonly verdicts: readonly Verdict[]
  /** One a minute. */
  readonly samples: readonly Sample[]
}

/** How long the answer to a create is remembered, for its retries. */
const tokenMinutes = 15
const createsOfCalls = 6 / 20

/** Each bar with its figure. */
export const verdicts = (samples: readonly Sample[], errors: readonly string[]): Verdict[] => {
  const part = (from: number, to: number) =>
    samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to))
  const typical = (some: readonly Sample[], figure: (sample: Sample) => number) =>
    median(some.map(figure))
  const most = (some: readonly Sample[], figure: (sample: Sample) => number) =>
    Math.max(...some.map(figure))
  const growth = (figure: (sample: Sample) => number) =>
    typical(part(0.9, 1), figure) / typical(part(0.25, 0.35), figure) - 1
  // Peaks, since memory goes up and down with the collector: what is typical of a short while says when it was.
  const resident = [part(0.25, 0.5), part(0.75, 1)].map((quarter) =>
    most(quarter, ({ residentMb }) => residentMb),
  )
  const memory = (resident[1] ?? 0) / (resident[0] ?? 0) - 1
  const cases = growth(({ rows }) => rows.cases)
  const wal = [part(0, 0.5), part(0.5, 1)].map((half) => most(half, ({ walMb }) => walMb))
  const [first, last] = [samples[0], samples.at(-1)]
  const perMinute =
    first === undefined || last === undefined
      ? Number.NaN
      : ((last.calls - first.calls) / (last.atMs - first.atMs)) * 60_000
  // What was remembered when the soak began is forgotten in its first minutes.
  const tokensMax = ({ atMs }: Sample) =>
    perMinute * createsOfCalls * Math.min(tokenMinutes, atMs / 60_000) +
    (atMs / 60_000 > tokenMinutes + 0.5 ? 0 : (first?.rows.tokens ?? 0))
  const tokens = most(samples, (sample) => sample.rows.tokens / tokensMax(sample))
  const purges = typical(part(0.5, 1), ({ rows }) => rows.purges)
  return [
    {
      bar: 'the peak of memory grows by less than 10 % from the second quarter to the last',
      figure: `${(100 * memory).toFixed(1)} %, to ${resident[1]?.toFixed(0)} MB`,
      held: memory < 0.1,
    },
    {
      bar: 'the log is no longer in the second half than in the first (or below 16 MB)',
      figure: wal.map((mb) => `${mb.toFixed(1)} MB`).join(', then '),
      held: (wal[1] ?? 0) <= Math.max(16, 1.25 * (wal[0] ?? 0)),
    },
    {
      bar: `remembered calls are those of ${tokenMinutes} minutes at most`,
      figure: `${last?.rows.tokens} in the end, ${Math.round(100 * tokens)} % of that at most`,
      held: tokens <= 1.1,
    },
    {
      bar: 'what deleted cases leave is cleared away as fast as it comes',
      figure: `histories of ${purges} cases wait`,
      held: purges <= perMinute / 60,
    },
    {
      bar: 'there are as many cases as before',
      figure: `${(100 * cases).toFixed(1)} %`,
      held: Math.abs(cases) < 0.05,
    },
    { bar: 'no error', figure: errors[0] ?? 'none', held: errors.length === 0 },
  ]
}
