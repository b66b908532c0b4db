// Measurements: loads on servers, with a server's CPU a request beside each. A shared machine has good seconds and
// bad ones, so all subjects take turns, round after round, and what is compared is compared within its round.
import { type Load, runLoad } from './load.ts'
import type { ServerProcess } from './server-process.ts'

export type Subject = {
  readonly name: string
  readonly server: ServerProcess
  readonly requests: Load['requests']
  readonly connections?: number
}

/** Medians of the rounds. */
export type Measured = {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicrosPerRequest: number
  readonly residentMb: number
  /** Requests a second, round by round: for ratios to another subject of the same rounds. */
  readonly rounds: readonly number[]
}

const roundCount = 9

/** Measure all subjects in turn, `roundCount` times over, after a warm-up of each. */
export const measure = async (
  subjects: readonly Subject[],
  progress: (name: string, measured: Measured) => void,
): Promise<Record<string, Measured>> => {
  const all = new Map<string, Round[]>(subjects.map(({ name }) => [name, []]))
  for (const subject of subjects) await measureOnce(subject, { warmupMs: 1500, measureMs: 500 })
  for (let round = 0; round < roundCount; round += 1) {
    for (const subject of subjects) {
      all.get(subject.name)?.push(await measureOnce(subject, { warmupMs: 300, measureMs: 1500 }))
    }
  }
  const results: Record<string, Measured> = {}
  for (const [name, rounds] of all) {
    const measured = medians(rounds)
    results[name] = measured
    progress(name, measured)
  }
  return results
}

/** The median over the rounds of one subject's rate over another's. */
export const ratioOf = (measured: Measured, of: Measured): number =>
  median(measured.rounds.map((rate, round) => rate / (of.rounds[round] ?? Number.NaN)))

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

type Round = {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicros: number
  readonly residentMb: number
}

const measureOnce = async (
  { server, requests, connections = 64 }: Subject,
  times: { readonly warmupMs: number; readonly measureMs: number },
): Promise<Round> => {
  const cpu = { start: 0, end: 0 }
  const { port } = server
  const result = await runLoad({ port, connections, requests, ...times }, async (phase) => {
    cpu[phase] = server.cpuSeconds()
  })
  const cpuMicros = ((cpu.end - cpu.start) * 1e6) / result.answers
  return { ...result, cpuMicros, residentMb: server.residentMb() }
}

const medians = (rounds: readonly Round[]): Measured => {
  const of = (figure: keyof Round) => median(rounds.map((round) => round[figure]))
  const rates = rounds.map(({ requestsPerSecond }) => Math.round(requestsPerSecond))
  return {
    requestsPerSecond: Math.round(of('requestsPerSecond')),
    p50Ms: round2(of('p50Ms')),
    p99Ms: round2(of('p99Ms')),
    cpuMicrosPerRequest: Math.round(of('cpuMicros')),
    residentMb: Math.round(of('residentMb')),
    rounds: rates,
  }
}

const round2 = (value: number): number => Math.round(value * 100) / 100
