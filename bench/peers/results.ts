// What a run beside the peers measured, and how ratios are taken from it: within a round, then the median.
import { median } from '../measure.ts'
import type { Peer } from './peer.ts'

export type PeerRound = {
  readonly round: number
  /** `floor` where there is no server. */
  readonly peer: string
  readonly name: string
  readonly clients: number
  readonly requestsPerSecond: number
  readonly p50Ms?: number
  readonly p99Ms?: number
}

/** A search by one client among so many cases. */
export type AtSize = {
  readonly peer: string
  readonly cases: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export type PeersMeasured = {
  readonly machine: string
  /** Over fifteen minutes, at the end. */
  readonly machineLoad: number
  readonly caseCount: number
  readonly peers: readonly Peer[]
  readonly skipped: readonly string[]
  readonly rounds: readonly PeerRound[]
  readonly sizes: readonly AtSize[]
}

export type Of = { readonly peer: string; readonly name: string; readonly clients: number }

/** The rounds of one subject with one number of clients, in order. */
export const roundsOf = ({ rounds }: PeersMeasured, of: Of): PeerRound[] =>
  rounds.filter(
    ({ peer, name, clients }) =>
      peer.startsWith(of.peer) && name.startsWith(of.name) && clients === of.clients,
  )

/** The median over the rounds of one subject's rate over another's; undefined where one was not measured. */
export const ratioBetween = (measured: PeersMeasured, one: Of, other: Of): number | undefined => {
  const [ones, others] = [roundsOf(measured, one), roundsOf(measured, other)]
  if (ones.length === 0 || ones.length !== others.length) return undefined
  const ratios = ones.map(
    ({ requestsPerSecond }, at) =>
      requestsPerSecond / (others[at]?.requestsPerSecond ?? Number.NaN),
  )
  return median(ratios)
}

/** Median of a figure over the rounds. */
export const typical = (
  rounds: readonly PeerRound[],
  figure: 'p50Ms' | 'p99Ms' | 'requestsPerSecond',
): number => median(rounds.map((round) => round[figure] ?? Number.NaN))
