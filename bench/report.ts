// From measurements to a table and a verdict on each bar.
import type { EventsMeasured } from './events.ts'
import type { FilesMeasured } from './files.ts'
import { type Measured, ratioOf } from './measure.ts'
import type { Bar, Section } from './section.ts'
import type { StartMeasured } from './start.ts'

export type Results = {
  readonly machine: string
  readonly connections: number
  readonly caseCount: number
  readonly start: StartMeasured
  readonly files: FilesMeasured
  readonly events: EventsMeasured
  readonly ladder: Readonly<Record<string, Measured>>
  readonly operations: Readonly<Record<string, Measured>>
  readonly sections: Readonly<Record<string, Section>>
  /** Of a run of its own (`--store postgres`), as it was last measured. */
  readonly postgres?: Section
}

/** The names under which the bars look things up. */
export const steps = {
  http: '1 node:http',
  json: '2 + JSON',
  validation: '3 + validation',
  signature: '4 + Signature V4',
  oneRow: '5 + durable insert of one row',
  fourRows: '6 + the rows of CreateRelatedItem',
} as const

/** Results as a Markdown table; what README shows. */
export const markdownTable = (results: Results): string => {
  const ratio = (name: string, of: string) => `${Math.round(100 * ratioIn(results, name, of))} %`
  const line = ([name, m]: [string, Measured]) => {
    const ofStep = { signature: steps.signature, rows: steps.fourRows }
    const cells = [
      name,
      m.requestsPerSecond.toLocaleString('en'),
      m.p50Ms,
      m.p99Ms,
      m.cpuMicrosPerRequest,
      m.residentMb,
      ...(name in results.operations
        ? [ratio(name, ofStep.signature), ratio(name, ofStep.rows)]
        : ['', '']),
    ]
    return `| ${cells.join(' | ')} |`
  }
  const { files, events } = results
  return [
    `${results.connections} keep-alive connections, every request signed from step 4 on, every write on disk before its`,
    `answer, ${results.caseCount.toLocaleString('en')} cases; client and server share ${results.machine}.`,
    '',
    '| | requests/s | p50 ms | p99 ms | CPU us/request | resident MB | of step 4 | of step 6 |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...Object.entries(results.ladder).map(line),
    ...Object.entries(results.operations).map(line),
    '',
    `From \`node\` to an answered \`/health\`: ${results.start.coldMs} ms cold, ${results.start.warmMs} ms with a`,
    `warm compile cache; ${results.start.residentMb} MB resident. An attached file of 100 MB comes in at`,
    `${files.uploadMbPerSecond} MB/s, on disk, and goes out at ${files.downloadMbPerSecond} MB/s; the server's`,
    `memory grows by ${files.grownMb} MB at most. A webhook gets`,
    `${events.eventsPerSecond.toLocaleString('en')} events/s when many wait; at`,
    `${events.changesPerSecond} changes/s an event arrives ${events.lagMs.p50} ms after its change (p50; p99 ${events.lagMs.p99} ms).`,
    ...Object.values(results.sections).flatMap(({ text }) => ['', text]),
    ...(results.postgres === undefined ? [] : ['', results.postgres.text]),
  ].join('\n')
}

const ratioIn = (results: Results, name: string, of: string): number => {
  const [measured, base] = [results.operations[name], results.ladder[of]]
  return measured === undefined || base === undefined ? Number.NaN : ratioOf(measured, base)
}

/** Each bar with the figure that was measured. */
export const bars = (results: Results): Bar[] => {
  const share = (bar: string, name: string, of: string, least: number) => {
    const ratio = ratioIn(results, name, of)
    return { bar, figure: `${(ratio * 100).toFixed(0)} %`, held: ratio >= least }
  }
  const atMost = (bar: string, figure: number, most: number, unit: string) => ({
    bar,
    figure: `${figure} ${unit}`,
    held: figure <= most,
  })
  const { coldMs, warmMs, residentMb } = results.start
  return [
    share('CreateRelatedItem >= 65 % of step 6', 'CreateRelatedItem', steps.fourRows, 0.65),
    share('CreateRelatedItem >= 30 % of step 5', 'CreateRelatedItem', steps.oneRow, 0.3),
    share('GetCase >= 50 % of step 4', 'GetCase', steps.signature, 0.5),
    atMost('warm start <= 400 ms', warmMs, 400, 'ms'),
    atMost('cold start <= 800 ms', coldMs, 800, 'ms'),
    atMost('resident after start < 150 MB', residentMb, 150, 'MB'),
    atMost('lag of events at 500 changes/s: p99 < 250 ms', results.events.lagMs.p99, 249, 'ms'),
    atMost('a file of 100 MB grows memory < 32 MB', results.files.grownMb, 31, 'MB'),
    ...Object.values(results.sections).flatMap(({ bars: ofSection }) => ofSection),
  ]
}
