// What the query mix came to: one run for each store and size, the last one of each.
import { existsSync, readFileSync } from 'node:fs'
import { writeResult } from '../write-result.ts'

export type StoreName = 'postgres' | 'sqlite'

export type QueryFigures = {
  readonly name: string
  /** At 1,000,000 cases. */
  readonly barMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of all threads of the server, for one answer. */
  readonly cpuMs: number
  readonly answers: number
  /** On average over the variants: all that there are; of (j) and (k), which count nothing, what a page has. */
  readonly matches: number
}

/** With others beside it. */
export type BusyFigures = {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly searchesPerSecond: number
  readonly writesPerSecond: number
  readonly created: { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number }
}

export type SearchRun = {
  readonly store: StoreName
  readonly cases: number
  readonly machine: string
  /** The day on which it was measured, in UTC. */
  readonly day: string
  /** When it began. */
  readonly machineLoad: number
  readonly startMs: number
  /** The database, and the index that searches look through. */
  readonly databaseMb: number
  readonly searchMb: number
  readonly residentMb: number
  /** On PostgreSQL: the server's copy of the cases, the index with it. */
  readonly copyMb?: number
  /** How long it took to make, if there was none before. */
  readonly copySeconds?: number
  readonly queries: readonly QueryFigures[]
  readonly busy?: BusyFigures
}

const fileName = 'search.json'

/** Bars are for so many cases. */
export const barSize = 1_000_000

/** The sizes that are compared. */
const sizes = [10_000, 100_000, 1_000_000, 2_000_000] as const

/** The size that a number of cases is nearest to: a run with writes leaves more of them than it found. */
export const sizeOf = ({ cases }: Pick<SearchRun, 'cases'>): number => {
  const distance = (size: number) => Math.abs(Math.log(size / cases))
  return sizes.reduce((best, size) => (distance(size) < distance(best) ? size : best))
}

/** With a run in the place of the one before of its store and size; ordered by store, then by size. */
export const withRun = (runs: readonly SearchRun[], run: SearchRun): SearchRun[] => {
  const isOther = (each: SearchRun) => each.store !== run.store || sizeOf(each) !== sizeOf(run)
  return [...runs.filter(isOther), run].sort(
    (a, b) => b.store.localeCompare(a.store) || sizeOf(a) - sizeOf(b),
  )
}

export const readRuns = (): SearchRun[] => {
  const file = new URL(`../${fileName}`, import.meta.url)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SearchRun[]) : []
}

export const keepRun = (run: SearchRun): void => writeResult(fileName, withRun(readRuns(), run))
