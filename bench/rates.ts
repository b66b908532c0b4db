// Requests a second, all measured in turn in one run: the ladder and the operations.
import { cpus } from 'node:os'
import { join } from 'node:path'
import { startBench } from './bench-server.ts'
import { ladder } from './ladder.ts'
import { type Measured, measure, type Subject } from './measure.ts'
import { operations } from './operations.ts'
import type { Results } from './report.ts'

/** The part of the results that ratios are taken of. */
export type Rates = Pick<Results, 'caseCount' | 'connections' | 'ladder' | 'machine' | 'operations'>

type Options = { readonly folder: string; readonly caseCount: number }

/** Measure, printing each figure as it is there; what was started is stopped. */
export const measureRates = async ({ folder, caseCount }: Options): Promise<Rates> => {
  const subjects: Subject[] = []
  try {
    const bench = await startBench(join(folder, 'operations'), caseCount)
    const real = Object.entries(operations(bench)).map(([name, requests]) => {
      return { name, server: bench.server, requests }
    })
    subjects.push(...real)
    const steps = await ladder(folder, caseCount)
    subjects.unshift(...steps)
    const measured = await measure(subjects, progress)
    const of = (some: readonly Subject[]) =>
      Object.fromEntries(some.map(({ name }) => [name, measured[name] as Measured]))
    return {
      machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`,
      connections: 64,
      caseCount,
      ladder: of(steps),
      operations: of(real),
    }
  } finally {
    for (const server of new Set(subjects.map((subject) => subject.server))) await server.stop()
  }
}

const progress = (name: string, measured: Measured): void => {
  const { requestsPerSecond, p50Ms, p99Ms, cpuMicrosPerRequest } = measured
  console.log(
    `${name.padEnd(44)} ${String(requestsPerSecond).padStart(7)}/s  p50 ${p50Ms} ms  p99 ${p99Ms} ms  ${cpuMicrosPerRequest} us CPU`,
  )
}
