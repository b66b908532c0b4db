// The searches of bench/report.md: times by size and store, what they cost against what they find.
import { writeFileSync } from 'node:fs'
import {
  barSize,
  type QueryFigures,
  type SearchRun,
  type StoreName,
  sizeOf,
} from './mix/results.ts'
import { lineChart } from './svg.ts'

/** A slope may be so much of noise: twice the cost at a hundred times as many cases. */
const slopeNoise = 0.15

const busyBarMs = 150
const createBarPerSecond = 2500

/** The section; writes its plot beside the page. */
export const searchPart = (runs: readonly SearchRun[]): string[] => {
  const stores = [...new Set(runs.map(({ store }) => store))]
  if (stores.length === 0) return []
  writeFileSync(new URL('report-searches.svg', import.meta.url), sizesChart(runs))
  return [
    '',
    '## Searches',
    '',
    'Made by `npm run bench:search` on folders that `npm run bench:data` filled: each query of the mix in 40 variants, one',
    'after the other by one client, with its exact count, 25 results and 10 fields. The bars are for 1,000,000 cases. A slope',
    "is that of the logarithm of a query's cost, or of what it finds, against that of the number of cases (least squares): 1 grows",
    'as they do, 0 not at all. Cost is the CPU time of the server; on PostgreSQL, which works in processes of its own, it is p50.',
    `Held: the slope of cost is at most that of what is found, or 0 where that is less, and ${slopeNoise} for noise. (j) and (k) count`,
    'nothing: what is found is what a page has of it. Columns of different days are of different versions, and each run with',
    'writes beside it left its cases to the next one. Of (a), (h), (i) and items by type all variants ask the same; the server',
    'is asked all variants once before it is timed.',
    ...stores.flatMap((store) => storePart(runs.filter((run) => run.store === store))),
    '',
    '![Searches against the number of cases](report-searches.svg)',
  ]
}

const titles: Readonly<Record<StoreName, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

const storePart = (runs: readonly SearchRun[]): string[] => {
  const [first] = runs
  if (first === undefined) return []
  const labels = runs.map((run) => label(sizeOf(run)))
  const names = [...new Set(runs.flatMap(({ queries }) => queries.map(({ name }) => name)))]
  return [
    '',
    `### ${titles[first.store]}`,
    '',
    `On ${first.machine}:`,
    '',
    ...runs.map(aboutRun),
    '',
    `| p50 / p99 ms | ${labels.map((each) => `${each} cases`).join(' | ')} | bar | | slope of cost | of what is found | |`,
    `| --- | ${labels.map(() => '---:').join(' | ')} | ---: | --- | ---: | ---: | --- |`,
    ...names.map((name) => rowOf(name, runs)),
    '',
    ...runs.flatMap(busyLine),
  ]
}

const aboutRun = (run: SearchRun): string => {
  const { cases, day, databaseMb, searchMb, residentMb, machineLoad, copyMb, copySeconds } = run
  const made = copySeconds === undefined ? 'there before' : `made in ${copySeconds} s`
  const copied =
    copyMb === undefined ? '' : ` in the server's copy of the cases (${megabytes(copyMb)}, ${made})`
  return (
    `- ${day}, ${cases.toLocaleString('en')} cases: database ${megabytes(databaseMb)}, index ${megabytes(searchMb)}${copied}, ` +
    `${megabytes(residentMb)} resident, load of the machine ${machineLoad} at the start.`
  )
}

const rowOf = (name: string, runs: readonly SearchRun[]): string => {
  const found = runs.map((run) => ({
    run,
    figures: run.queries.find((each) => each.name === name),
  }))
  const cells = found.map(({ figures }) =>
    figures === undefined ? '' : `${number(figures.p50Ms)} / ${number(figures.p99Ms)}`,
  )
  const at = found.find(({ run }) => sizeOf(run) === barSize)?.figures
  const barMs = found.find(({ figures }) => figures !== undefined)?.figures?.barMs
  const verdict = at === undefined ? '' : at.p99Ms < at.barMs ? 'held' : 'MISSED'
  const { cost, matches, held } = growthOf(
    found.flatMap(({ run, figures }) =>
      figures === undefined ? [] : [{ ...figures, cases: run.cases, costMs: costOf(run, figures) }],
    ),
  )
  const slopes = [cost, matches].map((slope) => (Number.isNaN(slope) ? '' : slope.toFixed(2)))
  const growth = Number.isNaN(cost) ? '' : held ? 'held' : 'MISSED'
  return `| ${[name, ...cells, barMs, verdict, ...slopes, growth].join(' | ')} |`
}

/** What PostgreSQL's processes take for a query no server can tell. */
const costOf = ({ store }: SearchRun, { cpuMs, p50Ms }: QueryFigures): number =>
  store === 'sqlite' ? cpuMs : p50Ms

const busyLine = (run: SearchRun): string[] => {
  const { busy } = run
  if (busy === undefined) return []
  const isBarSize = sizeOf(run) === barSize
  const verdict = (held: boolean) => (isBarSize ? `${held ? 'held' : 'MISSED'}: ` : '')
  const size = label(sizeOf(run))
  return [
    `- ${verdict(busy.p99Ms < busyBarMs)}${size} cases, 16 clients beside ${busy.writesPerSecond} writes a second: ` +
      `${busy.searchesPerSecond} searches/s, p50 ${number(busy.p50Ms)} ms, p99 ${number(busy.p99Ms)} ms (bar ${busyBarMs})`,
    `- ${verdict(busy.created.perSecond >= createBarPerSecond)}${size} cases, CreateCase by 64 clients: ` +
      `${number(busy.created.perSecond)}/s, p99 ${number(busy.created.p99Ms)} ms (bar 2,500/s)`,
  ]
}

type AtSize = { readonly cases: number; readonly costMs: number; readonly matches: number }

/** How cost and matches grow with the number of cases, and whether cost does not grow faster. */
export const growthOf = (sizes: readonly AtSize[]) => {
  const slope = (figure: (size: AtSize) => number) =>
    slopeOf(sizes.map((size) => [Math.log(size.cases), Math.log(figure(size))] as const))
  const cost = slope(({ costMs }) => costMs)
  // Nothing found has no logarithm.
  const matches = slope((size) => Math.max(1, size.matches))
  return { cost, matches, held: cost <= Math.max(0, matches) + slopeNoise }
}

/** Of the line through points with the least squares; NaN for fewer than two. */
export const slopeOf = (points: readonly (readonly [x: number, y: number])[]): number => {
  if (points.length < 2) return Number.NaN
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x0, y0] = [mean(0), mean(1)]
  const along = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0)
  return points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / along
}

const sizesChart = (runs: readonly SearchRun[]): string => {
  const ofStore = (store: StoreName) => runs.filter((run) => run.store === store)
  const main = ofStore('sqlite').length > 0 ? ofStore('sqlite') : ofStore('postgres')
  const names = [...new Set(main.flatMap(({ queries }) => queries.map(({ name }) => name)))]
  return lineChart({
    title: `Searches on ${titles[main[0]?.store ?? 'sqlite']}, one client, p50`,
    x: 'cases',
    y: 'ms',
    series: names.map((name) => ({
      name,
      points: main.flatMap((run) => {
        const figures = run.queries.find((each) => each.name === name)
        return figures === undefined ? [] : [[run.cases, figures.p50Ms] as const]
      }),
    })),
  })
}

const label = (size: number): string =>
  size >= 1_000_000 ? `${size / 1_000_000} million` : `${size / 1000} thousand`

const megabytes = (mb: number): string => `${mb.toLocaleString('en')} MB`

const number = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: 3 })
