// One measurement: a load on a server for a while, with the server's CPU a request beside it. Rounds are
// repeated and the median is taken, because a shared machine has good seconds and bad ones.
import { type Load, runLoad } from './load.ts'
import type { ServerProcess } from './server-process.ts'

export type Measured = {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicrosPerRequest: number
  readonly residentMb: number
}

export const rounds = 3

/** Measure one load `rounds` times; the round with the median throughput counts. */
export const measure = async (
  server: ServerProcess,
  load: Omit<Load, 'connections' | 'measureMs' | 'port' | 'warmupMs'> & { connections?: number },
): Promise<Measured> => {
  const all: Measured[] = []
  for (let round = 0; round < rounds; round++) all.push(await measureOnce(server, load, round))
  all.sort((a, b) => a.requestsPerSecond - b.requestsPerSecond)
  return all[Math.floor(rounds / 2)] as Measured
}

const measureOnce = async (
  server: ServerProcess,
  load: { requests: readonly Buffer[]; connections?: number },
  round: number,
): Promise<Measured> => {
  const cpu = { start: 0, end: 0 }
  const result = await runLoad(
    {
      port: server.port,
      connections: load.connections ?? 64,
      requests: load.requests,
      warmupMs: round === 0 ? 2000 : 500,
      measureMs: 3000,
    },
    async (phase) => {
      cpu[phase] = server.cpuSeconds()
    },
  )
  return {
    requestsPerSecond: Math.round(result.requestsPerSecond),
    p50Ms: round2(result.p50Ms),
    p99Ms: round2(result.p99Ms),
    cpuMicrosPerRequest: Math.round(((cpu.end - cpu.start) * 1e6) / result.answers),
    residentMb: Math.round(server.residentMb()),
  }
}

const round2 = (value: number): number => Math.round(value * 100) / 100
