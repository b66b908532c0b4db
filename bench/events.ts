// Events on their way to a webhook: how many a second when many wait, and how late each is when 500 changes a second
// are made. Part of `npm run bench`; `npm run bench:events` is this alone.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBench } from './bench-server.ts'
import { runLoad } from './load.ts'
import { type Quantiles, quantiles, runOpenLoad } from './open-load.ts'
import { operations } from './operations.ts'

export type EventsMeasured = {
  readonly eventsPerSecond: number
  /** From the change's own time to its arrival, with 500 changes a second. */
  readonly lagMs: Quantiles
  /** Changes a second that were made meanwhile. */
  readonly changesPerSecond: number
}

const cases = 2000
const waiting = 20_000
const perSecond = 500
const warmupMs = 2000
const measureMs = 15_000

/** Measure on a server of its own, with the sink as it is without settings. */
export const measureEvents = async (folder: string): Promise<EventsMeasured> => {
  const receiver = await startReceiver()
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const sink = { name: 'bench', type: 'webhook', url: receiver.url, secret, timeoutSeconds: 300 }
  const data = join(folder, 'events-data')
  receiver.hold()
  const bench = await startBench(data, cases, { OPENCASES_SINKS: JSON.stringify([sink]) })
  try {
    const { CreateRelatedItem: requests } = operations(bench)
    const { port } = bench.server
    const load = { port, requests, connections: 64, warmupMs: 0, measureMs: 0 }
    await runLoad({ ...load, count: waiting })
    receiver.release()
    const from = performance.now()
    await receiver.has(cases + waiting)
    const eventsPerSecond = (cases + waiting) / ((performance.now() - from) / 1000)
    const times = { warmupMs, measureMs, patienceMs: 10_000 }
    const open = await runOpenLoad({ port, requests, perSecond, connections: 50, ...times })
    const before = cases + waiting + (perSecond * warmupMs) / 1000
    await receiver.has(before + open.good)
    const lags = receiver.lags().slice(before)
    return {
      eventsPerSecond: Math.round(eventsPerSecond),
      lagMs: quantiles(lags),
      changesPerSecond: Math.round(open.goodPerSecond),
    }
  } finally {
    await bench.server.stop()
    receiver.close()
  }
}

/** Takes events, and notes how late each is by the machine's own clock. */
const startReceiver = async () => {
  const lags: number[] = []
  let count = 0
  let held: (() => void)[] | undefined
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      const [, at = ''] = /"approximateChangeTime":"([^"]+)"/.exec(text) ?? []
      lags.push(Date.now() - Date.parse(at))
      count += 1
      const answer = () => response.writeHead(204).end()
      if (held === undefined) answer()
      else held.push(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    lags: () => lags,
    /** Answer nobody, until `release`. */
    hold: () => {
      held = []
    },
    release: () => {
      const answers = held ?? []
      held = undefined
      for (const answer of answers) answer()
    },
    has: async (wanted: number) => {
      while (count < wanted) await new Promise((resolve) => setTimeout(resolve, 2))
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), 'opencases-bench-'))
  try {
    const { eventsPerSecond, lagMs, changesPerSecond } = await measureEvents(folder)
    console.log(`${eventsPerSecond} events/s to a webhook when ${waiting} wait`)
    const { p50, p99, max } = lagMs
    const lag = `p50 ${p50} ms, p99 ${p99} ms, at most ${max} ms`
    console.log(`lag at ${changesPerSecond} changes/s: ${lag}; the bar is a p99 of 250 ms`)
    process.exitCode = p99 < 250 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
