// From `node` to an answered /health, with a cold and a warm compile cache, and memory after start.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './measure.ts'
import { settled, startProcess } from './server-process.ts'

export type StartMeasured = {
  readonly coldMs: number
  readonly warmMs: number
  readonly residentMb: number
}

/** Median of several starts; each on a data folder that exists already. */
export const measureStart = async (folder: string): Promise<StartMeasured> => {
  const cache = join(folder, 'compile-cache')
  const once = async () => {
    const from = performance.now()
    const data = join(folder, 'start-data')
    const server = await startProcess(
      'bin/opencases.js',
      ['serve', '--port', '0', '--data', data],
      { NODE_COMPILE_CACHE: cache, OPENCASES_LOG: 'warn' },
    )
    const answer = await fetch(`http://127.0.0.1:${server.port}/health`)
    await answer.arrayBuffer()
    const tookMs = performance.now() - from
    await settled(server)
    const residentMb = server.residentMb()
    await server.stop()
    return { tookMs, residentMb }
  }
  await once()
  const cold: number[] = []
  for (let i = 0; i < 3; i++) {
    rmSync(cache, { recursive: true, force: true })
    cold.push((await once()).tookMs)
  }
  const warm: number[] = []
  let residentMb = 0
  for (let i = 0; i < 5; i++) {
    const run = await once()
    warm.push(run.tookMs)
    residentMb = Math.max(residentMb, run.residentMb)
  }
  return {
    coldMs: Math.round(median(cold)),
    warmMs: Math.round(median(warm)),
    residentMb: Math.round(residentMb),
  }
}
