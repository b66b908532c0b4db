// bench/report.md with its plots, from what the measurements left in bench/*.json. What was not measured is not
// shown.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { median } from './measure.ts'
import { readRuns } from './mix/results.ts'
import type { Outcome } from './overload-outcome.ts'
import { type Of, type PeersMeasured, ratioBetween, roundsOf, typical } from './peers/results.ts'
import { searchPart } from './report-search.ts'
import type { SoakResult } from './soak/watch.ts'
import { lineChart } from './svg.ts'

/** Write the page; gives its verdicts, a line each. */
export const writeReport = (): string => {
  const peers = read<PeersMeasured>('peers.json')
  const overload = read<Outcome[]>('overload.json')
  const soak = read<SoakResult>('soak.json')
  const verdicts = peers === undefined ? [] : bars(peers)
  const page = [
    '# Searches, and OpenCases beside others, under overload and for a while',
    '',
    'Made by `npm run bench:search`, `bench:peers`, `bench:overload` and `bench:soak`; the ladder and the operations by',
    'themselves are in [README](../README.md). Ratios are medians over rounds in which everything was measured in turn on',
    'one machine: they hold better than the figures themselves.',
    ...searchPart(readRuns()),
    ...(peers === undefined ? [] : peersPart(peers, verdicts)),
    ...(overload === undefined ? [] : overloadPart(overload)),
    ...(soak === undefined ? [] : soakPart(soak)),
    '',
  ]
  writeFileSync(new URL('report.md', import.meta.url), page.join('\n'))
  return verdicts.join('\n')
}

const read = <T>(name: string): T | undefined => {
  const file = new URL(name, import.meta.url)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined
}

const comment = (clients: number): Of => ({ peer: 'OpenCases', name: 'CreateRelatedItem', clients })

const bars = (peers: PeersMeasured): string[] => {
  const bar = (least: number, what: string, other: Of) => {
    const ratio = ratioBetween(peers, comment(other.clients), other)
    const figure = ratio === undefined ? 'not measured' : ratio.toFixed(ratio < 10 ? 2 : 0)
    const held = ratio === undefined ? '-' : ratio >= least ? 'held' : 'MISSED'
    return `${held}: CreateRelatedItem, ${other.clients} clients, at least ${least} times ${what}: ${figure}`
  }
  return [
    bar(100, "Request Tracker's comment", { peer: 'Request', name: 'comment', clients: 8 }),
    bar(12, "Directus's item", { peer: 'Directus', name: 'item', clients: 8 }),
    bar(0.5, "dynalite's PutItem", { peer: 'dynalite', name: 'PutItem', clients: 8 }),
    bar(0.7, "dynalite's PutItem", { peer: 'dynalite', name: 'PutItem', clients: 64 }),
  ]
}

const peersPart = (peers: PeersMeasured, verdicts: readonly string[]): string[] => {
  writeFileSync(new URL('report-clients.svg', import.meta.url), clientsChart(peers))
  writeFileSync(new URL('report-sizes.svg', import.meta.url), sizesChart(peers))
  const subjects = new Map(peers.rounds.map((round) => [`${round.peer} ${round.name}`, round]))
  const rows = [...subjects.values()].flatMap(({ peer, name }) =>
    [1, 8, 64].flatMap((clients) => {
      const rounds = roundsOf(peers, { peer, name, clients })
      if (rounds.length === 0) return []
      const about = peers.peers.find((each) => each.name === peer)
      const ratio = ratioBetween(peers, comment(clients), { peer, name, clients })
      const ms = (figure: 'p50Ms' | 'p99Ms') => number(typical(rounds, figure))
      const cells = [
        about === undefined ? name : `${peer}: ${name}`,
        clients,
        number(typical(rounds, 'requestsPerSecond')),
        ms('p50Ms'),
        ms('p99Ms'),
        /[sS]earch/.test(name) || ratio === undefined ? '' : number(ratio),
        about?.authentication ?? 'none',
        about?.durability ?? 'synced at each commit',
      ]
      return [`| ${cells.join(' | ')} |`]
    }),
  )
  return [
    '',
    '## Beside others',
    '',
    `${peers.caseCount.toLocaleString('en')} cases or tickets; clients and servers share ${peers.machine} (its load over`,
    `the last quarter of an hour: ${peers.machineLoad}). The last ratio is CreateRelatedItem over the row, with as many clients.`,
    '',
    '| | clients | a second | p50 ms | p99 ms | CreateRelatedItem is | authentication | durability |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |',
    ...rows,
    '',
    ...peers.skipped.map((sentence) => `Skipped: ${sentence}\n`),
    ...verdicts.map((verdict) => `- ${verdict}`),
    '',
    '![Throughput against clients](report-clients.svg)',
    '',
    '![Latency of a search against size](report-sizes.svg)',
  ]
}

const clientsChart = (peers: PeersMeasured): string => {
  const subjects = new Map(
    peers.rounds
      .filter(({ name }) => !/[sS]earch/.test(name))
      .map((round) => [`${round.peer} ${round.name}`, round]),
  )
  return lineChart({
    title: 'Comments, items or rows a second',
    x: 'clients',
    y: 'a second',
    series: [...subjects.values()].map(({ peer, name }) => ({
      name: peer === 'floor' ? name : `${peer.split(' (')[0]}: ${name}`,
      points: [1, 8, 64].flatMap((clients) => {
        const rounds = roundsOf(peers, { peer, name, clients })
        return rounds.length === 0 ? [] : [[clients, typical(rounds, 'requestsPerSecond')] as const]
      }),
    })),
  })
}

const sizesChart = ({ sizes }: PeersMeasured): string => {
  const names = [...new Set(sizes.map(({ peer }) => peer))]
  return lineChart({
    title: 'A search for a word in titles of open cases, one client',
    x: 'cases or tickets',
    y: 'ms',
    series: names.flatMap((name) =>
      (['p50Ms', 'p99Ms'] as const).map((figure) => ({
        name: `${name.split(' (')[0]}: ${figure.slice(0, 3)}`,
        points: sizes
          .filter(({ peer }) => peer === name)
          .map((size) => [size.cases, size[figure]] as const),
      })),
    ),
  })
}

const overloadPart = (outcomes: readonly Outcome[]): string[] => [
  '',
  '## Overload',
  '',
  'An open loop: requests fall due at three times the peak of a closed loop, whatever becomes of those before them, on 2,000',
  'connections that stay open, as pools of clients have them; what finds none free waits in the client, the newest first, and',
  'is given up after two seconds. Times of the answered count from when they fell due, and from when they were sent. The',
  'generator shares the machine with the server, and says how late it was itself. Held: goodput at least 80 % of the peak, p99',
  'of the answered at most a second from when they fell due, nothing but 200 and 429.',
  '',
  '| | times the peak of | answered | p50 ms | p99 ms | p99 ms since sent | sent away | hung up ' +
    '| found no connection | /health p99 ms | generator late p99 ms | |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
  ...outcomes.map(({ name, factor, peakPerSecond, open, healthMs, goodput, held }) => {
    const share = (count: number) => `${Math.round((100 * count) / open.due)} %`
    const cells = [
      name,
      `${factor} x ${number(peakPerSecond)}/s`,
      `${Math.round(100 * goodput)} %`,
      number(open.goodMs.p50),
      number(open.goodMs.p99),
      number(open.goodSinceSentMs.p99),
      share(open.shed),
      share(open.lost),
      share(open.unsent),
      number(healthMs.p99),
      number(open.lateMs.p99),
      held ? 'held' : 'MISSED',
    ]
    return `| ${cells.join(' | ')} |`
  }),
  '',
  `Load of the machine meanwhile: ${median(outcomes.map(({ machineLoad }) => machineLoad)).toFixed(1)}.`,
]

const soakPart = ({
  minutes,
  callsPerSecond,
  machineLoad,
  callMs,
  verdicts,
}: SoakResult): string[] => [
  '',
  '## Soak',
  '',
  `${minutes} minutes of ${callsPerSecond} calls a second: reads, comments, changes, searches, and as many cases opened as`,
  `deleted. p50 ${number(callMs.p50)} ms, p99 ${number(callMs.p99)} ms, longest ${number(callMs.max)} ms,`,
  `with a load of the machine of ${machineLoad}.`,
  '',
  ...verdicts.map(({ bar, figure, held }) => `- ${held ? 'held' : 'MISSED'}: ${bar}: ${figure}`),
]

const number = (value: number): string =>
  Number.isNaN(value) ? '' : value.toLocaleString('en', { maximumSignificantDigits: 3 })
